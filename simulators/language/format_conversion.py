"""A small record table given as JSON, CSV or XML, written in another of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from simulators.checks.final import final_block
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.vocabulary import COURSES, PEOPLE, PLACES, WORDS

VERSION = 1
# Every so many texts hold a comma, quotes or a sign; the last columns may stand in an inner object.
LEVELS = (
    {"rows": 2, "texts": 1, "numbers": 1, "signs": 0, "inner": 0},
    {"rows": 3, "texts": 2, "numbers": 1, "signs": 0, "inner": 0},
    {"rows": 4, "texts": 2, "numbers": 2, "signs": 3, "inner": 0},
    {"rows": 4, "texts": 3, "numbers": 2, "signs": 2, "inner": 2},
    {"rows": 6, "texts": 4, "numbers": 2, "signs": 2, "inner": 3},
)
FORMATS = ("csv", "json", "xml")
TABLES = (("orders", "order"), ("members", "member"), ("rooms", "room"), ("visits", "visit"), ("items", "item"))
TEXTS = ("name", "place", "course", "note", "code")
NUMBERS = ("age", "count", "price", "floor", "year", "size")
GROUPS = ("details", "about", "extra")

Row = Sequence[str]
Record = dict[str, int | str]
Table = tuple[str, str, list[str], set[str]]  # the names of the whole and of a row, the columns, and which are numbers


def make(rng: Stream, *, rows: int, texts: int, numbers: int, signs: int, inner: int) -> Problem:
    source, target = rng.sample(FORMATS, 2)
    whole, row = rng.choice(TABLES)
    columns = rng.shuffled([*rng.sample(TEXTS, texts), *rng.sample(NUMBERS, numbers)])
    records = [[_value(rng, column, signs) for column in columns] for _ in range(rows)]
    group = rng.choice(GROUPS)
    outer = len(columns) - inner
    named = [column if at < outer else f"{group}.{column}" for at, column in enumerate(columns)]
    counted = {column for column in named if column.split(".")[-1] in NUMBERS}
    table = (whole, row, named, counted)
    shown = _shown(target, table, records)
    answer = _joined(target, table, shown, "")
    in_quotes = _shown(target, (whole, row, named, set()), records)
    return Problem(
        facts={
            "source": _joined(source, table, _shown(source, table, records), "\n"),
            "from": source,
            "to": target,
            "whole": whole,
            "row": row,
            "group": group if inner else "",
            "numbers": [column for column in named if column in counted] if target == "json" else [],
        },
        answer=answer,
        steps=(
            *[
                Step("record", {"number": at, "fields": list(map(list, zip(named, record, strict=True)))})
                for at, record in enumerate(records, 1)
            ],
            Step("written", {"text": answer}),
        ),
        mistakes=mistakes(
            answer,
            signs_as_they_are=_joined(target, table, _shown(target, table, records, escaped=False), ""),
            numbers_in_quotes=_joined(target, table, in_quotes, ""),
            last_record_lost=_joined(target, table, shown[:-1], ""),
            last_field_lost=_joined(target, (whole, row, named[:-1], counted), [fields[:-1] for fields in shown], ""),
        ),
    )


def _value(rng: Stream, column: str, signs: int) -> str:
    if column in NUMBERS:
        return str(rng.integer(1, 120) if column != "year" else rng.integer(1900, 2030))
    if column == "code":
        return f"{rng.below(1000):04d}"  # begins with a zero, and stays a text
    if column != "note":
        return rng.choice({"name": PEOPLE, "place": PLACES, "course": COURSES}[column])
    first, second = rng.sample(WORDS, 2)
    if not signs or rng.below(signs):
        return f"{first} and {second}"
    return rng.choice((f"{first}, {second}", f'the "{first}" {second}', f"{first} & {second}", f"{first} < {second}"))


def _shown(form: str, table: Table, records: Sequence[Row], *, escaped: bool = True) -> list[Row]:
    """The fields as that form writes them."""
    columns, counted = table[2:]
    if form == "csv":
        return [[_in_csv(value, escaped=escaped) for value in record] for record in records]
    if form == "xml":
        return [[_in_xml(value, escaped=escaped) for value in record] for record in records]
    plain = [column in counted for column in columns]
    return [
        [value if number else _in_json(value, escaped=escaped) for value, number in zip(record, plain, strict=True)]
        for record in records
    ]


def _joined(form: str, table: Table, shown: Sequence[Row], gap: str) -> str:
    """The table in that form from its fields, a record a line where ``gap`` is a line break."""
    whole, row, columns, _ = table
    if form == "csv":
        return (gap or ";").join(map(",".join, (columns, *shown)))
    if form == "json":
        pattern = _grouped(columns, '"%s": ', ", ", "{%s}")
        return "[" + f",{gap or ' '}".join([pattern % tuple(fields) for fields in shown]) + "]"
    pattern = f"<{row}>{_grouped(columns, '<%s>', '', '%s', '</%s>')}</{row}>"
    return gap.join([f"<{whole}>", *[pattern % tuple(fields) for fields in shown], f"</{whole}>"])


def _grouped(columns: list[str], before: str, gap: str, around: str, behind: str = "") -> str:
    """The pattern of a record, with a %s for each field, those of the inner group (the last ones) within it.

    ``before`` and ``behind`` stand on both sides of a field and hold its name, ``gap`` between fields, and ``around``
    holds them all.
    """
    fields, inner, group = [], [], ""
    for column in columns:
        *groups, name = column.split(".")
        field = f"{before.replace('%s', name)}%s{behind.replace('%s', name)}"
        if groups:
            group = groups[0]
            inner.append(field)
        else:
            fields.append(field)
    if inner:
        within = around.replace("%s", gap.join(inner))
        fields.append(before.replace("%s", group) + within + behind.replace("%s", group))
    return around.replace("%s", gap.join(fields))


def _in_csv(value: str, *, escaped: bool) -> str:
    # A comma outside of quotes parts two fields; quotes within a field are read as they are.
    if '"' in value or (escaped and "," in value):
        return '"' + value.replace('"', '""') + '"'
    return value


def _in_json(value: str, *, escaped: bool) -> str:
    return '"' + (value.replace('"', '\\"') if escaped else value) + '"'


def _in_xml(value: str, *, escaped: bool) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;") if escaped else value


def check(facts: Facts, reply: str) -> Verdict:
    """Parses what was given and what is replied, and compares the records: their formatting does not matter."""
    form = facts["to"]
    said = final_block(reply)
    if said is None:
        return wrong("expected one text as the final answer")
    right = _expected(facts)
    for text in _undressed(said, form):
        try:
            if _records(text, form, (facts["whole"], facts["row"])) == right:
                return RIGHT
        except (ValueError, RecursionError):
            continue
    return wrong(f"this is not the same table as {form.upper()}")


def _undressed(text: str, form: str) -> Iterator[str]:
    """The text without the name of its form before it; for CSV also with quotes around, which look like dress."""
    first, _, rest = text.partition("\n")
    text = rest if first.strip().lower() == form else text
    yield text
    if form == "csv":
        yield f'"{text}"'


def _expected(facts: Facts) -> list[Record]:
    names = (facts["whole"], facts["row"])
    return _converted(facts["source"], facts["from"], names, tuple(facts["numbers"]))


@lru_cache(maxsize=16)  # an answer, its mistakes and its steps ask the same
def _converted(source: str, form: str, names: tuple[str, str], numbers: tuple[str, ...]) -> list[Record]:
    """The records of the source, with numbers where JSON shall have them."""
    return [
        {name: int(value) if name in numbers else str(value) for name, value in record.items()}
        for record in _records(source, form, names)
    ]


def _records(text: str, form: str, names: tuple[str, str]) -> list[Record]:
    """Each record's values by their names, those of inner groups as group.name. Raises ValueError for other texts."""
    if form == "csv":
        return _csv_records(text)
    if form == "json":
        data = json.loads(text, object_pairs_hook=_distinct)
        if not isinstance(data, list):
            raise ValueError("expected an array")
        return [_distinct(_leaves(record)) for record in data]
    return [_distinct(_texts(element)) for element in _rows(text, *names)]


