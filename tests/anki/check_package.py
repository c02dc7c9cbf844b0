"""Imports a package with Anki's own library, twice, and draws every card of it.

    python tests/anki/check_package.py DECK.apkg

The second import must bring back what was changed in between, and double nothing. It needs the
package `anki` in an environment of its own. Exit code 1 and a line a fault when Anki sees anything
but what was meant.
"""

import html
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

_ALLOWED = {
    *("a", "br", "code", "details", "div", "hr", "img", "li", "ol", "p", "pre", "span", "style"),
    *("summary", "ul"),
}


def import_package(collection: Collection, path: Path) -> None:
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    collection.import_anki_package(request)


def faults(collection: Collection) -> Iterator[str]:
    """What is wrong with the cards as Anki draws them."""
    media = Path(collection.media.dir())
    for card_id in collection.find_cards(""):
        card = collection.get_card(card_id)
        shown = card.render_output()
        name = card.note()["Card"]
        for side, text in (("front", shown.question_text), ("back", shown.answer_text)):
            yield from (f"{name} {side}: {what}" for what in _faults_of(text, media))
        if len(shown.answer_text) <= len(shown.question_text) + len('<hr id="answer">'):
            yield f"{name}: the back adds nothing"


def _faults_of(text: str, media: Path) -> Iterator[str]:
    if not re.sub(r"<[^>]*>", "", text).strip():
        yield "is empty"
    if "{{" in re.sub(r"\\[(\[].*?\\[)\]]|<pre>.*?</pre>", "", text, flags=re.DOTALL):
        yield "has a field that was not filled"
    for name in re.findall(r'<img src="([^"]*)"', text):
        if not (media / html.unescape(name)).is_file():
            yield f"lacks its picture {name}"
    for tag in set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", text)) - _ALLOWED:
        yield f"has the tag {tag}"
    for opening, closing in ((r"\(", r"\)"), (r"\[", r"\]")):
        if text.count(opening) != text.count(closing):
            yield f"has {opening} without {closing}"


def main(path: Path) -> int:
    with tempfile.TemporaryDirectory() as place:
        collection = Collection(str(Path(place) / "collection.anki2"))
        import_package(collection, path)
        notes, cards = collection.note_count(), collection.card_count()
        found = list(faults(collection))
        questions = collection.db.all("SELECT guid, flds FROM notes ORDER BY guid")
        collection.db.execute("UPDATE notes SET flds = 'an older text' || flds, mod = 1")
        import_package(collection, path)
        if collection.db.all("SELECT guid, flds FROM notes ORDER BY guid") != questions:
            found.append("a second import does not update the notes")
        if (collection.note_count(), collection.card_count()) != (notes, cards):
            found.append(f"a second import made {collection.note_count() - notes} more notes")
        types = [kind.name for kind in collection.models.all_names_and_ids()]
        found += [f"doubled note type {name}" for name in types if "+" in name]
        decks = len([d for d in collection.decks.all_names_and_ids() if "::" in d.name])
        collection.close()
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"Anki shows {cards} cards of {notes} notes in {decks} decks, {len(found)} faults")
    return 1 if found or not notes else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
