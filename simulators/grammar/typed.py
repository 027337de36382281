"""Short programs whose variables have types that follow from rules: each rule is an expression over one variable.

A type is written as Python annotates it, as nested tuples: ``("dict", "str", ("list", "int"))``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulators.core import Stream

Type = str | tuple["Type", ...]
ORDERED = frozenset({"int", "str", "float"})
LONGEST = 48  # characters of an annotation


class Statement(NamedTuple):
    """A variable, the expression that it is set to, and the type that this gives it."""

    name: str
    expression: str
    type: Type


def written(kind: Type) -> str:
    """A type as an annotation.

    >>> written(("dict", "str", ("list", "int")))
    'dict[str, list[int]]'
    """
    if isinstance(kind, str):
        return kind
    return f"{kind[0]}[{', '.join(map(written, kind[1:]))}]"


def hashable(kind: Type) -> bool:
    """Whether values of the type can be keys."""
    return isinstance(kind, str) or (kind[0] == "tuple" and all(map(hashable, kind[1:])))


def _of_list(x: str, item: Type) -> Iterator[tuple[str, str, Type]]:
    yield "size", f"len({x})", "int"
    yield "first", f"{x}[0]", item
    yield "rest", f"{x}[1:]", ("list", item)
    yield "numbered", f"list(enumerate({x}))", ("list", ("tuple", "int", item))
    yield "pairs", f"list(zip({x}, {x}[1:]))", ("list", ("tuple", item, item))
    yield "ends", f"({x}[0], {x}[-1])", ("tuple", item, item)
    yield "shelves", f"{{place: [item] for place, item in enumerate({x})}}", ("dict", "int", ("list", item))
    if hashable(item):
        yield "distinct", f"set({x})", ("set", item)
        yield "counts", f"{{item: {x}.count(item) for item in {x}}}", ("dict", item, "int")
    if item in ORDERED:
        yield "ordered", f"sorted({x})", ("list", item)
        yield "largest", f"max({x})", item


def _of_numbers(x: str) -> Iterator[tuple[str, str, Type]]:
    yield "total", f"sum({x})", "int"
    yield "mean", f"sum({x}) / len({x})", "float"
    yield "tests", f"[n > 3 for n in {x}]", ("list", "bool")
    yield "halves", f"[n / 2 for n in {x}]", ("list", "float")
    yield "wholes", f"[n // 2 for n in {x}]", ("list", "int")
    yield "found", f"any(n > 9 for n in {x})", "bool"
    yield "texts", f"[str(n) for n in {x}]", ("list", "str")
    yield "squares", f"{{n: n * n for n in {x}}}", ("dict", "int", "int")


def _of_words(x: str) -> Iterator[tuple[str, str, Type]]:
    yield "line", f"' '.join({x})", "str"
    yield "letters", f"[list(word) for word in {x}]", ("list", ("list", "str"))
    yield "lengths", f"{{word: len(word) for word in {x}}}", ("dict", "str", "int")
    yield "initials", f"{{word[0]: word for word in {x}}}", ("dict", "str", "str")
    yield "sizes", f"[len(word) for word in {x}]", ("list", "int")
    yield "long", f"[len(word) > 4 for word in {x}]", ("list", "bool")


def _of_text(x: str) -> Iterator[tuple[str, str, Type]]:
    yield "parts", f"{x}.split()", ("list", "str")
    yield "characters", f"list({x})", ("list", "str")
    yield "cut", f"{x}.partition('e')", ("tuple", "str", "str", "str")
    yield "many", f"{x}.count('e')", "int"
    yield "mirrored", f"{x} == {x}[::-1]", "bool"
    yield "used", f"{{letter: {x}.count(letter) for letter in {x}}}", ("dict", "str", "int")
    yield "tagged", f"({x}, len({x}))", ("tuple", "str", "int")


def _of_int(x: str) -> Iterator[tuple[str, str, Type]]:
    yield "split", f"divmod({x}, 7)", ("tuple", "int", "int")
    yield "quarter", f"{x} / 4", "float"
    yield "text", f"str({x})", "str"
    yield "even", f"{x} % 2 == 0", "bool"
    yield "upwards", f"list(range({x} % 4 + 2))", ("list", "int")
    yield "named", f"{{'value': {x}}}", ("dict", "str", "int")


def _of_float(x: str) -> Iterator[tuple[str, str, Type]]:
    yield "rounded", f"round({x})", "int"
    yield "short", f"round({x}, 1)", "float"
    yield "positive", f"{x} > 0", "bool"
    yield "both", f"({x}, int({x}))", ("tuple", "float", "int")
    yield "shown", f"str({x})", "str"


def _of_bool(x: str) -> Iterator[tuple[str, str, Type]]:
    yield "opposite", f"not {x}", "bool"
    yield "choices", f"[{x}, not {x}]", ("list", "bool")
    yield "more", f"{x} + 1", "int"
    yield "label", f"str({x})", "str"


def _of_dict(x: str, key: Type, value: Type) -> Iterator[tuple[str, str, Type]]:
    yield "keys", f"list({x})", ("list", key)
    yield "values", f"list({x}.values())", ("list", value)
    yield "items", f"list({x}.items())", ("list", ("tuple", key, value))
    yield "wrapped", f"{{key: (key, value) for key, value in {x}.items()}}", ("dict", key, ("tuple", key, value))
    if key in ORDERED:
        yield "last", f"{x}[max({x})]", value
        yield "sorted_keys", f"sorted({x})", ("list", key)
    if hashable(value):
        yield "inverse", f"{{value: key for key, value in {x}.items()}}", ("dict", value, key)


def _of_set(x: str, item: Type) -> Iterator[tuple[str, str, Type]]:
    yield "number", f"len({x})", "int"
    if item in ORDERED:
        yield "in_order", f"sorted({x})", ("list", item)
        yield "least", f"min({x})", item


def _of_tuple(x: str, items: tuple[Type, ...]) -> Iterator[tuple[str, str, Type]]:
    yield "opening", f"{x}[0]", items[0]
    yield "closing", f"{x}[-1]", items[-1]
    yield "doubled", f"{x} + {x}", ("tuple", *items, *items)
    yield "boxed", f"[{x}]", ("list", ("tuple", *items))


def options(x: str, kind: Type) -> list[tuple[str, str, Type]]:
    """What can be done with a variable of that type: the new variable's name, the expression, its type."""
    match kind:
        case ("list", item):
            own = {"int": _of_numbers, "str": _of_words}.get(str(item))
            return [*_of_list(x, item), *(own(x) if own else ())]
        case ("dict", key, value):
            return list(_of_dict(x, key, value))
        case ("set", item):
            return list(_of_set(x, item))
        case ("tuple", *items):
            return list(_of_tuple(x, tuple(items)))
    plain = {"str": _of_text, "int": _of_int, "float": _of_float, "bool": _of_bool}
    return list(plain[str(kind)](x))


