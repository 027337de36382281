"""What counts as a right trajectory: other right plans do, and each way to go wrong is named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from simulators import core
from simulators.examples import Example, examples
from simulators.worlds import core as worlds

WORLDS = ("shop", "bank", "calendar", "files", "travel", "home")
each_world = pytest.mark.parametrize("name", WORLDS)


def batch(name: str, level: int, count: int = 40) -> list[Example]:
    return examples(f"tool_use.{name}", level=level, seed=8, indices=range(count))


def gold(example: Example) -> list[dict[str, Any]]:
    return json.loads(example.problem.answer)


def judged(example: Example, messages: Any) -> core.Verdict:
    return example.family.check(example.problem.facts, json.dumps(messages))


def called(message: dict[str, Any]) -> list[str]:
    return [call["function"]["name"] for call in message.get("tool_calls") or []]


def read(name: str, number: int) -> dict[str, Any]:
    call = {"id": f"read_{number}", "type": "function", "function": {"name": name, "arguments": "{}"}}
    return {"role": "assistant", "content": "Let me see.", "tool_calls": [call]}


@each_world
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_what_the_world_says_may_be_left_out(name: str, level: int) -> None:
    """The agent's own messages are enough; a wrong answer of the world or word of the user is refused."""
    for example in batch(name, level, 20):
        messages = gold(example)
        assert judged(example, [each for each in messages if each["role"] == "assistant"]).reward == 1
        for at, each in enumerate(messages):
            if each["role"] == "tool":
                other = [*messages[:at], {**each, "content": '{"ok": true}'}, *messages[at + 1 :]]
                assert "did not answer" in judged(example, other).reason
            if each["role"] == "user":
                other = [*messages[:at], {**each, "content": "Do as you like."}, *messages[at + 1 :]]
                assert "did not say" in judged(example, other).reason


READS = {"shop": "get_account", "bank": "list_payees", "calendar": "list_mail", "files": "list_dirs"} | {
    "travel": "list_bookings", "home": "list_timers",
}  # fmt: skip


@each_world
def test_a_few_needless_look_ups_are_harmless(name: str) -> None:
    """Up to the number that the question states."""
    for example in batch(name, 3):
        messages = [each for each in gold(example) if each["role"] == "assistant"]
        made = sum(len(called(each)) for each in messages)
        spare = example.problem.facts["most_calls"] - made
        assert spare >= 3
        extra = [read(READS[name], number) for number in range(spare)]
        assert judged(example, [*extra, *messages]).reward == 1
        assert "more than" in judged(example, [*extra, read(READS[name], 99), *messages]).reason


@each_world
def test_parallel_calls_may_come_in_any_order(name: str) -> None:
    """Reversed, or one at a time, they are as good."""
    seen = 0
    for example in batch(name, 5, 120):
        messages = [each for each in gold(example) if each["role"] == "assistant"]
        if not any(len(called(each)) > 1 for each in messages):
            continue
        seen += 1
        turned = [{**each, "tool_calls": each["tool_calls"][::-1]} if called(each) else each for each in messages]
        assert judged(example, turned).reward == 1, judged(example, turned)
        apart = [
            {**each, "tool_calls": [call]} if call else each
            for each in messages
            for call in (each.get("tool_calls") or [None])
        ]
        assert judged(example, apart).reward == 1
    assert seen >= 5


@each_world
def test_the_agent_uses_only_what_it_was_told(name: str) -> None:
    """Every text and amount in a changing call was said or seen before; what is missing is asked for first."""
    world = worlds.load(name)
    kinds = {tool["function"]["name"]: tool["function"]["parameters"]["properties"] for tool in world.TOOLS}
    asked = 0
    for level in (2, 3, 5):
        for example in batch(name, level, 60):
            facts = example.problem.facts
            lacking = [wish for wish in facts["wishes"] if wish.get("missing")]
            asked += len(lacking)
            assert all(wish["since"] >= 1 for wish in lacking)
            heard = facts["said"][0].lower()
            for message in gold(example):
                for call in message.get("tool_calls") or []:
                    tool = call["function"]["name"]
                    for key, value in json.loads(call["function"]["arguments"]).items() if tool in world.WRITES else ():
                        known = told(key, value)
                        if "enum" not in kinds[tool][key] and known:
                            assert any(each in heard for each in known), (tool, key, value)
                if message["role"] != "assistant":
                    heard += "\n" + message["content"].lower()
    assert asked >= 5


def told(key: str, value: Any) -> list[str]:
    """How something may have been said; nothing for what may have been reckoned."""
    if isinstance(value, str) and key != "start":
        return [value.lower()]
    return [f"{value / 100:.2f}", str(value)] if key == "cents" else []


def altered(messages: list[dict[str, Any]], change: Callable[[dict[str, Any]], dict[str, Any]]) -> list[dict[str, Any]]:
    return [*messages[:-1], change(messages[-1])]


