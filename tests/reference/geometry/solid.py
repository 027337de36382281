"""By integrating the cross-section of each part with sympy; the surface by views from the six sides of a tower."""

from __future__ import annotations

from functools import cache
from typing import Any

from sympy import Rational, integrate, symbols

x, r, s, h = symbols("x r s h", positive=True)


@cache
def volumes() -> dict[str, Any]:
    """Volume of each shape, over pi for the round ones, with r the first radius, s the second, h the height."""
    areas = {"cylinder": r**2, "tube": r**2 - s**2, "cone": (r * x / h) ** 2, "frustum": (r + (s - r) * x / h) ** 2}
    found = {shape: integrate(area, (x, 0, h)) for shape, area in areas.items()}
    return found | {"hemisphere": integrate(r**2 - x**2, (x, 0, r))}


def right(facts: Any, answer: str) -> bool:
    if facts["kind"] == "box_surface":
        _, wide, deep, _ = facts["parts"][0]
        front = sum(part[1] * part[3] for part in facts["parts"])
        side = sum(part[2] * part[3] for part in facts["parts"])
        return 2 * (front + side + wide * deep) == Rational(answer)
    total = Rational(0)
    for shape, *sizes in facts["parts"]:
        if shape == "box":
            total += sizes[0] * sizes[1] * sizes[2]
        elif len(sizes) == 3:
            total += volumes()[shape].subs({r: sizes[0], s: sizes[1], h: sizes[2]})
        else:
            total += volumes()[shape].subs({r: sizes[0], h: sizes[-1]})
    return bool(total == Rational(answer))
