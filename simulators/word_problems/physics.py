"""A physical quantity with its unit, from one or two laws and quantities in mixed units; any right unit will do."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
# How many laws, whether the product is asked for and not a factor, how many of a quantity's units are used, digits.
LEVELS = (
    {"laws": 1, "product": True, "units": 1, "digits": 2},
    {"laws": 1, "product": False, "units": 1, "digits": 2},
    {"laws": 1, "product": False, "units": 4, "digits": 2},
    {"laws": 2, "product": True, "units": 4, "digits": 2},
    {"laws": 2, "product": False, "units": 4, "digits": 3},
)
# A product and its two factors.
LAWS = {
    "motion": ("distance", "speed", "time"),
    "density": ("mass", "density", "volume"),
    "acceleration": ("force", "mass", "acceleration"),
    "work": ("energy", "force", "distance"),
    "power": ("energy", "power", "time"),
    "resistance": ("voltage", "resistance", "current"),
    "electricity": ("power", "voltage", "current"),
    "pressure": ("force", "pressure", "area"),
    "charge": ("charge", "current", "time"),
}
# Two laws and the quantity that leads from the one to the other.
CHAINS = (
    ("acceleration", "work", "force"), ("acceleration", "pressure", "force"), ("density", "acceleration", "mass"),
    ("work", "power", "energy"), ("motion", "work", "distance"), ("resistance", "charge", "current"),
    ("electricity", "power", "power"),
)  # fmt: skip
# The units of a quantity with how many of the first one each is.
UNITS = {
    "distance": (("m", 1, 1), ("km", 1000, 1), ("cm", 1, 100), ("mm", 1, 1000)),
    "time": (("s", 1, 1), ("min", 60, 1), ("h", 3600, 1), ("ms", 1, 1000)),
    "speed": (("m/s", 1, 1), ("km/h", 5, 18), ("cm/s", 1, 100), ("mm/s", 1, 1000)),
    "mass": (("kg", 1, 1), ("g", 1, 1000), ("t", 1000, 1)),
    "volume": (("m^3", 1, 1), ("L", 1, 1000), ("cm^3", 1, 10**6)),
    "density": (("kg/m^3", 1, 1), ("g/cm^3", 1000, 1), ("kg/L", 1000, 1)),
    "force": (("N", 1, 1), ("kN", 1000, 1), ("mN", 1, 1000)),
    "acceleration": (("m/s^2", 1, 1), ("cm/s^2", 1, 100)),
    "energy": (("J", 1, 1), ("kJ", 1000, 1), ("kWh", 3_600_000, 1), ("MJ", 10**6, 1)),
    "power": (("W", 1, 1), ("kW", 1000, 1), ("mW", 1, 1000)),
    "voltage": (("V", 1, 1), ("kV", 1000, 1), ("mV", 1, 1000)),
    "current": (("A", 1, 1), ("mA", 1, 1000)),
    "resistance": (("ohm", 1, 1), ("kohm", 1000, 1)),
    "area": (("m^2", 1, 1), ("cm^2", 1, 10**4), ("mm^2", 1, 10**6)),
    "pressure": (("Pa", 1, 1), ("kPa", 1000, 1), ("MPa", 10**6, 1)),
    "charge": (("C", 1, 1), ("mC", 1, 1000)),
}


def make(rng: Stream, *, laws: int, product: bool, units: int, digits: int) -> Problem:
    used, shared = [rng.choice(tuple(LAWS))], ""
    if laws == 2:
        *used, shared = rng.choice(CHAINS)
    whole, *factors = LAWS[used[-1]]
    asked = whole if product and whole != shared else rng.choice([name for name in factors if name != shared])
    names = dict.fromkeys(name for law in used for name in LAWS[law] if name not in (asked, shared))
    given, steps = [], []
    value, raw = {}, {}
    for name in rng.shuffled(tuple(names)):
        unit, top, bottom = rng.choice(UNITS[name][:units])
        number = Fraction(rng.digits(digits), rng.choice((1, 1, 2, 5, 10)) if units > 1 else 1)
        value[name], raw[name] = number * top / bottom, number
        given.append([name, _number(number), unit])
        if unit != UNITS[name][0][0]:
            steps.append(Step("convert", {"name": name, "number": _number(value[name]), "unit": UNITS[name][0][0]}))
    for law, name in zip(used, (shared, asked) if shared else (asked,), strict=True):
        left, sign, right = _solved(law, name)
        a, b = value[left], value[right]
        value[name] = a * b if sign == "*" else a / b
        raw[name] = raw[left] * raw[right] if sign == "*" else raw[left] / raw[right]
        claim = {"name": name, "left": left, "sign": sign, "right": right}
        numbered = {"numbers": [_number(a), _number(b)], "number": _number(value[name]), "unit": UNITS[name][0][0]}
        steps.append(Step("law", {**claim, **numbered}))
    answer = f"{_number(value[asked])} {UNITS[asked][0][0]}"
    wrong_values = {"conversion_forgotten": raw[asked], "law_turned_over": a / b if sign == "*" else b / a}
    told = {name: f"{_number(wrong_value)} {UNITS[asked][0][0]}" for name, wrong_value in wrong_values.items()}
    return Problem(
        facts={"laws": used, "shared": shared, "given": given, "asked": asked},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **told, unit_of_another=f"{_number(value[asked])} {UNITS[left][0][0]}"),
    )


def _solved(law: str, name: str) -> tuple[str, str, str]:
    """The law solved for a quantity: the other two and the sign between them."""
    whole, one, other = LAWS[law]
    return (one, "*", other) if name == whole else (whole, "/", other if name == one else one)


def _number(value: Fraction) -> str:
    """A decimal where it ends soon, else a fraction."""
    for places in range(10):
        if 10**places % value.denominator == 0:
            whole, rest = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
            return f"{whole}.{rest:0{places}d}" if places else str(whole)
    return str(value)


# Powers of metre, kilogram, second and ampere.
Dimension = tuple[int, int, int, int]
_SYMBOLS: dict[str, tuple[Dimension, Fraction]] = {
    symbol: (dimension, Fraction(size))
    for symbol, dimension, size in (
        ("m", (1, 0, 0, 0), 1), ("g", (0, 1, 0, 0), "1/1000"), ("t", (0, 1, 0, 0), 1000), ("s", (0, 0, 1, 0), 1),
        ("min", (0, 0, 1, 0), 60), ("h", (0, 0, 1, 0), 3600), ("A", (0, 0, 0, 1), 1), ("L", (3, 0, 0, 0), "1/1000"),
        ("l", (3, 0, 0, 0), "1/1000"), ("N", (1, 1, -2, 0), 1), ("J", (2, 1, -2, 0), 1), ("W", (2, 1, -3, 0), 1),
        ("Wh", (2, 1, -2, 0), 3600), ("V", (2, 1, -3, -1), 1), ("ohm", (2, 1, -3, -2), 1),
        ("\u03a9", (2, 1, -3, -2), 1), ("Pa", (-1, 1, -2, 0), 1), ("C", (0, 0, 1, 1), 1),
    )
}  # fmt: skip
_PREFIXES = {"k": "1000", "m": "1/1000", "c": "1/100", "d": "1/10", "M": "1000000", "u": "1/1000000", "µ": "1/1000000"}
_WORDS = {
    "metre": "m", "meter": "m", "kilometre": "km", "kilometer": "km", "second": "s", "minute": "min", "hour": "h",
    "gram": "g", "kilogram": "kg", "tonne": "t", "litre": "L", "liter": "L", "newton": "N", "joule": "J", "watt": "W",
    "volt": "V", "ampere": "A", "amp": "A", "ohm": "ohm", "pascal": "Pa", "coulomb": "C",
}  # fmt: skip
_FACTOR = re.compile(r" ?([*/]?) ?([^\W\d_]{1,12})(?:(?:\^|\*\*)\{?(-?[1-4])\}?)?")
_REPLY = re.compile(
    r"(?:[A-Za-z] ?= ?)?"
    r"(?P<number>[-+0-9][-+0-9.,/ ]*(?:[eE][-+]?[0-9]+|(?:\*|×|·|\\times|\\cdot) ?10\^\{?[-+]?[0-9]+\}?)?"
    r"|\\[dt]?frac\{[0-9]+\}\{[0-9]+\})\s*"
    r"(?P<unit>[^\W\d_].*)"
)


@lru_cache(maxsize=256)
def _unit(text: str) -> tuple[Dimension, Fraction] | None:
    """What a unit measures and how many of the coherent unit it is, factor by factor; None for no unit."""
    text = text.replace(" per ", "/").replace("²", "^2").replace("³", "^3").replace("·", "*").replace("\\cdot", "*")
    dimension, size, at = [0, 0, 0, 0], Fraction(1), 0
    while at < len(text):
        factor = _FACTOR.match(text, at)
        found = _symbol(factor[2]) if factor else None
        if factor is None or found is None:
            return None
        power = int(factor[3] or 1) * (-1 if factor[1] == "/" else 1)
        dimension = [old + power * new for old, new in zip(dimension, found[0], strict=True)]
        size *= found[1] ** power
        at = factor.end()
    length, mass, time, current = dimension
    return (length, mass, time, current), size


def _symbol(text: str) -> tuple[Dimension, Fraction] | None:
    text = _WORDS.get(text.lower().removesuffix("s"), text) if len(text) > 2 else text
    if text in _SYMBOLS:
        return _SYMBOLS[text]
    prefix, rest = text[0], _SYMBOLS.get(text[1:])
    return (rest[0], rest[1] * Fraction(_PREFIXES[prefix])) if rest and prefix in _PREFIXES else None


def _known(facts: Facts) -> dict[str, Fraction]:
    """The given quantities in coherent units, and the one that two laws share."""
    known = {}
    for name, number, unit in facts["given"]:
        measure = _unit(unit)
        if measure is None:
            raise ValueError(f"no unit {unit!r}")
        known[name] = Fraction(number) * measure[1]
    for law in facts["laws"][:-1]:
        whole, one, other = LAWS[law]
        if whole in known:
            first, second = (one, other) if one in known else (other, one)
            known[second] = known[whole] / known[first]
        else:
            known[whole] = known[one] * known[other]
    return known


def _fits(facts: Facts, known: dict[str, Fraction], value: numbers.Number) -> bool:
    """Whether the last law holds with this value for what is asked."""
    whole, one, other = (value if name == facts["asked"] else known[name] for name in LAWS[facts["laws"][-1]])
    return whole == one * other


def check(facts: Facts, reply: str) -> Verdict:
    text = final(reply) or ""
    match = _REPLY.fullmatch(text) if len(text) < 200 else None
    value = numbers.parse(match["number"].strip()) if match else None
    measure = _unit(match["unit"]) if match else None
    if value is None or measure is None:
        return wrong("expected one number with its unit")
    dimension, size = measure
    wanted = _unit(UNITS[facts["asked"]][0][0])
    if wanted is None or dimension != wanted[0]:
        return wrong(f"this is not a unit of {facts['asked']}")
    return RIGHT if _fits(facts, _known(facts), value * size) else wrong(f"{text[:40]} does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim, known = step.claim, _known(facts)
    name, number = claim["name"], Fraction(claim["number"])
    if claim["unit"] != UNITS[name][0][0]:
        return False
    if step.rule == "convert":
        return known[name] == number
    left, sign, right = claim["left"], claim["sign"], claim["right"]
    if name == facts["asked"]:
        if not _fits(facts, known, number):
            return False
    elif known[name] != number:
        return False
    a, b = map(Fraction, claim["numbers"])
    law = (name, left, right) if sign == "*" else (left, name, right)
    lawful = any((law[0], *order) == LAWS[each] for each in facts["laws"] for order in (law[1:], law[:0:-1]))
    return lawful and sign in ("*", "/") and a == known[left] and b == known[right]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "given": rng.shuffled(facts["given"])}


def canonical(facts: Facts) -> list[Any]:
    return [facts["laws"], sorted(map(list, facts["given"])), facts["asked"]]
