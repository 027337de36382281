"""Sokoban played on points of the complex plane."""

from __future__ import annotations

from typing import Any

STEPS = {"U": -1j, "D": 1j, "L": -1, "R": 1}


def right(facts: Any, answer: str) -> bool:
    signs = {complex(x, y): sign for y, row in enumerate(facts["rows"]) for x, sign in enumerate(row)}
    player = next(at for at, sign in signs.items() if sign in "@+")
    boxes = {at for at, sign in signs.items() if sign in "$*"}
    goals = {at for at, sign in signs.items() if sign in ".*+"}
    for letter in answer:
        player += STEPS[letter]
        if player in boxes:
            boxes.remove(player)
            if player + STEPS[letter] in boxes:
                return False
            boxes.add(player + STEPS[letter])
        if any(signs[at] == "#" for at in (player, *boxes)):
            return False
    return boxes == goals
