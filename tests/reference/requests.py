"""What the references of single calls share: a book of phrases, made by enumeration, that tells what words mean."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

TOOLS = {
    "return": "return_item", "address": "change_address", "pay": "send_money", "limit": "set_limit",
    "book": "create_event", "move": "move_event", "file": "move_file", "protect": "set_read_only",
    "flights": "find_flights", "room": "book_room", "fly": "book_flight", "heat": "set_temperature",
    "timer": "set_timer", "level": "set_level",
}  # fmt: skip
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
SMALL += ["seventeen", "eighteen", "nineteen"]
for ten in ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]:
    SMALL += [ten, *[f"{ten}-{one}" for one in SMALL[1:10]]]
NUMBERS = {**{word: at for at, word in enumerate(SMALL)}, **{str(at): at for at in range(1000)}}
MINUTES = {"half an hour": 30, "an hour": 60, "an hour and a half": 90, "two hours": 120}
MINUTES |= {f"{at} minutes": at for at in range(5, 481)}
CENTS = {f"{at // 100}.{at % 100:02d}": at for at in range(20_000)}
CENTS |= {f"{at // 100} euros and {at % 100} cents": at for at in range(20_000)}
CENTS |= {f"{at} euros": 100 * at for at in range(200)}
CLOCK = {f"{at // 60:02d}:{at % 60:02d}": f"{at // 60:02d}:{at % 60:02d}" for at in range(1440)}
for hour in range(24):
    half = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    for minute, says in ((0, "{} o'clock"), (15, "quarter past {}"), (30, "half past {}"), (45, "quarter to {}")):
        spoken = says.format(SMALL[(hour + (minute == 45) - 1) % 12 + 1])
        CLOCK[f"{spoken} in the {half}"] = f"{hour:02d}:{minute:02d}"
MEANS = {"on": True, "off": False, "read-only": True, "writable": False, "my card": "card", "store credit": "credit"}


def day(words: str, today: str) -> str:
    """Try all days that are near enough, in all ways to say them."""
    start = date.fromisoformat(today)
    for ahead in range(1, 100):
        there = start + timedelta(ahead)
        said = {f"{there:%Y-%m-%d}", f"{there.day} {there:%B} {there.year}", f"{there:%B} {there.day}, {there.year}"}
        said |= {f"in {SMALL[ahead]} days"} if ahead < len(SMALL) else set()
        said |= {"tomorrow"} if ahead == 1 else {"the day after tomorrow"} if ahead == 2 else set()
        if words in said:
            return f"{there:%Y-%m-%d}"
    return ""


def meant(name: str, words: str, today: str) -> Any:
    books: dict[str, dict[str, Any]] = {"cents": CENTS, "minutes": MINUTES, "start": CLOCK, "time": CLOCK}
    if name in ("date", "arrival"):
        return day(words, today)
    if name in ("nights", "degrees", "level"):
        return NUMBERS[words]
    if name == "contact_ids":
        return sorted(words.split(" and "))
    return books.get(name, MEANS).get(words, words)


def calls(facts: Any) -> list[str]:
    """What is to be called, as sorted texts."""
    return sorted(
        json.dumps(
            [TOOLS[each["intent"]], {key: meant(key, words, facts["today"]) for key, words in each["slots"].items()}],
            sort_keys=True,
        )
        for each in facts["requests"]
    )


def made(answer: str) -> list[str]:
    """What is called, as sorted texts."""
    (message,) = json.loads(answer)
    found = []
    for each in message.get("tool_calls") or []:
        arguments = json.loads(each["function"]["arguments"])
        arguments = {key: sorted(value) if isinstance(value, list) else value for key, value in arguments.items()}
        found.append(json.dumps([each["function"]["name"], arguments], sort_keys=True))
    return sorted(found)


def agrees(facts: Any, answer: str) -> bool:
    """Whether just the right calls are made."""
    return Counter(made(answer)) == Counter(calls(facts))
