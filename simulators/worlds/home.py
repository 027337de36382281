"""A smart home: lights, plugs, blinds, heating, doors and timers, room by room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.worlds.core import Handler, RefusedError, State, caller, flag, found, identifier, number, text, tool

DEVICE = identifier("The device's id")
TOOLS = (
    tool("list_rooms", "Lists the rooms of the home."),
    tool("list_devices", "Lists the devices of a room with ids, kinds, what they are set to, and whether they must always be on.", room=text("The room, such as kitchen")),
    tool("list_timers", "Lists the timers that are set."),
    tool("switch_device", "Switches a light or a plug on or off.", device_id=DEVICE, on=flag("Whether it shall be on")),
    tool("set_level", "Sets how bright a light is, or how far a blind is open, in percent.", device_id=DEVICE, level=number("Percent", 0, 100)),
    tool("set_temperature", "Sets the temperature of a heating in degrees Celsius.", device_id=DEVICE, degrees=number("Degrees", 5, 35)),
    tool("lock_door", "Locks or unlocks a door.", device_id=DEVICE, locked=flag("Whether it shall be locked")),
    tool("set_timer", "Sets a timer that switches a light or a plug on or off today.", device_id=DEVICE, time=text("A time such as 21:30", format="time"), on=flag("Whether it shall be on then")),
    tool("delete_timer", "Deletes a timer.", timer_id=identifier("The timer's id")),
)  # fmt: skip


def _list_rooms(state: State) -> dict[str, Any]:
    return {"rooms": list(dict.fromkeys(device["room"] for device in state["devices"]))}


def _list_devices(state: State, room: str) -> dict[str, Any]:
    return {"devices": [device for device in state["devices"] if device["room"] == room.lower()]}


def _list_timers(state: State) -> dict[str, Any]:
    return {"timers": state["timers"]}


def _device(state: State, device_id: str, *kinds: str) -> dict[str, Any]:
    device = found(state["devices"], device_id, "device")
    if device["kind"] not in kinds:
        raise RefusedError(f"{device_id} is a {device['kind']}")
    if device["broken"]:
        raise RefusedError(f"{device_id} does not answer")
    return device


def _switch_device(state: State, device_id: str, on: bool) -> dict[str, Any]:
    device = _device(state, device_id, "light", "plug")
    if device["on"] == on:
        raise RefusedError(f"{device_id} is {'on' if on else 'off'} already")
    device["on"] = on
    return {"device_id": device_id, "on": on}


def _set_level(state: State, device_id: str, level: int) -> dict[str, Any]:
    device = _device(state, device_id, "light", "blind")
    device["level"] = level
    return {"device_id": device_id, "level": level}


def _set_temperature(state: State, device_id: str, degrees: int) -> dict[str, Any]:
    device = _device(state, device_id, "heating")
    device["degrees"] = degrees
    return {"device_id": device_id, "degrees": degrees}


def _lock_door(state: State, device_id: str, locked: bool) -> dict[str, Any]:
    device = _device(state, device_id, "door")
    if device["locked"] == locked:
        raise RefusedError(f"{device_id} is {'locked' if locked else 'unlocked'} already")
    device["locked"] = locked
    return {"device_id": device_id, "locked": locked}


def _set_timer(state: State, device_id: str, time: str, on: bool) -> dict[str, Any]:
    _device(state, device_id, "light", "plug")
    if time <= state["time"]:
        raise RefusedError(f"{time} is over")
    timer = {"id": state["fresh"].pop(0), "device_id": device_id, "time": time, "on": on}
    state["timers"].append(timer)
    return {"timer_id": timer["id"], "time": time}


def _delete_timer(state: State, timer_id: str) -> dict[str, Any]:
    timer = found(state["timers"], timer_id, "timer")
    state["timers"].remove(timer)
    return {"timer_id": timer_id, "deleted": True}


READS: Mapping[str, Handler] = {
    "list_devices": _list_devices, "list_timers": _list_timers, "list_rooms": _list_rooms,
}  # fmt: skip
WRITES: Mapping[str, Handler] = {
    "switch_device": _switch_device, "set_level": _set_level, "set_temperature": _set_temperature,
    "lock_door": _lock_door, "set_timer": _set_timer, "delete_timer": _delete_timer,
}  # fmt: skip
call = caller(TOOLS, READS, WRITES)
