"""Draws what a lesson is made of: concept, reader, problems and their answers; and the same lesson with one error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from simulators.core import Facts, Problem, Step, Stream, load, mistakes
from simulators.lessons import _writing
from simulators.lessons._graph import CONCEPTS
from simulators.text import phrases
from simulators.vocabulary import PEOPLE

READERS = ("child", "teen", "adult")
LEVELS: tuple[dict[str, Any], ...] = (
    {"examples": 2, "exercises": 2, "review": 0, "hardest": 1, "length": "short"},
    {"examples": 2, "exercises": 3, "review": 0, "hardest": 2, "length": "medium"},
    {"examples": 2, "exercises": 3, "review": 1, "hardest": 3, "length": "medium"},
    {"examples": 2, "exercises": 4, "review": 2, "hardest": 4, "length": "long"},
    {"examples": 3, "exercises": 5, "review": 3, "hardest": 5, "length": "long"},
)
DRAWS = 60  # problems that are drawn for one that fits a place in a lesson
MOST_OPTIONS = 4
_SUM = re.compile(r"(?<![\w.^/*+-])(\d+) ([-+*/]) (\d+) = (\d+)(?![\w/^.]|\.\d| [-+*/^])", re.ASCII)


class Drawn(NamedTuple):
    """A problem of a lesson: what the facts tell of it, and its family's answer, steps and mistakes."""

    item: dict[str, Any]
    problem: Problem
    told: tuple[str, ...]


def lesson(
    rng: Stream, style: str, *, examples: int, exercises: int, review: int, hardest: int, length: str
) -> Problem:
    """A lesson of that style with its facts, its claims and versions of it that hold one error each."""
    name = rng.choice(tuple(CONCEPTS))
    concept = CONCEPTS[name]
    drawn = [
        _drawn(rng, "example", concept.family, max(1, hardest - examples + 1 + place)) for place in range(examples)
    ]
    drawn.append(_drawn(rng, "mistake", concept.family, max(1, hardest - 1), error=concept.error))
    drawn += _exercises(rng, name, exercises, review, hardest, quiz=style == "quiz")
    texts = " ".join(one.item["text"] for one in drawn)
    strangers = [person for person in PEOPLE if person not in texts]
    people = rng.sample(strangers if len(strangers) > 2 else PEOPLE, 3)
    facts: dict[str, Any] = {
        "concept": name,
        "title": concept.title,
        "reader": rng.choice(READERS),
        "length": length,
        "people": people,
        "choices": [rng.below(60) for _ in range(_writing.CHOICES)],
        "items": [one.item for one in drawn],
    }
    written = _fenced(_writing.written(style, facts, drawn))
    return Problem(facts, written, _claims(drawn), _spoilt(rng, style, facts, drawn, written))


