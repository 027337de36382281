"""Lists of orders from which chains are made, and all chains that turn given values into others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from simulators.core import Stream, stream
from simulators.grammar.functions import BY_TYPE
from simulators.grammar.stages import Stage

# Orders of one whole number each, which may be hidden: "add k to every number".
HIDEABLE = {"ints": ("add_to_each", "multiply_each", "remainders"), "text": ("shifted",)}
_NUMBER = re.compile(r"\d+")
DRAWS = 200  # after which every number of such an order has come up


class Order(NamedTuple):
    """An order of a menu: its words, with "k" for a hidden number, and the stages that it may stand for."""

    says: str
    stages: tuple[Stage, ...]


Chain = tuple[tuple[int, Stage], ...]  # places in the menu, and the stages that are meant


def menu(rng: Stream, kind: str, *, size: int, hidden: int) -> list[Order]:
    """Orders of different rules for values of a type; the last of them may end in another type."""
    makers = list(BY_TYPE[kind])
    drawn = [maker(rng)._replace(rule=maker.__name__) for maker in rng.shuffled(makers)]
    concealed = rng.sample(HIDEABLE[kind], hidden)
    staying = [stage for stage in drawn if stage.gives == kind and stage.rule not in concealed]
    ending = [stage for stage in drawn if stage.gives == "int"]
    chosen = [*staying[: size - hidden - 1], ending[0] if rng.chance(1, 2) else staying[size - hidden - 1]]
    orders = [Order(stage.says, (stage,)) for stage in chosen]
    orders += [Order(_NUMBER.sub("k", ways[0].says, count=1), ways) for ways in map(_ways, concealed)]
    return rng.shuffled(orders)


@cache
def _ways(rule: str) -> tuple[Stage, ...]:
    """The stages of a rule, one for each of its numbers."""
    maker = next(maker for makers in BY_TYPE.values() for maker in makers if maker.__name__ == rule)
    found: dict[tuple[int | str, ...], Stage] = {}
    for at in range(DRAWS):
        made = maker(stream(0, f"grammar/menus/{rule}", at))._replace(rule=rule)
        found.setdefault(made.constants, made)
    return tuple(found[constants] for constants in sorted(found))


def chains(orders: list[Order], kind: str, length: int, pairs: list[tuple[Any, Any]]) -> Iterator[Chain]:
    """All chains of so many different orders that turn each first value into the second one."""
    wanted = [repr(value) for _, value in pairs]

    def longer(taken: Chain, used: int, kind: str, values: list[Any]) -> Iterator[Chain]:
        last = len(taken) == length - 1
        for place, order in enumerate(orders):
            if used >> place & 1:
                continue
            for one in order.stages:
                if one.takes != kind:
                    break
                follow = stage_function(one)
                if not last:
                    after = [follow(value) for value in values]
                    yield from longer((*taken, (place, one)), used | 1 << place, one.gives, after)
                elif all(repr(follow(value)) == right for value, right in zip(values, wanted, strict=True)):
                    yield (*taken, (place, one))

    return longer((), 0, kind, [given for given, _ in pairs])


def followed(chain: Chain, given: Any) -> list[Any]:
    """The value and what each order of the chain makes of it."""
    values = [given]
    for _, one in chain:
        values.append(stage_function(one)(values[-1]))
    return values


def stage_function(one: Stage) -> Callable[[Any], Any]:
    """What a stage does, as a function of its own."""
    return _compiled(one.lines)


@lru_cache(maxsize=4096)
def _compiled(lines: tuple[str, ...]) -> Callable[[Any], Any]:
    names: dict[str, Any] = {}
    exec("\n".join(["def step(X):", *(f"    {line}" for line in lines), "    return Y"]), names)  # noqa: S102 - of stages
    function: Callable[[Any], Any] = names["step"]
    return function
