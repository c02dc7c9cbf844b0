"""The house rules as a table: which room may import which, and what loads when."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dlquiz

PACKAGE = Path(dlquiz.__file__).parent

# Room -> what may be imported at the top of a module, and what only inside a function.
MAY_IMPORT: dict[str, tuple[set[str], set[str]]] = {
    "errors": (set(), set()),
    "trace": (set(), set()),
    "paths": ({"errors"}, {"platformdirs"}),
    "reference": ({"numpy"}, set()),
    "formula": ({"errors"}, set()),
    "demos": ({"reference", "trace", "errors", "numpy"}, set()),
    "deck": ({"errors", "paths", "formula", "yaml", "msgspec"}, {"reference", "numpy"}),
    "memory": ({"errors", "paths", "fsrs"}, {"numpy"}),
    "quiz": ({"deck", "memory", "trace", "errors"}, set()),
    "check": (
        {"deck", "demos", "drills", "reference", "formula", "trace", "errors", "numpy"},
        set(),
    ),
    "drills": ({"deck", "reference", "errors", "numpy"}, set()),
    "interchange": (
        {"deck", "formula", "quiz", "errors", "yaml", "msgspec"},
        {"genanki", "pygments", "zstandard"},
    ),
    "screen": ({"deck", "quiz", "trace", "formula", "errors", "rich"}, set()),
}
ROOMS = {*MAY_IMPORT, "cli"}
# Imported by functions alone, so what they import counts as imported on demand.
BEHIND_A_FUNCTION = {
    "deck/calculation.py",
    "deck/vocabulary.py",
    "memory/forgetting.py",
    "memory/readiness.py",
}


def imports(path: Path) -> Iterator[tuple[str, bool, int]]:
    """(what, whether inside a function or for types alone, line) of every import in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.FunctionDef | ast.AsyncFunctionDef) or is_for_types(block)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names = [node.module or ""]
            if node.module == "dlquiz":
                names = [f"dlquiz.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield name, id(node) in inside, node.lineno


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def target(name: str) -> str:
    """The room of a dlquiz module, or the top package of any other."""
    parts = name.split(".")
    return parts[1] if parts[0] == "dlquiz" and len(parts) > 1 else parts[0]


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_its_row_allows(room: str) -> None:
    always, on_demand = MAY_IMPORT[room]
    broken = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if room_of(path) != room:
            continue
        for name, inside_function, line in imports(path):
            what = target(name)
            late = inside_function or path.relative_to(PACKAGE).as_posix() in BEHIND_A_FUNCTION
            allowed = always | {room, "dlquiz"} | (on_demand if late else set())
            if what not in allowed and what not in sys.stdlib_module_names:
                broken.append(f"{path.relative_to(PACKAGE)}:{line} imports {name}")
    assert broken == []


def test_what_stands_behind_a_function_is_imported_nowhere_else() -> None:
    hidden = {f"dlquiz.{name.removesuffix('.py').replace('/', '.')}" for name in BEHIND_A_FUNCTION}
    broken = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).as_posix() not in BEHIND_A_FUNCTION
        for name, inside_function, line in imports(path)
        if name in hidden and not inside_function
    ]
    assert broken == []


def test_every_module_belongs_to_a_room() -> None:
    found = {room_of(path) for path in PACKAGE.rglob("*.py")}
    assert found - {"__init__", "__main__"} == ROOMS


def test_no_reference_module_bears_the_name_of_a_function() -> None:
    from dlquiz import reference

    modules = {path.stem for path in (PACKAGE / "reference").glob("*.py")}
    assert modules & set(reference.__all__) == set()


def test_the_environment_is_read_in_paths_alone() -> None:
    readers = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "os.environ" in (text := path.read_text(encoding="utf-8")) or "getenv" in text
    ]
    assert readers == ["paths.py"]


def loaded_after(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after running the code."""
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.split())


def test_importing_the_package_imports_nothing() -> None:
    before = loaded_after("pass")
    assert loaded_after("import dlquiz") - before == {"dlquiz"}


def test_help_loads_typer_and_no_room() -> None:
    loaded = loaded_after(
        "import sys\nsys.argv = ['dlquiz', '--help']\n"
        "import dlquiz.cli, io\nsys.stdout = io.StringIO()\n"
        "try:\n    dlquiz.cli.main()\nexcept SystemExit:\n    pass\n"
        "sys.stdout = sys.__stdout__"
    )
    assert loaded & {"rich", "numpy", "yaml", "msgspec", "fsrs", "sqlite3", "pydantic"} == set()


def test_the_reference_loads_numpy_without_its_random_room() -> None:
    code = "import dlquiz.reference, sys\nassert 'numpy.random' not in sys.modules"
    assert "numpy" in loaded_after(code)


def test_the_first_question_loads_neither_numpy_nor_yaml_nor_fsrs(
    dlquiz: Callable[..., subprocess.CompletedProcess[str]],
    first_question: Callable[..., tuple[str, set[str]]],
) -> None:
    dlquiz("practice", "softmax")  # makes the index
    asked, loaded = first_question("practice", "softmax", "--kind", "numeric")
    assert "question 1" in asked
    assert loaded & {"numpy", "yaml", "fsrs", "pydantic", "platformdirs"} == set()


def test_modules_that_unix_alone_has_are_not_imported_at_start_up() -> None:
    unix = {"termios", "tty", "fcntl", "resource", "pwd", "grp", "curses", "readline"}
    broken = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path in PACKAGE.rglob("*.py")
        for name, inside_function, line in imports(path)
        if name in unix and not inside_function
    ]
    assert broken == []
