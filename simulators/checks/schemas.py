"""Judges a JSON value by the part of JSON Schema that tools' parameters need, and the schemas themselves.

An unknown keyword is no licence: :func:`flaw` refuses schemas that say what :func:`fault` does not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
}
_KEYWORDS = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "string": {"enum", "format", "minLength", "maxLength"},
    "integer": {"minimum", "maximum"},
    "boolean": set[str](),
}
_FORMATS = {
    "id": re.compile(r"[A-Z0-9]{4,12}", re.ASCII),
    "date": re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", re.ASCII),
    "time": re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII),
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
LONGEST = 400  # characters of a text without a maxLength of its own


def fault(schema: Schema, value: Any, where: str = "arguments") -> str:
    """What is wrong with a value, with its place; "" if nothing.

    >>> fault({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}, {"n": "2"})
    'arguments.n: expected integer'
    """
    kind: str = schema["type"]
    if not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
        return f"{where}: expected {kind}"
    return _FAULTS[kind](schema, value, where)


def _text_fault(schema: Schema, value: str, where: str) -> str:
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: expected one of {', '.join(schema['enum'])}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", LONGEST):
        return f"{where}: a text of the wrong length"
    if "format" in schema and not _FORMATS[schema["format"]].fullmatch(value):
        return f"{where}: expected a {schema['format']}"
    return ""


def _list_fault(schema: Schema, value: list[Any], where: str) -> str:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 20):
        return f"{where}: a list of the wrong length"
    if schema.get("uniqueItems") and len({repr(item) for item in value}) < len(value):
        return f"{where}: the same item twice"
    return next(filter(None, (fault(schema["items"], item, f"{where}[{at}]") for at, item in enumerate(value))), "")


def _object_fault(schema: Schema, value: Mapping[str, Any], where: str) -> str:
    properties = schema["properties"]
    for name in schema.get("required", ()):
        if name not in value:
            return f"{where}: {name} is missing"
    for name, inner in value.items():
        if name not in properties:
            return f"{where}: {name[:40]!r} is not known"
        if said := fault(properties[name], inner, f"{where}.{name}"):
            return said
    return ""


def _number_fault(schema: Schema, value: int, where: str) -> str:
    low, high = schema.get("minimum", -(10**12)), schema.get("maximum", 10**12)
    return "" if low <= value <= high else f"{where}: expected {low} to {high}"


def _no_fault(*_: Any) -> str:
    return ""


_FAULTS: Mapping[str, Callable[[Schema, Any, str], str]] = {
    "object": _object_fault,
    "array": _list_fault,
    "string": _text_fault,
    "integer": _number_fault,
    "boolean": _no_fault,
}


def flaw(schema: Any, where: str) -> str:
    """What is wrong with a schema itself, with the field; "" if nothing.

    >>> flaw({"type": "integer", "minimun": 1}, "pay.cents")
    "pay.cents: unknown keyword 'minimun'"
    """
    if not isinstance(schema, Mapping) or schema.get("type") not in _TYPES:
        return f"{where}: expected a schema with one of the types {', '.join(_TYPES)}"
    kind = schema["type"]
    for keyword in schema:
        if keyword not in {"type", "description", *_KEYWORDS[kind]}:
            return f"{where}: unknown keyword {keyword!r}"
    if kind == "string" and schema.get("format", "id") not in _FORMATS:
        return f"{where}: unknown format {schema['format']!r}"
    if kind == "array":
        return flaw(schema.get("items"), f"{where}[]")
    if kind != "object":
        return ""
    properties = schema.get("properties", {})
    missing = [name for name in schema.get("required", ()) if name not in properties]
    if missing or schema.get("additionalProperties") is not False:
        return f"{where}: {'required ' + missing[0] if missing else 'additionalProperties: false'} is not declared"
    return next(filter(None, (flaw(inner, f"{where}.{name}") for name, inner in properties.items())), "")


def tool_flaw(tool: Any) -> str:
    """What is wrong with an entry of a catalogue in OpenAI's form, with the field; "" if nothing."""
    function = tool.get("function") if isinstance(tool, Mapping) and tool.get("type") == "function" else None
    if not isinstance(function, Mapping) or set(function) != {"name", "description", "parameters"}:
        return "expected {type: function, function: {name, description, parameters}}"
    name = function["name"]
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return f"name: expected a name of small letters, got {name!r}"
    if not isinstance(function["description"], str) or not function["description"].endswith("."):
        return f"{name}.description: expected a sentence"
    if not isinstance(function["parameters"], Mapping) or function["parameters"].get("type") != "object":
        return f"{name}.parameters: expected an object"
    return flaw(function["parameters"], f"{name}.parameters")


def ids(schema: Schema, value: Any) -> list[str]:
    """The ids among some valid arguments.

    >>> ids({"type": "array", "items": {"type": "string", "format": "id"}}, ["K3X9", "P2L4"])
    ['K3X9', 'P2L4']
    """
    if schema["type"] == "object":
        return [found for name, inner in value.items() for found in ids(schema["properties"][name], inner)]
    if schema["type"] == "array":
        return [found for inner in value for found in ids(schema["items"], inner)]
    return [value] if schema.get("format") == "id" else []
