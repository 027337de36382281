"""How many things a person has in the end, after a story of gifts, losses, shares and comparisons."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE, THINGS

VERSION = 2
# Strangers are people whose things do not matter; asides are sentences with a number that does not.
LEVELS = (
    {"people": 2, "events": 2, "strangers": 0, "asides": 0, "size": 20},
    {"people": 2, "events": 3, "strangers": 0, "asides": 1, "size": 30},
    {"people": 3, "events": 4, "strangers": 1, "asides": 1, "size": 40},
    {"people": 3, "events": 6, "strangers": 2, "asides": 2, "size": 60},
    {"people": 4, "events": 8, "strangers": 2, "asides": 3, "size": 90},
)
ASIDES = 6
BEGINNINGS = ("is", "more", "fewer", "times")
# Kind, who, whom it concerns besides, number.
Event = tuple[str, str, str, int]
Change = tuple[str, int, str, int, int]


def make(rng: Stream, *, people: int, events: int, strangers: int, asides: int, size: int) -> Problem:
    names = rng.sample(PEOPLE, people + strangers)
    cast, others = names[:people], names[people:]
    begin, have = _beginning(rng, names, people, size)
    story, first_counts = [], dict(have)
    for _ in range(events):
        event = _event(rng, cast, have, size)
        changes = _changes(event, have)
        for who, _, _, _, after in changes:
            have[who] = after
        story.append((event, changes))
    fillers: list[Event] = [("gets", who, "", rng.integer(2, size)) for who in others]
    if asides:
        fillers += [("aside", "", "", 10 * kind + rng.integer(2, 9)) for kind in rng.sample(range(ASIDES), asides)]
    for filler in fillers:
        story.insert(rng.below(len(story)), (filler, []))
    changed = dict.fromkeys(change[0] for _, changes in story for change in changes)
    asked, trail, beginners = max(
        [(who, *_trail(story, begin, who)) for who in changed], key=lambda found: len(found[1]) + len(found[2])
    )
    answer = str(have[asked])
    own = [change for _, change in trail if change[0] == asked]
    first, last = own[-1], own[0]
    return Problem(
        facts={
            "thing": rng.choice(THINGS),
            "begin": begin,
            "events": [event for event, _ in story],
            "asked": asked,
        },
        answer=answer,
        steps=_steps(trail, [(who, first_counts[who]) for who in beginners], have[asked]),
        mistakes=mistakes(
            answer,
            last_event_forgotten=last[1],
            turned_over=last[1] - last[3] if last[2] == "+" else last[1] + last[3],
            first_event_only=first[4],
            beginning_given=first[1],
        ),
    )


def _beginning(rng: Stream, names: list[str], people: int, size: int) -> tuple[list[Event], dict[str, int]]:
    """What everyone has at first, told outright or by comparison with someone before."""
    begin: list[Event] = []
    have: dict[str, int] = {}
    for place, who in enumerate(names):
        number = rng.integer(4, size)
        kind = rng.choice(BEGINNINGS) if 0 < place < people else "is"
        if kind == "is":
            have[who] = number
            begin.append((kind, who, "", number))
            continue
        other = names[rng.below(place)]
        base = have[other]
        if kind == "fewer" and base < 4:
            kind = "more"
        if kind == "times":
            number = rng.integer(2, 4)
            have[who] = base * number
        elif kind == "fewer":
            number = rng.integer(2, base - 2)
            have[who] = base - number
        else:
            have[who] = base + number
        begin.append((kind, who, other, number))
    return begin, have


def _event(rng: Stream, cast: list[str], have: dict[str, int], size: int) -> Event:
    """An event that leaves everyone with a whole number of things, at least one and not too many."""
    who, other = rng.sample(cast, 2)
    own, most = have[who], 20 * size
    kind = rng.choice(_possible(own, most))
    if kind == "matches" and own + have[other] < most:
        return kind, who, other, 1
    if kind == "half":
        return kind, who, other, 2
    if kind in ("loses", "gives"):
        return kind, who, other if kind == "gives" else "", rng.integer(2, own - 1)
    if kind == "times":
        return kind, who, "", rng.integer(2, min(4, (most - 1) // own))
    if kind == "parts":
        return kind, who, "", rng.choice(_heaps(own))
    return "gets", who, "", rng.integer(2, size)


@lru_cache(maxsize=4096)
def _possible(own: int, most: int) -> list[str]:
    """What can happen to someone with so many things."""
    return [
        "gets",
        "matches",
        *(["loses", "gives"] if own > 3 else []),
        *(["half"] if own % 2 == 0 else []),
        *(["times"] if 2 * own < most else []),
        *(["parts"] if _heaps(own) else []),
    ]


def _heaps(own: int) -> list[int]:
    return [number for number in (2, 3, 4) if own % number == 0 and own > number]


def _changes(event: Event, have: dict[str, int]) -> list[Change]:
    """For each person whose number of things changes: who, before, sign, by how much, after."""
    kind, who, other, number = event
    own = have[who]
    if kind in ("gets", "matches"):
        number = have[other] if kind == "matches" else number
        return [(who, own, "+", number, own + number)]
    if kind == "times":
        return [(who, own, "*", number, own * number)]
    if kind == "parts":
        return [(who, own, "/", number, own // number)]
    number = own // 2 if kind == "half" else number
    lost = (who, own, "-", number, own - number)
    return [lost] if kind == "loses" else [lost, (other, have[other], "+", number, have[other] + number)]


def _trail(
    story: list[tuple[Event, list[Change]]], begin: list[Event], asked: str
) -> tuple[list[tuple[int, Change]], list[str]]:
    """What matters for the one asked for: changes with their moments, the last first, then the people at first."""
    trail: list[tuple[int, Change]] = []
    needed = {asked}
    for moment in range(len(story) - 1, -1, -1):
        (kind, who, other, _), changes = story[moment]
        trail += [(moment, change) for change in reversed(changes) if change[0] in needed]
        if kind == "matches" and who in needed:
            needed.add(other)
        if kind == "half" and other in needed:
            needed.add(who)
    beginners = []
    for _, who, other, _ in reversed(begin):
        if who in needed:
            beginners.append(who)
            needed.add(other)
    return trail, beginners


def _steps(trail: list[tuple[int, Change]], beginners: list[tuple[str, int]], count: int) -> tuple[Step, ...]:
    """What was found from the end, told from the beginning."""
    return (
        *[Step("begin", {"who": who, "count": number}) for who, number in reversed(beginners)],
        *[
            Step("event", {"moment": moment, "who": who, "before": before, "sign": sign, "by": by, "after": after})
            for moment, (who, before, sign, by, after) in reversed(trail)
        ],
        Step("end", {"count": count}),
    )


def _traced(facts: Facts, person: str, moment: int) -> tuple[int, int]:
    """What a person has after so many events, as a fraction: the question is carried back to the beginning.

    At each moment it asks for a weighted sum of what people have then, plus a number, all over a divisor.
    """
    weights: dict[str, int] = {person: 1}
    constant, divisor = 0, 1
    for kind, who, other, number in reversed(facts["events"][:moment]):
        weight = weights.get(who, 0)
        if kind in ("gets", "loses"):
            constant += weight * (number if kind == "gets" else -number)
        elif kind == "gives":
            constant += (weights.get(other, 0) - weight) * number
        elif kind == "times":
            weights[who] = weight * number
        elif kind == "matches":
            weights[other] = weights.get(other, 0) + weight
        elif kind in ("parts", "half"):
            weights = {name: value * number for name, value in weights.items()}
            constant, divisor = constant * number, divisor * number
            weights[who] = weight if kind == "parts" else weight + weights.get(other, 0) // number
    by_name = {who: (kind, other, number) for kind, who, other, number in facts["begin"]}
    for _ in range(len(by_name) ** 2):
        if not weights:
            break
        who, weight = weights.popitem()
        kind, other, number = by_name[who]
        constant += {"fewer": -number, "times": 0}.get(kind, number) * weight
        if kind != "is":
            weights[other] = weights.get(other, 0) + weight * (number if kind == "times" else 1)
    return constant, divisor


def _has(facts: Facts, person: str, moment: int, count: numbers.Number) -> bool:
    constant, divisor = _traced(facts, person, moment)
    return count * divisor == constant


def check(facts: Facts, reply: str) -> Verdict:
    constant, divisor = _traced(facts, facts["asked"], len(facts["events"]))
    return numbers.judge(reply, lambda count: count * divisor == constant, units=facts["thing"])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "end":
        return _has(facts, facts["asked"], len(facts["events"]), claim["count"])
    who = claim["who"]
    if step.rule == "begin":
        return _has(facts, who, 0, claim["count"])
    before, by, after, moment = claim["before"], claim["by"], claim["after"], claim["moment"]
    back = {"+": after - by, "-": after + by, "*": after / by, "/": after * by}[claim["sign"]]
    return (
        0 <= moment < len(facts["events"])
        and back == before != after
        and _has(facts, who, moment, before)
        and _has(facts, who, moment + 1, after)
    )


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "begin": rng.shuffled(facts["begin"])}


def canonical(facts: Facts) -> list[Any]:
    """People by number as the question leads to them, without asides and without people it does not lead to."""
    told = [event for event in facts["events"] if event[0] != "aside"]
    by_name = {event[1]: event for event in facts["begin"]}
    found = {facts["asked"]: 1, **{name: 1 for _, who, other, _ in told for name in (who, other) if name}}
    order = list(found)
    for name in order:
        other = by_name[name][2]
        if other and other not in found:
            found[other] = 1
            order.append(other)
    number = {"": 0, **{name: place for place, name in enumerate(order, 1)}}

    def plain(event: Event) -> list[Any]:
        return [event[0], number[event[1]], number[event[2]], event[3]]

    return [[plain(by_name[name]) for name in order], [plain(event) for event in told]]
