"""A linear expression with brackets in several unknowns, multiplied out and collected."""

from __future__ import annotations

from collections.abc import Iterator

from simulators.checks import formulas
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.notation import term, total

VERSION = 1
LEVELS = (
    {"brackets": 2, "names": 1, "size": 9},
    {"brackets": 2, "names": 2, "size": 9},
    {"brackets": 3, "names": 2, "size": 12},
    {"brackets": 4, "names": 3, "size": 15},
    {"brackets": 6, "names": 4, "size": 20},
)

Row = list[int]  # coefficients of the unknowns, then the constant


def make(rng: Stream, *, brackets: int, names: int, size: int) -> Problem:
    unknowns = rng.choice(("xyzw", "abcd", "pqrs"))[:names]
    factors = [rng.nonzero(-size, size) for _ in range(brackets)]
    rows = [[rng.nonzero(-size, size) for _ in range(names + 1)] for _ in range(brackets)]
    products = [[factor * value for value in row] for factor, row in zip(factors, rows, strict=True)]
    answer = _written(_summed(products), unknowns)
    only_first = [[factor * row[0], *row[1:]] for factor, row in zip(factors, rows, strict=True)]
    signs_lost = [[abs(factor) * value for value in row] for factor, row in zip(factors, rows, strict=True)]
    steps = [
        Step("multiply", {"number": number, "product": _written(product, unknowns)})
        for number, product in enumerate(products, 1)
    ]
    return Problem(
        facts={"factors": factors, "rows": rows, "unknowns": list(unknowns)},
        answer=answer,
        steps=(*steps, Step("collect", {"collected": answer})),
        mistakes=mistakes(
            answer,
            only_first_term_multiplied=_written(_summed(only_first), unknowns),
            minus_before_bracket_ignored=_written(_summed(signs_lost), unknowns),
            constants_forgotten=_written([*_summed(products)[:-1], 0], unknowns),
        ),
    )


def _summed(rows: list[Row]) -> Row:
    return list(map(sum, zip(*rows, strict=True)))


def _written(row: Row, unknowns: str) -> str:
    return total([term(value, name) for value, name in zip(row, [*unknowns, ""], strict=True) if value])


def check(facts: Facts, reply: str) -> Verdict:
    """By values: at points so far apart that no two collected expressions with such coefficients agree."""
    unknowns = "".join(facts["unknowns"])
    node = formulas.read(reply, unknowns)
    if node is None or not _is_collected(node):
        return wrong("expected a sum in which every unknown stands once, without brackets")
    return RIGHT if _value(node, facts) == _truth(facts) else wrong("the expression does not fit the facts")


def _is_collected(node: formulas.Node) -> bool:
    """A sum of terms, each a number, an unknown or a number times an unknown, no two with the same unknown."""
    bodies = list(_bodies(node))
    return None not in bodies and len(set(bodies)) == len(bodies)


def _bodies(node: formulas.Node) -> Iterator[str | None]:
    """The unknown of each term of a sum: "" for a number, None for what is no single term."""
    if isinstance(node, tuple) and node[0] in ("+", "-"):
        yield from _bodies(node[1])
        yield from _bodies(node[2])
        return
    while isinstance(node, tuple) and node[0] == "neg":
        node = node[1]
    if isinstance(node, tuple) and node[0] == "*" and formulas.constant(node[1]) is not None:
        node = node[2] if isinstance(node[2], str) else None
    if isinstance(node, str):
        yield node
    else:
        yield "" if node is not None and formulas.constant(node) is not None else None


_FAR = 10**12


def _value(node: formulas.Node, facts: Facts) -> object:
    for number, name in enumerate(facts["unknowns"], 1):
        node = formulas.put(node, name, _FAR**number)
    found = formulas.polynomial(node)
    return None if found is None else found.get((), 0)


def _truth(facts: Facts) -> int:
    points = [_FAR**number for number in range(1, len(facts["unknowns"]) + 1)] + [1]
    return sum(
        factor * sum(value * at for value, at in zip(row, points, strict=True))
        for factor, row in zip(facts["factors"], facts["rows"], strict=True)
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "collect":
        return check(facts, claim["collected"]).reward == 1
    at = claim["number"] - 1
    if not 0 <= at < len(facts["rows"]):
        return False
    alone = {**facts, "factors": [facts["factors"][at]], "rows": [facts["rows"][at]]}
    return check(alone, claim["product"]).reward == 1


def canonical(facts: Facts) -> list[list[object]]:
    return sorted([factor, list(row)] for factor, row in zip(facts["factors"], facts["rows"], strict=True))
