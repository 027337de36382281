"""Several calls at once: each request of a message needs one, and their order is free."""

from __future__ import annotations

from typing import Any

from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _calls, _requests, _talk

VERSION = 1
LEVELS = (
    {"plain": True, "count": 2, "strangers": 0},
    {"plain": False, "count": 2, "strangers": 0},
    {"plain": False, "count": 3, "strangers": 4},
    {"plain": False, "count": 4, "strangers": 8},
    {"plain": False, "count": 5, "strangers": 16},
)


def make(rng: Stream, *, plain: bool, count: int, strangers: int) -> Problem:
    today = _requests.today(rng)
    intents = rng.sample([*_requests.INTENTS], count - 1)
    intents.append(rng.choice(intents))  # one tool twice, so that arguments must not be mixed up
    requests = [_requests.drawn(rng, intent, today, plain=plain) for intent in rng.shuffled(intents)]
    facts = _requests.facts_of(rng, today, requests, strangers)
    calls = [(request.tool, request.values) for request in requests]
    spoilt = (requests[-1].tool, _requests.changed(rng, requests[-1]))
    wrongs = {
        "one_forgotten": _requests.calling(*calls[:-1]),
        "only_one": _requests.calling(calls[0]),
        "wrong_argument": _requests.calling(*calls[:-1], spoilt),
        "called_twice": _requests.calling(*calls, calls[0]),
        "told_instead_of_done": _requests.saying("All of that is done.\nStatus: done"),
    }
    return _requests.problem(facts, _requests.calling(*calls), _requests.thought(requests), wrongs)


def check(facts: Facts, reply: str) -> Verdict:
    """The user's words are read anew for each parameter; the calls must be just those, whatever their order."""
    return _calls.judge(facts, reply)


def check_step(facts: Facts, step: Step) -> bool:
    return _calls.holds(facts, step)


def canonical(facts: Facts) -> Any:
    return _calls.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.single("tool_use.parallel_calls", facts, answer)
