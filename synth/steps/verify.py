"""Judges records from what is stored of them, and from nothing else.

The one judgement of the project: a run lets it decide what is kept, and ``provender verify`` repeats
it on the files years later.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from simulators.checks.programs import trusting
from simulators.core import VARIANT, ContractError, Mistake, NotFoundError, Step, canonical_key, load
from simulators.examples import find_fault
from synth.record import PROVENANCE, SCHEMA, VERDICT, content_id, stored, told

_JUDGED = [name for name in SCHEMA.names if name not in {"messages", "provenance", "verdict", "split"}]
_ORIGIN = [field.name for field in PROVENANCE]
PROVEN = {"reward": 1.0, "reason": "proven"}


def faults(records: pa.Table) -> list[str]:
    """Why each record is not proven, in order; "" for one that is."""
    rows = records.select(_JUDGED).to_pylist()
    # Field by field: Arrow decodes a struct a row at a time, the dearest way there is.
    fields = [column.to_pylist() for column in records.column("provenance").combine_chunks().flatten()]
    for row, messages, *values in zip(rows, told(records.column("messages")), *fields, strict=True):
        row["messages"] = messages
        row["provenance"] = dict(zip(_ORIGIN, values, strict=True))
    return [fault(row) for row in rows]


def fault(row: dict[str, Any]) -> str:
    """Why a stored record is not proven: by its checker, its canonical form, its messages and its id; "" if it is."""
    try:
        family = load(row["family"])
        facts = json.loads(row["facts"])
        steps = [Step(step["rule"], step["claim"]) for step in json.loads(row["trace"])]
        mistakes = [Mistake(wrong["mistake"], wrong["answer"]) for wrong in row["rejected"]]
    except (NotFoundError, ContractError, ValueError, LookupError, TypeError) as error:
        return f"cannot be read: {error}"
    if row["version"] != family.version:
        return f"made by version {row['version']} of {family.name}; version {family.version} is installed"
    found = find_fault(family, facts, row["answer"], steps, mistakes)
    if found:
        return found
    if canonical_key(family, facts) != row["canonical"]:
        return "the canonical form is not that of the facts"
    if row["variant"] != facts.get(VARIANT, {}).get("kind", ""):
        return "the variant is not that of the facts"
    if family.conversation is not None:
        if (row["messages"], row["tools"]) != stored(family.conversation(facts, row["answer"])):
            return "the conversation is not the one that facts and answer give"
    elif not row["messages"][-1]["content"].endswith(f"Answer: {row['answer']}"):
        return "the reply in the messages does not end in the answer"
    return "" if content_id(row) == row["id"] else "the content is not the one that the id was made from"


def verified(records: pa.Table) -> tuple[pa.Table, pa.Table, list[str]]:
    """Split records into those proven (with their verdict), those that are not, and the reasons for these.

    For the run that has made the records: programs in them are rules' own, and run where isolation is not complete too.
    """
    with trusting():
        reasons = faults(records)
    kept = pa.array([not reason for reason in reasons], pa.bool_())
    proven = records.filter(kept)
    at = SCHEMA.get_field_index("verdict")
    proven = proven.set_column(at, SCHEMA.field(at), pa.repeat(pa.scalar(PROVEN, VERDICT), len(proven)))
    refused = records.filter(pa.compute.invert(kept))
    return proven, refused, [reason for reason in reasons if reason]
