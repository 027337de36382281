"""A transformation of a table to write with pandas, told order by order."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import frames
from simulators.checks.programs import judged_by, program, verdict
from simulators.checks.sandbox.jobs import Limits
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.grammar.frames import THEMES, Order, Theme, held, orders, slips, source
from simulators.grammar.frames import rows as drawn_rows
from simulators.grammar.mutations import fenced

VERSION = 1
LEVELS = (
    {"count": 2, "rows": 5},
    {"count": 3, "rows": 6},
    {"count": 4, "rows": 7},
    {"count": 5, "rows": 8},
    {"count": 6, "rows": 9},
)
TRIES = 5_000  # few tables let each of six orders matter
MISTAKES = 2  # pandas in a sandbox takes 40 ms a reply
LIMITS = Limits(processor=3, memory_mb=512)
_FRAMES = """
import pandas
def judged(columns, rows):
    result = transform(pandas.DataFrame(rows, columns=columns))
    if not isinstance(result, pandas.DataFrame):
        raise TypeError("transform returns " + type(result).__name__)
    named = [name for name in result.index.names if name is not None]
    if named and not set(named) & set(result.columns):
        result = result.reset_index()
    return [[str(name) for name in result.columns], result.astype(object).to_numpy().tolist()]
"""


def make(rng: Stream, *, count: int, rows: int) -> Problem:
    for _ in range(TRIES):
        theme = rng.choice(THEMES)
        chain, table = orders(rng, theme, count), drawn_rows(rng, theme, rows)
        columns = [*(name for name, _ in theme.texts), *(name for name, _ in theme.numbers)]
        after = held(chain, columns, table, idle=False)
        if after is not None and not _needless(chain, columns, table, after[-1]):
            return _problem(theme, chain, columns, table, after)
    raise RuntimeError(f"no orders of which each matters came up in {TRIES} tries")


def _needless(chain: tuple[Order, ...], columns: list[str], table: Any, right: Any) -> bool:
    """Whether an order might as well be left out, such as a sorting before a grouping."""
    shorter = [held((*chain[:at], *chain[at + 1 :]), columns, table) for at in range(len(chain) - 1)]
    return any(after is not None and after[-1] == right for after in shorter)


def _problem(theme: Theme, chain: tuple[Order, ...], columns: list[str], table: Any, after: Any) -> Problem:
    answer = fenced(source(chain))
    return Problem(
        facts={
            "columns": columns,
            "rows": table,
            "says": [order.says for order in chain],
            "rules": [[order.rule, *order.constants] for order in chain],
        },
        answer=answer,
        steps=tuple(
            Step("order", {"number": at, "columns": list(order.columns), "rows": rows})
            for at, (order, rows) in enumerate(zip(chain, after, strict=True), 1)
        ),
        mistakes=_wrong(theme, chain, columns, table, after[-1]),
    )


def _wrong(theme: Theme, chain: tuple[Order, ...], columns: list[str], table: Any, right: Any) -> tuple[Mistake, ...]:
    """Programs that give another table for the one that is shown."""
    found: dict[str, str] = {}
    for name, other in slips(chain, theme):
        if name not in found and len(found) < MISTAKES and other:
            gave = held(other, columns, table)
            if gave is not None and (gave[-1] != right or other[-1].columns != chain[-1].columns):
                found[name] = fenced(source(other))
    return mistakes(fenced(source(chain)), **found)


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox, on the table that is shown and on two others, against what the orders mean on plain lists."""
    said = program(reply)
    if said is None or "transform" not in said:
        return wrong("expected a Python function transform(frame)")

    def test(judged: Any) -> bool:
        return all(_agrees(judged(columns, rows), expected) for (columns, rows), expected in _expected(*_key(facts)))

    return verdict(judged_by(said + _FRAMES, "judged", test, LIMITS, ("pandas",)))


def _agrees(said: Any, expected: frames.Table) -> bool:
    columns, rows = expected
    if not (isinstance(said, list) and len(said) == 2 and said[0] == columns and len(said[1]) == len(rows)):
        return False
    return all(
        len(one) == len(other) and all(map(frames.same, one, other)) for one, other in zip(said[1], rows, strict=True)
    )


def _key(facts: Facts) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], tuple[tuple[Any, ...], ...]]:
    return tuple(facts["columns"]), tuple(map(tuple, facts["rows"])), tuple(map(tuple, facts["rules"]))


@lru_cache(maxsize=16)
def _expected(columns: Any, rows: Any, rules: Any) -> list[tuple[frames.Table, frames.Table]]:
    return [(table, frames.carried_out(rules, table)) for table in frames.tables(columns, [list(row) for row in rows])]


def check_step(facts: Facts, step: Step) -> bool:
    """The orders up to this one are carried out on plain lists."""
    claim = step.claim
    if not 0 < claim["number"] <= len(facts["rules"]):
        return False
    columns, rows = frames.carried_out(facts["rules"][: claim["number"]], (facts["columns"], facts["rows"]))
    return claim["columns"] == columns and _agrees([columns, claim["rows"]], (columns, rows))


def canonical(facts: Facts) -> list[Any]:
    return [facts["rules"], facts["rows"]]