_WORDS = (
    "amber",
    "breeze",
    "copper",
    "delta",
    "ember",
    "fable",
    "grove",
    "hazel",
    "meadow",
    "pebble",
    "ridge",
    "stone",
)


def program(rng: Stream, count: int) -> tuple[Statement, ...]:
    """A start value and so many statements after it, each over the variable before."""
    if rng.chance(1, 2):
        numbers = [rng.integer(1, 30) for _ in range(rng.integer(3, 5))]
        made = [Statement("data", repr(numbers), ("list", "int"))]
    else:
        made = [Statement("data", repr(rng.sample(_WORDS, rng.integer(3, 4))), ("list", "str"))]
    used = {"data"}
    for _ in range(count):
        there = [
            Statement(*option)
            for option in options(made[-1].name, made[-1].type)
            if option[0] not in used and len(written(option[2])) <= LONGEST
        ]
        made.append(rng.choice(there))
        used.add(made[-1].name)
    return tuple(made)


def source(statements: tuple[Statement, ...]) -> str:
    """The program's text."""
    return "\n".join(f"{name} = {expression}" for name, expression, _ in statements)


def held(statements: tuple[Statement, ...]) -> Mapping[str, object]:
    """What the variables hold in the end, by Python itself. Whatever the program raises is raised here."""
    names: dict[str, object] = {}
    exec(source(statements), names)  # noqa: S102 - rules have made it
    return {name: names[name] for name, _, _ in statements}
