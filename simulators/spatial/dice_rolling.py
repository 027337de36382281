"""Which number a face of a die shows, or what the top faces add up to, after the die was rolled over a board."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"rolls": 4, "asked": ("top",)},
    {"rolls": 6, "asked": ("top", "bottom")},
    {"rolls": 9, "asked": ("top", "bottom", "north", "east", "south", "west")},
    {"rolls": 14, "asked": ("north", "east", "south", "west", "sum")},
    {"rolls": 24, "asked": ("north", "east", "south", "west", "sum")},
)
WAYS = ("north", "east", "south", "west")
OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east", "top": "bottom", "bottom": "top"}


def make(rng: Stream, *, rolls: int, asked: tuple[str, ...]) -> Problem:
    top = start_top = rng.integer(1, 6)
    north = start_north = rng.choice([n for n in range(1, 7) if n not in (top, 7 - top)])
    east = start_east = rng.choice([n for n in range(1, 7) if n not in (top, 7 - top, north, 7 - north)])
    path = [rng.choice(WAYS) for _ in range(rolls)]
    steps, tops, before = [], [top], top
    for number, way in enumerate(path, 1):
        before = top
        if way == "north":
            top, north = 7 - north, top
        elif way == "south":
            top, north = north, 7 - top
        elif way == "east":
            top, east = 7 - east, top
        else:
            top, east = east, 7 - top
        tops.append(top)
        steps.append(Step("roll", {"rolls": number, "top": top, "north": north, "east": east}))
    wanted = rng.choice(asked)
    faces = {"top": top, "north": north, "east": east, "bottom": 7 - top, "south": 7 - north, "west": 7 - east}
    value = sum(tops) if wanted == "sum" else faces[wanted]
    steps.append(Step("sum", {"tops": tops, "sum": value}) if wanted == "sum" else Step("face", {"value": value}))
    slips: dict[str, object] = {"opposite_face": 7 - value, "neighbouring_face": east if wanted == "top" else top}
    slips["last_roll_forgotten"] = before if wanted == "top" else start_east
    if wanted == "sum":
        slips = {"start_forgotten": value - start_top, "last_roll_forgotten": value - top}
        slips["bottoms_added"] = 7 * len(tops) - value
    return Problem(
        facts={"top": start_top, "north": start_north, "east": start_east, "path": path, "asked": wanted},
        answer=str(value),
        steps=tuple(steps),
        mistakes=mistakes(str(value), **slips),
    )


def _face(facts: Facts, side: str, rolls: int) -> int:
    """The number on a side after so many rolls: the side is followed back to where it was at the beginning."""
    for way in facts["path"][:rolls][::-1]:
        if way not in WAYS:
            raise ValueError(f"no way to roll: {way!r}")
        if side == way:  # what faces the way of the roll was on top, that on top was behind, and so on
            side = "top"
        elif side == "top":
            side = OPPOSITE[way]
        elif side == OPPOSITE[way]:
            side = "bottom"
        elif side == "bottom":
            side = way
    return facts[side] if side in ("top", "north", "east") else 7 - facts[OPPOSITE[side]]


def _asked(facts: Facts) -> int:
    every = len(facts["path"])
    if facts["asked"] == "sum":
        return sum([_face(facts, "top", rolls) for rolls in range(every + 1)])
    return _face(facts, facts["asked"], every)


def check(facts: Facts, reply: str) -> Verdict:
    value = _asked(facts)
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "face":
        return claim["value"] == _asked(facts)
    if step.rule == "sum":
        tops = [_face(facts, "top", rolls) for rolls in range(len(facts["path"]) + 1)]
        return claim["tops"] == tops and claim["sum"] == sum(tops)
    rolls = claim["rolls"]
    fits = all(claim[side] == _face(facts, side, rolls) for side in ("top", "north", "east"))
    return 0 < rolls <= len(facts["path"]) and fits


def canonical(facts: Facts) -> list[Any]:
    return [facts["top"], facts["north"], facts["east"], facts["path"], facts["asked"]]
