"""Worlds keep their invariants under any calls, answer hostile ones with an error, and are refused if broken."""

from __future__ import annotations

import copy
import json
import time
from datetime import datetime, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.checks import schemas
from simulators.core import ContractError, NotFoundError
from simulators.examples import examples
from simulators.worlds import core as worlds

each_world = pytest.mark.parametrize("name", worlds.names())


def started(name: str, index: int) -> Any:
    return examples(f"tool_use.{name}", level=4, seed=3, indices=[index])[0].problem.facts["state"]


def texts(value: Any) -> list[str]:
    """All texts in a state: ids, dates, names and paths that calls may use."""
    if isinstance(value, dict | list):
        return [text for part in (value.values() if isinstance(value, dict) else value) for text in texts(part)]
    return [value] if isinstance(value, str) else []


def argument(data: st.DataObject, schema: Any, known: list[str]) -> Any:
    """Something that fits the schema, out of what the state knows."""
    if schema["type"] == "object":
        return {key: argument(data, inner, known) for key, inner in schema["properties"].items()}
    if schema["type"] == "array":
        return [argument(data, schema["items"], known)]
    if schema["type"] == "boolean":
        return data.draw(st.booleans())
    if schema["type"] == "integer":
        return data.draw(st.integers(schema["minimum"], min(schema["maximum"], schema["minimum"] + 20_000)))
    if "enum" in schema:
        return data.draw(st.sampled_from(schema["enum"]))
    fit = [text for text in known if not schemas.fault(schema, text)]
    return data.draw(st.sampled_from(fit or ["2025-09-09", "12:15"]))


@each_world
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_calls_keep_the_invariants(name: str, data: st.DataObject) -> None:
    """Money is conserved, stock is not negative, nobody is in two places, and a refused call changes nothing."""
    world = worlds.load(name)
    first = state = started(name, data.draw(st.integers(0, 30)))
    known = sorted(set(texts(state)))
    for _ in range(data.draw(st.integers(1, 12))):
        tool = data.draw(st.sampled_from(world.TOOLS))["function"]
        before, text = state, json.dumps(state)
        state, result = world.call(state, tool["name"], argument(data, tool["parameters"], known))
        assert json.loads(json.dumps(result)) == result
        assert json.dumps(before) == text, "a call must not change the state that it was given"
        assert state is before or (tool["name"] in world.WRITES and "error" not in result)
        INVARIANTS[name](first, state)


def shop(first: Any, state: Any) -> None:
    refunds = state["refunds"]
    gone = [(order, item) for order in state["orders"] for item in order["items"] if item["status"] != "kept"]
    assert all(product["left"] >= 0 for product in state["products"])
    to_credit = sum(refund["cents"] for refund in refunds if refund["to"] == "credit")
    assert state["customer"]["credit"] == first["customer"]["credit"] + to_credit
    assert len(gone) >= len(state["sent"])
    bought = sum(item["price"] for order in state["orders"] for item in order["items"])
    assert sum(refund["cents"] for refund in refunds) <= bought


def bank(first: Any, state: Any) -> None:
    def total(there: Any) -> int:
        lent = sum(charge["cents"] for charge in there["charges"] if charge["status"] == "disputed")
        sent = sum(each["cents"] for each in there["transfers"] if each["date"] == there["today"])
        return sum(account["balance"] for account in there["accounts"]) - lent + sent

    assert total(first) == total(state)
    assert all(account["balance"] >= 0 for account in state["accounts"])


def calendar(first: Any, state: Any) -> None:
    spans = []
    for event in state["events"]:
        if event["status"] == "planned":
            begins = datetime.fromisoformat(f"{event['date']}T{event['start']}")
            spans.append((begins, begins + timedelta(minutes=event["minutes"])))
        assert len(set(event["guests"])) == len(event["guests"])
    spans.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(spans)) or overlap_at_first(first)


def overlap_at_first(first: Any) -> bool:
    spans = sorted((event["date"], event["start"]) for event in first["events"])
    return len({day for day, _ in spans}) < len(spans)


def files(_first: Any, state: Any) -> None:
    paths = [file["path"] for file in state["files"]]
    assert len(set(paths)) == len(paths)
    assert all(path.rpartition("/")[0] in state["dirs"] for path in paths)
    assert len({file["tag"] for file in state["files"]}) == len(paths)


def travel(first: Any, state: Any) -> None:
    paid = sum(booking["paid"] for booking in state["bookings"] if booking["status"] == "booked")
    before = sum(booking["paid"] for booking in first["bookings"] if booking["status"] == "booked")
    assert state["spent"] - first["spent"] == paid - before
    seats = [sum(flight["seats"] for flight in there["flights"]) + booked(there) for there in (first, state)]
    assert seats[0] == seats[1]
    assert all(flight["seats"] >= 0 for flight in state["flights"])
    assert all(hotel["rooms"] >= 0 for hotel in state["hotels"])


def booked(state: Any) -> int:
    return sum(each["kind"] == "flight" and each["status"] == "booked" for each in state["bookings"])


