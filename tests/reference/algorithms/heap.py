"""A tree as a dictionary from paths of left and right to values; the array is read off by levels."""

from typing import Any


def path(place: int) -> str:
    return f"{place:b}"[1:]  # the root is 1: after the leading 1 every digit is a turn


def right(facts: Any, answer: str) -> bool:
    sign = 1 if facts["kind"] == "min" else -1
    tree: dict[str, int] = {}
    for operation in facts["operations"]:
        if operation != "pop":
            at = path(len(tree) + 1)
            tree[at] = sign * operation
            while at and tree[at[:-1]] > tree[at]:
                tree[at[:-1]], tree[at] = tree[at], tree[at[:-1]]
                at = at[:-1]
            continue
        tree[""] = tree[path(len(tree))]
        del tree[path(len(tree))]
        at = ""
        while below := sorted((tree[at + turn], at + turn) for turn in "01" if at + turn in tree):
            value, child = below[0]
            if value > tree[at]:
                break
            tree[child], tree[at] = tree[at], value
            at = child
    return answer == ", ".join(str(sign * tree[path(place)]) for place in range(1, len(tree) + 1))
