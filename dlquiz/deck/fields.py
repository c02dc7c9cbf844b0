"""A YAML node as the value of a field, by the types of `dlquiz.deck.cards`.

The types are walked here, field by field and item by item, so that everything wrong with a card
is found in one run and each thing where it stands; msgspec itself stops at the first.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct, inspect

from dlquiz.deck.cards import KINDS, Base
from dlquiz.deck.nodes import Node
from dlquiz.deck.problems import Flaw, brief
from dlquiz.deck.scalars import Meaning, meaning, plain_number
from dlquiz.deck.traps import cut_by_comma, read_as_fields, swallowed_tex

BAD: Any = object()


class Field(NamedTuple):
    """A field of a Struct as YAML writes it."""

    type: inspect.Type
    required: bool


@cache
def fields_of(struct: type[Struct]) -> Mapping[str, Field]:
    """The fields of a Struct by the names they have in a file."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return {field.encode_name: Field(field.type, field.required) for field in info.fields}


class Conversion:
    """Turns nodes into plain values and notes every flaw on the way."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def card(self, node: Node) -> dict[str, Any] | None:
        """The fields of a card, its kind among them; None when anything is wrong with it."""
        known = len(self.flaws)
        if node.kind != "mapping":
            self._note(node, "a card is a list of fields", "begin it with `- id: NAME`")
            return None
        kind = self._kind(node)
        struct = KINDS.get(kind, Base)
        rest = tuple(pair for pair in node.pairs if pair[0].text != "kind")
        values = self.struct(node._replace(pairs=rest), struct, f"a {kind} card" if kind else "")
        return {"kind": kind, **values} if len(self.flaws) == known else None

    def _kind(self, node: Node) -> str:
        value = node.get("kind")
        known = f"{', '.join([*KINDS][:-1])} or {[*KINDS][-1]}"
        if value is None:
            self._note(_first(node), "`kind` is missing", f"a card is {known}")
            return ""
        if value.text in KINDS:
            return value.text
        near = get_close_matches(value.text, KINDS, n=1)
        what = f"unknown kind {brief(value.text)}" if value.text else f"`kind` must be {known}"
        self._note(value, what, _did_you_mean(near) or (known if value.text else ""))
        return ""

    def struct(self, node: Node, struct: type[Struct], owner: str) -> dict[str, Any]:
        """The fields that are right; `owner` is what they belong to, "" if that is unsure."""
        fields, values, meant = fields_of(struct), {}, set()
        if self._trapped(cut_by_comma(node)):
            return {}
        for key, value in node.pairs:
            if key.text in fields:
                values[key.text] = self.value(value, fields[key.text].type, f"`{key.text}`")
            elif owner:
                meant |= self._unknown_field(key, fields, owner)
        present = {key.text for key, _ in node.pairs} | meant
        for name in (name for name, field in fields.items() if field.required):
            if name not in present:
                remedy = f"{owner or 'every card'} needs it"
                self._note(_first(node), f"`{name}` is missing", remedy)
        return {name: value for name, value in values.items() if value is not BAD}

    def _unknown_field(self, key: Node, fields: Mapping[str, Field], owner: str) -> set[str]:
        """Notes a field that does not exist; gives the one that was meant, if there is one."""
        near = get_close_matches(key.text, fields, n=1)
        elsewhere = [kind for kind, struct in KINDS.items() if key.text in fields_of(struct)]
        what, remedy = f"unknown field {brief(key.text)}", f"{owner} has {', '.join(fields)}"
        if owner.endswith("card") and not near and elsewhere:
            what = f"{owner} has no `{key.text}`, but {_joined(elsewhere)} cards have"
            remedy = "remove it, or change the kind"
        self._note(key, what, _did_you_mean(near) or remedy)
        return set(near)

    def value(self, node: Node, kind: inspect.Type, name: str) -> Any:
        """The value of a node for a type, or BAD; `name` is what a message calls it."""
        kind, words = _unwrapped(kind)
        match kind:
            case inspect.UnionType(types=types):
                return self._one_of(node, types, name)
            case inspect.StructType(cls=struct):
                if node.kind != "mapping":
                    return self._note(node, f"{name} must have fields", "write `name: text` lines")
                return self.struct(node, struct, name)
            case inspect.VarTupleType(item_type=inner) | inspect.ListType(item_type=inner):
                return self._items(node, inner, name, kind)
            case inspect.DictType(key_type=key_type, value_type=value_type):
                return self._named_values(node, key_type, value_type, name)
        if node.kind == "scalar":
            return self._scalar(node, kind, words, name)
        self.flaws.append(read_as_fields(node, f"{name} must be {words}"))
        return BAD

    def _one_of(self, node: Node, types: tuple[inspect.Type, ...], name: str) -> Any:
        """The value for a union, whose members differ in what kind of node they are written as."""
        by_shape: dict[str, list[inspect.Type]] = {"scalar": [], "sequence": [], "mapping": []}
        for kind in types:
            if not isinstance(kind, inspect.NoneType):
                by_shape[_shape(_unwrapped(kind)[0])].append(kind)
        members = by_shape[node.kind]
        if node.kind == "scalar" and len(members) > 1:
            said = meaning(node)
            members = [kind for kind in members if _takes(_unwrapped(kind)[0], said)] or members
        if node.kind == "mapping" and by_shape["scalar"] and _is_a_sentence(node, members):
            members = []
        return self.value(node, (members or by_shape["scalar"])[0], name)

    def _items(self, node: Node, inner: inspect.Type, name: str, kind: Any) -> Any:
        if node.kind != "sequence":
            remedy = "write `- ` before each item" if node.kind == "scalar" else "remove the names"
            return self._note(node, f"{name} must be a list", remedy)
        if self._trapped(cut_by_comma(node)):
            return BAD
        count, least, most = len(node.items), kind.min_length or 0, kind.max_length
        if count < least or (most is not None and count > most):
            limit = f"{least} is the least" if count < least else f"{most} is the most"
            self._note(node, f"{name} has {count} item{'s' * (count != 1)}, and {limit}")
        items = enumerate(node.items, 1)
        values = [self.value(item, inner, f"{name} item {number}") for number, item in items]
        return [value for value in values if value is not BAD]

    def _named_values(
        self, node: Node, key_type: inspect.Type, value_type: inspect.Type, name: str
    ) -> Any:
        if node.kind != "mapping":
            return self._note(node, f"{name} must have names and values", "write `x: value` lines")
        if self._trapped(cut_by_comma(node)):
            return BAD
        values = {}
        for key, value in node.pairs:
            kind, words = _unwrapped(key_type)
            if self._fitting(key, key.text, kind, words, "a name") is not BAD:
                values[key.text] = self.value(value, value_type, f"`{key.text}`")
        return {key: value for key, value in values.items() if value is not BAD}

    def _scalar(self, node: Node, kind: inspect.Type, words: str, name: str) -> Any:
        said = meaning(node)
        if _takes(kind, said):
            if self._trapped(swallowed_tex(node, is_formula=name == "`formula`")):
                return BAD
            return self._fitting(node, said.value, kind, words, name)
        if said.kind == "nothing":
            return self._note(node, f"{name} is empty", "write its value, or remove the field")
        quoted = f"{node.style}{node.text}{node.style}" if node.style in ("'", '"') else node.text
        is_text = isinstance(kind, inspect.StrType) and kind.pattern is None
        what = f"{name} must be {words}, but {brief(quoted)} is read as {said.reading}"
        return self._note(node, what, _in_quotes(node.text) if is_text else _bare(node, said, kind))

    def _fitting(self, node: Node, value: Any, kind: inspect.Type, words: str, name: str) -> Any:
        """The value if it keeps its type's pattern, length, range or choice of values."""
        fits = True
        match kind:
            case inspect.StrType(pattern=pattern, max_length=most, min_length=least):
                if most is not None and len(value) > most:
                    what = f"{name} has {len(value):,} characters, and {most:,} is the most"
                    return self._note(node, what, "shorten it")
                if len(value.strip()) < (least or 0):
                    return self._note(node, f"{name} is empty", "write its text")
                fits = pattern is None or re.fullmatch(pattern.strip("^$"), value) is not None
            case inspect.LiteralType(values=allowed):
                fits = value in allowed and type(value) is not float
            case inspect.FloatType(ge=low):
                fits = (low is None or value >= low) and abs(value) < float("inf")
            case inspect.IntType(ge=low, le=high):
                fits = (low is None or low <= value) and (high is None or value <= high)
        if fits:
            return value
        what = f"{name} must be {words}, not {brief(node.text)}"
        return self._note(node, what, _unquoted(node) if "number" in words else "")

    def _trapped(self, flaw: Flaw | None) -> bool:
        self.flaws += [flaw] if flaw else []
        return flaw is not None

    def _note(self, node: Node, what: str, remedy: str = "") -> Any:
        self.flaws.append(node.flaw(what, remedy))
        return BAD


