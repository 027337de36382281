"""By pandas: a column for each rule, sorted by all of them at once."""

from __future__ import annotations

from typing import Any

import pandas as pd


def right(facts: Any, answer: str) -> bool:
    alphabet = facts["alphabet"] or "abcdefghijklmnopqrstuvwxyz"
    words = pd.Series(facts["words"])
    spelt = words.map(lambda word: "".join(chr(ord("a") + alphabet.index(letter)) for letter in word))
    columns = {
        "length": words.str.len(),
        "vowels": words.str.count("[aeiou]"),
        "last": spelt.str[-1],
        "second": spelt.str[1],
        "backwards": spelt.str[::-1],
        "alphabet": spelt,
    }
    kinds = [kind for kind, _ in facts["rules"]]
    table = pd.DataFrame({kind: columns[kind] for kind in kinds})
    order = table.sort_values(kinds, ascending=[way == "up" for _, way in facts["rules"]]).index
    return answer == ", ".join(words[order])
