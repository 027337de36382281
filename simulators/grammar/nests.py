"""Functions of loops within loops that count or add something up, and how often a line of theirs is executed."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulators.core import Stream

NAMES = ("collect", "compute", "count_up", "evaluate", "gather", "measure", "scan", "tally", "work_out")
TOTALS = ("count", "found", "hits", "score", "sum_so_far", "total")
LOOPS = ("i", "j", "k")
PARAMETERS = ("limit", "n", "size", "top")
MOST = 400  # times that a line may be executed


class Nest(NamedTuple):
    """A function of loops, what it is called with, the line to watch (from 1), and the names of its loops' variables.

    ``starts`` are the lines at which the passes of each loop begin, ``tests`` those of the conditions around the line,
    ``exits`` those that end a loop or a pass.
    """

    name: str
    lines: tuple[str, ...]
    given: int
    line: int
    loops: tuple[str, ...]
    starts: tuple[int, ...]
    tests: tuple[int, ...]
    exits: tuple[int, ...]

    def source(self) -> str:
        """The program: the function and its call."""
        return "\n".join([*self.lines, "", f"{self.name}({self.given})"])


def nest(rng: Stream, *, depth: int, conditions: int, exits: int) -> Nest:
    """Loops so deep, with that many conditions around the line to watch, and that many ways out before it."""
    name, parameter, total = rng.choice(NAMES), rng.choice(PARAMETERS), rng.choice(TOTALS)
    given = rng.integer(5, 9) if depth > 1 else rng.integer(10, 30)
    lines = [f"def {name}({parameter}):", f"    {total} = 0"]
    ends: list[str] = []
    starts, tests, left = [], [], []
    indent = "    "
    for at in range(depth):
        before, head, after = _head(rng, LOOPS[: at + 1], parameter)
        lines += [indent + line for line in (*before, head)]
        ends += [f"{indent}    {line}" for line in after][::-1]
        indent += "    "
        starts.append(len(lines) + 1)
    loops = LOOPS[:depth]
    for _ in range(exits):
        way = "break" if ends or rng.chance(1, 2) else "continue"  # what ends a pass of "while" must not be passed over
        lines += [f"{indent}if {_condition(rng, loops, parameter)}:", f"{indent}    {way}"]
        left.append(len(lines))
    for _ in range(conditions):
        lines.append(f"{indent}if {_condition(rng, loops, parameter)}:")
        tests.append(len(lines))
        indent += "    "
    lines.append(f"{indent}{_counted(rng, total, loops)}")
    watched = len(lines)
    lines += [*ends[::-1], f"    return {total}"]
    return Nest(name, tuple(lines), given, watched, loops, tuple(starts), tuple(tests), tuple(left))


def _head(rng: Stream, loops: tuple[str, ...], parameter: str) -> tuple[list[str], str, list[str]]:
    """What stands before a loop, its head, and what ends its pass."""
    own, outer = loops[-1], loops[-2] if len(loops) > 1 else ""
    a, b = rng.integer(1, 3), rng.integer(2, 3)
    if not outer:
        ranges = [
            f"{parameter}",
            f"{a}, {parameter}",
            f"{a}, {parameter} + 1",
            f"0, {parameter}, {b}",
            f"{parameter}, 0, -{b}",
        ]
        downwards = (own, parameter)
    else:
        ranges = [
            f"{outer}",
            f"{outer} + {a}",
            f"{outer}, {parameter}",
            f"{outer} + 1, {parameter}",
            f"1, {outer} + 1, {b}",
            f"{parameter} - {outer}",
            f"0, {parameter}, {outer} + 1",
            f"{a + 2}",
        ]
        downwards = (own, outer)
    if rng.chance(1, 4):
        by = rng.choice((f"-= {b}", f"//= {b}")) if outer else f"-= {b}"
        return [f"{downwards[0]} = {downwards[1]}"], f"while {own} > 0:", [f"{own} {by}"]
    return [], f"for {own} in range({rng.choice(ranges)}):", []


def _condition(rng: Stream, loops: tuple[str, ...], parameter: str) -> str:
    k = rng.integer(2, 5)
    r = rng.below(k)
    one = rng.choice(loops)
    ways = [f"{one} % {k} == {r}", f"{one} % {k} != {r}", f"{one} * {one} > {parameter} + {rng.integer(0, 9)}",
            f"{one} > {rng.integer(2, 4)}"]  # fmt: skip
    if len(loops) > 1:
        ways = ways[:1]
        one, other = rng.sample(loops, 2)
        ways += [
            f"({one} + {other}) % {k} == {r}",
            f"({one} + {k} * {other}) % {k + 1} == {r}",
            f"{one} * {other} > {parameter}",
            f"{one} + {other} < {parameter}",
            f"{one} * {other} % {k} == {r}",
            f"{one} < {other} + {r + 1}",
        ]
    return rng.choice(ways)


def _counted(rng: Stream, total: str, loops: tuple[str, ...]) -> str:
    return rng.choice((f"{total} += 1", f"{total} += {loops[-1]}", f"{total} += {loops[0]} + {rng.integer(1, 9)}"))


def executed(made: Nest, *, line: int = 0, inclusive: bool = False) -> list[tuple[int, ...]]:
    """The values of the loops' variables each time that a line (the watched one) is reached: run by Python itself.

    With ``inclusive``, as somebody sees it who believes that ranges hold their ends. Raises ValueError for too many.
    """
    found: list[tuple[int, ...]] = []

    def note(*loops: int) -> None:
        found.append(loops)
        if len(found) > MOST:
            raise ValueError("expected a line that is executed less often")

    def closed(*bounds: int) -> range:
        first, end, step = (0, *bounds, 1) if len(bounds) == 1 else (*bounds, 1)[:3]
        return range(first, end + (1 if step > 0 else -1), step)

    at = (line or made.line) - 1
    before = made.lines[at]
    indent = before[: len(before) - len(before.lstrip())]
    known = [name for name in made.loops if any(name == part for part in _assigned(made.lines[:at]))]
    lines = [*made.lines[:at], f"{indent}_note({', '.join(known)})", *made.lines[at:]]
    names: dict[str, Any] = {"_note": note, **({"range": closed} if inclusive else {})}
    exec("\n".join(lines), names)  # noqa: S102 - made by rules
    names[made.name](made.given)
    return found


def _assigned(lines: tuple[str, ...]) -> list[str]:
    return [word for line in lines for word in line.split()[:2]]
