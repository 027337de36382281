"""Loops that change a few whole numbers, and what the numbers are after each pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from simulators.core import Stream

NAMES = (
    "balance",
    "best",
    "budget",
    "code",
    "count",
    "credit",
    "debt",
    "last",
    "level",
    "mark",
    "score",
    "stock",
    "total",
)
ITEMS = ("item", "n", "number", "price", "step", "value")
MOST = 40  # passes of any loop
LARGEST = 9_999


class Loop(NamedTuple):
    """A loop: the lines before it, its head and its body, the variable of its head, and those that it changes."""

    before: tuple[str, ...]
    head: str
    body: tuple[str, ...]
    item: str
    names: tuple[str, ...]

    def source(self) -> str:
        """The program."""
        return "\n".join([*self.before, self.head, *(f"    {line}" for line in self.body)])


def loop(rng: Stream, *, variables: int, passes: int, branches: int) -> Loop:
    """A loop of at least so many passes that changes so many variables, with that many conditions in its body."""
    names = rng.sample(NAMES, variables)
    item = rng.choice(ITEMS)
    before = [f"{name} = {rng.integer(0, 9)}" for name in names]
    kind = rng.below(3)
    changes = _changes(rng, names, item)
    body: list[str] = []
    for at, change in enumerate(changes):
        if at < branches:
            other = _change(rng, names[at], names, item)
            body += [f"if {_condition(rng, names, item)}:", f"    {change}", "else:", f"    {other}"]
        else:
            body.append(change)
    if kind == 0:
        row = [rng.integer(1, 20) for _ in range(passes)]
        return Loop(tuple(before), f"for {item} in {row}:", tuple(body), item, tuple(names))
    first, by = rng.integer(0, 9), rng.integer(1, 4)
    if kind == 1:
        return Loop(tuple(before), f"for {item} in {_range(first, by, passes)}:", tuple(body), item, tuple(names))
    start = by * passes + rng.integer(0, by - 1) + 1
    return Loop((*before, f"{item} = {start}"), f"while {item} > {by}:", (f"{item} -= {by}", *body), item, tuple(names))


def _range(first: int, by: int, passes: int) -> str:
    end = first + by * passes
    if by > 1:
        return f"range({first}, {end}, {by})"
    return f"range({first}, {end})" if first else f"range({end})"


def _changes(rng: Stream, names: list[str], item: str) -> list[str]:
    return [_change(rng, name, names, item) for name in rng.shuffled(names)]


def _change(rng: Stream, name: str, names: list[str], item: str) -> str:
    """A statement that gives a variable a new value."""
    k, m = rng.integer(2, 5), rng.choice((10, 13, 17, 20, 25, 50))
    others = [one for one in names if one != name]
    ways = [
        f"{name} += {item}",
        f"{name} -= {item}",
        f"{name} += {k} * {item}",
        f"{name} = {item} - {name}",
        f"{name} = ({k} * {name} + {item}) % {m}",
        f"{name} = ({name} + {item}) % {m}",
        f"{name} += {item} // {k}",
        f"{name} += {item} % {k}",
        f"{name} = max({name}, {item}) + {k}",
    ]
    for other in others:
        ways += [
            f"{name} += {other}",
            f"{name} = {other} - {name}",
            f"{name} = abs({name} - {other}) + {item}",
            f"{name} = ({name} + {k} * {other}) % {m}",
            f"{name}, {other} = {other}, {name} + {item}",
        ]
    return rng.choice(ways)


def _condition(rng: Stream, names: list[str], item: str) -> str:
    k, name = rng.integer(2, 4), rng.choice(names)
    ways = [f"{item} % {k} == {rng.below(k)}", f"{name} % 2 == 0", f"{item} > {rng.integer(4, 12)}", f"{name} > {item}"]
    if len(names) > 1:
        ways.append("{} < {}".format(*rng.sample(names, 2)))
    return rng.choice(ways)


def passes(made: Loop, within: int) -> list[dict[str, int]]:
    """What the variables hold after each pass: run by Python itself.

    Raises ValueError where a number grows too large, or a condition goes one way only within the first passes.
    """
    ways: set[tuple[int, bool]] = set()

    def met(at: int, condition: bool) -> bool:
        ways.add((at, condition))
        return condition

    state: dict[str, Any] = {"_met": met}
    found: list[dict[str, int]] = []
    exec("\n".join(made.before), state)  # noqa: S102 - made by rules
    conditions = [at for at, line in enumerate(made.body) if line.startswith("if ")]
    told = [f"if _met({at}, {line[3:-1]}):" if at in conditions else line for at, line in enumerate(made.body)]
    body = compile("\n".join(told), "<pass>", "exec")
    for _ in _heads(made, state):
        exec(body, state)  # noqa: S102 - made by rules
        found.append({name: state[name] for name in (made.item, *made.names)})
        if len(found) > MOST or max(map(abs, found[-1].values())) > LARGEST:
            raise ValueError("expected a loop of few passes and small numbers")
        if len(found) == within and len(ways) < 2 * len(conditions):
            raise ValueError("expected a loop whose conditions go both ways")
    return found


def _heads(made: Loop, state: dict[str, Any]) -> Iterator[None]:
    """Once for each pass of the loop, whose head is done by then."""
    if made.head.startswith("for"):
        for item in eval(made.head.partition(" in ")[2].removesuffix(":")):  # noqa: S307 - made by rules
            state[made.item] = item
            yield
    else:
        test = compile(made.head.removeprefix("while ").removesuffix(":"), "<head>", "eval")
        while eval(test, state):  # noqa: S307 - made by rules
            yield
