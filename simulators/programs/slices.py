"""What slices of texts and lists give: negative indices and steps, one after another, and what is put into them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from simulators.checks import literals
from simulators.checks.following import follow, line_holds
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import attempted, changes, followed
from simulators.grammar.functions import WORDS

VERSION = 1
LEVELS = (
    {"statements": 2, "size": 6, "subjects": 1},
    {"statements": 3, "size": 8, "subjects": 2},
    {"statements": 4, "size": 10, "subjects": 3},
    {"statements": 6, "size": 11, "subjects": 4},
    {"statements": 8, "size": 13, "subjects": 4},
)
TRIES = 400
NAMES = {"text": ("word", "s", "text", "line"), "list": ("items", "data", "numbers", "row")}


class Cut(NamedTuple):
    """A slice: its bounds and its step, None where they are left out."""

    start: int | None
    stop: int | None
    step: int | None

    def __str__(self) -> str:
        parts = ["" if part is None else str(part) for part in self]
        return f"[{parts[0]}:{parts[1]}{f':{parts[2]}' if parts[2] else ''}]"


class Line(NamedTuple):
    """A statement, and how it is read by those who make a mistake."""

    text: str
    misread: dict[str, str]


def make(rng: Stream, *, statements: int, size: int, subjects: int) -> Problem:
    for _ in range(TRIES):
        kind = "list" if subjects == 4 or rng.chance(1, 2) else "text"
        name, begun = rng.choice(NAMES[kind]), _begun(rng, kind, size)
        lines, shown = _program(rng, name, begun, statements, subjects)
        source = _source([line.text for line in lines], shown)
        answer = attempted(source)
        wrong = {kind: attempted(_source(_taken(lines, kind), shown)) for kind in _kinds(lines)}
        held = followed(source).seen[:-1]
        changed = [len({*one.names.values()} - {*before.names.values()}) for before, one in pairwise(held)]
        real = [text for text in wrong.values() if text not in ("", answer)]
        if (
            len(lines) == statements + 1
            and len(answer) > 2
            and all(changed)
            and len(real) > min(1, statements - 2)
            and len(answer) < 100
            and answer not in repr(begun)
        ):
            break
    else:
        raise RuntimeError(f"no slices that show something came up in {TRIES} tries")
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(changes(source, held)),
        mistakes=mistakes(answer, **{kind: text for kind, text in wrong.items() if text}),
    )


def _begun(rng: Stream, kind: str, size: int) -> Any:
    """Something to cut: a text of words, or a list whose items are all different."""
    if kind == "list":
        return rng.sample(range(1, 60), size)
    text = "".join(rng.sample(WORDS, 4))
    return text[:size]


def _program(rng: Stream, name: str, begun: Any, statements: int, subjects: int) -> tuple[list[Line], str]:
    """Statements that cut, join and change what they have, each with the values at hand."""
    held: dict[str, Any] = {name: begun}
    shown = repr(begun).replace("'", '"')
    lines = [Line(f"{name} = {shown}", {})]
    names = [name]
    makers = (_sliced, _joined, _chained, _assigned)[:subjects]
    for _ in range(5 * statements):
        if len(lines) > statements:
            break
        target, last = "abcdefgh"[len(names) - 1], names[-1]
        line = rng.choice(makers if len(held[last]) > 4 else (_joined,))(rng, last, names, held, target)
        if line is None:
            continue
        exec(line.text, held)  # noqa: S102 - made by the rules below
        lines.append(line)
        names = [one for one in (*names, target) if one in held]
    one, last = rng.choice(names), names[-1]
    return lines, last if len(lines) < 6 or one == last else f"{one}, {last}"


def _cut(rng: Stream, size: int, *, stepped: bool) -> Cut:
    """A slice that leaves something, and not all."""
    if size < 3:
        return Cut(None, None, -1)
    while True:
        step = rng.choice((None, 2, 3, -1, -2, -3) if stepped else (None, None, 1))
        start, stop = (rng.choice((None, rng.integer(-size, size - 1))) for _ in range(2))
        cut = Cut(start, stop, None if step == 1 else step)
        left = len(range(size)[slice(*cut)])
        if (1 if size < 6 else 2) < left < size or (step == -1 and left == size):
            return cut


def _misread(cut: Cut, source: str, before: str, after: str = "") -> dict[str, str]:
    """Bounds and steps as they are often misunderstood."""
    start, stop, step = cut
    found: dict[str, str] = {}

    def note(name: str, other: str) -> None:
        found[name] = f"{before}{other}{after}"

    if stop is not None:
        past = stop + (1 if step is None or step > 0 else -1)
        inside = Cut(start, None if (past == 0 and stop < 0) or (past < 0 <= stop) else past, step)
        note("stop_taken_for_included", f"{source}{inside}")
    if step is not None and step < 0:
        note("sign_of_the_step_ignored", f"{source}{Cut(start, stop, -step)}")
        note("turned_after_cutting", f"{source}{Cut(start, stop, None)}[::{step}]")
    if start is not None and start < 0:
        note("counted_from_the_end_with_0", f"{source}{Cut(start - 1, stop, step)}")
    if start is not None and start > 0:
        note("counted_from_1", f"{source}{Cut(start - 1, stop, step)}")
    return found


def _sliced(rng: Stream, name: str, _: list[str], held: dict[str, Any], target: str) -> Line | None:
    cut = _cut(rng, len(held[name]), stepped=target != "a" or rng.chance(1, 2))
    text = f"{target} = {name}{cut}"
    return Line(text, _misread(cut, name, f"{target} = "))


def _joined(rng: Stream, name: str, names: list[str], held: dict[str, Any], target: str) -> Line | None:
    long = [other for other in names if len(held[other]) > 3]
    if not long or len(held[name]) < 3:
        return None
    other = rng.choice(long)
    one, two = _cut(rng, len(held[name]), stepped=rng.chance(1, 2)), _cut(rng, len(held[other]), stepped=True)
    return Line(f"{target} = {name}{one} + {other}{two}", _misread(two, other, f"{target} = {name}{one} + "))


def _chained(rng: Stream, name: str, _: list[str], held: dict[str, Any], target: str) -> Line | None:
    one = _cut(rng, len(held[name]), stepped=True)
    left = len(range(len(held[name]))[slice(*one)])
    if left < 3:
        return None
    two = _cut(rng, left, stepped=True)
    return Line(f"{target} = {name}{one}{two}", _misread(two, f"{name}{one}", f"{target} = "))


def _assigned(rng: Stream, name: str, _: list[str], held: dict[str, Any], target: str) -> Line | None:
    """A part of a list is replaced, put in, taken out or doubled."""
    size = len(held[name])
    cut = _cut(rng, size, stepped=False)
    at = rng.integer(1, size - 1)
    new = [rng.integer(60, 99) for _ in range(rng.integer(1, 3))]
    twice = f" + [{name}[{-at}]] * 2"
    forms: tuple[Callable[[], Line], ...] = (
        lambda: Line(f"{name}{cut} = {new}", _misread(cut, name, "", f" = {new}")),
        lambda: Line(f"{name}[{at}:{at}] = {new}", {"item_replaced": f"{name}[{at}] = {new[0]}"}),
        lambda: Line(f"del {name}{cut}", _misread(cut, name, "del ")),
        lambda: Line(f"{name}[{-at}] = {new[0]}", {"counted_from_the_end_with_0": f"{name}[{-at - 1}] = {new[0]}"}),
        lambda: Line(f"{target} = {name}{cut}{twice}", _misread(cut, name, f"{target} = ", twice)),
    )
    return rng.choice(forms)()


def _kinds(lines: list[Line]) -> list[str]:
    return list(dict.fromkeys(kind for line in lines for kind in line.misread))


def _taken(lines: list[Line], kind: str) -> list[str]:
    return [line.misread.get(kind, line.text) for line in lines]


def _source(lines: list[str], shown: str) -> str:
    return "\n".join([*lines, f"print({shown})"])


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, follow(facts["source"]).printed)


def check_step(facts: Facts, step: Step) -> bool:
    """The variables that the machine holds after that line."""
    return line_holds(facts["source"], step)
