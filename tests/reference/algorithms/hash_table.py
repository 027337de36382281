"""The property itself: each key stands where all cells from its home on hold keys that came before it."""

from typing import Any


def right(facts: Any, answer: str) -> bool:
    cells, table = facts["cells"], answer.split(", ")
    if len(table) != cells or sorted(item for item in table if item != "-") != sorted(map(str, facts["keys"])):
        return False
    came = {str(key): at for at, key in enumerate(facts["keys"])}
    for key in facts["keys"]:
        at = (facts["times"] * key + facts["plus"]) % cells
        while table[at] != str(key):
            if table[at] == "-" or came[table[at]] > came[str(key)]:
                return False
            at = (at + 1) % cells
    return True
