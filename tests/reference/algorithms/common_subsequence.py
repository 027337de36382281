"""Sets: all common subsequences of each length, as the earliest pairs of places where they can end."""

from typing import Any


def longest(first: str, second: str) -> int:
    """A common subsequence is extended from where it ends; of its ends only those matter that no other beats."""
    ends, length = {(0, 0)}, -1
    while ends:
        length += 1
        found = {
            (first.find(letter, i) + 1, second.find(letter, j) + 1)
            for i, j in ends
            for letter in set(first)
            if first.find(letter, i) >= 0 and second.find(letter, j) >= 0
        }
        ends = {(i, j) for i, j in found if not any((a <= i and b <= j) and (a, b) != (i, j) for a, b in found)}
    return length


def occurs(text: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in text)


def right(facts: Any, answer: str) -> bool:
    first, second = facts["first"], facts["second"]
    if facts["asked"] == "length":
        return answer == str(longest(first, second))
    return len(answer) == longest(first, second) and occurs(answer, first) and occurs(answer, second)
