"""What text f-strings make: width, alignment, fill, signs, thousands, digits and bases, joined into small tables."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from simulators.checks.final import final_block
from simulators.checks.following import follow
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.following import attempted
from simulators.grammar.functions import WORDS

VERSION = 1
LEVELS = (
    {"fields": 1, "subjects": 2, "rows": 1},
    {"fields": 2, "subjects": 4, "rows": 1},
    {"fields": 3, "subjects": 6, "rows": 1},
    {"fields": 4, "subjects": 8, "rows": 1},
    {"fields": 3, "subjects": 8, "rows": 3},
)
TRIES = 100
FILLS = (".", "-", "=", "+", "0")  # what no reader of replies takes for dress or for a mark


class Field(NamedTuple):
    """A field of an f-string: its values, its format, and the format as it is misread."""

    values: tuple[str, ...]
    shape: str
    misread: dict[str, str]


def text(rng: Stream, rows: int) -> Field:
    """A word within a width."""
    words, width = rng.sample(WORDS, rows), rng.integer(7, 10)
    side = rng.choice(("<", ">", "^", ""))
    fill = rng.choice(FILLS[:3]) if side and rng.chance(1, 2) else ""
    turned = {"<": ">", ">": "<", "^": ">", "": ">"}[side]
    return Field(
        tuple(f'"{word}"' for word in words), f"{fill}{side}{width}",
        {"other_side": f"{fill}{turned}{width}", "one_too_wide": f"{fill}{side}{width + 1}"},
    )  # fmt: skip


def integer(rng: Stream, rows: int) -> Field:
    """A whole number within a width: numbers stand at the right."""
    width, numbers = rng.integer(5, 8), [rng.nonzero(-999, 9999) for _ in range(rows)]
    side = rng.choice(("", "", "<", "^", "0", "+"))
    if side in ("<", "^"):
        more = {"other_side": f">{width}", "one_too_wide": f"{side}{width + 1}"}
        return Field(_told(numbers), f"{side}{width}", more)
    if side == "0":
        more = {"zeros_forgotten": f"{width}", "one_too_wide": f"0{width + 1}"}
        return Field(_told(numbers), f"0{width}", more)
    if side == "+":
        return Field(_told(numbers), f"+{width}", {"sign_forgotten": f"{width}", "other_side": f"<+{width}"})
    return Field(_told(numbers), f"{width}", {"other_side": f"<{width}", "one_too_wide": f"{width + 1}"})


def digits(rng: Stream, rows: int) -> Field:
    """A number with so many digits behind the point; what is dropped lies clearly on one side of a half."""
    kept = rng.integer(1, 3)
    numbers = [_decimal(rng, kept) for _ in range(rows)]
    width = rng.choice(("", str(rng.integer(8, 10)), f"0{rng.integer(8, 10)}"))
    more = {"cut_instead_of_rounded": "cut", "one_digit_too_many": f"{width}.{kept + 1}f"}
    return Field(tuple(numbers), f"{width}.{kept}f", more)


def _decimal(rng: Stream, kept: int) -> str:
    """A decimal number with two digits more than are kept, not close to a half of the last one."""
    rest = rng.choice([*range(1, 41), *range(60, 100)])
    sign = "-" if rng.chance(1, 4) else ""
    return f"{sign}{rng.integer(0, 99)}.{rng.below(10**kept):0{kept}d}{rest:02d}".rstrip("0")


def thousands(rng: Stream, rows: int) -> Field:
    """Digits in groups of three."""
    numbers = [rng.digits(rng.integer(4, 8)) for _ in range(rows)]
    width = rng.choice(("", str(rng.integer(11, 13))))
    sign = rng.choice((",", ",", "_"))
    other = "_" if sign == "," else ","
    more = {"not_grouped": width or "d", "grouped_by_the_other_sign": f"{width}{other}"}
    return Field(_told(numbers), f"{width}{sign}", more)


def money(rng: Stream, rows: int) -> Field:
    """Grouped, and rounded to two digits."""
    numbers = [f"{rng.integer(1, 9)}{_decimal(rng, 2).lstrip('-').rjust(7, '4')}" for _ in range(rows)]
    width = rng.choice(("", "12", "+", "+12"))
    more = {"not_grouped": f"{width}.2f", "one_digit_too_many": f"{width},.3f"}
    return Field(tuple(numbers), f"{width},.2f", more)


def base(rng: Stream, rows: int) -> Field:
    """A number in base 2, 8 or 16."""
    kind = rng.choice("bxoX")
    most = 63 if kind == "b" else 999
    numbers = [rng.integer(5, most) for _ in range(rows)]
    width = {"b": 8, "o": 5, "x": 4, "X": 4}[kind]
    shape = rng.choice((kind, f"{width}{kind}", f"0{width}{kind}", f"#{kind}"))
    other = {"b": "o", "o": "x", "x": "o", "X": "x"}[kind]
    prefixed = kind if "#" in shape else f"#{shape.lstrip('0')}"
    return Field(_told(numbers), shape, {"other_base": shape.replace(kind, other), "prefix_mistaken": prefixed})


def percentage(rng: Stream, rows: int) -> Field:
    """A share in percent."""
    kept = rng.integer(0, 1)
    shares = []
    for _ in range(rows):
        rest = rng.choice((1, 2, 3, 4, 6, 7, 8, 9))
        shares.append(f"0.{rng.integer(1, 99):02d}{rng.below(10) if kept else ''}{rest}")
    return Field(tuple(shares), f".{kept}%", {"one_digit_too_many": f".{kept + 1}%", "not_times_100": f".{kept}f"})


def filled(rng: Stream, rows: int) -> Field:
    """A number within a width that something fills."""
    numbers, width, fill = [rng.integer(1, 99_999) for _ in range(rows)], rng.integer(7, 10), rng.choice(FILLS)
    side = rng.choice("<>^")
    turned = {"<": ">", ">": "<", "^": "<"}[side]
    more = {"other_side": f"{fill}{turned}{width}", "fill_forgotten": f"{side}{width}"}
    return Field(_told(numbers), f"{fill}{side}{width}", more)


def _told(numbers: list[int]) -> tuple[str, ...]:
    return tuple(map(str, numbers))


MAKERS: tuple[Callable[[Stream, int], Field], ...] = (
    text, integer, digits, filled, thousands, base, percentage, money,
)  # fmt: skip
NAMES = {
    "text": ("name", "word", "label", "title"), "integer": ("change", "number", "points", "n"),
    "digits": ("length", "weight", "ratio", "x"), "filled": ("code", "page", "count", "k"),
    "thousands": ("people", "distance", "total", "size"), "base": ("mask", "flags", "bits", "byte"),
    "percentage": ("share", "rate", "part", "p"), "money": ("price", "cost", "sum_due", "y"),
}  # fmt: skip
BORDERS = ("|", "/", ";", ":")


def make(rng: Stream, *, fields: int, subjects: int, rows: int) -> Problem:
    for _ in range(TRIES):
        makers = rng.sample(MAKERS[:subjects], fields)
        if subjects > 2 and fields > 1 and not any(maker in makers for maker in MAKERS[subjects - 2 : subjects]):
            continue  # each level shows what it has that is new
        drawn = [maker(rng, rows) for maker in makers]
        names, border = [rng.choice(NAMES[maker.__name__]) for maker in makers], rng.choice(BORDERS)
        source = _source(names, drawn, [field.shape for field in drawn], border)
        answer = attempted(source)
        taken = {kind: _wrong(names, drawn, kind, border) for kind in _kinds(drawn)}
        taken = {kind: said for kind, said in taken.items() if said not in ("", answer)}
        if taken and all(len({*field.values}) == rows for field in drawn) and len(answer) < 120:
            break
    else:
        raise RuntimeError(f"no formats that a mistake changes came up in {TRIES} tries")
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(_steps(names, drawn)),
        mistakes=mistakes(answer, **taken),
    )


def _kinds(fields: list[Field]) -> list[str]:
    return list(dict.fromkeys(kind for field in fields for kind in field.misread))


def _source(names: list[str], fields: list[Field], shapes: list[str], border: str) -> str:
    """The program: one line of text, or a row for each record, joined into one line."""
    inner = border.join(f"{{{name}:{shape}}}" for name, shape in zip(names, shapes, strict=True))
    if len(fields[0].values) == 1:
        lines = [f"{name} = {field.values[0]}" for name, field in zip(names, fields, strict=True)]
        return "\n".join([*lines, f'print(f"|{inner}|")'])
    records = [f"    ({', '.join(values)})," for values in zip(*(field.values for field in fields), strict=True)]
    loop = [f"for {', '.join(names)} in rows:", f'    lines.append(f"|{inner}|")']
    return "\n".join(["rows = [", *records, "]", "lines = []", *loop, 'print("".join(lines))'])


def _wrong(names: list[str], fields: list[Field], kind: str, border: str) -> str:
    """What comes out where every field that can be misread in this way is."""
    cut = kind == "cut_instead_of_rounded"
    taken, shapes = [], []
    for field in fields:
        shape = field.misread.get(kind, field.shape)
        kept = int(field.shape[-2]) if shape == "cut" else 0
        values = [value[: value.index(".") + kept + 1] if kept else value for value in field.values]
        taken.append(field._replace(values=tuple(values)))
        shapes.append(field.shape if kept else shape)
    return attempted(_source(names, taken, shapes, border)) if not cut or taken != fields else ""


def _steps(names: list[str], fields: list[Field]) -> list[Step]:
    """Each field by itself: its value, its format and its text."""
    told = []
    for row in range(len(fields[0].values)):
        for name, field in zip(names, fields, strict=True):
            value = ast.literal_eval(field.values[row])
            place = {"row": row + 1} if len(field.values) > 1 else {}
            claim = {**place, "name": name, "value": field.values[row], "shape": field.shape}
            told.append(Step("cell" if place else "field", {**claim, "text": format(value, field.shape)}))
    return told


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python; every character counts, blanks too."""
    said = final_block(reply)
    if said is None:
        return wrong("expected what the program prints as the final answer")
    return RIGHT if said == follow(facts["source"]).printed.strip() else wrong(f"{said[:60]!r} is not what is printed")


