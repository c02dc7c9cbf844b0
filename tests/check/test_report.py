"""One run tells everything about every file, for a person and for a program."""

import json
from pathlib import Path

from dlquiz.check import check


def test_what_was_executed_is_counted(tmp_path: Path, sound: str) -> None:
    (tmp_path / "made.yaml").write_text(sound, encoding="utf-8")
    report = check([tmp_path])
    assert report.summary() == (
        "1 card in 1 file: 100 answers drawn and computed, 1 proof, 1 formula, 2 demos run,"
        " no drills solved; no problems."
    )
    assert report.as_json() == {
        "files": 1,
        "cards": 1,
        "answers": 100,
        "proofs": 1,
        "formulas": 1,
        "demos": 2,
        "drills": 0,
        "problems": [],
        "doubles": [],
    }


def test_all_problems_of_all_files_come_in_one_run_in_their_order(
    tmp_path: Path, sound: str
) -> None:
    broken = sound.replace("tolerance: 0.01", "tolerance: 9").replace("sum(softmax(x)), 1", "1, 2")
    head = broken.replace("[softmax]\ndemos", "[sofmax]\ndemos")
    (tmp_path / "b.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "a.yaml").write_text("topic: a\ncards:\n  - id: a\n", encoding="utf-8")
    report = check([tmp_path])
    assert [(Path(p.file).name, p.line, p.card) for p in report.problems] == [
        ("a.yaml", 3, "a"),
        ("a.yaml", 3, "a"),
        ("a.yaml", 3, "a"),
        ("b.yaml", 4, ""),
        ("b.yaml", 14, "made.sum"),
        ("b.yaml", 15, "made.sum"),
    ]
    assert report.summary().endswith("; 6 problems.")
    assert json.loads(json.dumps(report.as_json()))["problems"][4]["what"] == (
        report.problems[4].what
    )


def test_each_problem_points_at_its_line(tmp_path: Path, sound: str) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(sound.replace("tolerance: 0.01", "tolerance: 1e-8"), encoding="utf-8")
    (problem,) = check([path]).problems
    assert problem.pointed() == (
        f"{path}:14:16: `tolerance` must be a number from 0, or a percentage as 1%, not `1e-8`"
        " (YAML reads it as text: write 1.0e-8)\n"
        "    tolerance: 1e-8\n"
        "               ^^^^"
    )


def test_a_file_without_any_card_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\0\0\0")
    assert len(check([tmp_path]).problems) == 1
    assert check([tmp_path / "missing"]).files == 0