def _first(node: Node) -> Node:
    """The key a mapping begins with, which is where it is pointed at."""
    return node.pairs[0][0] if node.pairs else node


def _unwrapped(kind: inspect.Type) -> tuple[inspect.Type, str]:
    """A type and the words that say what it takes."""
    if isinstance(kind, inspect.Metadata):
        schema = kind.extra_json_schema or {}
        return kind.type, str(schema.get("description", ""))
    words = {
        inspect.StrType: "text",
        inspect.IntType: "a whole number",
        inspect.FloatType: "a number",
        inspect.BoolType: "true or false",
    }
    return kind, words.get(type(kind), "")


def _shape(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.StructType | inspect.DictType):
        return "mapping"
    return "sequence" if isinstance(kind, inspect.VarTupleType | inspect.ListType) else "scalar"


def _takes(kind: inspect.Type, said: Meaning) -> bool:
    """Whether a scalar that YAML reads so can be of the type."""
    match kind:
        case inspect.StrType():
            return said.kind == "text"
        case inspect.BoolType():
            return said.kind == "truth"
        case inspect.IntType():
            return said.kind == "number" and type(said.value) is int
    return said.kind == "number"


def _is_a_sentence(node: Node, members: list[inspect.Type]) -> bool:
    """Whether a mapping where text may stand is text with a colon: no name in it is like ours."""
    structs = [kind.cls for kind in members if isinstance(kind, inspect.StructType)]
    known = [name for struct in structs for name in fields_of(struct)]
    return not any(get_close_matches(key.text, known) for key, _ in node.pairs)


def _joined(words: list[str]) -> str:
    """The words as a sentence joins them: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _did_you_mean(near: list[str]) -> str:
    return f"did you mean `{near[0]}`?" if near else ""


def _in_quotes(text: str) -> str:
    return f'put it in quotes: "{text}"' if len(text) <= 40 else "put the text in quotes"


def _bare(node: Node, said: Meaning, kind: inspect.Type) -> str:
    """How a number or truth value should be written that is read as something else."""
    if number := plain_number(node.text):
        return f"write {number}"
    bare = meaning(node._replace(style="")) if node.style in ("'", '"') else said
    return "remove the quotes" if bare is not said and _takes(kind, bare) else ""


def _unquoted(node: Node) -> str:
    """How a number should be written that YAML reads as text."""
    if number := plain_number(node.text):
        return f"YAML reads it as text: write {number}"
    is_number = node.style and meaning(node._replace(style="")).kind == "number"
    return "remove the quotes" if is_number else ""
