"""A call that got an error: what the tool refused is mended, and nothing else."""

from __future__ import annotations

from typing import Any

from simulators.checks import schemas
from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _calls, _requests, _talk

VERSION = 1
SHARED = {"schemas.fault": "what a tool refuses is what the world is; the maker only notes its error"}
LEVELS = (
    {"plain": True, "faults": ("missing",), "strangers": 0},
    {"plain": True, "faults": ("missing", "renamed"), "strangers": 0},
    {"plain": False, "faults": ("missing", "renamed", "words"), "strangers": 4},
    {"plain": False, "faults": ("renamed", "words", "unknown"), "strangers": 10},
    {"plain": False, "faults": ("missing", "renamed", "words", "unknown"), "strangers": 20},
)


def make(rng: Stream, *, plain: bool, faults: tuple[str, ...], strangers: int) -> Problem:
    today = _requests.today(rng)
    request = _requests.drawn(rng, rng.choice([*_requests.INTENTS]), today, plain=plain)
    facts = _requests.facts_of(rng, today, [request], strangers)
    tried = _spoilt(rng, request, rng.choice(faults))
    error = schemas.fault(_talk.catalogue()[request.tool]["function"]["parameters"], tried)
    facts["tried"] = {"tool": request.tool, "arguments": tried, "error": error}
    wrongs = {
        "same_again": _requests.calling((request.tool, tried)),
        "wrong_argument": _requests.calling((request.tool, _requests.changed(rng, request))),
        "gave_up": _requests.saying("I am sorry, the tool does not work.\nStatus: impossible"),
    }
    answer = _requests.calling((request.tool, request.values))
    steps = [Step("error", {"error": error, "tool": request.tool}), *_requests.thought([request])]
    return _requests.problem(facts, answer, steps, wrongs)


def _spoilt(rng: Stream, request: _requests.Request, fault: str) -> dict[str, Any]:
    """Arguments that the tool refuses."""
    names = [name for name in request.values if name != "note"]
    told = [name for name in names if not isinstance(request.values[name], str)]
    name = rng.choice(told if fault == "words" and told else names)
    if fault == "words" and told:
        return {**request.values, name: request.words[name]}
    if fault == "renamed":
        return {("the_" + each if each == name else each): value for each, value in request.values.items()}
    if fault == "unknown":
        return {**request.values, "confirm": True}
    return {each: value for each, value in request.values.items() if each != name}


def check(facts: Facts, reply: str) -> Verdict:
    """The user's words are read anew for each parameter; the calls must be just those, whatever their order."""
    return _calls.judge(facts, reply)


def check_step(facts: Facts, step: Step) -> bool:
    if step.rule == "error":
        return all(facts["tried"][name] == value for name, value in step.claim.items())
    return _calls.holds(facts, step)


def canonical(facts: Facts) -> Any:
    return [_calls.canonical(facts), facts["tried"]]


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.single("tool_use.repair_call", facts, answer, _talk.failed(facts["tried"]))
