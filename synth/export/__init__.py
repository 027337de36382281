"""Turns stored records into the files that trainers read.

Each format is a function from a stored record to rows; DPO gives a row for each named mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from simulators.core import Messages, NotFoundError, load
from synth import files, store
from synth.export.bfcl import bfcl
from synth.record import SCHEMA, opening, turns

Row = dict[str, Any]


def sft(record: Row) -> Iterator[Row]:
    """Supervised fine-tuning (TRL's conversational form): the whole conversation."""
    yield {"messages": trained(record["messages"]), **_tools(record)}


def sft_answer(record: Row) -> Iterator[Row]:
    """Supervised fine-tuning without the trace: the answer alone as the reply."""
    yield {"messages": [*asked(record), *_replied(record, record["answer"])], **_tools(record)}


def openai(record: Row) -> Iterator[Row]:
    """The fine-tuning file of OpenAI-compatible services: messages and nothing else.

    A failed call that the reply mends stands before it with the weight 0: nothing is to be learnt from it.
    """
    tools = {"tools": json.loads(record["tools"])} if record["tools"] else {}
    before = len(opening(record))
    messages = [
        {**turn, "weight": 0} if turn["role"] == "assistant" and number < before else turn
        for number, turn in enumerate(turns(record["messages"]))
    ]
    yield {"messages": messages, **tools}


def dpo(record: Row) -> Iterator[Row]:
    """Preferences: the proven reply against each named mistake."""
    prompt = {"prompt": asked(record), **_tools(record)}
    # The same shape on both sides, or a trainer would learn to prefer the longer reply.
    chosen = _replied(record, record["answer"])
    for wrong in record["rejected"]:
        rejected = _replied(record, wrong["answer"])
        yield {**prompt, "chosen": chosen, "rejected": rejected, "mistake": wrong["mistake"], "id": record["id"]}


def grpo(record: Row) -> Iterator[Row]:
    """Reinforcement learning with verifiable rewards: the prompt, and what ``synth.reward`` needs."""
    known = {key: record[key] for key in ("family", "facts", "level", "id")}
    yield {"prompt": asked(record), **_tools(record), **known}


def trained(messages: Messages) -> Messages:
    """Messages as chat templates read them: the arguments of a call are a mapping, not its text."""
    told = []
    for turn in turns(messages):
        calls = [
            {**call, "function": {**call["function"], "arguments": json.loads(call["function"]["arguments"])}}
            for call in turn.get("tool_calls", ())
        ]
        told.append({**turn, "tool_calls": calls} if calls else turn)
    return told


def asked(record: Row) -> Messages:
    """What stands before the reply, as chat templates read it."""
    return trained(opening(record))


def _replied(record: Row, answer: str) -> Messages:
    """The messages that give an answer and nothing else: in a conversation, all that follows its opening."""
    tell = load(record["family"]).conversation
    if tell is None:
        return [{"role": "assistant", "content": f"Answer: {answer}"}]
    messages, _ = tell(json.loads(record["facts"]), answer)
    return trained(messages[len(opening(record)) :])


def _tools(record: Row) -> Row:
    """The column of tools where there are any; trainers read its JSON text, whose keys no table could hold."""
    return {"tools": record["tools"]} if record["tools"] else {}


JSONL: dict[str, Callable[[Row], Iterator[Row]]] = {
    "sft": sft,
    "sft-answer": sft_answer,
    "dpo": dpo,
    "grpo": grpo,
    "openai": openai,
    "bfcl": bfcl,
}
FORMATS = (*JSONL, "parquet")


def export(folder: Path, to: str, out: Path | None = None) -> list[Path]:
    """Write a finished run's records in a format; returns the files written.

    ``out`` is a folder, which gets one file a split; or a path that ends in ``.jsonl`` (or
    ``.parquet``), which gets all splits; left out, it is the folder ``exports/FORMAT`` in the run.
    Raises NotFoundError for an unknown format and StoreError where the run or a shard cannot be read.
    """
    if to not in FORMATS:
        raise NotFoundError(f"no format {to!r}; there are: {', '.join(FORMATS)}")
    target = folder / "exports" / to if out is None else out
    ending = ".parquet" if to == "parquet" else ".jsonl"
    shards = [folder / entry["path"] for entry in store.manifest(folder)["files"] if entry["path"].startswith("data/")]
    made: dict[Path, list[Path]] = {}
    for shard in shards:
        split = shard.name.rsplit("-", 1)[0]
        made.setdefault(target if target.suffix == ending else target / f"{split}{ending}", []).append(shard)
    for path, sources in made.items():
        files.write(path, partial(_concatenate, sources) if to == "parquet" else partial(_lines, sources, JSONL[to]))
    return list(made)


def _concatenate(shards: list[Path], path: Path) -> None:
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as file:
        for shard in shards:
            file.write_table(files.read_parquet(shard))


def _lines(shards: list[Path], rows: Callable[[Row], Iterator[Row]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for shard in shards:
            for record in files.read_parquet(shard).to_pylist():
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(record))
