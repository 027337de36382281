"""Blocks world with what each block stands on: an action moves what nothing stands on."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    on = stands(facts["start"])
    moves = answer.split("; ")
    for move in moves:
        block, _, onto = move.partition(" to ")
        if block in on.values() or onto == block or (onto != "table" and (onto in on.values() or onto not in on)):
            return False
        on[block] = onto
    return on == stands(facts["goal"]) and len(moves) <= facts["most"]


def stands(stacks: list[str]) -> dict[str, str]:
    return {block: stack[at - 1] if at else "table" for stack in stacks for at, block in enumerate(stack)}
