"""A function to find: what it returned in some calls, and the orders of which it is made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import programs
from simulators.checks.literals import same
from simulators.checks.stages import meaning
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar.functions import NAMES, PARAMETERS, Function, argument, assembled
from simulators.grammar.menus import Chain, Order, chains, followed, menu
from simulators.grammar.mutations import fenced

VERSION = 1
LEVELS = (
    {"length": 2, "size": 5, "hidden": 0},
    {"length": 2, "size": 6, "hidden": 1},
    {"length": 3, "size": 6, "hidden": 0},
    {"length": 3, "size": 6, "hidden": 1},
    {"length": 4, "size": 6, "hidden": 1},
)
TRIES = 300
SHOWN = 3  # pairs at first; those that tell two chains apart are shown as well
MOST_SHOWN = 6
TESTED = 8  # arguments drawn to judge by, beside the edges
LONGEST = 90  # characters of a value
EDGES: dict[str, list[Any]] = {"ints": [[], [7], [3, 3]], "text": ["", "a", "bb"]}


def make(rng: Stream, *, length: int, size: int, hidden: int) -> Problem:
    for _ in range(TRIES):
        kind = rng.choice(("ints", "ints", "text"))
        orders = menu(rng, kind, size=size, hidden=hidden)
        chain = _drawn(rng, orders, kind, length)
        if chain is None:
            continue
        tested = [*EDGES[kind], *(argument(rng, kind) for _ in range(TESTED))]
        shown = _shown(orders, chain, kind, [argument(rng, kind) for _ in range(SHOWN)], tested)
        if shown is not None:
            return _problem(rng, orders, chain, kind, shown, tested)
    raise RuntimeError(f"no chain that its calls tell from all others came up in {TRIES} tries")


def _drawn(rng: Stream, orders: list[Order], kind: str, length: int) -> Chain | None:
    """A chain of different orders that fit together; most have every order in them whose number is hidden."""
    chain: list[Any] = []
    for place in rng.sample(range(len(orders)), length):
        if orders[place].stages[0].takes != kind:
            return None
        one = rng.choice(orders[place].stages)
        chain.append((place, one))
        kind = one.gives
    concealed = {place for place, order in enumerate(orders) if len(order.stages) > 1}
    return tuple(chain) if concealed <= {place for place, _ in chain} or rng.chance(1, 4) else None


def _shown(
    orders: list[Order], chain: Chain, kind: str, given: list[Any], tested: list[Any]
) -> list[tuple[Any, Any]] | None:
    """Calls that leave no doubt: all chains that fit them give the same for all tested values. Or None."""
    shown = []
    for one in given:
        values = followed(chain, one)
        if not values[-1] or any(repr(a) == repr(b) or len(repr(b)) > LONGEST for a, b in pairwise(values)):
            return None
        shown.append((one, values[-1]))
    while len(shown) <= MOST_SHOWN:
        fitting = list(chains(orders, kind, len(chain), shown))
        if any(sum(a != b for a, b in zip(chain, other, strict=True)) == 1 for other in fitting):
            return None  # an order that could be any of two
        doubtful = next((one for one in tested[::-1] if len({repr(followed(f, one)[-1]) for f in fitting}) > 1), None)
        if doubtful is None:
            return shown
        shown.append((doubtful, followed(chain, doubtful)[-1]))
    return None


def _problem(
    rng: Stream, orders: list[Order], chain: Chain, kind: str, shown: list[tuple[Any, Any]], tested: list[Any]
) -> Problem:
    made = Function(rng.choice(NAMES), rng.choice(PARAMETERS[kind]), kind, kind, (), (), ())
    wanted = assembled(rng, made, [one for _, one in chain])
    return Problem(
        facts={
            "name": made.name,
            "given": kind,
            "length": len(chain),
            "orders": [
                {
                    "says": order.says,
                    "rule": order.stages[0].rule,
                    "constants": [list(one.constants) for one in order.stages],
                    "takes": order.stages[0].takes,
                    "gives": order.stages[0].gives,
                }
                for order in orders
            ],
            "shown": [list(pair) for pair in shown],
            "tested": tested,
        },
        answer=fenced(wanted.source()),
        steps=tuple(
            Step(
                "pair",
                {
                    "pair": number,
                    "chain": [place + 1 for place, _ in chain],
                    "numbers": [one.constants[0] if len(orders[place].stages) > 1 else 0 for place, one in chain],
                    "values": [repr(value) for value in followed(chain, given)],
                },
            )
            for number, (given, _) in enumerate(shown, 1)
        ),
        mistakes=_mistakes(rng, orders, made, chain, shown),
    )


def _mistakes(
    rng: Stream, orders: list[Order], made: Function, chain: Chain, shown: list[tuple[Any, Any]]
) -> tuple[Mistake, ...]:
    found = []

    def add(name: str, other: Chain) -> None:
        kinds = [made.given, *(one.gives for _, one in other)]
        if [one.takes for _, one in other] == kinds[:-1] and any(
            repr(followed(other, given)[-1]) != repr(right) for given, right in shown
        ):
            found.append(Mistake(name, fenced(assembled(rng, made, [one for _, one in other]).source())))

    first = list(chains(orders, made.given, len(chain), shown[:1]))
    doubtful = [
        other for other in first if any(repr(followed(other, given)[-1]) != repr(right) for given, right in shown)
    ]
    if doubtful:
        add("fits_the_first_call_only", rng.choice(doubtful))
    add("orders_the_other_way_round", chain[::-1])
    add("order_left_out", chain[:-1])
    lines = [f"def {made.name}({made.parameter}):"]
    for given, right in shown:
        lines += [f"    if {made.parameter} == {given!r}:", f"        return {right!r}"]
    return (*found, Mistake("only_the_calls", fenced("\n".join(lines))))


def check(facts: Facts, reply: str) -> Verdict:
    """In a sandbox: the function must return what every chain of orders that fits the calls makes of other values."""
    return programs.judge_function(reply, facts["name"], [*facts["shown"], *_expected(_told(facts))])


def _told(facts: Facts) -> str:
    return json.dumps([facts[part] for part in ("orders", "given", "length", "shown", "tested")])


@lru_cache(maxsize=16)
def _fitting(told: str) -> list[list[tuple[int, list[Any]]]]:
    """All chains that fit the calls, as numbers of orders and their constants, by what the orders mean."""
    orders, given, length, shown, _ = json.loads(told)

    def longer(left: int, used: frozenset[int], kind: str, values: list[Any]) -> Iterator[list[tuple[int, list[Any]]]]:
        if not left:
            if all(same(value, right) for value, (_, right) in zip(values, shown, strict=True)):
                yield []
            return
        for number, order in enumerate(orders, 1):
            if number in used or order["takes"] != kind:
                continue
            for constants in order["constants"]:
                after = [meaning([[order["rule"], constants]], value) for value in values]
                for rest in longer(left - 1, used | {number}, order["gives"], after):
                    yield [(number, constants), *rest]

    return list(longer(length, frozenset(), given, [value for value, _ in shown]))


@lru_cache(maxsize=16)
def _expected(told: str) -> list[tuple[Any, Any]]:
    """What the chains that fit make of the other values. Raises ValueError where they do not agree."""
    orders, _, _, _, tested = json.loads(told)
    found = []
    for value in tested:
        results = [_made(orders, chain, value)[-1] for chain in _fitting(told)]
        if not results or not all(same(results[0], other) for other in results):
            raise ValueError(f"the calls do not say what becomes of {value!r}")
        found.append((value, results[0]))
    return found


def _made(orders: list[Any], chain: list[tuple[int, list[Any]]], value: Any) -> list[Any]:
    rules = [[orders[number - 1]["rule"], constants] for number, constants in chain]
    return [meaning(rules[:count], value) for count in range(len(rules) + 1)]


def check_step(facts: Facts, step: Step) -> bool:
    """The chain is one of those that fit all calls, and its orders make these values from the call's argument."""
    claim, orders = step.claim, facts["orders"]
    chain = []
    for number, hidden in zip(claim["chain"], claim["numbers"], strict=True):
        constants = orders[number - 1]["constants"]
        if (len(constants) == 1) != (hidden == 0):
            return False
        chain.append((number, constants[0] if len(constants) == 1 else [hidden]))
    if chain not in _fitting(_told(facts)) or not 0 < claim["pair"] <= len(facts["shown"]):
        return False
    values = _made(orders, chain, facts["shown"][claim["pair"] - 1][0])
    return list(map(repr, values)) == list(claim["values"])


def canonical(facts: Facts) -> list[Any]:
    orders = sorted([order["rule"], order["constants"]] for order in facts["orders"])
    return [facts["given"], facts["length"], orders, facts["shown"]]
