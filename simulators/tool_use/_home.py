"""What wishes mean in the smart home: its policy and its changes, computed on the state without the tools."""

from __future__ import annotations

from typing import Any

from simulators.checks.trajectories import Ground, Law, State, Wish, ground
from simulators.core import Facts

FIELDS = {"on": {"on": True}, "off": {"on": False}, "lock": {"locked": True}, "unlock": {"locked": False}}


def _device(state: State, name: str) -> dict[str, Any]:
    return {device["id"]: device for device in state["devices"]}[name]


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return 60 * int(hours) + int(minutes)


def grounds(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [ground(0, wish["service"], False, service=wish["service"])]
    device, now = _device(state, wish["device"]), _minutes(state["time"])
    found = [ground(0, device["id"], not device["broken"], broken=device["broken"])]
    if kind in FIELDS:
        ((field, value),) = FIELDS[kind].items()
        found.append(ground(0, device["id"], device[field] != value, **{field: device[field]}))
    if kind == "heat":
        right = terms["coldest"] <= wish["degrees"] <= terms["warmest"]
        found.append(ground(1, device["id"], right, degrees=wish["degrees"]))
    if kind == "level":
        late = now >= _minutes(terms["quiet"])
        fits = not late or wish["level"] <= terms["dim"]
        found.append(ground(2, device["id"], fits, level=wish["level"], time=state["time"]))
    if kind == "off" or (kind == "timer" and not wish["on"]):
        found.append(ground(3, device["id"], not device["always_on"], always_on=device["always_on"]))
    if kind == "unlock":
        found.append(ground(4, device["id"], now < _minutes(terms["night"]), time=state["time"]))
    if kind == "on" or (kind == "timer" and wish["on"]):
        when = _minutes(wish["time"]) if kind == "timer" else now
        quiet = device["room"] != terms["nursery"] or when < _minutes(terms["bedtime"])
        at = wish["time"] if kind == "timer" else state["time"]
        found.append(ground(5, device["id"], quiet, room=device["room"], time=at))
    if kind == "timer":
        found.append(ground(6, device["id"], len(state["timers"]) < terms["timers"], timers=len(state["timers"])))
    return found


def realised(state: State, wish: Wish) -> State:
    kind = wish["kind"]
    if kind == "timer":
        name, *fresh = state["fresh"]
        timer = {"id": name, "device_id": wish["device"], "time": wish["time"], "on": wish["on"]}
        return {**state, "timers": [*state["timers"], timer], "fresh": fresh}
    fields = FIELDS.get(kind) or {key: wish[key] for key in ("level", "degrees") if key in wish}
    name = wish["device"]
    return {**state, "devices": [{**each, **fields} if each["id"] == name else each for each in state["devices"]]}


def told(facts: Facts, wish: Wish) -> list[str]:
    same = [each for each in facts["wishes"] if (each["kind"], each["device"]) == (wish["kind"], wish["device"])]
    if any(each["since"] > wish["since"] for each in same):
        return []
    values = [wish[key] for key in ("level", "degrees", "time") if key in wish]
    return [str(values[0])] if values else [wish["device"]]


def asked(_facts: Facts, wish: Wish) -> list[str]:
    return [wish["device"]] if wish["kind"] == "unlock" else []


def looked(facts: Facts, wish: Wish) -> list[str]:
    """Before a timer is set, the timers that there are."""
    return [timer["id"] for timer in facts["state"]["timers"]] if wish["kind"] == "timer" else []


LAW = Law(grounds, realised, told, asked, looked)
