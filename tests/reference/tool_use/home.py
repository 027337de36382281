"""By hand: the devices of the home are edited in place as the calls say, and compared with what was wished for."""

import copy
import re
from typing import Any

from tests.reference.trajectory import as_wished, refused, row, walk


def right(facts: Any, answer: str) -> bool:
    walked = walk(facts, answer, CHANGES)
    if walked is None:
        return False
    state, last, made = walked
    wishes = facts["wishes"]
    rules = [rule for wish in wishes for rule in broken(facts, wish)]
    if rules:
        return refused(facts, rules, state, last)
    wanted, names, meant = copy.deepcopy(facts["state"]), {}, []
    for wish in wishes:
        value = {"on": True, "off": False, "lock": True, "unlock": False}.get(wish["kind"])
        arguments = {**wish, "device_id": wish["device"]}
        if value is not None:
            arguments["on" if wish["kind"] in ("on", "off") else "locked"] = value
        CHANGES[TOOLS[wish["kind"]]](wanted, arguments)
        token = next((wish[key] for key in ("level", "degrees", "time") if key in wish), wish["device"])
        names[wish["kind"], wish["device"]] = str(token)
        meant.append(wish)
    there = set(re.findall(r"\w+(?::\w+)?", last))
    truly = as_wished(made, meant, TOOLS) and plain(state) == plain(wanted) and set(names.values()) <= there
    return truly and last.endswith("\nStatus: done")


def plain(state: Any) -> Any:
    return [state["devices"], sorted((each["device_id"], each["time"], each["on"]) for each in state["timers"])]


def switch(state: Any, arguments: Any) -> None:
    row(state, "devices", arguments["device_id"])["on"] = arguments["on"]


def level(state: Any, arguments: Any) -> None:
    row(state, "devices", arguments["device_id"])["level"] = arguments["level"]


def heat(state: Any, arguments: Any) -> None:
    row(state, "devices", arguments["device_id"])["degrees"] = arguments["degrees"]


def lock(state: Any, arguments: Any) -> None:
    row(state, "devices", arguments["device_id"])["locked"] = arguments["locked"]


def timer(state: Any, arguments: Any) -> None:
    state["timers"].append({key: arguments[key] for key in ("device_id", "time", "on")})


CHANGES = {
    "switch_device": switch, "set_level": level, "set_temperature": heat, "lock_door": lock, "set_timer": timer,
}  # fmt: skip
TOOLS = {
    "on": "switch_device", "off": "switch_device", "level": "set_level", "heat": "set_temperature",
    "unlock": "lock_door", "lock": "lock_door", "timer": "set_timer",
}  # fmt: skip


def broken(facts: Any, wish: Any) -> list[int]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [0]
    device, now = row(state, "devices", wish["device"]), state["time"]
    rules = [0] * device["broken"]
    rules += [0] * (kind in ("on", "off") and device.get("on") is (kind == "on"))
    rules += [0] * (kind in ("lock", "unlock") and device.get("locked") is (kind == "lock"))
    rules += [1] * (kind == "heat" and not terms["coldest"] <= wish["degrees"] <= terms["warmest"])
    rules += [2] * (kind == "level" and now >= terms["quiet"] and wish["level"] > terms["dim"])
    rules += [4] * (kind == "unlock" and now >= terms["night"])
    if kind in ("on", "off", "timer"):
        on = wish.get("on", kind == "on")
        rules += [3] * (not on and device["always_on"])
        late = wish.get("time", now) >= terms["bedtime"]
        rules += [5] * (on and device["room"] == terms["nursery"] and late)
    return rules + [6] * (kind == "timer" and len(state["timers"]) >= terms["timers"])
