"""One call: the tool that fits a request among many, and its arguments out of the user's words."""

from __future__ import annotations

from typing import Any

from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _calls, _requests, _talk

VERSION = 1
LEVELS = (
    {"plain": True, "strangers": 0},
    {"plain": False, "strangers": 0},
    {"plain": False, "strangers": 8},
    {"plain": False, "strangers": 16},
    {"plain": False, "strangers": 40},
)


def make(rng: Stream, *, plain: bool, strangers: int) -> Problem:
    today = _requests.today(rng)
    request = _requests.drawn(rng, rng.choice([*_requests.INTENTS]), today, plain=plain)
    facts = _requests.facts_of(rng, today, [request], strangers)
    other = rng.choice([name for name in facts["tools"] if name != request.tool])
    least = dict([*request.values.items()][:-1])
    wrongs = {
        "wrong_tool": _requests.calling((other, request.values)),
        "wrong_argument": _requests.calling((request.tool, _requests.changed(rng, request))),
        "missing_argument": _requests.calling((request.tool, least)),
        "words_for_values": _requests.calling((request.tool, dict(request.words))),
        "called_twice": _requests.calling((request.tool, request.values), (request.tool, request.values)),
        "told_instead_of_done": _requests.saying("That is done.\nStatus: done"),
    }
    if request.words == request.values:
        del wrongs["words_for_values"]
    answer = _requests.calling((request.tool, request.values))
    return _requests.problem(facts, answer, _requests.thought([request]), wrongs)


def check(facts: Facts, reply: str) -> Verdict:
    """The user's words are read anew for each parameter; the calls must be just those, whatever their order."""
    return _calls.judge(facts, reply)


def check_step(facts: Facts, step: Step) -> bool:
    return _calls.holds(facts, step)


def canonical(facts: Facts) -> Any:
    return _calls.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.single("tool_use.single_call", facts, answer)
