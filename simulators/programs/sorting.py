"""In which order a program sorts records: keys of several parts, reverse order, and equal keys."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any, NamedTuple

from simulators.checks import literals
from simulators.checks.following import follow
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import attempted, followed

VERSION = 1
LEVELS = (
    {"records": 4, "sorts": 1, "parts": 1, "most": 90},
    {"records": 5, "sorts": 1, "parts": 1, "most": 3},
    {"records": 6, "sorts": 1, "parts": 2, "most": 4},
    {"records": 7, "sorts": 2, "parts": 2, "most": 4},
    {"records": 9, "sorts": 3, "parts": 2, "most": 4},
)
TRIES = 200


class Theme(NamedTuple):
    """What the records are about: the list's name, a record's, its three fields, and the first field's values."""

    records: str
    one: str
    fields: tuple[str, str, str]
    names: tuple[str, ...]


THEMES = (
    Theme("cities", "c", ("city", "parks", "bridges"), (
        "Oslo", "Rome", "Lima", "Cairo", "Delhi", "Quito", "Tunis", "Seoul", "Milan", "Porto", "Accra", "Havana",
        "Dakar",
    )),
    Theme("fruits", "f", ("fruit", "price", "stock"), (
        "apple", "banana", "cherry", "date", "fig", "grape", "kiwi", "lemon", "mango", "orange", "pear", "plum",
        "quince",
    )),
    Theme("animals", "a", ("animal", "age", "weight"), (
        "ant", "bear", "camel", "deer", "eagle", "fox", "goat", "horse", "lion", "mole", "otter", "panda", "swan",
        "wolf",
    )),
    Theme("files", "f", ("name", "size", "pages"), (
        "notes", "plan", "budget", "letter", "report", "draft", "list", "index", "summary", "agenda", "map", "minutes",
    )),
)  # fmt: skip


class Key(NamedTuple):
    """A key as it is written, and the same without its second part, or without its minus signs."""

    text: str
    short: str
    unsigned: str


class Line(NamedTuple):
    """A statement, what it sorts by ("" for nothing), and the statement as it is read by mistake."""

    text: str
    key: str
    misread: dict[str, str]


def make(rng: Stream, *, records: int, sorts: int, parts: int, most: int) -> Problem:
    for _ in range(TRIES):
        theme, with_names = rng.choice(THEMES), rng.chance(1, 2)
        rows = [(name, rng.integer(1, most), rng.integer(1, most + 1)) for name in rng.sample(theme.names, records)]
        if most > 9 and len({row[1] for row in rows}) + len({row[2] for row in rows}) < 2 * records:
            continue  # the first level knows no equal keys
        keys = [f'"{name}"' for name in theme.fields] if with_names else list("012")
        fields = [f"{theme.one}[{key}]" for key in keys]
        data = [dict(zip(theme.fields, row, strict=True)) for row in rows] if with_names else rows
        lines, shown = _program(rng, theme, fields, sorts, parts, ties=most < 9)
        wrong = {kind: attempted(_source(theme, data, _taken(lines, kind), shown)) for kind in _kinds(lines)}
        source = _source(theme, data, [line.text for line in lines], shown)
        answer = attempted(source)
        differing = [kind for kind, text in wrong.items() if text not in ("", answer)]
        if "first_sorting_forgotten" in differing and len(differing) >= (1 if most > 9 else 2):
            break
    else:
        raise RuntimeError(f"no records whose order shows something came up in {TRIES} tries")
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(_steps(source, data, lines)),
        mistakes=mistakes(answer, **{kind: text for kind, text in wrong.items() if text}),
    )


def _key(rng: Stream, fields: list[str], parts: int, *, ties: bool) -> Key:
    """What is sorted by: one field or two, as they are, turned, or something of them."""
    name, one, other = fields[0], *rng.shuffled(fields[1:])
    if parts == 1:
        forms = [one] if not ties else [one, one, f"len({name})", f"{one} % 2", f"{one} + {other}", f"{name}[-1]"]
        text = rng.choice(forms)
        return Key(text, text, text)
    first = rng.choice((one, f"-{one}", f"len({name})", f"-len({name})", f"{one} % 2", f"{one} + {other}"))
    second = rng.choice([f"{name}", f"{other}", f"-{other}", f"{name}[1]", f"{name}[-1]"])
    text = f"({first}, {second})"
    return Key(text, first, text.replace("-", "").replace(f"{name}[1]", second))


def _program(
    rng: Stream, theme: Theme, fields: list[str], sorts: int, parts: int, *, ties: bool
) -> tuple[list[Line], str]:
    """The statements that sort, and what is printed."""
    lines: list[Line] = []
    held = theme.records
    for number in range(sorts):
        key = _key(rng, fields, 1 if sorts > 1 and number != 1 else parts, ties=ties)
        if number == 2:
            lines.append(_best(rng, theme, held, key))
            break
        reverse = rng.chance(1, 2)
        in_place = held != theme.records and rng.chance(1, 2)
        lines.append(_sorted(theme, held, key, fields[0], reverse, in_place=in_place))
        held = "ranked"
        if number == 0 and sorts == 3:
            count = rng.integer(5, 6)
            cut = rng.choice((f"[:{count}]", f"[-{count}:]", "[1:-1]"))
            lines.append(Line(f"ranked = ranked{cut}", "", {}))
    name = fields[0][len(theme.one) :]
    shown = f"[{fields[0]} for {theme.one} in ranked]"
    return lines, f"{shown}, best{name}" if sorts == 3 else shown


