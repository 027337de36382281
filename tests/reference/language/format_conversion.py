"""Parsed by others: CSV by pandas, JSON as the YAML that it is, XML by minidom."""

from __future__ import annotations

from io import StringIO
from typing import Any
from xml.dom import minidom
from xml.parsers.expat import ExpatError

import pandas as pd
import yaml


def parsed(text: str, form: str, end: str) -> Any:
    if form == "csv":
        table = pd.read_csv(StringIO(text), lineterminator=end, dtype=str, keep_default_na=False)
        return [nested(row) for row in table.to_dict("records")]
    if form == "json":
        return yaml.safe_load(text)
    root = minidom.parseString(text).documentElement  # noqa: S318 - it was written here
    return [content(node) for node in elements(root)]


def nested(row: Any) -> Any:
    record: Any = {}
    for column, value in row.items():
        *outer, name = column.split(".")
        (record.setdefault(outer[0], {}) if outer else record)[name] = value
    return record


def elements(node: Any) -> Any:
    return [child for child in node.childNodes if child.nodeType == child.ELEMENT_NODE]


def content(node: Any) -> Any:
    inner = elements(node)
    return {child.tagName: content(child) for child in inner} if inner else "".join(c.data for c in node.childNodes)


def typed(record: Any, numbers: list[str], prefix: str = "") -> Any:
    if isinstance(record, dict):
        return {name: typed(value, numbers, f"{prefix}{name}.") for name, value in record.items()}
    return int(record) if prefix[:-1] in numbers else str(record)


def right(facts: Any, answer: str) -> bool:
    records = parsed(facts["source"], facts["from"], "\n")
    try:
        said = parsed(answer, facts["to"], ";")
    except (ExpatError, ValueError, yaml.YAMLError):
        return False
    return said == [typed(record, facts["numbers"]) for record in records]
