"""By multiplying and adding digit after digit in the target base: the number as a whole is never formed."""

from __future__ import annotations

from typing import Any

DIGITS = "0123456789ABCDEF"


def right(facts: Any, answer: str) -> bool:
    target, places = facts["target"], [0]  # the last place first
    for digit in facts["digits"]:
        carry = DIGITS.index(digit)
        for at, place in enumerate(places):
            carry, places[at] = divmod(place * facts["source"] + carry, target)
        while carry:
            carry, last = divmod(carry, target)
            places.append(last)
    return answer == "".join(DIGITS[place] for place in reversed(places))
