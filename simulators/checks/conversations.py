"""Reads a trajectory, an agent's messages as JSON text, from a reply.

The list stands alone, in a box, in bold, in backticks or behind "Answer:"; nothing may follow it. Between the agent's
messages the world's answers and the user's later turns may stand; whether they are true is judged elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from simulators.checks.final import denies

Message = dict[str, Any]

LONGEST = 120_000
_START = re.compile(
    r"(?:####|\b(?:(?:final|the)\s+){0,2}answer\s*(?:is\b\s*:?|:)|\A|\\boxed\{|</think>)[\s*$`]*(?:\\boxed\{)?(?:json\s)?(?=\[)",
    re.IGNORECASE,
)
_REST = re.compile(r"[\s*$`}]{0,12}\.?\s*")
_DECODE = json.JSONDecoder().raw_decode
_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_DEEPEST = 8


def read(reply: str) -> list[Message] | str:
    """The messages, each of a known shape, or what is wrong.

    >>> read('Answer: [{"role": "assistant", "content": "No. Status: done"}]')
    [{'role': 'assistant', 'content': 'No. Status: done'}]
    >>> read("I would rather not.")
    'expected a list of messages as JSON'
    """
    value = _listed(reply)
    if not isinstance(value, list) or not value:
        return "expected a list of messages as JSON"
    for number, message in enumerate(value, 1):
        if said := _message_fault(message):
            return f"message {number}: {said}"
    return value


def _listed(reply: str) -> Any:
    """The JSON list that a reply commits to, or None."""
    if len(reply) > LONGEST or "[" not in reply:
        return None
    text = reply.rpartition("</think>")[2]
    for start in _starts(text):
        try:
            value, end = _DECODE(text, start)
        except (ValueError, RecursionError):
            continue
        if _REST.fullmatch(text, end):
            return value
    return None


def _starts(text: str) -> Iterator[int]:
    """Where the list may begin: after a mark that its own clause does not deny."""
    plain = len(text) - len(text.lstrip(" \n\t*$`"))
    if text[plain : plain + 1] == "[":
        yield plain
        return
    for count, mark in enumerate(_START.finditer(text)):
        if count == 4:
            return
        if not denies(text[max(0, mark.start() - 200) : mark.start()]):
            yield mark.end()


def _message_fault(message: Any) -> str:
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        return "expected a message with a role"
    role, content = message["role"], message.get("content")
    if role == "assistant":
        if content is not None and not isinstance(content, str):
            return "content: expected a text or null"
        calls = message.get("tool_calls")
        if calls is None or calls == []:
            return "" if content else "expected a content or calls"
        if not isinstance(calls, list) or len(calls) > 16:
            return "tool_calls: expected a list"
        return next(filter(None, map(_call_fault, calls)), "")
    if role == "tool":
        plain = isinstance(content, str) and isinstance(message.get("tool_call_id"), str)
        return "" if plain else "expected a content and a tool_call_id"
    if role != "user":
        return f"no message of the role {role[:20]!r} belongs here"
    return "" if isinstance(content, str) else "expected a content"


def _call_fault(call: Any) -> str:
    if not isinstance(call, dict) or call.get("type") != "function" or not isinstance(call.get("function"), dict):
        return "a call: expected {id, type: function, function}"
    if not isinstance(call.get("id"), str) or not _CALL_ID.fullmatch(call["id"]):
        return "a call: expected an id of letters and digits"
    function = call["function"]
    if not isinstance(function.get("name"), str) or not isinstance(function.get("arguments"), str):
        return "a call: expected a name and arguments as JSON text"
    return ""


def arguments(text: str) -> dict[str, Any] | None:
    """A call's arguments, or None where the text is no JSON object of a modest depth.

    >>> arguments('{"n": 1}'), arguments("[1]"), arguments("{")
    ({'n': 1}, None, None)
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and not _is_deep(value, _DEEPEST) else None


def _is_deep(value: Any, left: int) -> bool:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return left == 0 or any(_is_deep(part, left - 1) for part in inner)
    return False


_TOKEN = re.compile(r"[^\W_]+(?:[-.:/_][^\W_]+)*")


def tokens(text: str) -> set[str]:
    """The numbers, dates, times and ids of a text: runs of letters and digits with a digit in them.

    >>> sorted(tokens("Order K3X9 of 2025-03-14: 12.50, refunded."))
    ['12.50', '2025-03-14', 'K3X9']
    """
    return {token for token in _TOKEN.findall(text) if not token.isalpha() and any(map(str.isdigit, token))}


def money(cents: int) -> str:
    """An amount as people read it.

    >>> money(1250), money(5)
    ('12.50', '0.05')
    """
    return f"{cents // 100}.{cents % 100:02d}"


def amounts(value: Any) -> set[str]:
    """Every text and number of some JSON as tokens; integers count as cents, too."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return {token for part in inner for token in amounts(part)}
    if isinstance(value, str):
        return tokens(value)
    return set() if isinstance(value, bool) or not isinstance(value, int) else {str(value), money(abs(value))}