def home(first: Any, state: Any) -> None:
    assert all(timer["time"] > state["time"] for timer in state["timers"] if timer not in first["timers"])
    assert [device["id"] for device in state["devices"]] == [device["id"] for device in first["devices"]]
    assert all(0 <= device.get("level", 0) <= 100 for device in state["devices"])


INVARIANTS = {"shop": shop, "bank": bank, "calendar": calendar, "files": files, "travel": travel, "home": home}


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


HOSTILE = [
    None,
    7,
    "",
    "x",
    [],
    {},
    {"x": 1},
    {"order_id": deep(10)},
    deep(10),
    {"cents": 1.5},
    "x" * 10**6,
    {"x" * 10**6: 1},
]


@each_world
def test_hostile_calls_get_an_error(name: str) -> None:
    """Wrong types, ten levels, a megabyte, an unknown tool: an error at once, and the state stays."""
    world, state = worlds.load(name), started(name, 1)
    tools = [tool["function"]["name"] for tool in world.TOOLS]
    for tool in [*tools, "no_such_tool", "x" * 10**6, None, ["list_orders"], {}]:
        for arguments in HOSTILE:
            began = time.process_time()
            after, result = world.call(state, tool, arguments)
            assert time.process_time() - began < 0.05
            if arguments != {} or "error" in result:
                assert after is state and len(json.dumps(result)) < 5000 and "error" in result
    for tool in world.TOOLS:
        for key in tool["function"]["parameters"]["properties"]:
            for value in HOSTILE:
                after, result = world.call(state, tool["function"]["name"], {key: value})
                assert after is state and isinstance(result, dict)


@each_world
@given(data=st.data())
def test_our_validator_agrees_with_jsonschema(name: str, data: st.DataObject) -> None:
    """Arguments, right and wrong ones, are judged as jsonschema does, formats apart."""
    world = worlds.load(name)
    tool = data.draw(st.sampled_from(world.TOOLS))["function"]
    plain = copy.deepcopy(tool["parameters"])
    known = sorted(set(texts(started(name, 1))))
    arguments = argument(data, plain, known)
    for key in data.draw(st.sets(st.sampled_from([*arguments, "extra"]))):
        junk = st.none() | st.booleans() | st.integers(-5, 400) | st.text(max_size=3) | st.just("card") | st.just([])
        arguments[key] = data.draw(junk)
    if data.draw(st.booleans()) and arguments:
        arguments.pop(next(iter(arguments)))
    for schema in plain["properties"].values():
        for inner in (schema, schema.get("items", {})):
            inner.pop("format", None)
    valid = jsonschema.Draft202012Validator(plain).is_valid(arguments)
    assert (schemas.fault(plain, arguments) == "") == valid


@each_world
def test_the_schemas_are_json_schema(name: str) -> None:
    """jsonschema accepts every tool's parameters as a schema, and the names differ across worlds."""
    for tool in worlds.load(name).TOOLS:
        jsonschema.Draft202012Validator.check_schema(tool["function"]["parameters"])
    names = [tool["function"]["name"] for each in worlds.names() for tool in worlds.load(each).TOOLS]
    assert len(set(names)) == len(names)


def broken(**changes: Any) -> ModuleType:
    shop = worlds.load("shop")
    world = ModuleType("broken")
    world.__dict__.update({part: getattr(shop, part) for part in ("TOOLS", "READS", "WRITES", "call")})
    world.__dict__.update(changes)
    return world


def planted(at: int, edit: Any) -> ModuleType:
    tools = copy.deepcopy(list(worlds.load("shop").TOOLS))
    edit(tools[at]["function"])
    return broken(TOOLS=tuple(tools))


def test_a_broken_world_is_refused_with_the_field() -> None:
    """An unknown keyword, a wrong type, a missing sentence, an undeclared parameter, a tool without a function."""
    cases = [
        (
            lambda f: f["parameters"]["properties"]["order_id"].update(minimun=1),
            "get_order.parameters.order_id.*minimun",
        ),
        (
            lambda f: f["parameters"]["properties"]["order_id"].update(type="txt"),
            "get_order.parameters.order_id.*types",
        ),
        (lambda f: f["parameters"]["properties"]["order_id"].update(format="uid"), "order_id.*format 'uid'"),
        (lambda f: f.update(description="Shows"), "get_order.description"),
        (lambda f: f["parameters"].update(required=["id"]), "get_order.parameters: required id"),
        (lambda f: f["parameters"].pop("additionalProperties"), "additionalProperties"),
        (lambda f: f.update(name="Get order"), "name: .*Get order"),
        (lambda f: f.update(name="get_orders"), "TOOLS and the functions"),
    ]
    for edit, told in cases:
        with pytest.raises(ContractError, match=told):
            worlds.examined(planted(1, edit))
    world = broken()
    del world.__dict__["WRITES"]
    with pytest.raises(ContractError, match="lacks WRITES"):
        worlds.examined(world)
    with pytest.raises(NotFoundError, match="there are: bank"):
        worlds.load("casino")
