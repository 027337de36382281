"""Judges single steps of a trajectory's reasoning, and tells which problems are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from simulators.checks.trajectories import Call, Fault, Law, Replay, required, required_before, statuses
from simulators.core import Facts, Step


def holds(facts: Facts, step: Step, law: Law, call: Call, tools: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a step's claim is true: what a call finds or changes, which fields a rule reads, what is to be said."""
    claim = step.claim
    if step.rule in ("rule", "state"):
        grounds = [ground for wish in facts["wishes"] for ground in law.grounds(facts, wish)]
        return claim in grounds and (step.rule == "state") == (claim["rule"] == 0)
    if step.rule == "ask":
        return claim["before"] in range(1, len(facts["said"])) and claim["names"] == required_before(
            law, facts, claim["before"]
        )
    if step.rule == "tell":
        return claim["status"] in statuses(law, facts) and claim["names"] == required(law, facts)
    replay = Replay(facts, law, call, tools)
    replay.seen.extend([*facts["said"], json.dumps(facts["state"])])
    replay.turn = len(facts["said"]) - 1
    try:
        for name, arguments in claim.get("after", ()):
            if "error" in replay.do(name, arguments):
                return False
        result = replay.do(claim["tool"], claim["arguments"])
    except Fault:
        return False
    if step.rule == "look_up":
        return replay.state is facts["state"] and set(claim["finds"]) <= _leaves(result)
    return step.rule == "change" and replay.state is not facts["state"] and result == claim["finds"]


def _leaves(value: Any) -> set[Any]:
    if isinstance(value, dict | list):
        return {leaf for part in (value.values() if isinstance(value, dict) else value) for leaf in _leaves(part)}
    return {value}


_SURFACE = re.compile(r"\b(?:[A-Z][0-9][A-Z][0-9]|[A-Z][a-z]+)\b")


def canonical(facts: Facts) -> str:
    """The problem without its surface: the state, the terms and the wishes; ids and names are numbered as they come.

    Names that are no people's are numbered as well: it does no harm.
    """
    kept = json.dumps([facts["state"], facts["terms"], facts["wishes"], sorted(facts["tools"])], ensure_ascii=False)
    places: dict[str, int] = {}
    return _SURFACE.sub(lambda found: f"#{places.setdefault(found[0], len(places))}", kept)
