"""To call or not to call: the tool may not be there, or a parameter may be missing; then that is to be said."""

from __future__ import annotations

from typing import Any

from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _calls, _requests, _talk

VERSION = 1
LEVELS = (
    {"plain": True, "kinds": ("call", "no_tool"), "strangers": 0},
    {"plain": True, "kinds": ("call", "no_tool", "lacks"), "strangers": 0},
    {"plain": False, "kinds": ("call", "no_tool", "lacks"), "strangers": 6},
    {"plain": False, "kinds": ("call", "no_tool", "lacks", "lacks"), "strangers": 14},
    {"plain": False, "kinds": ("call", "no_tool", "lacks", "lacks"), "strangers": 40},
)


def make(rng: Stream, *, plain: bool, kinds: tuple[str, ...], strangers: int) -> Problem:
    kind = rng.choice(kinds)
    today = _requests.today(rng)
    # What could be moved by other tools (a copy and a deletion, say) is not asked for where the tool is missing.
    roundabout = ("file", "move", "protect") if kind == "no_tool" else ("protect",)
    intents = [intent for intent in _requests.INTENTS if intent not in roundabout]
    request = _requests.drawn(rng, rng.choice(intents), today, plain=plain)
    missing = _requests.INTENTS[request.intent][3]
    call = _requests.calling((request.tool, request.values))
    says = {
        "no_tool": _requests.saying("I am sorry, none of my tools can do that.\nStatus: impossible"),
        "lacks": _requests.saying(f"Gladly, but I need one thing more for that.\nStatus: needs {missing}"),
    }
    lacking = missing if kind == "lacks" else ""
    without = request.tool if kind == "no_tool" else ""
    facts = _requests.facts_of(rng, today, [request], strangers, without=without, lacking=lacking)
    wrong_call = _requests.calling((request.tool, _requests.changed(rng, request)))
    if kind == "call":
        wrongs = {"gave_up": says["no_tool"], "asked_needlessly": says["lacks"], "wrong_argument": wrong_call}
        return _requests.problem(facts, call, _requests.thought([request]), wrongs)
    needs = [name for name in request.values if name not in (missing, "note")]
    wrongs = {
        "called_all_the_same": call,
        "wrong_reason": says["lacks" if kind == "no_tool" else "no_tool"],
        "wrong_parameter": _requests.saying(f"I need one thing more.\nStatus: needs {needs[0]}"),
        "wrong_tool": _requests.calling((rng.choice(facts["tools"]), request.values)),
    }
    steps = [Step("lacks", {"intent": request.intent, "what": "tool" if without else missing})]
    return _requests.problem(facts, says[kind], steps, wrongs)


def check(facts: Facts, reply: str) -> Verdict:
    """The user's words are read anew: the call that they mean, or, where something is not there for it, its name."""
    return _calls.judge(facts, reply)


def check_step(facts: Facts, step: Step) -> bool:
    return _calls.holds(facts, step)


def canonical(facts: Facts) -> Any:
    return _calls.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.single("tool_use.no_call", facts, answer)
