"""What people may wish of their home: states, terms, and asks that keep or break just one rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulators.core import Stream
from simulators.tool_use._making import fresh
from simulators.tool_use._scenes import Doings, Scene
from simulators.tool_use._serving import Ask, reason

ROOMS = ("kitchen", "study", "hall", "bedroom", "bathroom", "nursery", "garage", "cellar", "conservatory", "guest room")
LIGHTS = ("ceiling light", "wall light", "reading light", "corner light", "mirror light", "shelf light")
PLUGS = ("fan", "radio", "coffee machine", "freezer", "air purifier", "dehumidifier", "printer", "aquarium")
SERVICES = ("pizza", "plumber", "music", "camera")
DOINGS = Doings(
    rules={"on": (5,), "off": (3,), "level": (2,), "heat": (1,), "unlock": (4,), "lock": (), "timer": (3, 5, 6)},
    confirmed=frozenset({"unlock"}),
    only={
        "vague": ("heat", "level", "off"),
        "missing_parameter": ("heat", "level", "timer"),
        "changes_mind": ("heat", "level"),
        "parallel": ("heat", "level", "off", "on", "lock"),
    },
    clear=("on", "off", "level", "heat", "unlock", "lock", "timer"),
)
KIND_OF = {"on": ("light", "plug"), "off": ("light", "plug"), "level": ("light",), "heat": ("heating",)}
KIND_OF |= {"unlock": ("door",), "lock": ("door",), "timer": ("light", "plug")}


def scene(rng: Stream, kind: str, size: int, most: int) -> Scene:
    doing, rule = DOINGS.drawn(rng, kind)
    terms = {
        "coldest": rng.integer(14, 17), "warmest": rng.integer(22, 25), "dim": rng.integer(4, 8) * 5,
        "quiet": rng.choice(("20:30", "21:00", "21:30")), "night": rng.choice(("22:00", "22:30", "23:00")),
        "bedtime": rng.choice(("19:00", "19:30", "20:00")), "nursery": "nursery", "timers": rng.integer(3, 4),
    }  # fmt: skip
    state = _state(rng, size, terms)
    if rule in (2, 4, 5):
        state["time"] = _clock(rng.integer(23 * 60 + 5, 23 * 60 + 30))
    count = rng.integer(2, most) if kind == "parallel" else 1
    doings = rng.sample(("heat", "level", "off", "on", "lock"), count) if count > 1 else [doing]
    devices = rng.shuffled(state["devices"])
    asks: list[Ask] = []
    for each in doings:
        taken = [ask.wish["device"] for ask in asks]
        asks.append(_ask(rng, state, terms, each, kind, rule, [one for one in devices if one["id"] not in taken]))
    if kind == "changes_mind":
        asks = _revised(asks[0], terms)
    return Scene(state, terms, asks, rule, _pools(state))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _state(rng: Stream, size: int, terms: Any) -> dict[str, Any]:
    ids = fresh(rng, size * 5 + 20)
    rooms = ["nursery", *rng.sample([room for room in ROOMS if room != "nursery"], size)]
    lights, plugs = iter(rng.shuffled(LIGHTS * 3)), iter(rng.shuffled(PLUGS))
    devices = []
    for room in rooms:
        two = list(dict.fromkeys((next(lights), next(lights))))
        lit = [(name, rng.chance(1, 2), rng.integer(5, 50) * 2) for name in two]
        devices += [_device(ids.pop(), name, room, "light", on=on, level=level) for name, on, level in lit]
        name = next(plugs)
        keep = name in ("freezer", "aquarium")
        devices.append(_device(ids.pop(), name, room, "plug", on=keep or rng.chance(1, 2), always_on=keep))
        degrees = rng.integer(terms["coldest"], terms["warmest"] - 3)
        devices.append(_device(ids.pop(), "heating", room, "heating", degrees=degrees))
    devices += [
        _device(ids.pop(), f"{name} door", "hall", "door", locked=rng.chance(1, 2)) for name in ("front", "back")
    ]
    plugged = [device["id"] for device in devices if device["kind"] == "plug"]
    timers = [
        {"id": ids.pop(), "device_id": rng.choice(plugged), "time": _clock(rng.integer(1411, 1439)), "on": False}
        for _ in range(rng.integer(1, 2))
    ]
    time = _clock(rng.integer(8 * 60, 18 * 60))
    return {"today": "2025-01-16", "time": time, "devices": devices, "timers": timers, "fresh": ids[:4]}


def _device(name: str, called: str, room: str, kind: str, *, always_on: bool = False, **fields: Any) -> dict[str, Any]:
    return {"id": name, "name": called, "room": room, "kind": kind, **fields, "always_on": always_on, "broken": False}


def _pools(state: Any) -> dict[str, list[Any]]:
    return {"device_id": [each["id"] for each in state["devices"]], "room": [each["room"] for each in state["devices"]]}


def _chosen(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int, devices: list[Any]) -> Any:
    """A device that the wish fits, set so that there is something to do."""
    fit = [device for device in devices if device["kind"] in KIND_OF[doing] and not device["always_on"]]
    if rule == 5:
        fit = [device for device in fit if device["room"] == terms["nursery"]]
    elif doing in ("on", "timer"):
        fit = [device for device in fit if device["room"] != terms["nursery"]]
    if doing == "off" and kind == "vague":
        fit = [device for device in fit if device["kind"] == "light"]
    device = rng.choice(fit)
    if rule == 3:
        device["always_on"] = True
    if rule == 0:
        device["broken"] = True
    _set(state, doing, kind, device)
    return device


def _set(state: Any, doing: str, kind: str, device: Any) -> None:
    """Set the device so that there is something to do, and no doubt about which one is meant."""
    if doing in ("on", "off"):
        device["on"] = doing == "off"
    if doing in ("lock", "unlock"):
        device["locked"] = doing == "unlock"
    if doing == "off" and kind == "vague":
        for other in state["devices"]:
            if other["room"] == device["room"] and other["kind"] == "light" and other is not device:
                other["on"] = False


def _ask(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int, devices: list[Any]) -> Ask:
    if doing == "other":
        service = rng.choice(SERVICES)
        claim = reason(0, service, False, service=service)
        values = {"service": service}
        wish = {"kind": doing, "service": service, "device": "", "since": 0}
        return Ask(wish, reasons=(claim,), values=values)
    device = _chosen(rng, state, terms, doing, kind, rule, devices)
    since = int((doing == "unlock" and rule < 0) or kind == "missing_parameter")
    wish = {"kind": doing, "device": device["id"], "since": since}
    values = {"name": device["name"], "room": device["room"], "device": device["id"], "time": state["time"]}
    if doing != "unlock" and kind == "missing_parameter":
        wish["missing"] = {"heat": "degrees", "level": "level", "timer": "time"}[doing]
    pools = {"device_id": [device["id"], *[each["id"] for each in devices if each is not device][:1]]}
    here = reason(0, device["id"], rule != 0, broken=device["broken"])
    told = (device["id"],) if rule < 0 else ()
    ask = Ask(wish, bool, "", pools, (device["id"],), (here,), told if doing == "unlock" else (), told, values)
    place = state["devices"].index(device)
    if doing in ("heat", "level"):
        return _tuned(rng, state, terms, ask, device, kind, rule, place)
    if doing == "timer":
        return _timed(rng, state, terms, ask, device, rule)
    return _turned(state, ask, device, rule, place)


def _turned(state: Any, ask: Ask, device: Any, rule: int, place: int) -> Ask:
    doing = ask.wish["kind"]
    field, value = ("on", doing == "on") if doing in ("on", "off") else ("locked", doing == "lock")
    reasons = [*ask.reasons, reason(0, device["id"], True, **{field: device[field]})]
    if doing == "off":
        reasons.append(reason(3, device["id"], rule != 3, always_on=device["always_on"]))
    if doing == "unlock":
        reasons.append(reason(4, device["id"], rule != 4, time=state["time"]))
    if doing == "on":
        reasons.append(reason(5, device["id"], rule != 5, room=device["room"], time=state["time"]))
    goal: Callable[[Any], bool] = lambda after: after["devices"][place][field] == value  # noqa: E731
    tool = "switch_device" if field == "on" else "lock_door"
    return ask._replace(goal=goal, tool=tool, pools={**ask.pools, field: [True, False]}, reasons=tuple(reasons))


def _tuned(rng: Stream, state: Any, terms: Any, ask: Ask, device: Any, kind: str, rule: int, place: int) -> Ask:
    doing = ask.wish["kind"]
    field = "degrees" if doing == "heat" else "level"
    now = device[field]
    if doing == "heat":
        value = now + rng.integer(1, 2)
        if rule == 1:
            value = rng.choice((terms["coldest"] - rng.integer(1, 4), terms["warmest"] + rng.integer(1, 5)))
        reasons = (*ask.reasons, reason(1, device["id"], rule != 1, degrees=value))
    else:
        value = now // 2 if kind == "vague" else rng.choice([each for each in range(5, 100, 5) if each != now])
        if rule == 2:
            value = terms["dim"] + rng.integer(1, 8) * 5
        reasons = (*ask.reasons, reason(2, device["id"], rule != 2, level=value, time=state["time"]))
    told = (str(value),) if rule < 0 else ()
    values = {**ask.values, field: value, "more": value - now}
    goal: Callable[[Any], bool] = lambda after: after["devices"][place][field] == value  # noqa: E731
    return ask._replace(
        wish={**ask.wish, field: value}, goal=goal, tool="set_temperature" if doing == "heat" else "set_level",
        pools={**ask.pools, field: [value, value + 1]}, reasons=reasons, told=told, values=values,
    )  # fmt: skip


def _timed(rng: Stream, state: Any, terms: Any, ask: Ask, device: Any, rule: int) -> Ask:
    on = rng.chance(1, 2) if rule not in (3, 5) else rule == 5
    least = int(state["time"][:2]) * 60 + int(state["time"][3:]) + 5
    time = _clock(rng.integer(least, 1439))
    if rule == 6:
        terms["timers"] = max(1, len(state["timers"]))
        while len(state["timers"]) < terms["timers"]:
            timer = {"id": state["fresh"].pop(), "device_id": device["id"], "time": "23:59", "on": False}
            state["timers"].append(timer)
    reasons = ask.reasons
    if on:
        reasons += (reason(5, device["id"], rule != 5, room=device["room"], time=time),)
    else:
        reasons += (reason(3, device["id"], rule != 3, always_on=device["always_on"]),)
    count = len(state["timers"])
    reasons += (reason(6, device["id"], rule != 6, timers=count),)
    told = (time,) if rule < 0 else ()
    needs = (*ask.needs, state["timers"][0]["id"])

    def goal(after: Any) -> bool:
        there = [(each["device_id"], each["time"], each["on"]) for each in after["timers"][count:]]
        return there == [(device["id"], time, on)]

    return ask._replace(
        wish={**ask.wish, "time": time, "on": on}, goal=goal, tool="set_timer", needs=needs, reasons=reasons, told=told,
        pools={**ask.pools, "time": [time], "on": [True, False]}, values={**ask.values, "time": time, "on": on},
    )  # fmt: skip


def _revised(ask: Ask, terms: Any) -> list[Ask]:
    """What is wished after somebody has thought again: a little more, or less."""
    field = "degrees" if ask.wish["kind"] == "heat" else "level"
    value = ask.wish[field]
    other = value - 3
    if field == "degrees":
        other = terms["warmest"] if terms["warmest"] - value > 1 else terms["coldest"]
    name = ask.wish["device"]

    def goal(after: Any) -> bool:
        return [each[field] for each in after["devices"] if each["id"] == name] == [other]

    claims = (*ask.reasons[:-1], {**ask.reasons[-1], "fields": {**ask.reasons[-1]["fields"], field: other}})
    second = ask._replace(
        wish={**ask.wish, field: other, "since": 1}, goal=goal, pools={**ask.pools, field: [other, other + 2]},
        reasons=claims, told=(str(other),), values={**ask.values, field: other},
    )  # fmt: skip
    return [ask._replace(told=()), second]