def _distinct(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("expected each name once")
    return found


def _leaves(record: Any, prefix: str = "") -> Iterator[tuple[str, int | str]]:
    if not isinstance(record, dict) or any("." in name for name in record):
        raise ValueError("expected objects with plain names")
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        elif isinstance(value, str) or type(value) is int:
            yield prefix + name, value
        else:
            raise ValueError("expected texts and whole numbers")


def _csv_records(text: str) -> list[Record]:
    if "\n" not in text.strip():
        # On one line, semicolons outside of quotes end the records.
        parts = text.split('"')
        text = '"'.join([part if at % 2 else part.replace(";", "\n") for at, part in enumerate(parts)])
    try:
        lines = list(csv.reader(text.strip().splitlines(), strict=True, skipinitialspace=True))
    except csv.Error as error:
        raise ValueError(f"not CSV: {error}") from error
    columns = [column.strip() for column in lines[0]] if lines else []
    return [_distinct(zip(columns, map(str.strip, line), strict=True)) for line in lines[1:] if line]


def _rows(text: str, whole: str, row: str) -> list[ET.Element]:
    if "<!" in text.replace("<!--", "").replace("<![CDATA[", ""):
        raise ValueError("expected no declarations")  # an entity could grow without end
    try:
        root = ET.fromstring(text)  # noqa: S314 - no declarations, and a bounded size
    except ET.ParseError as error:
        raise ValueError(f"not XML: {error}") from error
    if root.tag != whole or any(element.tag != row for element in root):
        raise ValueError(f"expected {row} elements in one {whole} element")
    return list(root)


def _texts(element: ET.Element, prefix: str = "") -> Iterator[tuple[str, str]]:
    for child in element:
        if child.attrib or "." in child.tag:
            raise ValueError("expected elements without attributes")
        if len(child):
            yield from _texts(child, f"{prefix}{child.tag}.")
        else:
            yield prefix + child.tag, (child.text or "").strip()


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "written":
        return check(facts, claim["text"]).reward == 1
    record = _expected(facts)[claim["number"] - 1]
    return claim["number"] > 0 and [[name, str(value)] for name, value in record.items()] == list(
        map(list, claim["fields"])
    )


def canonical(facts: Facts) -> list[object]:
    """People by the order in which they come: only their names are surface."""
    seen: dict[str, str] = {}

    def unnamed(value: int | str) -> int | str:
        return seen.setdefault(value, f"person {len(seen)}") if isinstance(value, str) and value in PEOPLE else value

    records = [[[name, unnamed(value)] for name, value in record.items()] for record in _expected(facts)]
    return [facts["from"], facts["to"], records]
