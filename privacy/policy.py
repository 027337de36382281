"""What a release may give away: thresholds with their reasons, from a YAML file or a preset.

A risk *fails* where it is proven (p below ``alpha`` after Holm's correction) and larger than ``at_most``; it *passes*
where the upper limit of its interval lies below ``surely_below``; else there is not enough data to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from privacy.core import PrivacyError

RELEASE, QUARANTINE = "release", "quarantine"
LARGEST = 100_000  # bytes of a policy file: aliases in YAML can grow a small file without end, a large one is none


@dataclass(frozen=True, slots=True)
class Threshold:
    """What one risk may be, and ``why``. Raises PrivacyError outside 0 <= ``at_most`` <= ``surely_below`` <= 1."""

    at_most: float
    surely_below: float
    why: str

    def __post_init__(self) -> None:
        if not 0 <= self.at_most <= self.surely_below <= 1:
            raise PrivacyError(
                f"expected 0 <= at_most <= surely_below <= 1, got {self.at_most:g} and {self.surely_below:g}"
            )


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds by the names of risks, ``other`` for those not named; ``unsure``: what is done without a verdict."""

    name: str
    why: str
    alpha: float
    unsure: str
    other: Threshold
    risks: Mapping[str, Threshold]

    def threshold(self, risk: str) -> Threshold:
        """The threshold of a risk: of several tables it bears the table's name before a colon; "canaries" is of all."""
        name = risk.rsplit(": ", 1)[-1]
        return next((one for key, one in self.risks.items() if name == key or name.startswith(f"{key} ")), self.other)


def presets() -> list[str]:
    """The names of the policies that come along."""
    return sorted(path.name.removesuffix(".yaml") for path in _shipped().iterdir() if path.name.endswith(".yaml"))


def read(policy: str) -> Policy:
    """A preset by its name, or the policy in a YAML file. Raises PrivacyError naming the file and the field.

    >>> read("public").threshold("exact copies").at_most
    0.0
    """
    if policy in presets():
        return parse((_shipped() / f"{policy}.yaml").read_text(encoding="utf-8"), policy)
    path = Path(policy)
    if not path.is_file():
        raise PrivacyError(f"no policy {policy!r}; there are: {', '.join(presets())}, or give a YAML file")
    if path.stat().st_size > LARGEST:
        raise PrivacyError(f"{path}: expected a policy of at most {LARGEST:,} bytes, got {path.stat().st_size:,}")
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise PrivacyError(f"{path}: expected UTF-8 text: {error}") from error


def _shipped() -> Any:
    return resources.files("privacy") / "policies"


def parse(text: str, source: str) -> Policy:
    """The policy in a YAML text, whose name in errors is ``source``."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise PrivacyError(f"{source}: a policy holds no anchors (&) and aliases (*): they grow without end")
        found = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise PrivacyError(f"{source}: {' '.join(str(error).split())}") from error
    fields = {"name", "why", "alpha", "unsure", "other", "risks"}
    if not isinstance(found, dict) or set(found) - fields or not {"name", "other"} <= set(found):
        got = sorted(map(str, found)) if isinstance(found, dict) else type(found).__name__
        raise PrivacyError(f"{source}: expected the fields name, why, alpha, unsure, other and risks, got {got}")
    alpha = found.get("alpha", 0.05)
    if not isinstance(alpha, float) or not 0 < alpha < 1:
        raise PrivacyError(f"{source}: expected alpha between 0 and 1, got {alpha!r}")
    unsure = found.get("unsure", QUARANTINE)
    if unsure not in (RELEASE, QUARANTINE):
        raise PrivacyError(f"{source}: expected unsure to be {RELEASE} or {QUARANTINE}, got {unsure!r:.40}")
    risks = found.get("risks") or {}
    if not isinstance(risks, dict):
        raise PrivacyError(f"{source}: expected risks as a mapping of names to thresholds, got {risks!r:.60}")
    named = {str(name): _threshold(one, f"{source}, {name}") for name, one in risks.items()}
    other = _threshold(found["other"], f"{source}, other")
    return Policy(str(found["name"]), str(found.get("why", "")), alpha, unsure, other, named)


def _threshold(found: Any, place: str) -> Threshold:
    if not isinstance(found, dict) or set(found) != {"at_most", "surely_below", "why"}:
        raise PrivacyError(f"{place}: expected at_most, surely_below and why, got {found!r:.60}")
    limits = (found["at_most"], found["surely_below"])
    if not all(isinstance(limit, int | float) and not isinstance(limit, bool) for limit in limits):
        raise PrivacyError(f"{place}: expected numbers, got {limits[0]!r:.40} and {limits[1]!r:.40}")
    try:
        return Threshold(float(limits[0]), float(limits[1]), str(found["why"]))
    except PrivacyError as error:
        raise PrivacyError(f"{place}: {error}") from error
