"""Requests drawn: an intent, the values of its parameters, and the words in which somebody says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from simulators.core import Mistake, Problem, Step, Stream
from simulators.tool_use._making import fresh, offered, speak
from simulators.tool_use._talk import DUMPS, catalogue
from simulators.vocabulary import MONTHS
from simulators.worlds import core as worlds

# For each intent: the world, the tool, its parameters, and the one that may be forgotten.
INTENTS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "return": ("shop", "return_item", ("order_id", "item_id", "refund_to"), "refund_to"),
    "address": ("shop", "change_address", ("order_id", "address"), "address"),
    "pay": ("bank", "send_money", ("account_id", "payee_id", "cents"), "cents"),
    "limit": ("bank", "set_limit", ("card_id", "cents"), "cents"),
    "book": ("calendar", "create_event", ("title", "date", "start", "minutes", "contact_ids"), "start"),
    "move": ("calendar", "move_event", ("event_id", "date", "start"), "start"),
    "file": ("files", "move_file", ("path", "directory"), "directory"),
    "protect": ("files", "set_read_only", ("path", "read_only"), ""),
    "flights": ("travel", "find_flights", ("origin", "destination", "date"), "date"),
    "room": ("travel", "book_room", ("hotel_id", "arrival", "nights"), "nights"),
    "fly": ("travel", "book_flight", ("flight_id", "fare"), "fare"),
    "heat": ("home", "set_temperature", ("device_id", "degrees"), "degrees"),
    "timer": ("home", "set_timer", ("device_id", "time", "on"), "time"),
    "level": ("home", "set_level", ("device_id", "level"), "level"),
}
TITLES = ("planning talk", "budget round", "safety drill", "press briefing", "contract review", "team lunch")
CITIES = ("Bergen", "Cork", "Genoa", "Lisbon", "Nantes", "Porto", "Riga", "Split", "Turin", "Zagreb")
STREETS = ("Mill Lane", "Station Road", "Church Street", "Harbour Walk", "Park Avenue", "Orchard Close")
TOPICS = ("tax", "garden", "recipe", "wedding", "thesis", "choir", "kitchen", "marathon", "passport", "chess")
FOLDERS = ("notes", "archive", "inbox", "shared", "work")
ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


class Request(NamedTuple):
    """What is asked for: values are for the maker alone, words go into the facts."""

    intent: str
    values: dict[str, Any]
    words: dict[str, str]

    @property
    def tool(self) -> str:
        """The tool that does it."""
        return INTENTS[self.intent][1]


def spelt(number: int) -> str:
    """A number below a hundred in words.

    >>> spelt(7), spelt(21)
    ('seven', 'twenty-one')
    """
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def drawn(rng: Stream, intent: str, today: date, *, plain: bool) -> Request:
    """A request with random values; ``plain`` says dates, times and numbers as the tools want them."""
    values: dict[str, Any] = {}
    words: dict[str, str] = {}
    for name in INTENTS[intent][2]:
        values[name], words[name] = _value(rng, name, today, plain)
    if intent == "flights" and values["origin"] == values["destination"]:
        other = CITIES[(CITIES.index(values["origin"]) + 1) % len(CITIES)]
        values["destination"] = words["destination"] = other
    if intent == "pay" and rng.chance(1, 3):
        values["note"] = words["note"] = rng.choice(("rent", "thank you", "for the tickets", "invoice of May"))
    return Request(intent, values, words)


def _value(rng: Stream, name: str, today: date, plain: bool) -> tuple[Any, str]:
    if name == "contact_ids":
        found = fresh(rng, rng.integer(1, 2))
        return found, " and ".join(found)
    if name.endswith("_id"):
        value = fresh(rng, 1)[0]
        return value, value
    if name in ("date", "arrival"):
        return _day(rng, today, plain)
    if name in ("start", "time"):
        return _clock(rng, plain)
    if name == "cents":
        return _amount(rng, plain)
    if name in ("nights", "degrees", "level"):
        number = rng.integer(*{"nights": (2, 12), "degrees": (15, 26), "level": (3, 99)}[name])
        return number, str(number) if plain or rng.chance(1, 2) else spelt(number)
    if name == "minutes":
        number, text = rng.choice(
            ((30, "half an hour"), (60, "an hour"), (90, "an hour and a half"), (120, "two hours"))
        )
        return number, f"{number} minutes" if plain else text
    named = {
        "on": ((True, "on"), (False, "off")), "read_only": ((True, "read-only"), (False, "writable")),
        "refund_to": (("card", "my card"), ("credit", "store credit")), "fare": (("saver", "saver"), ("flex", "flex")),
    }  # fmt: skip
    if name in named:
        return rng.choice(named[name])
    text = _text(rng, name)
    return text, text


def _text(rng: Stream, name: str) -> str:
    if name == "title":
        return rng.choice(TITLES)
    if name in ("origin", "destination"):
        return rng.choice(CITIES)
    if name == "address":
        return f"{rng.integer(2, 98)} {rng.choice(STREETS)}, {rng.choice(CITIES)}"
    folder = f"/srv/{rng.choice(TOPICS)}/{rng.choice(FOLDERS)}"
    return f"{folder}/{rng.choice(TOPICS)}-{rng.choice(FOLDERS)}.txt" if name == "path" else folder


def _day(rng: Stream, today: date, plain: bool) -> tuple[str, str]:
    ahead = rng.integer(1, 90)
    day = today + timedelta(ahead)
    if plain:
        return day.isoformat(), day.isoformat()
    month = MONTHS[day.month - 1]
    told = [f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"]
    if rng.chance(1, 3):
        ahead = rng.integer(1, 9)
        day = today + timedelta(ahead)
        near = {1: "tomorrow", 2: "the day after tomorrow"}
        told = [near.get(ahead, f"in {spelt(ahead)} days")]
    return day.isoformat(), rng.choice(told)


def _clock(rng: Stream, plain: bool) -> tuple[str, str]:
    hour, quarter = rng.integer(8, 20), rng.below(4)
    value = f"{hour:02d}:{15 * quarter:02d}"
    if plain:
        return value, value
    at = hour + (quarter == 3)
    half = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    spoken = spelt((at - 1) % 12 + 1)
    if at == 12:
        return value, value
    named = (f"{spoken} o'clock", f"quarter past {spoken}", f"half past {spoken}", f"quarter to {spoken}")
    return value, f"{named[quarter]} in the {half}"


def _amount(rng: Stream, plain: bool) -> tuple[int, str]:
    euros, cents = rng.integer(10, 99), rng.choice((0, 0, 5, 20, 50, 75, 99))
    value = 100 * euros + cents
    if plain or rng.chance(1, 2):
        return value, f"{euros}.{cents:02d}"
    return value, f"{euros} euros and {cents} cents" if cents else f"{euros} euros"


def call(number: int, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A call in OpenAI's form."""
    return {"id": f"call_{number}", "type": "function", "function": {"name": tool, "arguments": DUMPS(arguments)}}


