"""Which list comes out of an unknown rule, of which a few examples are shown."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"rules": 1, "examples": 2, "length": 5, "largest": 20},
    {"rules": 1, "examples": 3, "length": 7, "largest": 50},
    {"rules": 2, "examples": 3, "length": 5, "largest": 20},
    {"rules": 2, "examples": 3, "length": 7, "largest": 40},
    {"rules": 2, "examples": 4, "length": 10, "largest": 99},
)
TRIES = 60

# The rules by name, as templates tell them; "add 3" stands for nine rules, one for each number from 1 to 9.
NAMES = (
    "reverse", "sort", "sort down", "double", "negate", "drop first", "drop last", "keep even", "keep odd", "sums",
    "differences", "no repeats", "rotate", *(f"add {k}" for k in range(1, 10)),
)  # fmt: skip
Row = tuple[int, ...]


def make(rng: Stream, *, rules: int, examples: int, length: int, largest: int) -> Problem:
    for _ in range(TRIES):
        chosen = [rng.choice(NAMES) for _ in range(rules)]
        drawn = [
            tuple(rng.integer(0, largest) for _ in range(rng.integer(length - 2, length))) for _ in range(examples + 1)
        ]
        if rng.chance(1, 3):  # a repeat, or some rules would have nothing to do
            drawn = [(*row, row[0]) for row in drawn]
        made = [_applied(chosen, row) for row in drawn]
        fitting = _fitting(drawn[:-1], made[:-1], rules)
        outcomes = {_applied(pair, drawn[-1]) for pair in fitting}
        if len(outcomes) == 1 and made[-1] and len(made[-1]) < 40 and made[-1] != drawn[-1]:
            return _problem(chosen, drawn, made, rules)
    raise RuntimeError(f"no rule that its examples settle came up in {TRIES} tries")


def _problem(chosen: list[str], drawn: list[Row], made: list[Row], rules: int) -> Problem:
    answer = _written(made[-1])
    partly = _applied(chosen[:1], drawn[-1]) if rules > 1 else tuple(reversed(made[-1]))
    turned = _applied(chosen[::-1], drawn[-1])
    return Problem(
        facts={
            "rules": rules,
            "examples": [[before, after] for before, after in zip(drawn[:-1], made[:-1], strict=True)],
            "input": drawn[-1],
        },
        answer=answer,
        steps=(Step("rule", {"names": chosen}), Step("apply", {"output": made[-1]})),
        mistakes=mistakes(
            answer,
            stopped_after_the_first_rule=_written(partly),
            rules_in_the_wrong_order=_written(turned),
            input_copied=_written(drawn[-1]),
            last_number_lost=_written(made[-1][:-1]) if len(made[-1]) > 1 else "0",
        ),
    )


def _written(row: Row) -> str:
    return ", ".join(map(str, row)) or "-"


def _keep_first(row: Row) -> Row:
    return tuple(dict.fromkeys(row))


_RULES: dict[str, Callable[[Row], Row]] = {
    "reverse": lambda row: row[::-1],
    "sort": lambda row: tuple(sorted(row)),
    "sort down": lambda row: tuple(sorted(row, reverse=True)),
    "double": lambda row: tuple([2 * x for x in row]),
    "negate": lambda row: tuple([-x for x in row]),
    "drop first": lambda row: row[1:],
    "drop last": lambda row: row[:-1],
    "keep even": lambda row: tuple([x for x in row if x % 2 == 0]),
    "keep odd": lambda row: tuple([x for x in row if x % 2]),
    "sums": lambda row: tuple(accumulate(row)),
    "differences": lambda row: tuple([b - a for a, b in pairwise(row)]),
    "no repeats": _keep_first,
    "rotate": lambda row: row[1:] + row[:1],
} | {f"add {k}": lambda row, k=k: tuple([x + k for x in row]) for k in range(1, 10)}


def _applied(names: Sequence[str], row: Row) -> Row:
    for name in names:
        row = _RULES[name](row)
    return row


# What a list was before one of the rules that lose nothing; 7 / 2 is no number of a list, so 7 was never doubled.
_UNDONE: dict[str, Callable[[Row], tuple[float, ...]]] = {
    "reverse": lambda row: row[::-1],
    "double": lambda row: tuple([x / 2 for x in row]),
    "negate": lambda row: tuple([-x for x in row]),
    "sums": lambda row: (*row[:1], *[b - a for a, b in pairwise(row)]),
    "rotate": lambda row: row[-1:] + row[:-1],
} | {f"add {k}": lambda row, k=k: tuple([x - k for x in row]) for k in range(1, 10)}
_TWICE_AS_ONCE = ("sort", "sort down", "keep even", "keep odd", "no repeats")


def _fitting(drawn: list[Row], made: list[Row], rules: int) -> list[tuple[str, ...]]:
    """All programs of so many rules that fit the examples: what the first rule can make of the first example meets
    what the last one can have come from.
    """
    before, after = drawn[0], made[0]
    begun: list[tuple[tuple[str, ...], Row]] = [((), before)]
    if rules > 1:
        begun = [((name,), _RULES[name](before)) for name in NAMES]
    by_row: dict[tuple[float, ...], list[tuple[str, ...]]] = {}
    for names, row in begun:
        by_row.setdefault(row, []).append(names)
    found = [(*names, last) for last, undo in _UNDONE.items() for names in by_row.get(undo(after), ())]
    # A rule that would still change what came out was not the last one.
    for last in ("drop first", "drop last", "differences", *(n for n in _TWICE_AS_ONCE if _RULES[n](after) == after)):
        rule = _RULES[last]
        found += [(*names, last) for names, row in begun if rule(row) == after]
    others = [*zip(drawn[1:], made[1:], strict=True)]
    return [names for names in found if all(_applied(names, before) == after for before, after in others)]


def _worked_out(name: str, row: Row) -> Row:
    """One rule, number by number: the checker's own reading of what a rule says."""
    if name.startswith("add "):
        more = int(name[4:])
        return tuple([more + x for x in row])
    if name in _STAYS:
        stays = _STAYS[name]
        return tuple([x for at, x in enumerate(row) if stays(at, row)])
    if name in ("sort", "sort down"):
        found: list[int] = []
        for x in row:
            insort(found, x)
        return tuple(found if name == "sort" else found[::-1])
    return tuple([_NUMBER[name](at, row) for at in range(name == "differences", len(row))])


