"""What requests mean as calls: which tool an intent needs, and what the user's words are as arguments.

A request is an intent with the words for each parameter, as the user said them: "twelve" nights, "tomorrow", "45.50".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from simulators.checks import conversations, schemas
from simulators.core import RIGHT, Facts, Step, Verdict, wrong
from simulators.worlds import bank, calendar, files, home, shop, travel

Expected = tuple[str, dict[str, Any]]

TOOL_OF = {
    "return": "return_item", "address": "change_address", "pay": "send_money", "limit": "set_limit",
    "book": "create_event", "move": "move_event", "file": "move_file", "protect": "set_read_only",
    "flights": "find_flights", "room": "book_room", "fly": "book_flight", "heat": "set_temperature",
    "timer": "set_timer", "level": "set_level",
}  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_PARTS = {"quarter past": 15, "half past": 30, "quarter to": -15}
_FLAGS = {"on": True, "read-only": True, "off": False, "writable": False}
_MEANS = {"my card": "card", "store credit": "credit", "saver": "saver", "flex": "flex"}
SCHEMAS = {
    tool["function"]["name"]: tool["function"]["parameters"]
    for world in (bank, calendar, files, home, shop, travel)
    for tool in world.TOOLS
}
_STATUS = re.compile(r"Status: (impossible|needs ([a-z_]{1,40}))", re.ASCII)


def _number(words: str) -> int:
    if words.isdecimal():
        return int(words)
    if words in _ONES:
        return _ONES.index(words)
    ten, _, one = words.partition("-")
    return _TENS[ten] + (_ONES.index(one) if one else 0)


def _cents(words: str) -> int:
    euros, _, rest = words.partition(" euros")
    if rest:
        return 100 * _number(euros) + _number(rest.removeprefix(" and ").removesuffix(" cents"))
    whole, _, part = euros.partition(".")
    return 100 * _number(whole) + (int(part) if part else 0)


def _date(words: str, today: str) -> str:
    start = date.fromisoformat(today)
    if words in ("tomorrow", "the day after tomorrow"):
        return str(start + timedelta(1 + (words != "tomorrow")))
    if words.startswith("in "):
        return str(start + timedelta(_number(words.split()[1])))
    if words[0].isdecimal() and "-" in words:
        return words
    parts = words.replace(",", "").split()
    (month,) = [_MONTHS.index(part.lower()) + 1 for part in parts if not part.isdecimal()]
    day, year = [int(part) for part in parts if part.isdecimal()]
    return f"{year:04d}-{month:02d}-{day:02d}"


def _time(words: str) -> str:
    if ":" in words:
        return words
    clock, _, half = words.partition(" in the ")
    minutes = 0
    for part, shift in _PARTS.items():
        if clock.startswith(part):
            minutes, clock = shift, clock.removeprefix(part).strip()
    hour = _number(clock.removesuffix(" o'clock"))
    total = 60 * (hour + 12 * (half in ("afternoon", "evening") and hour < 12)) + minutes
    return f"{total // 60:02d}:{total % 60:02d}"


def _minutes(words: str) -> int:
    named = {
        "half an hour": 30,
        "an hour": 60,
        "an hour and a half": 90,
        "two hours": 120,
        "three quarters of an hour": 45,
    }
    return named.get(words) or _number(words.removesuffix(" minutes"))


def value_of(parameter: str, words: str, today: str) -> Any:
    """The argument that the words for a parameter mean."""
    if parameter == "cents":
        return _cents(words)
    if parameter in ("date", "arrival"):
        return _date(words, today)
    if parameter in ("start", "time"):
        return _time(words)
    if parameter == "minutes":
        return _minutes(words)
    if parameter in ("nights", "degrees", "level"):
        return _number(words)
    if parameter in ("on", "read_only"):
        return _FLAGS[words]
    if parameter in ("refund_to", "fare"):
        return _MEANS[words]
    return words.split(" and ") if parameter == "contact_ids" else words


def expected(facts: Facts) -> list[Expected]:
    """The calls that the requests mean, of those that can be made."""
    return [
        (TOOL_OF[request["intent"]], arguments(facts, request))
        for request in facts["requests"]
        if not lacks(facts, request)
    ]


def arguments(facts: Facts, request: Mapping[str, Any]) -> dict[str, Any]:
    """What the words of a request are as arguments."""
    return {name: value_of(name, words, facts["today"]) for name, words in request["slots"].items()}


def lacks(facts: Facts, request: Mapping[str, Any]) -> str:
    """What is not there: "tool", the name of a parameter, or "" for nothing."""
    tool = TOOL_OF[request["intent"]]
    if tool not in facts["tools"]:
        return "tool"
    return next((name for name in facts["required"][tool] if name not in request["slots"]), "")


def judge(facts: Facts, reply: str) -> Verdict:
    """The reply must be one message: the calls that the user's words mean, read anew, or what is missing for them.

    A call that was tried before, and its error, may stand in front of it.
    """
    messages = conversations.read(reply)
    if isinstance(messages, str):
        return wrong(messages)
    if "tried" in facts and _was_tried(facts["tried"], messages[:2]):
        messages = messages[2:]
    if len(messages) != 1 or messages[0]["role"] != "assistant":
        return wrong("expected one message of the assistant")
    calls = messages[0].get("tool_calls") or []
    wanted = expected(facts)
    if not wanted:
        return (
            wrong(f"{calls[0]['function']['name'][:40]}: nothing is to be called")
            if calls
            else _said(facts, messages[0])
        )
    left = list(wanted)
    for number, call in enumerate(calls, 1):
        name, given = call["function"]["name"], conversations.arguments(call["function"]["arguments"])
        if name not in facts["tools"]:
            return wrong(f"call {number}: no tool {name[:40]!r}")
        if fault := schemas.fault(SCHEMAS[name], given):
            return wrong(f"call {number}, {name}: {fault}")
        meant = next((each for each in left if each[0] == name and same(each[1], given or {})), None)
        if meant is None:
            return wrong(f"call {number}, {name}: not what the user's words mean")
        left.remove(meant)
    return wrong(f"{left[0][0]} is not called") if left else RIGHT


def _was_tried(tried: Mapping[str, Any], messages: Sequence[conversations.Message]) -> bool:
    """Whether messages are the call that was tried before, and the error that came back."""
    if [message["role"] for message in messages] != ["assistant", "tool"]:
        return False
    calls, answer = messages[0].get("tool_calls") or [], messages[1]
    made = [
        (call["id"], call["function"]["name"], conversations.arguments(call["function"]["arguments"])) for call in calls
    ]
    error = conversations.arguments(answer["content"])
    return made == [(answer["tool_call_id"], tried["tool"], tried["arguments"])] and error == {"error": tried["error"]}


def _said(facts: Facts, message: Mapping[str, Any]) -> Verdict:
    *text, last = str(message["content"]).strip().split("\n")
    status = _STATUS.fullmatch(last.strip())
    missing = {lacks(facts, request) for request in facts["requests"]}
    if status is None or not "".join(text).strip():
        return wrong("expected a sentence, and a last line such as: Status: needs cents")
    said = "tool" if status[2] is None else status[2]
    return RIGHT if missing == {said} else wrong(f"the status is not {status[1]}")


def same(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether arguments are those that are meant: texts up to case and blanks, lists in any order."""
    if wanted.keys() != given.keys():
        return False
    return all(_plain(wanted[name]) == _plain(given[name]) for name in wanted)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(str, value))
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def holds(facts: Facts, step: Step) -> bool:
    """Whether a step's claim follows from the user's words."""
    claim = step.claim
    if step.rule == "fits":
        return {"intent": claim["intent"], "tool": claim["tool"]} in [
            {"intent": request["intent"], "tool": TOOL_OF[request["intent"]]}
            for request in facts["requests"]
            if TOOL_OF[request["intent"]] in facts["tools"]
        ]
    if step.rule == "lacks":
        return (claim["intent"], claim["what"]) in [(each["intent"], lacks(facts, each)) for each in facts["requests"]]
    name, words = claim["parameter"], claim["words"]
    said = any(request["slots"].get(name) == words for request in facts["requests"])
    return said and value_of(name, words, facts["today"]) == claim["value"]


def canonical(facts: Facts) -> Any:
    """The calls that are meant, what is missing, and the tools on offer: not how it was said."""
    calls: Sequence[Expected] = sorted(expected(facts), key=str)
    open_ones = [
        [lacks(facts, each), each["intent"], arguments(facts, each)] for each in facts["requests"] if lacks(facts, each)
    ]
    return [calls, open_ones, sorted(facts["tools"])]
