"""The record: one example as it is stored, with its facts, so that anyone can judge it again.

``variant`` names what was done to a problem to make it harder to read, "" for nothing. ``facts`` and
``trace`` are JSON text: as structs, Arrow would merge the keys of all rows and fill them with nulls. So
are ``tools``, the JSON schemas of the tools at hand in a conversation of several turns, "" for none:
trainers take the column as it is. ``id`` is a hash of everything in the record but itself, the split and
the verdict that can be had again from the facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import pyarrow as pa

from simulators.core import Messages, canonical_key
from simulators.examples import Example

SCHEMA_VERSION = 3
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: json.dumps makes one a call

CALL = pa.struct(
    [
        ("id", pa.string()),
        ("type", pa.string()),
        ("function", pa.struct([("name", pa.string()), ("arguments", pa.string())])),
    ]
)
TURN = pa.struct(
    [
        ("role", pa.string()),
        ("content", pa.string()),
        ("tool_calls", pa.list_(CALL)),
        ("tool_call_id", pa.string()),
    ]
)
MESSAGES = pa.list_(TURN)
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
        ("tools", pa.string()),
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
    """The id that a stored record gives: 32 hex digits. ``row`` is a row of :data:`SCHEMA`, messages :func:`told`."""
    rejected = [text for wrong in row["rejected"] for text in (wrong["mistake"], wrong["answer"])]
    head = [row["family"], str(row["version"]), str(row["level"]), str(row["seed"]), str(row["index"])]
    return _hash(
        [*head, row["answer"], row["facts"], row["trace"], row["canonical"]],
        _spoken(row["messages"], row["tools"]),
        rejected,
        map(str, row["provenance"].values()),
    )


def turns(messages: Messages) -> Messages:
    """Stored messages without the fields that are null in them, as OpenAI's chat form has them.

    A message of the assistant that calls tools may have no content; that null is part of the form.
    """
    return [
        {key: value for key, value in message.items() if value is not None or key == "content"} for message in messages
    ]


def told(column: pa.ChunkedArray) -> list[Messages]:
    """A column of stored messages as they were told, without fields that are null. Arrow decodes structs slowly."""
    lists = column.combine_chunks()
    fields = zip(TURN.names, lists.flatten().flatten(), strict=True)
    there = {name: values.to_pylist() for name, values in fields if values.null_count < len(values)}
    said = turns([dict(zip(there, values, strict=True)) for values in zip(*there.values(), strict=True)])
    ends = accumulate(lists.value_lengths().to_pylist(), initial=0)
    return [said[start:end] for start, end in pairwise(ends)]


def stored(conversation: tuple[Messages, list[dict[str, Any]]]) -> tuple[Messages, str]:
    """A conversation and its tools as a record holds them."""
    messages, tools = conversation
    return messages, compact(tools) if tools else ""


def _spoken(messages: Messages, tools: str) -> list[str]:
    """What the id is made from: roles and contents, and of conversations with tools all that is in them."""
    if not tools and all(message.keys() == {"role", "content"} for message in messages):
        return [text for message in messages for text in (message["role"], message["content"])]
    # Sorted, as what is stored comes back in the schema's order.
    return [*(json.dumps(message, sort_keys=True, ensure_ascii=False) for message in messages), tools]


def _hash(*groups: Any) -> str:
    # The lengths of the groups are fixed by the counts, so no two records share one text.
    text = "\x1d".join("\x1f".join(group) for group in groups)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def table(examples: Sequence[Example], provenance: Provenance) -> pa.Table:
    """The examples as records, in order; not yet judged and in no split (both columns are null)."""
    facts = [compact(example.problem.facts) for example in examples]
    traces = [compact(example.trace()) for example in examples]
    keys = [canonical_key(example.family, example.problem.facts) for example in examples]
    conversations = [stored(example.conversation()) for example in examples]
    messages = [spoken for spoken, _ in conversations]
    tools = [offered for _, offered in conversations]
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
            _spoken(spoken, offered),
            [text for wrong in e.problem.mistakes for text in wrong],
            source,
        )
        for e, fact, trace, key, spoken, offered in zip(examples, facts, traces, keys, messages, tools, strict=True)
    ]
    rows = len(examples)
    columns = {
        "id": ids,
        "family": [e.family.name for e in examples],
        "version": [e.family.version for e in examples],
        "level": [e.level for e in examples],
        "seed": [e.seed for e in examples],
        "index": [e.place for e in examples],
        "messages": _messages(messages),
        "tools": tools,
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


def _messages(conversations: list[Messages]) -> pa.Array:
    # Column by column: Arrow takes in structs a value at a time, which costs more than to make the examples.
    said = [message for messages in conversations for message in messages]
    named = set().union(*said) if any(len(message) > 2 for message in said) else {"role", "content"}
    columns = [
        pa.array([message.get(field.name) for message in said], field.type)
        if field.name in named
        else pa.nulls(len(said), field.type)
        for field in TURN
    ]
    offsets = pa.array(accumulate(map(len, conversations), initial=0), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(columns, fields=list(TURN)))


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


def opening(row: dict[str, Any]) -> Messages:
    """What stands in a stored record before the reply: a call that failed earlier, and is to be mended, too."""
    messages = turns(row["messages"])
    # Where tools are at hand, the answer is messages itself, and all that its agent says stands in the conversation.
    replies = sum(turn["role"] == "assistant" for turn in json.loads(row["answer"])) if row["tools"] else 1
    spoken = [at for at, turn in enumerate(messages) if turn["role"] == "assistant"]
    return messages[: spoken[-replies]]


def prompt(row: dict[str, Any]) -> str:
    """The user's first message of a stored record."""
    return next(str(turn["content"]) for turn in row["messages"] if turn["role"] == "user")
