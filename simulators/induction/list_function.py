"""Which list comes out of an unknown rule, of which a few examples are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, pairwise, product

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
        outcomes = {_applied(list(pair), drawn[-1]) for pair in fitting}
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


def _applied(names: list[str], row: Row) -> Row:
    for name in names:
        row = _RULES[name](row)
    return row


def _fitting(drawn: list[Row], made: list[Row], rules: int) -> list[tuple[str, ...]]:
    """All programs of so many rules that fit the examples."""
    left = [*product(NAMES, repeat=rules)]
    for before, after in zip(drawn, made, strict=True):
        first = {name: _RULES[name](before) for name in dict.fromkeys([names[0] for names in left])}
        left = [names for names in left if _applied(list(names[1:]), first[names[0]]) == after]
    return left


def _step_by_step(name: str, row: Row) -> Row:
    """One rule, element by element: the checker's own reading of what a rule says."""
    if name.startswith("add "):
        more = int(name[4:])
        return tuple([more + x for x in row])
    if name in _STAYS:
        stays = _STAYS[name]
        return tuple([x for at, x in enumerate(row) if stays(at, row)])
    found: list[int] = []
    total = 0
    for at, x in enumerate(row):
        if name in ("double", "negate"):
            found.append(x + x if name == "double" else 0 - x)
        elif name == "reverse":
            found.insert(0, x)
        elif name in ("sort", "sort down"):
            place = sum([y <= x if name == "sort" else y >= x for y in found])
            found.insert(place, x)
        elif name == "sums":
            total += x
            found.append(total)
        elif name == "differences":
            found.extend([x - row[at - 1]] if at else [])
        elif name == "rotate":
            found.append(row[(at + 1) % len(row)])
    return tuple(found)


# Of the rules that only leave numbers out: whether the one in a place stays.
_STAYS: dict[str, Callable[[int, Row], bool]] = {
    "drop first": lambda at, _: at > 0,
    "drop last": lambda at, row: at < len(row) - 1,
    "keep even": lambda at, row: not row[at] & 1,
    "keep odd": lambda at, row: bool(row[at] & 1),
    "no repeats": lambda at, row: row.index(row[at]) == at,
}


@lru_cache(maxsize=256)
def _outputs(examples: tuple[tuple[Row, Row], ...], given: Row, rules: int) -> dict[tuple[str, ...], Row]:
    """Every program of so many rules that explains the examples, with what it makes of the input."""
    if not 1 <= rules <= 2 or not examples or max(map(len, (given, *sum(examples, ())))) > 60:
        raise ValueError("expected one or two rules and some examples of moderate length")
    rows = [*(before for before, _ in examples), given]
    starts: dict[tuple[str, ...], list[Row]] = {(): rows}
    if rules == 2:
        starts = {(name,): [_step_by_step(name, row) for row in rows] for name in NAMES}
    wanted = [after for _, after in examples]
    found = {}
    for names, held in starts.items():
        for name in NAMES:
            if _step_by_step(name, held[0]) == wanted[0]:  # the others are only worked where the first one fits
                made = [_step_by_step(name, row) for row in held]
                if made[:-1] == wanted:
                    found[(*names, name)] = made[-1]
    return found


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
