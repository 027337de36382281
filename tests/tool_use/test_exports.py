"""Tool use as trainers read it: records exported in each format, and read by a chat template that knows of tools."""

from __future__ import annotations

import json
from typing import Any

import pytest

import synth
from simulators.examples import examples
from synth import record
from synth.export import JSONL, Row

SINGLE = ("single_call", "parallel_calls", "no_call", "repair_call")
each_single = pytest.mark.parametrize("name", SINGLE)
TEMPLATE = """
{%- if tools %}<tools>{% for tool in tools %}{{ tool.function | tojson }}{% endfor %}</tools>{% endif %}
{%- for message in messages %}<{{ message.role }}>
{%- if message.content %}{{ message.content }}{% endif %}
{%- for call in message.tool_calls or [] %}
{%- for key, value in call.function.arguments.items() %}
{{- call.function.name }}.{{ key }}={{ value | tojson }};{% endfor %}
{%- endfor %}</{{ message.role }}>{% endfor %}
{%- if add_generation_prompt %}<assistant>{% endif %}"""


def records(name: str, level: int = 4, count: int = 12) -> list[Row]:
    """Records as a run stores them."""
    batch = examples(f"tool_use.{name}", level=level, seed=2, indices=range(count))
    return record.table(batch, record.Provenance(name, "1", "rules")).to_pylist()


def rows(name: str, form: str, count: int = 12) -> list[tuple[Row, Row]]:
    """Each record with a row of the format, through JSON as in a file."""
    return [(each, json.loads(json.dumps(row))) for each in records(name, count=count) for row in JSONL[form](each)]


def reply(row: Row) -> Any:
    """The messages of a record's answer."""
    return json.loads(row["answer"])


def mapped(messages: Any) -> Any:
    """Messages whose calls have their arguments as a mapping, as chat templates want them."""
    return [
        {**turn, "tool_calls": [with_mapping(call) for call in turn["tool_calls"]]} if "tool_calls" in turn else turn
        for turn in messages
    ]


def with_mapping(call: dict[str, Any]) -> dict[str, Any]:
    return {**call, "function": {**call["function"], "arguments": json.loads(call["function"]["arguments"])}}


@each_single
@pytest.mark.parametrize("form", ["sft", "sft-answer", "openai"])
def test_messages_are_the_request_and_the_reply(name: str, form: str) -> None:
    """System, user, an earlier attempt where one is to be mended, and the calls; the tools beside them."""
    for each, row in rows(name, form):
        messages, tools = row["messages"], row["tools"]
        before = ["system", "user", *(["assistant", "tool"] if name == "repair_call" else [])]
        assert [turn["role"] for turn in messages] == [*before, "assistant"]
        assert messages[-1:] == (reply(each) if form == "openai" else mapped(reply(each)))
        assert messages[1]["content"] == json.loads(each["facts"])["said"]
        weights = [turn.get("weight", 1) for turn in messages if turn["role"] == "assistant"]
        assert weights == ([0, 1] if name == "repair_call" and form == "openai" else [1] * len(weights))
        offered = tools if form == "openai" else json.loads(tools)
        assert [tool["function"]["name"] for tool in offered] == json.loads(each["facts"])["tools"]


@each_single
def test_preferences_are_calls_against_calls(name: str) -> None:
    """The same opening; chosen is the reply, rejected the mistake, each in the form of messages."""
    found = rows(name, "dpo")
    assert {row["mistake"] for _, row in found} >= {"parallel_calls": {"one_forgotten"}, "no_call": {"wrong_tool"}}.get(
        name, {"wrong_argument"}
    )
    for each, row in found:
        assert row["prompt"][-1]["role"] == ("tool" if name == "repair_call" else "user")
        assert row["chosen"] == mapped(reply(each))
        (wrong,) = [other for other in each["rejected"] if other["mistake"] == row["mistake"]]
        assert row["rejected"] == mapped(json.loads(wrong["answer"])) != row["chosen"]


@each_single
def test_the_reward_reads_what_trainers_hand_over(name: str) -> None:
    """Completions as messages with mappings for arguments, with ids or without: 1 for the reply, 0 for a mistake."""
    for (_, asked), (_, chosen) in zip(rows(name, "grpo", 1), rows(name, "dpo", 1)[:1], strict=True):
        bare = [
            {"role": "assistant", "tool_calls": [{key: call[key] for key in ("type", "function")} for call in calls]}
            if (calls := turn.get("tool_calls"))
            else turn
            for turn in chosen["chosen"]
        ]
        replies = [chosen["chosen"], bare, chosen["rejected"], [{"role": "assistant", "tool_calls": [7]}], [None]]
        count = len(replies)
        rewards = synth.trl_reward(replies, family=[asked["family"]] * count, facts=[asked["facts"]] * count)
        assert rewards == [1.0, 1.0, 0.0, 0.0, 0.0]
        assert asked["prompt"] == chosen["prompt"]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """A tokenizer of words with a chat template that knows of tools."""
    transformers, tokenizers = pytest.importorskip("transformers"), pytest.importorskip("tokenizers")
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"?": 0}))
    return transformers.PreTrainedTokenizerFast(tokenizer_object=words, chat_template=TEMPLATE)


def spoken(messages: Any) -> str:
    """What the template makes of a reply."""
    told = ""
    for turn in messages:
        calls = [call["function"] for call in turn.get("tool_calls", [])]
        said = [
            f"{call['name']}.{key}={json.dumps(value)};" for call in calls for key, value in call["arguments"].items()
        ]
        told += f"<{turn['role']}>{turn['content'] or ''}{''.join(said)}</{turn['role']}>"
    return told


@pytest.mark.parametrize("name", [*SINGLE, "shop"])
@pytest.mark.parametrize("form", ["sft", "sft-answer"])
def test_a_chat_template_shows_tools_and_calls(tokenizer: Any, name: str, form: str) -> None:
    """Every tool is described, and every message is there with what it says and calls."""
    for each, row in rows(name, form, 4):
        tools = json.loads(row["tools"])
        text = tokenizer.apply_chat_template(row["messages"], tools=tools, tokenize=False)
        shown, _, rest = text.partition("</tools>")
        assert all(f'"name": "{tool}"' in shown for tool in json.loads(each["facts"])["tools"])
        assert rest == spoken(row["messages"])


@pytest.mark.parametrize("name", [*SINGLE, "shop"])
def test_a_preference_is_read_as_a_prompt_and_two_replies(tokenizer: Any, name: str) -> None:
    """What comes after the prompt is the reply alone: the calls of the agent, never the user's words."""
    trl = pytest.importorskip("trl")
    for _, row in rows(name, "dpo", 4):
        sides = {key: row[key] for key in ("prompt", "chosen", "rejected")}
        read = trl.apply_chat_template(sides, tokenizer, tools=json.loads(row["tools"]))
        for side in ("chosen", "rejected"):
            whole = read["prompt"] + read[side]
            assert whole.endswith(spoken([*row["prompt"], *row[side]]))
        assert row["prompt"][-1]["content"] in read["prompt"]
        assert row["prompt"][-1]["content"] not in read["chosen"]


@each_single
def test_a_prompt_for_rollouts_ends_where_the_model_speaks(tokenizer: Any, name: str) -> None:
    """The generation prompt stands behind the user's words, or behind the error that is to be mended."""
    for _, row in rows(name, "grpo", 4):
        text = tokenizer.apply_chat_template(
            row["prompt"], tools=json.loads(row["tools"]), tokenize=False, add_generation_prompt=True
        )
        assert text.endswith(f"{spoken(row['prompt'])}<assistant>")