def _sorted(theme: Theme, held: str, key: Key, name: str, reverse: bool, *, in_place: bool) -> Line:
    """A list is sorted, into a new list or where it lies."""

    def written(key: str, reverse: bool = reverse, *, turned: bool = False) -> str:
        arguments = f"key=lambda {theme.one}: {key}{', reverse=True' if reverse else ''}"
        if in_place and not turned:
            return f"{held}.sort({arguments})"
        return f"ranked = sorted({held}, {arguments}){'[::-1]' if turned else ''}"

    misread = {
        "equals_sorted_by_name": written(f"({key.text}, {name})", reverse),
        "second_part_ignored": written(key.short),
        "sign_ignored": written(key.unsigned),
        "first_sorting_forgotten": f"ranked = list({held})",
    }
    if reverse:
        misread["reverse_forgotten"] = written(key.text, False)
        misread["equals_turned_too"] = written(key.text, False, turned=True)
    return Line(written(key.text), key.text, misread)


def _best(rng: Stream, theme: Theme, held: str, key: Key) -> Line:
    """The first of all that have the largest or the smallest key."""
    which = rng.choice(("max", "min"))
    arguments = f"key=lambda {theme.one}: {key.text}"
    return Line(
        f"best = {which}({held}, {arguments})",
        key.text,
        {
            "last_of_equals_taken": f"best = {which}({held}[::-1], {arguments})",
            "max_and_min_mixed_up": f"best = {'min' if which == 'max' else 'max'}({held}, {arguments})",
        },
    )


def _kinds(lines: list[Line]) -> list[str]:
    return list(dict.fromkeys(kind for line in lines for kind in line.misread))


def _taken(lines: list[Line], kind: str) -> list[str]:
    """The statements, read by somebody who makes a mistake; what was forgotten is the first sorting."""
    if kind == "first_sorting_forgotten":
        return [lines[0].misread[kind], *(line.text for line in lines[1:])]
    return [line.misread.get(kind, line.text) for line in lines]


def _source(theme: Theme, data: list[Any], lines: list[str], shown: str) -> str:
    rows = [f"    {row!r},".replace("'", '"') for row in data]
    return "\n".join([f"{theme.records} = [", *rows, "]", *lines, f"print({shown})"])


def _steps(source: str, data: list[Any], lines: list[Line]) -> list[Step]:
    """For each sorting the key of each record that has part in it, then what comes of it."""
    told = []
    first = source.split("\n").index("]") + 2
    held = data
    for number, (line, seen) in enumerate(zip(lines, followed(source).seen[1:], strict=False), first):
        if line.key:
            variable = line.text.partition("lambda ")[2].partition(":")[0]
            key = eval(f"lambda {variable}: {line.key}")  # noqa: S307 - made by the rules above
            told += [Step("key", {"line": number, "record": _name(row), "key": repr(key(row))}) for row in held]
        claim = {"line": number, "statement": line.text}
        if "best" in seen.names:
            told.append(Step("best", {**claim, "record": _name(ast.literal_eval(seen.names["best"]))}))
        else:
            held = ast.literal_eval(seen.names["ranked"])
            told.append(Step("order", {**claim, "order": [_name(row) for row in held]}))
    return told


def _name(row: Any) -> str:
    return str(next(iter(row.values())) if isinstance(row, dict) else row[0])


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, follow(facts["source"]).printed)


def check_step(facts: Facts, step: Step) -> bool:
    """The key of each record is worked out by the machine; so is the order after a line."""
    claim, source = step.claim, facts["source"]
    if step.rule == "key":
        return _keys(source, claim["line"]).get(claim["record"]) == claim["key"]
    held = next(names for line, _, names in follow(source).seen if line == claim["line"])
    if source.split("\n")[claim["line"] - 1] != claim["statement"]:
        return False
    if step.rule == "best":
        return _first_field(held["best"]) == claim["record"]
    return [_first_field(repr(row)) for row in ast.literal_eval(held["ranked"])] == claim["order"]


def _first_field(row: str) -> str:
    fields = ast.literal_eval(row)
    return str(fields[0] if isinstance(fields, tuple) else next(iter(fields.values())))


@lru_cache(maxsize=16)
def _keys(source: str, line: int) -> dict[str, str]:
    """The key that a line gives to each record, by the record's first field."""
    lines = source.split("\n")
    found = [node for node in ast.walk(ast.parse(lines[line - 1])) if isinstance(node, ast.Lambda)]
    if len(found) != 1:
        raise ValueError(f"expected a line that sorts, got {lines[line - 1]!r}")
    data = "\n".join(lines[: lines.index("]") + 1])
    records = data.partition(" ")[0]
    names = "[list(r.values())[0] if isinstance(r, dict) else r[0] for r in RECORDS]".replace("RECORDS", records)
    ran = follow(f"{data}\nnames = {names}\nkeys = [({ast.unparse(found[0])})(r) for r in {records}]")
    held = ran.seen[-1][2]
    return dict(zip(ast.literal_eval(held["names"]), map(repr, ast.literal_eval(held["keys"])), strict=True))
