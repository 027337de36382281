"""Functions over whole numbers, as Python and as stack code: what they give for arguments that nobody was shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from simulators.checks import stack
from simulators.checks.machine.runs import run
from simulators.checks.names import words as spelled
from simulators.core import stream

PLACES = 24  # arguments that a function is tried with


@lru_cache(maxsize=4)
def arguments(count: int) -> list[tuple[int, ...]]:
    """Whole numbers for one or two parameters: the smallest in all pairs, where comparisons turn, and larger ones."""
    if count == 1:
        return [(number,) for number in range(PLACES)]
    others = stream(0, "procedures", 0).shuffled(range(PLACES))
    return [*product(range(4), repeat=2), *zip(range(PLACES), others, strict=True)]


@lru_cache(maxsize=16)
def of_python(source: str, name: str, count: int) -> tuple[int, ...]:
    """What a function of that source returns for each of :func:`arguments`. Raises ValueError where it fails."""
    ran = run(f"{source}\nreturned = [{', '.join(f'{name}{_listed(values)}' for values in arguments(count))}]")
    if ran.error:
        raise ValueError(f"expected a function that ends well, got {ran.error}")
    return tuple(ran.names["returned"])


def _listed(values: Sequence[int]) -> str:
    return f"({', '.join(map(str, values))})"


@lru_cache(maxsize=16)
def of_code(code: str, parameters: tuple[str, ...]) -> tuple[int, ...]:
    """What code of the stack machine leaves for each of :func:`arguments`. Raises ValueError where it fails."""
    return tuple(stack.run(code, given) for given in bound(parameters))


def bound(parameters: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """The arguments under the names of their parameters."""
    for values in arguments(len(parameters)):
        yield dict(zip(parameters, values, strict=True))


def part_holds(lines: Sequence[str], code: str) -> bool:
    """Whether lines of Python and code of the stack machine do the same, whatever the variables hold before.

    The last line sets a variable or returns a value.

    >>> part_holds(["t = a - 2"], "a 2 - =t"), part_holds(["t = a - 2"], "2 a - =t")
    (True, False)
    """
    target = lines[-1].split()[0]
    end, shown = ([], code) if target == "return" else ([f"return {target}"], f"{code} {target}")
    words, _ = stack.parsed(shown)
    names = sorted({word for word in words if word.isidentifier() and word not in stack.CONTROL})
    if not {word for line in lines for word in spelled(line)} <= {target, "range", *names}:
        return False  # what no value reaches must be right too
    values = [[(5 * place + 3 * at) % 11 for at in range(len(names))] for place in range(8)]
    body = "".join(f"    {line}\n" for line in (*lines, *end))
    ran = run(f"def part({', '.join(names)}):\n{body}returned = [part(*given) for given in {values!r}]")
    if ran.error:
        return False
    try:
        return ran.names["returned"] == [stack.run(shown, dict(zip(names, given, strict=True))) for given in values]
    except ValueError:
        return False
