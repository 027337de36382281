"""Conversations of one turn in the shape of the Berkeley function-calling leaderboard.

A row is ``{"id", "question": [[message]], "function": [...], "ground_truth": [{name: {parameter: [values]}}]}``.
Nothing is to be called where the ground truth is empty; "" among the values means that a parameter may be left out.
Records without tools, of several turns, or with calls before the reply have no place in that form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from synth.record import turns

Row = dict[str, Any]


def bfcl(record: Row) -> Iterator[Row]:
    """The Berkeley function-calling format: question, functions and what may be called."""
    *asked, reply = turns(record["messages"])
    if not record["tools"] or any(turn["role"] not in ("system", "user") for turn in asked):
        return
    functions = {tool["function"]["name"]: tool["function"] for tool in json.loads(record["tools"])}
    calls = [call["function"] for call in reply.get("tool_calls", ())]
    yield {
        "id": record["id"],
        "question": [asked],
        "function": [_described(function) for function in functions.values()],
        "ground_truth": [{call["name"]: _allowed(functions[call["name"]], call["arguments"])} for call in calls],
    }


def _described(function: Row) -> Row:
    return {**function, "parameters": {**function["parameters"], "type": "dict"}}


def _allowed(function: Row, arguments: str) -> dict[str, list[Any]]:
    """For each parameter of the function the values that are right."""
    given = json.loads(arguments)
    return {key: _alternatives(given[key]) if key in given else [""] for key in function["parameters"]["properties"]}


def _alternatives(value: Any) -> list[Any]:
    if isinstance(value, str) and value != value.lower():
        return [value, value.lower()]
    return [value]