def calling(*calls: tuple[str, dict[str, Any]]) -> str:
    """A reply that makes calls."""
    made = [call(number, *each) for number, each in enumerate(calls, 1)]
    return DUMPS([{"role": "assistant", "content": None, "tool_calls": made}])


def saying(text: str) -> str:
    """A reply that calls nothing."""
    return DUMPS([{"role": "assistant", "content": text}])


def facts_of(
    rng: Stream, today: date, requests: Sequence[Request], strangers: int, *, without: str = "", lacking: str = ""
) -> dict[str, Any]:
    """The facts of some requests; a tool or the words for a parameter may be left out."""
    slots = [{name: words for name, words in each.words.items() if name != lacking} for each in requests]
    there: dict[str, list[str]] = {"tools": [], "catalogue": []}
    for world in dict.fromkeys(INTENTS[each.intent][0] for each in requests):
        more = offered(rng, world, 0)
        there = {key: [*there[key], *more[key]] for key in there}
    others = [name for name in catalogue() if name not in there["tools"]]
    for name in rng.sample(others, min(strangers, len(others))):
        there["tools"].append(name)
        there["catalogue"].append(worlds.signature(catalogue()[name]))
    pairs = [pair for pair in zip(there["tools"], there["catalogue"], strict=True) if pair[0] != without]
    pairs = rng.shuffled(pairs)
    needed = {each.tool: catalogue()[each.tool]["function"]["parameters"]["required"] for each in requests}
    said = [
        speak(rng, "tool_use.requests", f"{'lacks' if lacking else 'asks'}_{each.intent}", note="", **words)
        if "note" not in words
        else speak(rng, "tool_use.requests", f"{'lacks' if lacking else 'asks'}_{each.intent}", **words)
        for each, words in zip(requests, slots, strict=True)
    ]
    return {
        "today": today.isoformat(), "said": " ".join(said),
        "requests": [{"intent": each.intent, "slots": words} for each, words in zip(requests, slots, strict=True)],
        "tools": [name for name, _ in pairs], "catalogue": [line for _, line in pairs], "required": needed,
    }  # fmt: skip


def thought(requests: Sequence[Request]) -> list[Step]:
    """The steps to the calls: which tool fits, and what the words are as arguments."""
    steps = []
    for each in requests:
        steps.append(Step("fits", {"intent": each.intent, "tool": each.tool}))
        for name, words in each.words.items():
            steps.append(Step("read", {"parameter": name, "words": words, "value": each.values[name]}))
    return steps


def today(rng: Stream) -> date:
    """Some day of two years."""
    return date(2025, 1, 1) + timedelta(rng.below(700))


def changed(rng: Stream, each: Request) -> dict[str, Any]:
    """The arguments with one of them wrong, as somebody who has misread it would have it."""
    name = rng.choice([name for name in each.values if name != "note"])
    value = each.values[name]
    if isinstance(value, bool):
        other: Any = not value
    elif isinstance(value, int):
        other = value + 1
    elif isinstance(value, list):
        other = [*value[:-1], fresh(rng, 1)[0]]
    elif name.endswith("_id") or name == "contact_ids":
        other = f"{value[:2]}{value[2:][::-1]}"
    elif value in ("card", "credit", "saver", "flex"):
        other = {"card": "credit", "credit": "card", "saver": "flex", "flex": "saver"}[value]
    elif name in ("date", "arrival"):
        other = (date.fromisoformat(value) + timedelta(1)).isoformat()
    elif name in ("start", "time"):
        other = f"{(int(value[:2]) + 12) % 24:02d}{value[2:]}"
    else:
        other = f"{value} x"
    return {**each.values, name: other}


def problem(facts: dict[str, Any], answer: str, steps: Sequence[Step], wrongs: dict[str, str]) -> Problem:
    """The problem, without mistakes that happen to be right or the same."""
    seen = {answer: ""}
    for name, text in wrongs.items():
        seen.setdefault(text, name)
    return Problem(facts, answer, tuple(steps), tuple(Mistake(name, text) for text, name in seen.items() if name))
