"""By translation tables: for every letter of the key one alphabet, turned."""

from string import ascii_lowercase as letters
from typing import Any


def right(facts: Any, answer: str) -> bool:
    plain, coded = (answer, facts["text"]) if facts["decode"] else (facts["text"], answer)
    if facts["kind"] == "atbash":
        return plain.translate(str.maketrans(letters, letters[::-1])) == coded
    tables = [str.maketrans(letters, letters[letters.index(k) :] + letters[: letters.index(k)]) for k in facts["key"]]
    found, used = "", 0
    for letter in plain:
        found += letter.translate(tables[used % len(tables)])
        used += letter != " "
    return found == coded