# The number in a place, and of the rules that only leave numbers out, whether the one in a place stays.
_NUMBER: dict[str, Callable[[int, Row], int]] = {
    "reverse": lambda at, row: row[-1 - at],
    "double": lambda at, row: row[at] + row[at],
    "negate": lambda at, row: 0 - row[at],
    "sums": lambda at, row: sum(row[: at + 1]),
    "differences": lambda at, row: row[at] - row[at - 1],
    "rotate": lambda at, row: row[(at + 1) % len(row)],
}
_STAYS: dict[str, Callable[[int, Row], bool]] = {
    "drop first": lambda at, _: at > 0,
    "drop last": lambda at, row: at < len(row) - 1,
    "keep even": lambda at, row: not row[at] & 1,
    "keep odd": lambda at, row: bool(row[at] & 1),
    "no repeats": lambda at, row: row.index(row[at]) == at,
}


def _thinkable(before: Row, after: Row) -> Sequence[str]:
    """The rules that can lead from one list to the other, judged by how long they are and by their totals."""
    if not before:
        return NAMES
    total, more, gone = sum(before), sum(after) - sum(before), len(before) - len(after)
    names = ["keep even", "keep odd", "no repeats"] if gone or not more else []
    if gone == 1:
        names += ["drop first", "drop last", "differences"]
    if gone:
        return names
    names.append("sums")
    if not more:
        names += ["reverse", "sort", "sort down", "rotate"]
    if more in (total, -2 * total):
        names += ["double", "negate"]
    if more % len(before) == 0 and 1 <= more // len(before) <= 9:
        names.append(f"add {more // len(before)}")
    return names


def _ends(before: Row, after: Row) -> list[str]:
    """The rules that do lead from one list to the other."""
    return [name for name in _thinkable(before, after) if _worked_out(name, before) == after]


@lru_cache(maxsize=64)
def _outputs(examples: tuple[tuple[Row, Row], ...], given: Row, rules: int) -> dict[tuple[str, ...], Row]:
    """Every program of so many rules that explains the examples, with what it makes of the input."""
    if not 1 <= rules <= 2 or not examples or max(map(len, (given, *sum(examples, ())))) > 60:
        raise ValueError("expected one or two rules and some examples of moderate length")
    before, after = examples[0]
    if rules == 1:
        programs: list[tuple[str, ...]] = [(name,) for name in _ends(before, after)]
    else:
        programs = [(first, last) for first in NAMES for last in _ends(_worked_out(first, before), after)]
    found = {}
    for names in programs:
        if all(_run(names, before) == after for before, after in examples[1:]):
            found[names] = _run(names, given)
    return found


def _run(names: tuple[str, ...], row: Row) -> Row:
    for name in names:
        row = _worked_out(name, row)
    return row


def _possible(facts: Facts) -> dict[tuple[str, ...], Row]:
    examples = tuple((tuple(before), tuple(after)) for before, after in facts["examples"])
    found = _outputs(examples, tuple(facts["input"]), facts["rules"])
    if len(set(found.values())) != 1:
        raise ValueError("expected examples that settle the output")
    return found


def check(facts: Facts, reply: str) -> Verdict:
    (output,) = set(_possible(facts).values())
    return lists.judge(reply, lambda said: tuple(said) == output)


def check_step(facts: Facts, step: Step) -> bool:
    found = _possible(facts)
    if step.rule == "rule":
        return tuple(step.claim["names"]) in found
    return tuple(step.claim["output"]) in found.values()


def canonical(facts: Facts) -> list[object]:
    return [
        facts["rules"],
        sorted([list(before), list(after)] for before, after in facts["examples"]),
        list(facts["input"]),
    ]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "examples": rng.shuffled(facts["examples"])}
