"""The verbs of the command line as functions: ``import synth`` offers them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulators import core, variants
from simulators.core import ProvenderError
from simulators.examples import examples


class RecordError(ProvenderError):
    """Something given as a record that is none; the text says what is missing."""


def families() -> list[dict[str, Any]]:
    """Every family: ``name``, ``skill``, ``levels`` (the list of settings), ``version``, ``summary``."""
    loaded = map(core.load, core.names())
    return [
        {
            "name": family.name,
            "skill": family.skill,
            "levels": [dict(settings) for settings in family.levels],
            "version": family.version,
            "summary": family.summary,
        }
        for family in loaded
    ]


def generate(family: str, *, n: int = 100, level: int = 1, seed: int = 0, start: int = 0) -> list[dict[str, Any]]:
    """``n`` examples of a family, as ``provender sample --json`` prints them.

    Raises NotFoundError for an unknown family or level.
    """
    return [example.row() for example in examples(family, level=level, seed=seed, indices=range(start, start + n))]


def run(
    recipe: str | Path,
    *,
    out: str | Path | None = None,
    seed: int | None = None,
    size: int | None = None,
    workers: int | None = None,
) -> dict[str, Any]:
    """Make a recipe (a path or a shipped name) in the folder ``out``; returns the manifest."""
    from synth import pipeline  # pandas and Arrow, for runs only
    from synth import recipe as recipes
    from synth import workers as pool

    wanted = recipes.read(recipe).scaled(seed=seed, size=size)
    folder = Path(out) if out is not None else Path("runs") / wanted.name
    return pipeline.run(wanted, folder, worker_count=workers or pool.default_count())


def verify(folder: str | Path) -> dict[str, Any]:
    """Judge a run's folder again: ``{"records", "proven", "failed", "failures"}``."""
    from synth.proof import prove  # Arrow, for stored runs only

    return prove(Path(folder)).json()


def sandbox(
    program: str,
    *,
    tests: str | None = None,
    entry: str | None = None,
    stdin: str = "",
    seconds: float = 5.0,
    memory_mb: int = 256,
) -> dict[str, Any]:
    """Run a stranger's program where it can reach nothing: ``{"status", "reason", "stdout", "seconds"}``.

    ``tests``, which are trusted, define ``check(candidate)``; the candidate is the program's function ``entry``. Raises
    ProvenderError for tests that do not, or for tests without an entry.
    """
    from simulators.checks import programs  # processes, for programs only
    from simulators.checks.sandbox.jobs import Limits

    limits = Limits(seconds=seconds, memory_mb=memory_mb)
    if tests is None:
        return programs.run(program, stdin, limits)._asdict()
    if entry is None:
        raise ProvenderError("expected the name of the function that the tests call: --entry NAME")
    try:
        return programs.held_to(program, tests, entry, limits)._asdict()
    except ValueError as error:
        raise ProvenderError(str(error)) from error


def verdict(record: Mapping[str, Any], reply: str) -> core.Verdict:
    """The verdict on a reply to a record: any mapping with ``family`` and ``facts`` (JSON text or a mapping)."""
    try:
        name, facts = record["family"], record["facts"]
    except (KeyError, TypeError) as error:
        raise RecordError(f"expected a mapping with 'family' and 'facts'; missing: {error}") from error
    if isinstance(facts, str):
        try:
            facts = json.loads(facts)
        except ValueError as error:
            raise RecordError(f"facts are not JSON: {error}") from error
    return variants.judge(core.load(name), facts, reply)


def reward(record: Mapping[str, Any], reply: str) -> float | None:
    """The reward in [0, 1] of a reply to a record; None where there is no verdict (mask it, never punish it).

    ``record`` is a stored record or a row of ``provender sample --json``.
    """
    return verdict(record, reply).reward


def rewards(records: Iterable[Mapping[str, Any]], replies: Iterable[str]) -> list[float | None]:
    """:func:`reward` for many: a reply a record, in order. Raises ValueError where their numbers differ."""
    return [reward(record, reply) for record, reply in zip(records, replies, strict=True)]


def grade(sample: Mapping[str, Any], item: Mapping[str, Any]) -> float:
    """A grader in the form of OpenAI's reinforcement fine-tuning: the model's sample and the data set's item.

    The sample's text stands under ``output_text``, its tool calls, if it made any, under ``output_tools``; the item is
    a row of ``provender export --to grpo``. Raises RecordError where there is no verdict, so that the service reports
    an error instead of a 0.
    """
    reply = str(sample["output_text"] or "")
    if sample.get("output_tools"):
        message = {"role": "assistant", "content": reply, "tool_calls": sample["output_tools"]}
        reply = json.dumps([_written(message)])
    found = verdict(item, reply)
    if found.reward is None:
        raise RecordError(f"no verdict: {found.reason}")
    return found.reward


def trl_reward(completions: Sequence[Any], family: Sequence[str], facts: Sequence[str], **_: Any) -> list[float | None]:
    """A reward function for TRL's GRPO trainer over ``provender export --to grpo``.

    Completions are texts or lists of messages; None means no verdict, which the trainer leaves out.
    """
    texts = [_told(said, name) for said, name in zip(completions, family, strict=True)]
    rows = zip(family, facts, texts, strict=True)
    return [reward({"family": name, "facts": known}, text) for name, known, text in rows]


def _told(completion: Any, name: str) -> str:
    """A completion as its family's checker reads it: a conversation whole, of another one the last message."""
    if isinstance(completion, str):
        return completion
    if core.load(name).conversation is not None:
        return json.dumps([_written(message) for message in completion])
    return str(completion[-1]["content"])


def _written(message: Any) -> Any:
    """A message in OpenAI's form: trainers have the arguments of calls as mappings, and calls may lack ids."""
    if not isinstance(message, dict) or not isinstance(message.get("tool_calls"), list):
        return message
    calls = []
    for number, call in enumerate(message["tool_calls"], 1):
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict) and isinstance(function.get("arguments"), dict):
            function = {**function, "arguments": json.dumps(function["arguments"])}
            call = {"id": f"call_{number}", **call, "function": function}  # noqa: PLW2901 - the same call, written out
        calls.append(call)
    return {"content": None, **message, "tool_calls": calls}


def export(folder: str | Path, to: str, out: str | Path | None = None) -> list[Path]:
    """Write a run's records for a trainer; returns the files. See :mod:`synth.export`."""
    from synth.export import export as write  # Arrow, for stored runs only

    return write(Path(folder), to, None if out is None else Path(out))
