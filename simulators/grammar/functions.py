"""Functions made of stages: their source, what they do in words, and values to call them with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from simulators.core import Stream, stream
from simulators.grammar import lists, numbers, texts
from simulators.grammar.stages import TYPES, Maker, Stage, written

NAMES = ("compute", "convert", "evaluate", "handle", "process", "reduce_it", "solve", "transform", "work_out")
PARAMETERS = {
    "int": ("amount", "n", "number", "start", "x"),
    "ints": ("data", "items", "numbers", "scores", "values"),
    "text": ("line", "message", "s", "text"),
    "words": ("names", "tokens", "words"),
}
# Short words that texts are made of; some have double letters and repeats, so that stages have something to do.
WORDS = (
    "apple", "banana", "berry", "book", "cabin", "coffee", "door", "eagle", "fig", "green", "hill", "ink", "jelly",
    "kettle", "lemon", "moon", "noon", "onion", "pepper", "queen", "river", "sea", "tree", "under", "valley", "wood",
    "yellow", "zoo",
)  # fmt: skip
MAKERS: tuple[Maker, ...] = numbers.MAKERS + lists.MAKERS + texts.MAKERS


# The makers by the type that their stages take: what a maker says of types depends on nothing that it draws.
BY_TYPE = {
    kind: tuple(maker for maker in MAKERS if maker(stream(0, "grammar", 0)).takes == kind)
    for kind in ("int", "ints", "text", "words", "counts")
}


class Function(NamedTuple):
    """A function of one parameter: ``lines`` are its body, ``stages`` what they do; ``given`` and ``result`` types.

    ``variables`` hold what each stage gives; each is assigned in its stage alone.
    """

    name: str
    parameter: str
    given: str
    result: str
    lines: tuple[str, ...]
    stages: tuple[Stage, ...]
    variables: tuple[str, ...]

    def source(self, *, annotated: bool = False) -> str:
        """Its definition."""
        head = f"def {self.name}({self.parameter}):"
        if annotated:
            head = f"def {self.name}({self.parameter}: {TYPES[self.given]}) -> {TYPES[self.result]}:"
        return "\n".join([head, *(f"    {line}" for line in self.lines)]) + "\n"


def function(rng: Stream, *, stages: int, given: str = "", name: str = "") -> Function:
    """A function of so many stages, from a value of the type ``given`` (any, if empty)."""
    given = given or rng.choice(("int", "ints", "ints", "text", "words"))
    parameter, kind = rng.choice(PARAMETERS[given]), given
    chosen: list[Stage] = []
    lines: list[str] = []
    variables = [parameter]
    used = {parameter}
    while len(chosen) < stages:
        maker = rng.choice(BY_TYPE[kind])
        if maker.__name__ in {one.rule for one in chosen}:
            continue
        drawn = maker(rng)._replace(rule=maker.__name__)
        if drawn.gives == "int" and kind != "int" and len(chosen) < stages - 2:
            continue  # a single number too early leaves little to work on
        following = _fresh(drawn.noun, used)
        lines += written(drawn, variables[-1], following, rng, used)
        chosen.append(drawn)
        variables.append(following)
        kind = drawn.gives
    lines.append(f"return {variables[-1]}")
    return Function(
        name or rng.choice(NAMES), parameter, given, kind, tuple(lines), tuple(chosen), tuple(variables[1:])
    )


def assembled(rng: Stream, made: Function, stages: Sequence[Stage]) -> Function:
    """A function with the name and parameter of another, made of these stages. Raises ValueError if they do not fit."""
    kind, used = made.given, {made.parameter}
    lines: list[str] = []
    variables = [made.parameter]
    for each in stages:
        if each.takes != kind:
            raise ValueError(f"expected a stage that takes {kind}, got {each.rule}, which takes {each.takes}")
        following = _fresh(each.noun, used)
        lines += written(each, variables[-1], following, rng, used)
        variables.append(following)
        kind = each.gives
    lines.append(f"return {variables[-1]}")
    return made._replace(result=kind, lines=tuple(lines), stages=tuple(stages), variables=tuple(variables[1:]))


def rewritten(rng: Stream, stage: Stage, tries: int = 20) -> Stage:
    """The same stage written in another way, or as it is where none comes up."""
    maker = next(one for one in BY_TYPE[stage.takes] if one.__name__ == stage.rule)
    for _ in range(tries):
        other = maker(rng)
        if other.constants == stage.constants and other.lines != stage.lines:
            return other._replace(rule=stage.rule)
    return stage


def _fresh(noun: str, used: set[str]) -> str:
    """A name that is not used yet: the noun, or the noun with a number."""
    name, number = noun, 1
    while name in used:
        number += 1
        name = f"{noun}{number}"
    used.add(name)
    return name


def argument(rng: Stream, kind: str) -> Any:
    """A value to call a function with."""
    if kind == "int":
        return rng.integer(10, 999)
    if kind == "ints":
        return [rng.integer(1, 50) for _ in range(rng.integer(5, 8))]
    words = [rng.choice(WORDS) for _ in range(rng.integer(3, 5))]
    return words if kind == "words" else " ".join(words)


def values(made: Function, given: Any) -> list[Any]:
    """What the function's variables hold in the end when it is called with that value: run by Python itself."""
    names: dict[str, Any] = {made.parameter: given}
    exec("\n".join(made.lines[:-1]), names)  # noqa: S102 - made by rules, of nothing but stages
    return [names[name] for name in made.variables]


def specification(made: Function) -> list[str]:
    """What the function does, one order a stage."""
    return [stage.says for stage in made.stages]
