"""The record: one example as it is stored, with its facts, so that anyone can judge it again.

``variant`` names what was done to a problem to make it harder to read, "" for nothing. ``facts`` and
``trace`` are JSON text: as structs, Arrow would merge the keys of all rows and fill
them with nulls. ``id`` is a hash of everything in the record but itself, the split and the verdict
that can be had again from the facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from simulators.core import canonical_key
from simulators.examples import Example

SCHEMA_VERSION = 2
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: json.dumps makes one a call

MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
REJECTED = pa.list_(pa.struct([("mistake", pa.string()), ("answer", pa.string())]))
VERDICT = pa.struct([("reward", pa.float64()), ("reason", pa.string())])
PROVENANCE = pa.struct(
    [
        ("maker", pa.string()),
        ("version", pa.string()),
        ("kind", pa.string()),
        ("licence", pa.string()),
        ("terms", pa.string()),
        ("source", pa.string()),
        ("date", pa.string()),
        ("generation", pa.int32()),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("family", pa.string()),
        ("version", pa.int32()),
        ("level", pa.int32()),
        ("seed", pa.int64()),
        ("index", pa.int64()),
        ("messages", MESSAGES),
        ("answer", pa.string()),
        ("facts", pa.string()),
        ("trace", pa.string()),
        ("rejected", REJECTED),
        ("canonical", pa.string()),
        ("variant", pa.string()),
        ("verdict", VERDICT),
        ("split", pa.string()),
        ("provenance", PROVENANCE),
    ],
    metadata={"provender.schema": str(SCHEMA_VERSION)},
)


class Provenance(NamedTuple):
    """Where a record comes from. ``generation`` is 0 for rules, its parent's plus 1 for a model's output."""

    maker: str
    version: str
    kind: str
    licence: str = "CC0-1.0"
    terms: str = ""
    source: str = ""
    date: str = ""
    generation: int = 0


def compact(value: Any) -> str:
    """JSON without spaces, the one form in which facts and traces are stored and hashed."""
    return _COMPACT(value)


def content_id(row: dict[str, Any]) -> str:
    """The id that a stored record's content gives: 32 hex digits. ``row`` is a row of :data:`SCHEMA`."""
    messages = [text for message in row["messages"] for text in (message["role"], message["content"])]
    rejected = [text for wrong in row["rejected"] for text in (wrong["mistake"], wrong["answer"])]
    head = [row["family"], str(row["version"]), str(row["level"]), str(row["seed"]), str(row["index"])]
    return _hash(
        [*head, row["answer"], row["facts"], row["trace"], row["canonical"]],
        messages,
        rejected,
        map(str, row["provenance"].values()),
    )


def _hash(*groups: Any) -> str:
    # The lengths of the groups are fixed by the counts, so no two records share one text.
    text = "\x1d".join("\x1f".join(group) for group in groups)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def table(examples: Sequence[Example], provenance: Provenance) -> pa.Table:
    """The examples as records, in order; not yet judged and in no split (both columns are null)."""
    facts = [compact(example.problem.facts) for example in examples]
    traces = [compact(example.trace()) for example in examples]
    keys = [canonical_key(example.family, example.problem.facts) for example in examples]
    replies = [example.reply() for example in examples]
    source = [str(value) for value in provenance]
    ids = [
        _hash(
            [
                *map(str, (e.family.name, e.family.version, e.level, e.seed, e.place)),
                e.problem.answer,
                fact,
                trace,
                key,
            ],
            ["user", e.prompt, "assistant", reply],
            [text for wrong in e.problem.mistakes for text in wrong],
            source,
        )
        for e, fact, trace, key, reply in zip(examples, facts, traces, keys, replies, strict=True)
    ]
    rows = len(examples)
    columns = {
        "id": ids,
        "family": [e.family.name for e in examples],
        "version": [e.family.version for e in examples],
        "level": [e.level for e in examples],
        "seed": [e.seed for e in examples],
        "index": [e.place for e in examples],
        "messages": _messages([e.prompt for e in examples], replies),
        "answer": [e.problem.answer for e in examples],
        "facts": facts,
        "trace": traces,
        "rejected": _rejected(examples),
        "canonical": keys,
        "variant": [e.variant for e in examples],
        "verdict": pa.nulls(rows, VERDICT),
        "split": pa.nulls(rows, pa.string()),
        "provenance": pa.repeat(pa.scalar(provenance._asdict(), PROVENANCE), rows),
    }
    return pa.table(columns, schema=SCHEMA)


def _messages(prompts: list[str], replies: list[str]) -> pa.Array:
    contents = [text for pair in zip(prompts, replies, strict=True) for text in pair]
    turns = pa.StructArray.from_arrays(
        [pa.array(["user", "assistant"] * len(prompts), pa.string()), pa.array(contents, pa.string())],
        fields=list(MESSAGES.value_type),
    )
    offsets = pa.array(range(0, len(contents) + 1, 2), pa.int32())
    return pa.ListArray.from_arrays(offsets, turns)


def _rejected(examples: Sequence[Example]) -> pa.Array:
    pairs = [mistake for example in examples for mistake in example.problem.mistakes]
    offsets = [0]
    for example in examples:
        offsets.append(offsets[-1] + len(example.problem.mistakes))
    wrong = pa.StructArray.from_arrays(
        [pa.array([pair[0] for pair in pairs], pa.string()), pa.array([pair[1] for pair in pairs], pa.string())],
        fields=list(REJECTED.value_type),
    )
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), wrong)


def prompt(row: dict[str, Any]) -> str:
    """The user's last message of a stored record."""
    return next(str(turn["content"]) for turn in reversed(row["messages"]) if turn["role"] == "user")
