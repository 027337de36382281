"""Converting between units of length, mass, volume and time whose factors are exact by definition."""

from __future__ import annotations

from fractions import Fraction

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Millimetres, milligrams, millilitres, seconds. The international yard is 0.9144 m and the pound 0.45359237 kg
# (agreement of 1959); the US gallon is 231 cubic inches (NIST Handbook 44, appendix C).
KINDS = {
    "length": {"mm": 1, "cm": 10, "m": 1000, "km": 10**6},
    "imperial length": {"inches": 1, "feet": 12, "yards": 36, "miles": 63360},
    "mass": {"mg": 1, "g": 1000, "kg": 10**6, "t": 10**9},
    "imperial mass": {"ounces": 1, "pounds": 16, "stones": 224, "short tons": 32000},
    "volume": {"ml": 1, "cl": 10, "l": 1000, "m^3": 10**6},
    "US volume": {"US fluid ounces": 1, "US pints": 16, "US quarts": 32, "US gallons": 128},
    "time": {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800},
}
# Tenths of a unit that are converted, and units that are passed on the way.
LEVELS = ({"size": 200}, {"size": 1000}, {"size": 5000}, {"size": 50_000}, {"size": 10**6})


def make(rng: Stream, *, size: int) -> Problem:
    kind = rng.choice(tuple(KINDS))
    units = KINDS[kind]
    source, target = rng.sample(tuple(units), 2)
    amount = Fraction(rng.integer(1, size), rng.choice((1, 2, 4, 5, 10)))
    amount += amount == 1  # "1 feet" would be no English
    in_least = amount * units[source]
    result = in_least / units[target]
    least = next(iter(units))
    return Problem(
        facts={"amount": str(amount), "source": source, "target": target},
        answer=str(result),
        steps=(
            Step("to_least", {"factor": units[source], "least": least, "whole": str(in_least)}),
            Step("to_target", {"whole": str(in_least), "divisor": units[target], "converted": str(result)}),
        ),
        mistakes=mistakes(
            str(result),
            factor_turned_over=amount * units[target] / units[source],
            not_divided=in_least,
            one_zero_less=result / 10,
        ),
    )


def _size(unit: str) -> tuple[str, int]:
    for kind, units in KINDS.items():
        if unit in units:
            return kind, units[unit]
    raise ValueError(f"no unit {unit!r}")


def check(facts: Facts, reply: str) -> Verdict:
    """Converted back exactly, the number must measure the same quantity in the given unit."""
    (kind, source), (other, target) = _size(facts["source"]), _size(facts["target"])
    if kind != other:
        raise ValueError(f"{facts['source']} and {facts['target']} are of different kinds")
    # Back from the target: the same quantity, measured in the source.
    return numbers.judge(
        reply,
        lambda value: value * target == Fraction(facts["amount"]) * source,
        units=(facts["target"], facts["target"].rstrip("s")),
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    kind, source = _size(facts["source"])
    _, target = _size(facts["target"])
    whole = Fraction(claim["whole"])
    if whole != Fraction(facts["amount"]) * source:
        return False
    if step.rule == "to_least":
        return claim["factor"] == source and KINDS[kind].get(claim["least"]) == 1
    return claim["divisor"] == target and Fraction(claim["converted"]) * target == whole
