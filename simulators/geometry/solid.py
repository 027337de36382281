"""The volume or the surface of a solid put together from boxes, or from round parts as a multiple of pi."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"parts": 2, "size": 12, "shapes": ("cylinder", "cone")},
    {"parts": 2, "size": 25, "shapes": ("cylinder", "cone", "hemisphere")},
    {"parts": 3, "size": 30, "shapes": ("cylinder", "cone", "hemisphere", "tube")},
    {"parts": 4, "size": 60, "shapes": ("cylinder", "cone", "hemisphere", "tube", "frustum")},
    {"parts": 6, "size": 120, "shapes": ("cylinder", "cone", "hemisphere", "tube", "frustum")},
)
KINDS = ("box_volume", "box_surface", "round_volume")


def make(rng: Stream, *, parts: int, size: int, shapes: tuple[str, ...]) -> Problem:
    kind = rng.choice(KINDS)
    solid = _round(rng, parts, size, shapes) if kind == "round_volume" else _boxes(rng, parts, size)
    values = [_part(kind, part) for part in solid]
    total = sum(values)
    steps = [Step(part[0], {"part": part, "value": str(value)}) for part, value in zip(solid, values, strict=True)]
    if kind == "box_surface":
        _, wide, deep, _ = solid[0]
        steps.append(Step("ends", {"base": wide * deep}))
        total += 2 * wide * deep
    answer = str(total)
    steps.append(Step("sum", {"values": [str(value) for value in values], "total": answer}))
    return Problem(
        facts={"kind": kind, "parts": solid},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, last_part_forgotten=total - values[-1], **_slips(kind, solid, total)),
    )


def _slips(kind: str, solid: list[list[Any]], total: numbers.Number) -> dict[str, numbers.Number]:
    if kind == "round_volume":
        # As if every part were as wide all along as at its widest.
        blunt = [part[1] ** 2 * part[-1] for part in solid]
        return {"taken_as_cylinders": sum(blunt), "radius_not_squared": sum([part[1] * part[-1] for part in solid])}
    faces = sum([2 * (a * b + b * c + c * a) for _, a, b, c in solid])
    if kind == "box_volume":
        return {"surface_instead": faces}
    return {"contacts_not_taken_off": faces, "ends_forgotten": total - 2 * solid[0][1] * solid[0][2]}


def _boxes(rng: Stream, parts: int, size: int) -> list[list[Any]]:
    """Boxes of [width, depth, height] from below to above; none is wider or deeper than the one it stands on."""
    wide, deep = rng.integer(size // 2, size), rng.integer(size // 2, size)
    solid: list[list[Any]] = []
    for _ in range(parts):
        solid.append(["box", wide, deep, rng.integer(2, size)])
        wide, deep = rng.integer(max(1, wide // 2), wide), rng.integer(max(1, deep // 2), deep)
    return solid


def _round(rng: Stream, parts: int, size: int, shapes: tuple[str, ...]) -> list[list[Any]]:
    solid: list[list[Any]] = []
    for _ in range(parts):
        shape, radius, height = rng.choice(shapes), rng.integer(2, size), rng.integer(2, size)
        if shape == "hemisphere":
            solid.append([shape, radius])
        elif shape in ("tube", "frustum"):
            solid.append([shape, radius, rng.integer(1, radius - 1), height])
        else:
            solid.append([shape, radius, height])
    return solid


def _part(kind: str, part: Sequence[Any]) -> numbers.Number:
    """What a part adds: its volume, that as a multiple of pi, or its four sides."""
    shape, first, *others = part
    if kind == "box_surface":
        return 2 * (first + others[0]) * others[1]
    if shape == "box":
        return first * others[0] * others[1]
    if shape == "hemisphere":
        return Fraction(2 * first**3, 3)
    if shape == "cylinder":
        return first * first * others[0]
    if shape == "cone":
        return Fraction(first * first * others[0], 3)
    other, height = others
    if shape == "tube":
        return (first * first - other * other) * height
    return Fraction((first * first + first * other + other * other) * height, 3)


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: 6 * value == _six_times(facts), units=("pi", "π", "\\pi", "cm^2", "cm^3"))


def _six_times(facts: Facts) -> int:
    if facts["kind"] == "box_surface":
        return 6 * _surface(facts["parts"])
    return sum([_prismoid(part) for part in facts["parts"]])


def _surface(boxes: Sequence[Sequence[Any]]) -> int:
    """All faces of all boxes, less the two faces that disappear wherever one stands on another."""
    faces = sum([2 * (wide * deep + deep * high + high * wide) for _, wide, deep, high in boxes])
    return faces - sum([2 * wide * deep for _, wide, deep, _ in boxes[1:]])


def _prismoid(part: Sequence[Any]) -> int:
    """Six times the volume: height * (bottom + 4 * middle + top), right for every section that grows as a square."""
    shape, first, *others = part
    if shape == "hemisphere":
        return first * (first * first + 3 * first * first)
    height = others[-1]
    if shape in ("box", "tube", "cylinder"):
        area = {"box": first * others[0], "tube": first**2 - others[0] ** 2, "cylinder": first**2}[shape]
        return 6 * height * area
    top = others[0] if shape == "frustum" else 0
    return height * (first * first + (first + top) ** 2 + top * top)


def check_step(facts: Facts, step: Step) -> bool:
    claim, kind, parts = step.claim, facts["kind"], [list(part) for part in facts["parts"]]
    if step.rule == "ends":
        return kind == "box_surface" and claim["base"] == parts[0][1] * parts[0][2]
    if step.rule == "sum":
        values = [6 * Fraction(value) for value in claim["values"]]
        return values == _values(kind, parts) and 6 * Fraction(claim["total"]) == _six_times(facts)
    part = list(claim["part"])
    return part in parts and step.rule == part[0] and [6 * Fraction(claim["value"])] == _values(kind, [part])


def _values(kind: str, parts: list[list[Any]]) -> list[int]:
    """Six times what each part adds; the sides of a box are its surface without its two ends."""
    if kind == "box_surface":
        return [6 * (_surface([part]) - 2 * part[1] * part[2]) for part in parts]
    return list(map(_prismoid, parts))


def canonical(facts: Facts) -> list[Any]:
    parts = [list(part) for part in facts["parts"]]
    return [facts["kind"], parts if facts["kind"] == "box_surface" else sorted(parts)]
