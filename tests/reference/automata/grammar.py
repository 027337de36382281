"""Brute force: all forms that can be reached from S by leftmost replacement and could still become the word."""

from typing import Any


def right(facts: Any, answer: str) -> bool:
    rules, word = dict(facts["rules"]), facts["word"]
    seen, waiting = {"S"}, ["S"]
    while waiting:
        form = waiting.pop()
        at = next((at for at, symbol in enumerate(form) if symbol in rules), None)
        if at is None:
            continue
        for side in rules[form[at]]:
            new = form[:at] + side + form[at + 1 :]
            end = next((at for at, symbol in enumerate(new) if symbol in rules), len(new))
            if new not in seen and len(new) <= len(word) and word.startswith(new[:end]):
                seen.add(new)
                waiting.append(new)
    return answer == ("yes" if word in seen else "no")
