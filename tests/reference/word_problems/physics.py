"""By pint, which knows units by itself: the laws are tried in every direction."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import permutations
from math import isclose
from typing import Any

import pint

REGISTRY = pint.UnitRegistry()
LAWS = {
    "motion": "distance speed time", "density": "mass density volume", "acceleration": "force mass acceleration",
    "work": "energy force distance", "power": "energy power time", "resistance": "voltage resistance current",
    "electricity": "power voltage current", "pressure": "force pressure area", "charge": "charge current time",
}  # fmt: skip
DIMENSION = {
    name: REGISTRY(unit).dimensionality
    for name, unit in {
        "distance": "m", "speed": "m/s", "time": "s", "mass": "kg", "density": "kg/m^3", "volume": "m^3", "force": "N",
        "acceleration": "m/s^2", "energy": "J", "power": "W", "voltage": "V", "resistance": "ohm", "current": "A",
        "pressure": "Pa", "area": "m^2", "charge": "C",
    }.items()
}  # fmt: skip


@cache
def unit(text: str) -> Any:
    return REGISTRY(text).to_base_units()


def right(facts: Any, answer: str) -> bool:
    known = {name: float(Fraction(number)) * unit(text) for name, number, text in facts["given"]}
    for law in facts["laws"]:
        whole, one, other = LAWS[law].split()
        for a, b in permutations((one, other)):
            if whole in known and a in known:
                known.setdefault(b, known[whole] / known[a])
            elif one in known and other in known:
                known.setdefault(whole, known[one] * known[other])
    number, text = answer.split(" ")
    claimed, true = float(Fraction(number)) * unit(text), known[facts["asked"]]
    if claimed.dimensionality != DIMENSION[facts["asked"]]:
        return False
    return isclose(claimed.to(true.units).magnitude, true.magnitude, rel_tol=1e-9)
