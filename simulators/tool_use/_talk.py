"""A problem and a reply as a conversation in OpenAI's form: system, user, calls, the world's answers, last words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from simulators import core
from simulators.core import Facts, Messages
from simulators.text import blocks
from simulators.worlds import core as worlds

Call = Callable[[Any, Any, Any], tuple[Any, dict[str, Any]]]
DUMPS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Act(NamedTuple):
    """A call."""

    tool: str
    arguments: dict[str, Any]


class Entry(NamedTuple):
    """What the agent does at once: calls, or a text for the user."""

    calls: tuple[Act, ...] = ()
    text: str = ""


def played(call: Call, state: Any, said: Sequence[str], entries: Sequence[Entry]) -> Messages:
    """The messages: the agent's calls and texts, the world's answers, the user's later turns."""
    messages: Messages = []
    turn = number = 0
    for calls, text in entries:
        if not calls:
            messages.append({"role": "assistant", "content": text})
            turn += 1
            if turn < len(said):
                messages.append({"role": "user", "content": said[turn]})
            continue
        spoken, answers = [], []
        for tool, arguments in calls:
            number += 1
            state, result = call(state, tool, arguments)
            function = {"name": tool, "arguments": DUMPS(arguments)}
            spoken.append({"id": f"call_{number}", "type": "function", "function": function})
            answers.append({"role": "tool", "content": DUMPS(result), "tool_call_id": f"call_{number}"})
        messages += [{"role": "assistant", "content": None, "tool_calls": spoken}, *answers]
    return messages


def conversation(family: str, call: Call, facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    """The whole conversation and the catalogue; what the reply leaves out, the world and the user add."""
    entries = [
        Entry(tuple(map(_act, message.get("tool_calls") or ())), message["content"] or "")
        for message in json.loads(answer)
        if message["role"] == "assistant"
    ]
    (system,) = blocks(core.TEMPLATES / f"{family.replace('.', '/')}.j2")["policy"]([(facts,)])
    opening = [{"role": "system", "content": system}, {"role": "user", "content": facts["said"][0]}]
    spoken = played(call, facts["state"], facts["said"], entries)
    return [*opening, *spoken], [catalogue()[name] for name in facts["tools"]]


def single(
    family: str, facts: Facts, answer: str, before: Sequence[dict[str, Any]] = ()
) -> tuple[Messages, list[dict[str, Any]]]:
    """A problem of one turn and the catalogue: what the user asks for, what went before, and the reply's messages."""
    (system,) = blocks(core.TEMPLATES / f"{family.replace('.', '/')}.j2")["system"]([(facts,)])
    opening = [{"role": "system", "content": system}, {"role": "user", "content": facts["said"]}]
    return [*opening, *before, *json.loads(answer)], [catalogue()[name] for name in facts["tools"]]


def failed(tried: Mapping[str, Any]) -> Messages:
    """A call that was made, and the error that came back."""
    function = {"name": tried["tool"], "arguments": DUMPS(tried["arguments"])}
    call = {"id": "call_0", "type": "function", "function": function}
    return [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": DUMPS({"error": tried["error"]}), "tool_call_id": "call_0"},
    ]


def _act(call: dict[str, Any]) -> Act:
    return Act(call["function"]["name"], json.loads(call["function"]["arguments"]))


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """The tools of all worlds by name."""
    return {entry["function"]["name"]: entry for name in worlds.names() for entry in worlds.load(name).TOOLS}
