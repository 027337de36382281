"""Functions made of stages: their source, what they do in words, and values to call them with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import CodeType
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
GIVEN = ("int", "ints", "ints", "text", "words")  # lists of numbers have the most stages
TRIES = 100
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
    given = given or rng.choice(GIVEN)
    made = Function("", rng.choice(PARAMETERS[given]), given, given, (), (), ())
    while len(made.stages) < stages:
        drawn = _drawn(rng, made, stages)
        if drawn is not None:
            made = _with(rng, made, drawn)
    return _closed(made, name or rng.choice(NAMES))


def at_work(rng: Stream, *, stages: int, longest: int) -> tuple[Function, list[Any]]:
    """A function of so many stages that all have something to do, and what its variables hold after a call.

    The first value is the argument; the last is neither zero nor empty, and written in fewer characters than
    ``longest``. A stage that would change nothing is drawn again by itself.
    """
    for _ in range(TRIES):
        given = rng.choice(GIVEN)
        made = Function(rng.choice(NAMES), rng.choice(PARAMETERS[given]), given, given, (), (), ())
        held = [argument(rng, given)]
        for _ in range(5 * stages):
            drawn = _drawn(rng, made, stages)
            if drawn is None:
                continue
            value = _made_of(drawn, held[-1])
            if value == held[-1]:
                continue
            made, held = _with(rng, made, drawn), [*held, value]
            if len(made.stages) == stages:
                if value and len(str(value)) < longest:
                    return _closed(made, made.name), held
                break
    raise RuntimeError(f"no function whose stages all have something to do came up in {TRIES} tries")


def _drawn(rng: Stream, made: Function, stages: int) -> Stage | None:
    """A stage to follow, of a kind that the function does not have yet; None where what came up does not fit."""
    maker = rng.choice(BY_TYPE[made.result])
    if any(maker.__name__ == one.rule for one in made.stages):
        return None
    drawn = maker(rng)._replace(rule=maker.__name__)
    if drawn.gives == "int" and made.result != "int" and len(made.stages) < stages - 2:
        return None  # a single number too early leaves little to work on
    return drawn


def _with(rng: Stream, made: Function, stage: Stage) -> Function:
    """The function with one stage more."""
    used = {made.parameter, *made.variables}
    taken = made.variables[-1] if made.variables else made.parameter
    following = _fresh(stage.noun, used)
    lines = written(stage, taken, following, rng, used)
    return made._replace(
        result=stage.gives,
        lines=(*made.lines, *lines),
        stages=(*made.stages, stage),
        variables=(*made.variables, following),
    )


def _closed(made: Function, name: str) -> Function:
    return made._replace(name=name, lines=(*made.lines, f"return {made.variables[-1]}"))


def assembled(rng: Stream, made: Function, stages: Sequence[Stage]) -> Function:
    """A function with the name and parameter of another, made of these stages. Raises ValueError if they do not fit."""
    other = made._replace(result=made.given, lines=(), stages=(), variables=())
    for each in stages:
        if each.takes != other.result:
            raise ValueError(f"expected a stage that takes {other.result}, got {each.rule}, which takes {each.takes}")
        other = _with(rng, other, each)
    return _closed(other, made.name)


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


def _made_of(stage: Stage, given: Any) -> Any:
    """What a stage by itself makes of a value: its lines are Python before their variables get names, too."""
    names: dict[str, Any] = {"X": given}
    exec(_compiled(stage.lines), names)  # noqa: S102 - made by rules
    return names["Y"]


@lru_cache(maxsize=4096)  # the same few thousand come back, and to compile them is most of the cost
def _compiled(lines: tuple[str, ...]) -> CodeType:
    return compile("\n".join(lines), "stage", "exec")


def specification(made: Function) -> list[str]:
    """What the function does, one order a stage."""
    return [stage.says for stage in made.stages]
