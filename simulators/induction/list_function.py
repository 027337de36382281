"""Which list comes out of an unknown rule, of which a few examples are shown."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise

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
            tuple([rng.below(largest + 1) for _ in range(rng.integer(length - 2, length))]) for _ in range(examples + 1)
        ]
        if rng.chance(1, 3):  # a repeat, or some rules would have nothing to do
            drawn = [(*row, row[0]) for row in drawn]
        made = [_applied(chosen, row) for row in drawn]
        given, output = drawn[-1], made[-1]
        if not output or len(output) >= 40 or output == given:
            continue
        fitting = _fitting(drawn[:-1], made[:-1], rules)
        if {_applied(names, given) for names in fitting} == {output}:
            return _problem(chosen, drawn, made, rules)
    raise RuntimeError(f"no rule that its examples settle came up in {TRIES} tries")


def _problem(chosen: list[str], drawn: list[Row], made: list[Row], rules: int) -> Problem:
    answer = _written(made[-1])
    partly = _applied(chosen[:1], drawn[-1]) if rules > 1 else made[-1][::-1]
    turned = _applied(chosen[::-1], drawn[-1])
    return Problem(
        facts={
            "rules": rules,
            "examples": [[list(before), list(after)] for before, after in zip(drawn[:-1], made[:-1], strict=True)],
            "input": list(drawn[-1]),
        },
        answer=answer,
        steps=(Step("rule", {"names": chosen}), Step("apply", {"output": list(made[-1])})),
        mistakes=mistakes(
            answer,
            stopped_after_the_first_rule=_written(partly),
            rules_in_the_wrong_order=_written(turned),
            input_copied=_written(drawn[-1]),
            last_number_lost=_written(made[-1][:-1]) if len(made[-1]) > 1 else "0",
        ),
    )


def _written(row: Row) -> str:
    return str(list(row))[1:-1] or "-"


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
_SHORTER = ("drop first", "drop last", "keep even", "keep odd", "differences", "no repeats")
_AS_LONG = (
    "reverse", "sort", "sort down", "double", "negate", "keep even", "keep odd", "sums", "no repeats", "rotate",
)  # fmt: skip
_TWICE_AS_ONCE = ("sort", "sort down", "keep even", "keep odd", "no repeats")


def _fitting(drawn: list[Row], made: list[Row], rules: int) -> list[tuple[str, ...]]:
    """All programs of so many rules that fit the examples."""
    find = _rules_between if rules == 1 else _pairs_between
    others, outcomes = drawn[1:], made[1:]
    found = find(drawn[0], made[0])
    return [names for names in found if [_applied(names, row) for row in others] == outcomes]


def _rules_between(before: Row, after: Row) -> list[tuple[str, ...]]:
    """The rules that lead from one list to the other, tried where the lengths and the first numbers allow them."""
    names = _SHORTER if len(after) < len(before) else _AS_LONG
    if before and len(after) == len(before) and 1 <= after[0] - before[0] <= 9:
        names = (*names, f"add {after[0] - before[0]}")
    return [(name,) for name in names if _RULES[name](before) == after]


def _pairs_between(before: Row, after: Row) -> list[tuple[str, ...]]:
    """Pairs of rules: what the first can make of the list before meets what the last can have come from."""
    begun = [(name, _RULES[name](before)) for name in NAMES]
    by_row: dict[tuple[float, ...], list[str]] = {}
    for name, row in begun:
        by_row.setdefault(row, []).append(name)
    found: list[tuple[str, ...]] = [
        (name, last) for last, undo in _UNDONE.items() for name in by_row.get(undo(after), ())
    ]
    # A rule that would still change what came out was not the last one.
    for last in ("drop first", "drop last", "differences", *[n for n in _TWICE_AS_ONCE if _RULES[n](after) == after]):
        rule = _RULES[last]
        found += [(name, last) for name, row in begun if rule(row) == after]
    return found


def _inserted(row: Row) -> list[int]:
    found: list[int] = []
    for x in row:
        insort(found, x)
    return found


# Every rule number by number: the checker's own reading of what it says.
_WORKED_OUT: dict[str, Callable[[Row], list[int]]] = {
    "reverse": lambda row: [row[-1 - at] for at in range(len(row))],
    "sort": _inserted,
    "sort down": lambda row: _inserted(row)[::-1],
    "double": lambda row: [x + x for x in row],
    "negate": lambda row: [0 - x for x in row],
    "sums": lambda row: [sum(row[: at + 1]) for at in range(len(row))],
    "differences": lambda row: [row[at] - row[at - 1] for at in range(1, len(row))],
    "rotate": lambda row: [row[(at + 1) % len(row)] for at in range(len(row))],
    "drop first": lambda row: [x for at, x in enumerate(row) if at > 0],
    "drop last": lambda row: [x for at, x in enumerate(row, 1) if at < len(row)],
    "keep even": lambda row: [x for x in row if not x & 1],
    "keep odd": lambda row: [x for x in row if x & 1],
    "no repeats": lambda row: [x for at, x in enumerate(row) if row.index(x) == at],
} | {f"add {k}": lambda row, k=k: [k + x for x in row] for k in range(1, 10)}


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
    wanted = list(after)
    return [name for name in _thinkable(before, after) if _WORKED_OUT[name](before) == wanted]


@lru_cache(maxsize=64)
def _outputs(examples: tuple[tuple[Row, Row], ...], given: Row, rules: int) -> dict[tuple[str, ...], Row]:
    """Every program of so many rules that explains the examples, with what it makes of the input.

    Raises ValueError unless all of them make the same of it.
    """
    longest = max(map(len, (given, *chain.from_iterable(examples))))
    if not 1 <= rules <= 2 or not examples or longest > 60:
        raise ValueError("expected one or two rules and some examples of moderate length")
    before, after = examples[0]
    if rules == 1:
        programs: list[tuple[str, ...]] = [(name,) for name in _ends(before, after)]
    else:
        programs = [(first, last) for first in NAMES for last in _ends(_run((first,), before), after)]
    others, outcomes = [before for before, _ in examples[1:]], [after for _, after in examples[1:]]
    found = {}
    for names in programs:
        if [_run(names, other) for other in others] == outcomes:
            found[names] = _run(names, given)
    if len(set(found.values())) != 1:
        raise ValueError("expected examples that settle the output")
    return found


def _run(names: tuple[str, ...], row: Row) -> Row:
    for name in names:
        row = tuple(_WORKED_OUT[name](row))
    return row


def _possible(facts: Facts) -> dict[tuple[str, ...], Row]:
    examples = tuple([(tuple(before), tuple(after)) for before, after in facts["examples"]])
    return _outputs(examples, tuple(facts["input"]), facts["rules"])


def check(facts: Facts, reply: str) -> Verdict:
    output = next(iter(_possible(facts).values()))
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
