"""Markdown with `Q:`, `A:` and `C:` at the beginnings of lines, as flashcard programs read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlquiz.interchange.cloze import bracketed
from dlquiz.interchange.inline import from_markdown
from dlquiz.interchange.notes import LONGEST, Note

_TAG = re.compile(r"([QAC]):(?:\s|$)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_RULE = re.compile(r" {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
_FIELD = re.compile(r"[A-Za-z_][\w-]*\s*[:=]")

Part = tuple[str, int, list[str]]  # Q, A, C, - for a rule or nothing; its line; its text


def flashcards(text: str, name: str) -> Iterator[Note]:
    """A note for each question with its answer, and each sentence with `[gaps]`.

    What stands outside of them is named as left out. A card ends where the next begins, at a rule
    and at the end of the file.
    """
    lines = re.sub("\r\n?", "\n", text).split("\n")
    begin = _after_the_front_matter(lines)
    question: Part | None = None
    for part in _parts(lines, begin):
        tag, line, _ = part
        if tag == "A" and question is not None:
            yield _basic(question, part, name)
            question = None
            continue
        if question is not None:
            yield _left_out(f"{name}:{question[1]}", "a question without an answer")
        question = part if tag == "Q" else None
        if tag == "C":
            yield _cloze(part, name)
        elif tag not in ("Q", "-"):
            what = "an answer without a question" if tag == "A" else "text that is no card"
            yield _left_out(f"{name}:{line}", what)
    if question is not None:
        yield _left_out(f"{name}:{question[1]}", "a question without an answer")


def _after_the_front_matter(lines: list[str]) -> int:
    """The line on which the cards begin: lines between --- and --- may name the deck."""
    if lines[0].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:50], 1):
        if line.strip() == "---":
            return number + 1
        if line.strip() and (_TAG.match(line) or not _FIELD.match(line)):
            return 0
    return 0


def _parts(lines: list[str], begin: int) -> Iterator[Part]:
    """The parts in their order; text outside of any has no tag, and headings are not text."""
    fence = ""
    tag, first, text = "", begin + 1, list[str]()
    for number, line in enumerate(lines[begin:], begin + 1):
        fenced = _FENCE.match(line)
        if fenced and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else fenced[1]
        found = None if fence or fenced else _TAG.match(line)
        if not (found or (not fence and _RULE.match(line))):
            text.append(line)
            continue
        yield from _part(tag, first, text)
        if not found:
            yield "-", number, []
        tag, first = (found[1] if found else ""), number + (not found)
        text = [line[2:].removeprefix(" ")] if found else []
    yield from _part(tag, first, text)


def _part(tag: str, first: int, text: list[str]) -> Iterator[Part]:
    if tag or any(line.strip() and not line.startswith("#") for line in text):
        yield tag, first, text


def _basic(question: Part, answer: Part, name: str) -> Note:
    asked, said = "\n".join(question[2]), "\n".join(answer[2])
    where = f"{name}:{question[1]}"
    if max(len(asked), len(said)) > LONGEST:
        return _left_out(where, f"it has more than {LONGEST:,} characters")
    front, lost = from_markdown(asked)
    back, more = from_markdown(said)
    return Note(front, back, where, lost=(*lost, *more))


def _cloze(part: Part, name: str) -> Note:
    text, where = "\n".join(part[2]), f"{name}:{part[1]}"
    if len(text) > LONGEST:
        return _left_out(where, f"it has more than {LONGEST:,} characters")
    marked, lost = from_markdown(text)
    return Note(bracketed(marked), "", where, is_cloze=True, lost=tuple(lost))


def _left_out(where: str, why: str) -> Note:
    return Note("", "", where, lost=(why,))
