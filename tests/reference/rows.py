"""The rows that a problem's databases hold, drawn once more: an obvious copy of how they are drawn."""

import hashlib
import struct
from datetime import date, timedelta
from typing import Any


class Words:
    """Numbers of 64 bits out of a seed."""

    def __init__(self, seed: int, name: str) -> None:
        self.seed, self.name, self.block, self.left = seed, name, None, []
        self.refill()

    def refill(self) -> None:
        """Have the next eight."""
        text = f"{self.seed}\0{self.name}\0".encode() + (0).to_bytes(8, "little")
        if self.block is not None:
            text += self.block.to_bytes(8, "little")
        self.block = 1 if self.block is None else self.block + 1
        self.left = list(struct.unpack("<8Q", hashlib.blake2b(text).digest()))

    def below(self, bound: int) -> int:
        """One below a bound."""
        if not self.left:
            self.refill()
        return self.left.pop() * bound >> 64

    def between(self, low: int, high: int) -> int:
        """One between both, which are included."""
        return low + self.below(high - low + 1)

    def sample(self, items: list[Any], count: int) -> list[Any]:
        """So many items, in random order."""
        items = list(items)
        for place in range(count):
            other = place + self.below(len(items) - place)
            items[place], items[other] = items[other], items[place]
        return items[:count]


def databases(facts: Any) -> list[dict[str, list[list[Any]]]]:
    return [database(facts, seed) for seed in facts["seeds"]]


def database(facts: Any, seed: int) -> dict[str, list[list[Any]]]:
    words, made = Words(seed, "databases/rows"), {}
    for table in facts["tables"]:
        count = words.between(*table["rows"])
        columns = []
        for name, _, draw, nullable in table["columns"]:
            near = facts["near"].get(f"{table['name']}.{name}", [])
            columns.append(column(words, count, draw, nullable, near, facts["pools"], made))
        made[table["name"]] = [[values[at] for values in columns] for at in range(count)]
    return made


def column(words: Words, count: int, draw: Any, nullable: bool, near: Any, pools: Any, made: Any) -> list[Any]:  # noqa: C901, PLR0912 - a case a kind
    kind = draw[0]
    if kind == "key":
        return [draw[1] + at for at in range(count)]
    options = []
    if kind == "foreign":
        keys = [row[0] for row in made[draw[1]]]
        options = words.sample(keys, max(2, len(keys) * 3 // 4))
    elif kind == "pool":
        options = pools[draw[1]]
    values: list[Any] = []
    while len(values) < count:
        if nullable and words.below(5) < 1:
            values.append(None)
        elif near and words.below(3) < 1:
            value = near[words.below(len(near))]
            if kind in ("number", "date") and words.below(3) < 1:
                away = 1 if words.below(2) < 1 else -1
                if kind == "date":
                    value = str(date.fromisoformat(value) + timedelta(away))
                else:
                    value = max(draw[1], min(draw[2], value + away * draw[3]))
            values.append(value)
        elif options:
            values.append(options[words.below(len(options))])
        elif values and values[-1] is not None and words.below(5) < 1:
            values.append(values[-1])
        elif kind == "date":
            first, last = date(draw[1], 1, 1), date(draw[2], 12, 31)
            values.append(str(first + timedelta(words.below((last - first).days + 1))))
        else:
            values.append(draw[1] + draw[3] * words.below((draw[2] - draw[1]) // draw[3] + 1))
    return values
