"""Single-turn tool use in the shape of the Berkeley function-calling leaderboard.

A row is ``{"id", "question": [[message]], "function": [...], "ground_truth": [{name: {parameter: [values]}}]}``.
Nothing is to be called where the ground truth is empty; "" among the values means that a parameter may be left out.
Records of other families, and calls that are to be repaired, have no place in that form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simulators.tool_use._calls import expected
from simulators.tool_use._talk import catalogue

Row = dict[str, Any]


def bfcl(record: Row) -> Iterator[Row]:
    """The Berkeley function-calling format: question, functions and what may be called."""
    facts = json.loads(record["facts"])
    if not record["family"].startswith("tool_use.") or "requests" not in facts or "tried" in facts:
        return
    yield {
        "id": record["id"],
        "question": [[{"role": "user", "content": f"Today is {facts['today']}. {facts['said']}"}]],
        "function": [_described(catalogue()[name]["function"]) for name in facts["tools"]],
        "ground_truth": [{name: _allowed(name, values)} for name, values in expected(facts)],
    }


def _described(function: Row) -> Row:
    return {**function, "parameters": {**function["parameters"], "type": "dict"}}


def _allowed(name: str, values: Row) -> dict[str, list[Any]]:
    """For each parameter of the tool the values that are right."""
    properties = catalogue()[name]["function"]["parameters"]["properties"]
    return {key: _alternatives(values[key]) if key in values else [""] for key in properties}


def _alternatives(value: Any) -> list[Any]:
    if isinstance(value, str) and value != value.lower():
        return [value, value.lower()]
    return [value]
