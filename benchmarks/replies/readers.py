"""The lines of the corpus, and what our readers say of them: each kind goes through the reader that families use."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from simulators.checks import assignments, calendar, formulas, grids, lists, numbers, plans, words
from simulators.checks.final import final
from simulators.checks.identities import agree
from simulators.core import RIGHT, Verdict, no_verdict, wrong
from simulators.dates_units import clock

HERE = Path(__file__).parent
_CODE = re.compile(r"‹([0-9A-F]+)›")
_TIMES = re.compile(r"⟦([^⟦⟧×]*)×([0-9]+)⟧")


class Line(NamedTuple):
    """A triple, its line in the file, what the question asked for beyond its kind, and why the line is there."""

    number: int
    kind: str
    ask: str
    gold: str
    right: bool
    reply: str
    why: str

    def asked(self, name: str) -> str:
        """What stands behind ``name=`` in the column of what was asked."""
        key, _, value = self.ask.partition("=")
        return value if key == name else ""


def plain(shown: str) -> str:
    """The reply that stands for what a line of the corpus shows.

    >>> plain("a⏎⟦9×3⟧‹0041›")
    'a\\n999A'
    """
    text = _CODE.sub(lambda code: chr(int(code[1], 16)), shown.replace("⏎", "\n").replace("␠", " "))
    return _TIMES.sub(lambda part: part[1] * int(part[2]), text)


def load(name: str) -> list[Line]:
    """The lines of a file beside this one; the first names the columns."""
    rows = (HERE / name).read_text(encoding="utf-8").split("\n")[1:]
    found = []
    for number, row in enumerate(rows, 2):
        if row:
            kind, ask, gold, truth, reply, why = row.split("\t")
            found.append(Line(number, kind, ask, gold, {"right": True, "wrong": False}[truth], plain(reply), why))
    return found


def _number(line: Line) -> Verdict:
    units = tuple(filter(None, line.asked("units").split(",")))
    gold = Fraction(line.gold)
    return numbers.judge(line.reply, lambda value: value == gold, unknown=line.asked("unknown"), units=units)


def _formula(line: Line) -> Verdict:
    names = line.asked("names")
    gold = formulas.parse(line.gold, names)
    if gold is None:
        return no_verdict("the gold answer is no formula that our reader knows")
    return formulas.judge(line.reply, names, lambda node: agree(node, gold, names))


def _values(gold: str) -> list[numbers.Number]:
    items = gold.removeprefix("\\{").removesuffix("\\}").strip("()").split(", ")
    return [value for value in map(numbers.parse, items) if value is not None]


def _set(line: Line) -> Verdict:
    gold = sorted(_values(line.gold))
    return lists.judge(line.reply, lambda given: sorted(given) == gold, unknowns=line.asked("unknown"))


def _list(line: Line) -> Verdict:
    gold = _values(line.gold)
    return lists.judge(line.reply, lambda given: given == gold, unknowns=line.asked("unknown"))


def _word(line: Line) -> Verdict:
    return words.judge(line.reply, line.gold, options=line.asked("options").split(","))


def _date(line: Line) -> Verdict:
    fits = calendar.number(final(line.reply) or "") == calendar.number(line.gold)
    return RIGHT if fits else wrong("another date, or none")


def _time(line: Line) -> Verdict:
    hour, minute = map(int, line.gold.split(":"))
    return clock.check({"start": [hour, minute], "spans": [], "zones": []}, line.reply)


def _assignment(line: Line) -> Verdict:
    gold = dict(pair.split("=") for pair in line.gold.split(", "))
    return assignments.judge(line.reply, lambda values: values == gold)


def _grid(line: Line) -> Verdict:
    gold = [list(map(int, row.split())) for row in line.gold.split(" / ")]
    return grids.judge(line.reply, len(gold), len(gold[0]), lambda grid: grid == gold)


def _plan(line: Line) -> Verdict:
    return RIGHT if plans.read(line.reply) == line.gold.lower().split("; ") else wrong("another plan, or none")


def _directions(line: Line) -> Verdict:
    return RIGHT if plans.directions(line.reply) == line.gold else wrong("another way, or none")


JUDGES: dict[str, Callable[[Line], Verdict]] = {
    **dict.fromkeys(("number", "percent", "units", "money", "hedge", "working", "dress", "hostile", "prose"), _number),
    **dict.fromkeys(("constant", "expression"), _formula),
    "set": _set,
    "list": _list,
    "unknowns": _list,
    "choice": _word,
    "yesno": lambda line: words.yes_or_no(line.reply, line.gold == "yes"),
    "words": _word,
    "wordlist": lambda line: words.judge_list(line.reply, lambda items: items == line.gold.split(", ")),
    "date": _date,
    "time": _time,
    "assignment": _assignment,
    "grid": _grid,
    "plan": _plan,
    "directions": _directions,
}


def judge(line: Line) -> Verdict:
    """What our reader of that kind says of the reply; no verdict where there is no such reader."""
    reader = JUDGES.get(line.kind)
    return reader(line) if reader else no_verdict("no reader of ours is for this kind")