def _exercises(rng: Stream, name: str, count: int, review: int, hardest: int, *, quiz: bool) -> list[Drawn]:
    """Exercises from easy to hard, with some on what the concept builds on between them."""
    concept = CONCEPTS[name]
    levels = [max(1, hardest - (count - 1 - place) * 2 // max(1, count - 1)) for place in range(count)]
    found = [_drawn(rng, "exercise", concept.family, level, options=quiz) for level in levels]
    needs = concept.needs or (name,)
    for place in range(review):
        family = CONCEPTS[needs[place % len(needs)]].family
        one = _drawn(rng, "review", family, max(1, hardest - 2), options=quiz)
        found.insert(2 * place + 1, one)
    return found


def _drawn(rng: Stream, role: str, name: str, level: int, *, error: str = "", options: bool = False) -> Drawn:
    """A problem of the family that can stand in a lesson: at an easier level where the level has no such mistake."""
    family = load(name)
    for attempt in range(DRAWS * level):
        settings = family.settings(level - attempt // DRAWS)
        problem = family.make(rng, **settings)
        wording = rng.below(len(phrases(family).questions))
        slips = {mistake.name: mistake.answer for mistake in problem.mistakes}
        if "\n" in problem.answer or (error and error not in slips) or (options and len(slips) < 1):
            continue
        text = phrases(family).questions[wording]([(problem.facts,)])[0]
        item: dict[str, Any] = {
            "role": role,
            "family": name,
            "version": family.version,
            "level": level - attempt // DRAWS,
            "wording": wording,
            "text": text,
            "facts": problem.facts,
        }
        if error:
            item["slip"], item["said"] = error, slips[error]
        if options:
            item["options"] = rng.shuffled([problem.answer, *rng.shuffled(list(slips.values()))[: MOST_OPTIONS - 1]])
        told = tuple(phrases(family).step(step.rule)([(step.claim, problem.facts)])[0] for step in problem.steps)
        return Drawn(item, problem, told)
    raise ValueError(f"no problem of {name} up to level {level} has the mistake {error!r}")


def _claims(drawn: Sequence[Drawn]) -> tuple[Step, ...]:
    """What the lesson claims: every line of working, and the answer of every problem."""
    claims = []
    for number, one in enumerate(drawn, 1):
        where = {"item": number, "problem": one.item["text"]}
        if one.item["role"] in ("example", "mistake"):
            for step, said in zip(one.problem.steps, one.told, strict=True):
                claims.append(Step("line", {**where, "said": said, "rule": step.rule, "claim": dict(step.claim)}))
        claims.append(Step("solved", {**where, "found": one.problem.answer}))
    return tuple(claims)


def _spoilt(rng: Stream, style: str, facts: Facts, drawn: Sequence[Drawn], written: str) -> Any:
    """The same lesson with one error, of two kinds out of five."""
    makers = {
        "wrong_exercise_answer": _wrong_answer,
        "wrong_number_in_working": _wrong_number,
        "mistake_taught_as_right": _taught_wrong,
        "exercise_left_out": _left_out,
        "other_concept": _other_concept,
    }
    spoilt: dict[str, str] = {}
    for kind in rng.shuffled(tuple(makers)):
        other = makers[kind](rng, facts, drawn)
        if other is not None and len(spoilt) < 2:
            spoilt[kind] = _fenced(_writing.written(style, *other))
    return mistakes(written, **spoilt)


def _wrong_answer(rng: Stream, facts: Facts, drawn: Sequence[Drawn]) -> Any:
    """An exercise whose key gives what a named mistake gives."""
    places = [n for n, one in enumerate(drawn) if one.item["role"] in ("exercise", "review") and one.problem.mistakes]
    fit = [n for n in places if "\n" not in drawn[n].problem.mistakes[0].answer]
    if not fit:
        return None
    place = rng.choice(fit)
    one = drawn[place]
    offered = [m.answer for m in one.problem.mistakes if m.answer in one.item.get("options", [m.answer])]
    problem = one.problem._replace(answer=rng.choice(offered))
    return facts, [*drawn[:place], one._replace(problem=problem), *drawn[place + 1 :]]


def _wrong_number(rng: Stream, facts: Facts, drawn: Sequence[Drawn]) -> Any:
    """A worked example with one sum that does not come out."""
    found = [
        (place, line, match)
        for place, one in enumerate(drawn)
        if one.item["role"] in ("example", "mistake")
        for line, text in enumerate(one.told)
        for match in _SUM.finditer(text)
        if _reckoned(match) is not None
    ]
    if not found:
        return None
    place, line, match = rng.choice(found)
    text = drawn[place].told[line]
    text = text[: match.start(4)] + str(int(match[4]) + rng.choice((1, 2, 10))) + text[match.end(4) :]
    told = (*drawn[place].told[:line], text, *drawn[place].told[line + 1 :])
    return facts, [*drawn[:place], drawn[place]._replace(told=told), *drawn[place + 1 :]]


def _reckoned(match: re.Match[str]) -> Fraction | None:
    """The value of a sum if it comes out as told."""
    left, right = Fraction(match[1]), Fraction(match[3])
    if match[2] == "/" and not right:
        return None
    value = {"+": left + right, "-": left - right, "*": left * right}.get(match[2])
    value = left / right if value is None else value
    return value if value == int(match[4]) else None


def _taught_wrong(rng: Stream, facts: Facts, drawn: Sequence[Drawn]) -> Any:  # noqa: ARG001
    """The common mistake, presented as the right way."""
    place = next(n for n, one in enumerate(drawn) if one.item["role"] == "mistake")
    one = drawn[place]
    item = {**one.item, "said": one.problem.answer}
    turned = Drawn(item, one.problem._replace(answer=one.item["said"]), one.told)
    return facts, [*drawn[:place], turned, *drawn[place + 1 :]]


def _left_out(rng: Stream, facts: Facts, drawn: Sequence[Drawn]) -> Any:  # noqa: ARG001
    """One exercise fewer than asked for."""
    return {**facts, "items": facts["items"][:-1]}, list(drawn[:-1])


def _other_concept(rng: Stream, facts: Facts, drawn: Sequence[Drawn]) -> Any:
    """The title and the definition of another concept above these problems."""
    others = [name for name, concept in CONCEPTS.items() if concept.family != CONCEPTS[facts["concept"]].family]
    other = rng.choice(others)
    return {**facts, "defined": other, "title": CONCEPTS[other].title}, drawn


def _fenced(text: str) -> str:
    return f"```markdown\n{text.strip()}\n```"
