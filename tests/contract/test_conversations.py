"""What every family with tools must keep: its conversations are OpenAI's, and say what its checker judges."""

from __future__ import annotations

import json

import jsonschema
import pytest

from simulators import core
from simulators.examples import Example, examples
from synth import record
from synth.steps import verify

TALKING = [name for name in core.names() if core.load(name).conversation]
each_level = pytest.mark.parametrize(
    ("name", "level"), [(name, level) for name in TALKING for level in range(1, len(core.load(name).levels) + 1)]
)
MODEL = {"system": {"content"}, "user": {"content"}, "assistant": {"content"}, "tool": {"content", "tool_call_id"}}


def made(name: str, level: int) -> list[Example]:
    return examples(name, level=level, seed=6, indices=range(20))


def opening(example: Example) -> core.Messages:
    """What stands before the reply: what a model would be given."""
    messages, tools = example.conversation()
    return record.opening({"messages": messages, "tools": json.dumps(tools), "answer": example.problem.answer})


@each_level
def test_a_conversation_has_the_shape_of_chat_messages(name: str, level: int) -> None:
    """It opens with the user (after the system) and ends with the assistant, in words or in calls.

    Each call is answered, in order; only those of the last message may be open.
    """
    for example in made(name, level):
        messages, _ = example.conversation()
        assert [turn["role"] for turn in messages[:2]] in (["system", "user"], ["user", "assistant"])
        assert messages[-1]["role"] == "assistant"
        waiting: list[str] = []
        for turn in messages:
            assert set(turn) - {"role"} - {"tool_calls"} == MODEL[turn["role"]], turn
            if turn["role"] == "tool":
                assert turn["tool_call_id"] == waiting.pop(0)
                continue
            assert not waiting
            calls = turn.get("tool_calls", [])
            assert calls == [] or turn["role"] == "assistant"
            assert calls or turn["content"]
            waiting = [call["id"] for call in calls]
        ids = [call["id"] for turn in messages for call in turn.get("tool_calls", [])]
        assert len(set(ids)) == len(ids)


@each_level
def test_the_opening_ends_where_the_assistant_is_to_speak(name: str, level: int) -> None:
    """With the user's words, or with a tool's answer; and all that follows is of the reply's own messages."""
    for example in made(name, level):
        before, (messages, _) = opening(example), example.conversation()
        assert before[-1]["role"] in ("user", "tool") and messages[: len(before)] == before
        replied = [turn for turn in json.loads(example.problem.answer) if turn["role"] == "assistant"]
        assert [turn for turn in messages[len(before) :] if turn["role"] == "assistant"] == replied


@each_level
def test_every_call_fits_the_schema_of_its_tool(name: str, level: int) -> None:
    """Tools are JSON Schema themselves; a call's arguments are a JSON object that its tool's schema allows.

    A call that does not, before the reply, got an error.
    """
    for example in made(name, level):
        before = opening(example)
        refused = {
            turn["tool_call_id"] for turn in before if turn["role"] == "tool" and "error" in json.loads(turn["content"])
        }
        messages, tools = example.conversation()
        offered = {tool["function"]["name"]: tool["function"]["parameters"] for tool in tools}
        assert len(offered) == len(tools)
        for schema in offered.values():
            jsonschema.Draft202012Validator.check_schema(schema)
        for turn in messages:
            for call in turn.get("tool_calls", []):
                arguments = json.loads(call["function"]["arguments"])
                assert call["type"] == "function"
                fits = jsonschema.Draft202012Validator(offered[call["function"]["name"]]).is_valid(arguments)
                assert fits or (call["id"] in refused and turn in before), call


@each_level
def test_what_follows_the_opening_is_a_right_reply(name: str, level: int) -> None:
    """The checker accepts the conversation itself, what stands before the reply left out; of mistakes, none.

    It does so too where a call that failed before the reply, and its error, are told with it.
    """
    for example in made(name, level):
        family, facts = example.family, example.problem.facts
        messages, _ = example.conversation()
        before = len(opening(example))
        asked = next(at for at, turn in enumerate(messages) if turn["role"] == "assistant")
        for start in {before, asked}:
            assert family.check(facts, json.dumps(messages[start:])).reward == 1
        for mistake in example.problem.mistakes:
            assert family.conversation is not None
            rejected, _ = family.conversation(facts, mistake.answer)
            assert rejected[:before] == messages[:before]
            for start in {before, asked}:
                assert family.check(facts, json.dumps(rejected[start:])).reward == 0, mistake


@each_level
def test_a_conversation_is_stored_as_it_was(name: str, level: int) -> None:
    """What a record holds is what the family told, nulls apart."""
    batch = made(name, level)
    stored = record.table(batch, record.Provenance(name, "1", "rules"))
    told = record.told(stored.column("messages"))
    assert told == [example.conversation()[0] for example in batch]
    assert verify.faults(stored) == [""] * len(batch)
    assert [json.loads(tools) for tools in stored.column("tools").to_pylist()] == [
        example.conversation()[1] for example in batch
    ]
