"""What the references of tool use share: a naive walk through a trajectory, the changes done by hand."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

Change = Callable[[Any, Any], None]


def walk(facts: Any, answer: str, changes: dict[str, Change]) -> tuple[Any, str, list[tuple[int, str, Any]]] | None:
    """The state at the end, the last text and the changes with their turns; None where an id came from nowhere."""
    state = copy.deepcopy(facts["state"])
    heard, turn, last = facts["said"][0], 0, ""
    made = []
    for message in json.loads(answer):
        if message.get("tool_calls"):
            for call in message["tool_calls"]:
                name, arguments = call["function"]["name"], json.loads(call["function"]["arguments"])
                ids = [value for key, value in arguments.items() if key.endswith("_id")]
                if any(value not in heard for value in [*ids, *arguments.get("contact_ids", [])]):
                    return None
                if name in changes:
                    made.append((turn, name, arguments))
                    changes[name](state, arguments)
        elif message["role"] == "assistant":
            turn, last = turn + 1, message["content"]
        else:
            heard += "\n" + message["content"]
    return (state, last, made) if turn == len(facts["said"]) else None


def as_wished(made: list[tuple[int, str, Any]], wishes: Any, tools: dict[str, str]) -> bool:
    """Whether each change, in its turn, is one that was wished for, and all were made."""
    left = list(wishes)
    for turn, name, arguments in made:
        given = [part for value in arguments.values() for part in (value if isinstance(value, list) else [value])]
        values = [json.dumps(value) for value in given]
        for wish in left:
            meant = [value for key, value in wish.items() if key not in ("kind", "since", "instead_of", "missing")]
            if (wish["since"], tools[wish["kind"]]) == (turn, name) and all(
                json.dumps(each) in values for each in meant
            ):
                left.remove(wish)
                break
        else:
            return False
    return not left


def row(state: Any, table: str, name: str) -> Any:
    """The row of that id."""
    return next(each for each in state[table] if each["id"] == name)


def numbers(text: str) -> set[str]:
    """The amounts in a text."""
    return set(re.findall(r"\d+\.\d\d", text))


def refused(facts: Any, rules: list[int], state: Any, last: str) -> bool:
    """Whether nothing was changed and the right reason is told."""
    statuses = {f"refused (rule {rule})" if rule else "impossible" for rule in rules}
    return state == facts["state"] and last.rpartition("\nStatus: ")[2] in statuses