def check_step(facts: Facts, step: Step) -> bool:
    """The field's value and format are those of the program, and the machine makes the same text of them alone."""
    claim = step.claim
    row = claim["row"] - 1 if step.rule == "cell" else 0
    values, shapes = _fields(facts["source"])
    return (
        row >= 0
        and (claim["value"], claim["shape"]) == (values[row][claim["name"]], shapes[claim["name"]])
        and follow(f"v = {claim['value']}\nprint(f'{{v:{claim['shape']}}}')").printed == claim["text"] + "\n"
    )


@lru_cache(maxsize=16)
def _fields(source: str) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The values of the fields' names, as they are written, for each row; the format of each name."""
    shapes = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = [part.value for part in node.format_spec.values if isinstance(part, ast.Constant)]
            shapes[ast.unparse(node.value)] = "".join(map(str, parts))
    lines = source.split("\n")
    told = [line.strip()[1:-2].split(", ") for line in lines if line.startswith("    (")]
    if told:
        order = next(line for line in lines if line.startswith("for "))[4:].partition(" in ")[0].split(", ")
        return [dict(zip(order, cells, strict=True)) for cells in told], shapes
    pairs = [line.split(" = ") for line in lines if " = " in line]
    return [{name: value for name, value in pairs if name in shapes}], shapes
