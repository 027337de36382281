"""What a world is: a module with a catalogue of tools and one pure function that calls them.

Worlds are found, not registered: every file of this folder is one, but this file. A world's state is JSON. A call that
cannot be done gives ``{"error": …}`` and changes nothing.

>>> shop = load("shop")
>>> shop.call({}, "no_such_tool", {})
({}, {'error': "no tool 'no_such_tool'"})
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from simulators.checks import schemas
from simulators.core import ContractError, NotFoundError, ProvenderError

State = dict[str, Any]
Tool = dict[str, Any]
Call = Callable[[State, Any, Any], tuple[State, dict[str, Any]]]
Handler = Callable[..., dict[str, Any]]


class RefusedError(ProvenderError):
    """A call that the world does not do; its text is the error that the caller gets."""


def tool(name: str, description: str, optional: Sequence[str] = (), /, **properties: Mapping[str, Any]) -> Tool:
    """An entry of a catalogue in OpenAI's form."""
    parameters = {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        "additionalProperties": False,
    }
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def text(description: str, **keywords: Any) -> dict[str, Any]:
    """The schema of a text."""
    return {"type": "string", "description": description, "minLength": 1, "maxLength": 200, **keywords}


def choice(description: str, *options: str) -> dict[str, Any]:
    """The schema of one of a few words."""
    return {"type": "string", "description": description, "enum": list(options)}


def flag(description: str) -> dict[str, Any]:
    """The schema of true or false."""
    return {"type": "boolean", "description": description}


def number(description: str, low: int, high: int) -> dict[str, Any]:
    """The schema of an integer."""
    return {"type": "integer", "description": description, "minimum": low, "maximum": high}


def identifier(description: str) -> dict[str, Any]:
    """The schema of an id."""
    return {"type": "string", "description": description, "format": "id"}


def several(description: str, items: Mapping[str, Any], most: int = 6) -> dict[str, Any]:
    """The schema of a list of different things."""
    return {
        "type": "array", "description": description, "items": items, "minItems": 1, "maxItems": most,
        "uniqueItems": True,
    }  # fmt: skip


def caller(tools: Sequence[Tool], reads: Mapping[str, Handler], writes: Mapping[str, Handler]) -> Call:
    """The world's function: arguments are judged by the tool's schema, and writes are done to a copy."""
    expected = {entry["function"]["name"]: entry["function"]["parameters"] for entry in tools}

    def call(state: State, name: Any, arguments: Any) -> tuple[State, dict[str, Any]]:
        if not isinstance(name, str) or name not in expected:
            return state, {"error": f"no tool {str(name)[:60]!r}"}
        if said := schemas.fault(expected[name], arguments):
            return state, {"error": said}
        try:
            if name in reads:
                return state, reads[name](state, **arguments)
            after = copied(state)
            return after, writes[name](after, **arguments)
        except RefusedError as refused:
            return state, {"error": str(refused)}

    return call


def copied(value: Any) -> Any:
    """A copy of some JSON that shares nothing with it that could change."""
    if isinstance(value, dict):
        return {key: copied(inner) if isinstance(inner, dict | list) else inner for key, inner in value.items()}
    if isinstance(value, list):
        return [copied(inner) if isinstance(inner, dict | list) else inner for inner in value]
    return value


def found(things: Sequence[dict[str, Any]], name: str, what: str) -> dict[str, Any]:
    """The thing of that id. Raises RefusedError where there is none."""
    for thing in things:
        if thing["id"] == name:
            return thing
    raise RefusedError(f"no {what} {name}")


def shown(thing: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Some of a thing's fields."""
    return {name: thing[name] for name in names}


def signature(entry: Tool) -> str:
    """A tool on one line, as a prompt without a catalogue tells it.

    >>> signature(tool("pay", "Pays.", cents=number("Amount", 1, 9)))
    'pay(cents: integer 1 to 9 (Amount)): Pays.'
    """
    function = entry["function"]
    required = function["parameters"]["required"]
    parameters = [
        f"{name}{'' if name in required else '?'}: {_kind(schema)} ({schema['description']})"
        for name, schema in function["parameters"]["properties"].items()
    ]
    return f"{function['name']}({', '.join(parameters)}): {function['description']}"


def _kind(schema: Mapping[str, Any]) -> str:
    if schema["type"] == "array":
        return f"list of {_kind(schema['items'])}"
    if "enum" in schema:
        return " | ".join(f'"{option}"' for option in schema["enum"])
    if "minimum" in schema:
        return f"integer {schema['minimum']} to {schema['maximum']}"
    return str(schema.get("format", schema["type"]))


@cache
def names() -> tuple[str, ...]:
    """The names of all worlds, sorted; nothing is imported."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem != "core"))


@cache
def load(name: str) -> ModuleType:
    """The world of that name. Raises NotFoundError, and ContractError for a broken catalogue, naming the field."""
    if name not in names():
        raise NotFoundError(f"no world {name!r}; there are: {', '.join(names())}")
    return examined(importlib.import_module(f"simulators.worlds.{name}"))


def examined(world: ModuleType) -> ModuleType:
    """The world itself. Raises ContractError, naming the field, where it breaks the contract."""
    missing = [part for part in ("TOOLS", "READS", "WRITES", "call") if not hasattr(world, part)]
    if missing:
        raise ContractError(f"world {world.__name__} lacks {', '.join(missing)}")
    said = next(filter(None, map(schemas.tool_flaw, world.TOOLS)), "")
    named = [entry["function"]["name"] for entry in world.TOOLS] if not said else []
    if said or sorted(named) != sorted([*world.READS, *world.WRITES]):
        raise ContractError(f"world {world.__name__}: {said or 'TOOLS and the functions behind them differ'}")
    return world