@each_world
def test_reasons_name_what_is_wrong(name: str) -> None:
    """Each named mistake is refused for the reason that its name gives."""
    told = {
        "claimed_without_doing": "ends before it is done|status is not|last message|ends with",
        "gave_up": "ends before it is done|status",
        "invented_id": "invented|without having looked|from nowhere",
        "skipped_look_up": "without having looked|from nowhere",
        "acted_without_asking": "before the user has said so|not over|ends before|nobody wished|invented",
        "policy_broken": "breaks rule [1-9]",
        "wrong_status": "status is not",
        "wrong_rule": "status is not",
        "needless_call": "nobody wished|twice|more than",
        "said_nothing": "must name",
        "wrong_number_told": "must name",
    }
    met = set()
    for level in (2, 3, 4):
        for example in batch(name, level):
            for mistake in example.problem.mistakes:
                verdict = example.family.check(example.problem.facts, mistake.answer)
                assert verdict.reward == 0
                if mistake.name in told:
                    met.add(mistake.name)
                    assert re.search(told[mistake.name], verdict.reason), (mistake.name, verdict.reason)
    assert len(met) >= 8


@each_world
def test_the_last_message_must_be_true_and_plain(name: str) -> None:
    """Another number beside the right one, no status, a second status: each is refused."""
    for example in batch(name, 3):
        messages = gold(example)
        assert (
            judged(example, altered(messages, lambda m: {**m, "content": "77.77 or 8:08. " + m["content"]})).reward == 0
        )
        assert judged(example, altered(messages, lambda m: {**m, "content": m["content"].split("\n")[0]})).reward == 0
        assert judged(example, altered(messages, lambda m: {**m, "content": m["content"] + " or not"})).reward == 0
        assert judged(example, [*messages, {"role": "assistant", "content": "Status: done"}]).reason.endswith("over")
        assert judged(example, messages[:-1]).reward == 0


@each_world
def test_nobody_may_refuse_blindly(name: str) -> None:
    """A refusal that the records must show is worth nothing without a look at them."""
    refused = 0
    for example in batch(name, 2, 80):
        messages = gold(example)
        if len(messages) > 1 and "Status: done" not in messages[-1]["content"]:
            blind = judged(example, messages[-1:])
            refused += "looked" in blind.reason
            assert blind.reward == 0 or not any(map(str.isalpha, evidence(example)))
    assert refused >= 5


def evidence(example: Example) -> list[str]:
    """What the records tell and the user has not said, where a word of the records decides."""
    spoken = example.problem.facts["said"][0]
    claims = [step.claim for step in example.problem.steps if step.rule == "state" and not step.claim["holds"]]
    texts = [value for claim in claims for value in claim["fields"].values() if isinstance(value, str)]
    return [text for text in texts if text not in spoken]


SHAPES: list[Any] = [
    None,
    7,
    "text",
    {},
    [],
    [[]],
    [{}],
    [{"role": "system", "content": "x"}],
    [{"role": "assistant"}],
    [{"role": "assistant", "content": 7}],
    [{"role": "assistant", "content": None, "tool_calls": [{}]}],
    [{"role": "assistant", "content": None, "tool_calls": [{"id": "", "type": "function", "function": {}}]}],
    [{"role": "assistant", "content": None, "tool_calls": 7}],
    [{"role": "tool", "content": "{}", "tool_call_id": "call_1"}],
    [{"role": "user", "content": "Yes."}],
    [read("no_such_tool", 1)],
    [
        {
            **read("x", 1),
            "tool_calls": [{"id": "a", "type": "function", "function": {"name": "x", "arguments": "[" * 20}}],
        }
    ],
]


@pytest.mark.parametrize("name", [each for each in core.names() if each.startswith("tool_use.")])
def test_any_shape_is_refused_with_a_reason(name: str) -> None:
    """Whatever the JSON, there is a verdict of 0, and never an exception."""
    example = examples(name, level=3, seed=8, indices=[2])[0]
    for shape in SHAPES:
        verdict = judged(example, shape)
        assert verdict.reward == 0 and verdict.reason
    for at in (10, 100, 5000):
        assert example.family.check(example.problem.facts, '[{"role":' * at).reward == 0
        assert example.family.check(example.problem.facts, "[" * at + "]" * at).reward == 0


def test_an_earlier_attempt_is_told_as_it_was_or_not_at_all() -> None:
    """Before a mended call, the failed one and its error may stand: no other call, no other error, no second time."""
    for example in batch("repair_call", 4, 20):
        messages, _ = example.conversation()
        call, answer, mended = messages[2:]
        tried = call["tool_calls"][0]
        other = {**call, "tool_calls": [{**tried, "function": {**tried["function"], "arguments": "{}"}}]}
        assert judged(example, [call, answer, mended]).reward == judged(example, [mended]).reward == 1
        assert judged(example, [other, answer, mended]).reward == (tried["function"]["arguments"] == "{}")
        assert judged(example, [call, {**answer, "content": '{"error":"none"}'}, mended]).reward == 0
        assert judged(example, [call, {**answer, "tool_call_id": "call_9"}, mended]).reward == 0
        assert judged(example, [call, answer, call, answer, mended]).reward == 0
        assert judged(example, [call, mended]).reward == judged(example, [call, answer]).reward == 0
