"""The Z-function of the pattern, and of the pattern before the text."""

from typing import Any


def common_beginnings(word: str) -> list[int]:
    """For each place how far the word repeats its beginning from there."""
    lengths = [len(word)] + [0] * (len(word) - 1)
    left = right_end = 0
    for at in range(1, len(word)):
        length = min(lengths[at - left], right_end - at) if at < right_end else 0
        while at + length < len(word) and word[length] == word[at + length]:
            length += 1
        lengths[at] = length
        if at + length > right_end:
            left, right_end = at, at + length
    return lengths


def right(facts: Any, answer: str) -> bool:
    pattern = facts["pattern"]
    if facts["asked"] == "places":
        lengths = common_beginnings(pattern + "#" + facts["text"])[len(pattern) + 1 :]
        found = [at for at, length in enumerate(lengths, 1) if length == len(pattern)]
    else:
        lengths = common_beginnings(pattern)
        found = [
            max((end - start for start in range(1, end) if lengths[start] >= end - start), default=0)
            for end in range(1, len(pattern) + 1)
        ]
    return answer == ", ".join(map(str, found))
