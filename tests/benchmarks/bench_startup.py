"""How fast the program answers, as ratios against a bare program measured in the same run.

Run `python tests/benchmarks/bench_startup.py [--large]`. The ratios are medians over pairs of
runs taken in turn, so that a machine that slows down slows both. `--large` adds 100,000 cards.
"""

import argparse
import os
import pty
import select
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

RUNS = 15

BARE_PANEL = """
import sqlite3
import msgspec
import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
def main():
    Console().print(Panel("question 1"))
main()
"""
BARE_TYPER = "import typer"
BARE_TYPER_NUMPY = "import typer, numpy"


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"DLQUIZ_HOME": str(home), "TERM": "xterm-256color"}


def until(marker: bytes, command: Sequence[str], env: dict[str, str]) -> float:
    """Seconds from starting a command on a pseudo-terminal until it shows the marker."""
    begun = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), env)
    seen = b""
    while marker not in seen:
        if not select.select([terminal], [], [], 60)[0]:
            raise TimeoutError(seen)
        seen += os.read(terminal, 65536)
    elapsed = time.perf_counter() - begun
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    return elapsed


def whole(command: Sequence[str], env: dict[str, str]) -> float:
    """Seconds a command takes from start to end, its output read and dropped."""
    begun = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def paired(ours: Callable[[], float], bare: Callable[[], float], runs: int = RUNS) -> str:
    """Both medians, and the median ratio of runs taken in turn, after one run of each."""
    ours(), bare()
    pairs = [(ours(), bare()) for _ in range(runs)]
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    return f"{ratio:5.2f} ×   ({mine * 1e3:7.1f} ms / {theirs * 1e3:7.1f} ms)"


def write_deck(directory: Path, cards: int, files: int) -> None:
    """So many recall cards in so many files."""
    directory.mkdir(parents=True)
    for number in range(files):
        lines = [f"topic: made-{number}", f"title: Made {number}", "cards:"]
        for card in range(number, cards, files):
            lines += [
                f"  - id: made-{number}.card-{card}",
                "    kind: recall",
                "    level: 1",
                f"    ask: What is the answer to question {card}?",
                f"    answer: It is $e^{{-{card}}}$, and it always was.",
            ]
        (directory / f"made-{number}.yaml").write_text("\n".join(lines) + "\n")


def program(*arguments: str) -> list[str]:
    """The command as it is installed beside this interpreter."""
    return [str(Path(sys.executable).with_name("dlquiz")), *arguments]


def first_question(work: Path, cards: int, files: int) -> str:
    home = work / f"home-{cards}"
    if cards:
        write_deck(home / "cards", cards, files)
    env = environment(home)
    whole([*program("cards", "list", "softmax")], env)  # builds the index
    return paired(
        lambda: until(b"question 1", program("practice"), env),
        lambda: until(b"question 1", [sys.executable, "-c", BARE_PANEL], env),
    )


def bare_commit(work: Path, journal: str) -> float:
    """Seconds of a single-row transaction with synchronous=FULL on the same disk, the median."""
    db = sqlite3.connect(work / f"bare-{journal}.db", isolation_level=None)
    db.execute(f"PRAGMA journal_mode={journal}")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, card TEXT, rating INTEGER)")
    times = []
    for number in range(60):
        begun = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO log (card, rating) VALUES (?, ?)", (f"card {number}", 3))
        db.execute("COMMIT")
        times.append(time.perf_counter() - begun)
    db.close()
    return statistics.median(times)


def key_to_question(work: Path, presses: int = 40) -> str:
    """From the rating key to the next question on the terminal, against two bare commits.

    SQLite's own default is the rollback journal; the progress file uses the write-ahead log.
    """
    home = work / "home-key"
    write_deck(home / "cards", 200, 1)
    env = environment(home)
    pid, terminal = pty.fork()
    if pid == 0:
        command = program("practice", "made-0", "--new", "200")
        os.execvpe(command[0], command, env)
    times, reader = [], Reader(terminal)
    reader.until("aloud ▸")
    for number in range(2, presses + 2):
        os.write(terminal, b"\r")
        reader.until("rating ▸")
        time.sleep(0.02)
        begun = time.perf_counter()
        os.write(terminal, b"3")
        reader.until(f"question {number} ")
        times.append(time.perf_counter() - begun)
        reader.until("aloud ▸")
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    mine = statistics.median(times)
    rollback, ahead = (bare_commit(work, journal) for journal in ("DELETE", "WAL"))
    return (
        f"{mine / rollback:5.2f} ×   ({mine * 1e3:7.2f} ms / {rollback * 1e3:7.2f} ms),"
        f" {mine / ahead:.2f} × a write-ahead commit ({ahead * 1e3:.2f} ms)"
    )


class Reader:
    """Reads a terminal up to a marker, and keeps what came behind it for the next time."""

    def __init__(self, terminal: int) -> None:
        self._terminal, self._rest = terminal, b""

    def until(self, marker: str) -> None:
        wanted = marker.encode()
        while wanted not in self._rest:
            if not select.select([self._terminal], [], [], 60)[0]:
                raise TimeoutError(self._rest)
            self._rest += os.read(self._terminal, 65536)
        self._rest = self._rest.partition(wanted)[2]


def peak_memory(env: dict[str, str]) -> float:
    """MiB at the most while one card of the deck is answered."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], input=b'3\\n', stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *program("practice", "--kind", "recall")],
        env=env,
        capture_output=True,
        check=True,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    return int(run.stdout) * unit / 2**20


def changed_file(work: Path) -> str:
    """One changed file among 1,000 against none changed."""
    home = work / "home-thousand"
    write_deck(home / "cards", 2000, 1000)
    env = environment(home)
    list_one = program("cards", "list", "softmax")
    whole(list_one, env)
    target = home / "cards" / "made-7.yaml"

    def touched() -> float:
        target.write_text(target.read_text() + f"# {time.time()}\n")
        return whole(list_one, env)

    return paired(touched, lambda: whole(list_one, env), runs=7)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help="also 100,000 cards (takes a minute)")
    large = parser.parse_args().large
    work = Path(tempfile.mkdtemp())
    try:
        env = environment(work / "home-0")
        print("first question, built-in deck  ", first_question(work, 0, 0))
        print("first question, 10,000 cards   ", first_question(work, 10_000, 100))
        if large:
            print("first question, 100,000 cards  ", first_question(work, 100_000, 100))
        print(
            "--help                         ",
            paired(
                lambda: whole(program("--help"), env),
                lambda: whole([sys.executable, "-c", BARE_TYPER], env),
            ),
        )
        print(
            "demo softmax --json            ",
            paired(
                lambda: whole(program("demo", "softmax", "--json"), env),
                lambda: whole([sys.executable, "-c", BARE_TYPER_NUMPY], env),
            ),
        )
        print("rating key to next question    ", key_to_question(work))
        print("one changed file among 1,000   ", changed_file(work))
        most = peak_memory(environment(work / "home-10000"))
        print(f"peak memory, 10,000 cards       {most:.1f} MiB")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
