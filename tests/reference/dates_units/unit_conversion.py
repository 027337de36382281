"""By pint, with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from pint import UnitRegistry

NAMES = {
    "t": "metric_ton",
    "stones": "stone",
    "short tons": "short_ton",
    "US fluid ounces": "fluid_ounce",
    "US pints": "pint",
    "US quarts": "quart",
    "US gallons": "gallon",
}


@cache
def registry() -> Any:
    return UnitRegistry(non_int_type=Fraction)


def right(facts: Any, answer: str) -> bool:
    source, target = (NAMES.get(facts[key], facts[key]) for key in ("source", "target"))
    quantity = registry().Quantity(Fraction(facts["amount"]), source)
    return bool(quantity.to(target).magnitude == Fraction(answer))
