"""Trucks that bring packages from town to town with few drives: a plan of loading, driving and unloading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.planning._forms import unnamed

VERSION = 1
LEVELS = (
    {"towns": 6, "trucks": 1, "packages": 2, "room": 2},
    {"towns": 7, "trucks": 1, "packages": 3, "room": 2},
    {"towns": 7, "trucks": 2, "packages": 3, "room": 1},
    {"towns": 8, "trucks": 2, "packages": 4, "room": 1},
    {"towns": 9, "trucks": 2, "packages": 4, "room": 2},
)
TRIES = 100
TOWNS = ("Alba", "Brim", "Corva", "Dunmor", "Esk", "Fenby", "Galt", "Hove", "Ister", "Jura", "Kelso", "Lorn")

# Where a truck is, and which packages (as bits) are on it and which it has delivered.
State = tuple[int, int, int]
_ACTION = re.compile(
    r"(?:drive|move|send) (?:truck )?(?P<truck>t[0-9])(?: from [a-z]+)? to (?P<town>[a-z]+)"
    r"|load (?:package )?(?P<on>p[0-9]) (?:on|onto|into|in) (?:truck )?(?P<onto>t[0-9])(?: (?:at|in) [a-z]+)?"
    r"|unload (?:package )?(?P<off>p[0-9]) (?:from|off) (?:truck )?(?P<from>t[0-9])(?: (?:at|in) [a-z]+)?",
    re.ASCII,
)


def make(rng: Stream, *, towns: int, trucks: int, packages: int, room: int) -> Problem:
    names = rng.sample(TOWNS, towns)
    for _ in range(TRIES):
        roads = {(rng.below(at), at) for at in range(1, towns)}
        for _ in range(towns // 2):
            a, b = sorted(rng.sample(range(towns), 2))
            roads.add((a, b))
        near = [[b if a == at else a for a, b in sorted(roads) if at in (a, b)] for at in range(towns)]
        parked = [rng.below(towns) for _ in range(trucks)]
        tasks = [tuple(rng.sample(range(towns), 2)) for _ in range(packages)]
        legs = _cheapest([_routes(near, place, tasks, room) for place in parked], packages)
        if sum(len(route) for route in legs) >= 3 * trucks:
            break
    plan = [action for truck, route in enumerate(legs, 1) for stop in _stops(route, truck, names) for action in stop]
    drives = sum(action.startswith("drive") for action in plan)
    answer = "; ".join(plan)
    loaded_only = [action for action in plan if not action.startswith("unload")]
    return Problem(
        facts={
            "towns": sorted(names),
            "roads": [[names[a], names[b]] for a, b in rng.shuffled(sorted(roads))],
            "trucks": [[f"T{at}", names[place]] for at, place in enumerate(parked, 1)],
            "packages": [[f"P{at}", names[a], names[b]] for at, (a, b) in enumerate(tasks, 1)],
            "room": room,
            "most": drives,
        },
        answer=answer,
        steps=(*_told(legs, names, tasks), Step("delivered", {"plan": answer, "drives": drives})),
        mistakes=mistakes(
            answer,
            never_unloaded="; ".join(loaded_only),
            last_action_forgotten="; ".join(plan[:-1]),
            drives_left_out="; ".join([action for action in plan if not action.startswith("drive")]),
        ),
    )


def _routes(
    near: Sequence[Sequence[int]], place: int, tasks: Sequence[tuple[int, ...]], room: int
) -> dict[int, list[State]]:
    """For each set of packages that a truck can deliver alone: the states of a route with the fewest drives."""
    starting, ending = (
        [sum([1 << at for at, ends in enumerate(tasks) if ends[end] == town]) for town in range(len(near))]
        for end in (0, 1)
    )
    first = [(place, load, 0) for load in _loads(0, starting[place], room)]
    came: dict[State, State | None] = dict.fromkeys(first)
    best: dict[int, list[State]] = {0: [(place, 0, 0)]}
    queue = list(first)
    for state in queue:
        town, on, delivered = state
        if not on and delivered not in best:
            best[delivered] = _back(came, state)
            if delivered == (1 << len(tasks)) - 1:
                break
        for other in near[town]:
            unloaded = on & ending[other]
            kept, done = on ^ unloaded, delivered | unloaded
            for load in _loads(kept, starting[other] & ~(kept | done), room):
                after = (other, load, done)
                if after not in came:
                    came[after] = state
                    queue.append(after)
    return best


def _back(came: dict[State, State | None], state: State | None) -> list[State]:
    route = []
    while state is not None:
        route.append(state)
        state = came[state]
    return route[::-1]


@cache
def _loads(on: int, waiting: int, room: int) -> list[int]:
    """What can be on a truck when it leaves a stop: all that was on it, and any of what waits there."""
    loads = [on]
    for at in range(waiting.bit_length()):
        if waiting >> at & 1:
            loads += [load | 1 << at for load in loads if load.bit_count() < room]
    return loads


def _cheapest(routes: Sequence[dict[int, list[State]]], packages: int) -> list[list[State]]:
    """A route for each truck, so that each package is delivered once and the drives are fewest."""
    whole = (1 << packages) - 1
    if len(routes) == 1:
        return [routes[0][whole]]
    first, second = routes
    shares = (share for share in first if whole ^ share in second)
    share = min(shares, key=lambda share: len(first[share]) + len(second[whole ^ share]))
    return [first[share], second[whole ^ share]]


def _stops(route: Sequence[State], truck: int, names: Sequence[str]) -> list[list[str]]:
    """What is done up to and at each stop of a route."""
    stops = []
    on, town = 0, route[0][0]
    for place, load, _ in route:
        actions = [f"drive T{truck} to {names[place]}"] if place != town else []
        actions += [f"unload P{at + 1} from T{truck}" for at in range(on.bit_length()) if (on & ~load) >> at & 1]
        actions += [f"load P{at + 1} onto T{truck}" for at in range(load.bit_length()) if (load & ~on) >> at & 1]
        stops.append(actions)
        on, town = load, place
    return stops


def _told(legs: Sequence[Sequence[State]], names: Sequence[str], tasks: Sequence[tuple[int, ...]]) -> list[Step]:
    """A step for each stop of each truck, with where all packages then are."""
    places = [names[source] for source, _ in tasks]
    steps: list[Step] = []
    before: list[str] = []
    for truck, route in enumerate(legs, 1):
        for (town, load, _), actions in zip(route, _stops(route, truck, names), strict=True):
            for package in range(len(tasks)):
                if load >> package & 1:
                    places[package] = f"T{truck}"
                elif places[package] == f"T{truck}":
                    places[package] = names[town]
            if actions:
                claim = {"after": "; ".join(before), "actions": "; ".join(actions), "places": list(places)}
                steps.append(Step("stop", claim))
                before += actions
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """The actions are done one by one, as roads, room and places allow; then each package must be where it should."""
    actions = plans.read(reply)
    if not actions:
        return wrong("expected actions such as: load P1 onto T1; drive T1 to X; unload P1 from T1")
    places, drives = _after(facts, actions)
    if places is None:
        return wrong("one of these actions is not possible")
    if any(places[package] != goal for package, _, goal in facts["packages"]):
        return wrong("a package is not where it should be")
    return RIGHT if drives <= facts["most"] else wrong(f"expected {facts['most']} drives at most, got {drives}")


def _after(facts: Facts, actions: Sequence[str]) -> tuple[dict[str, str] | None, int]:
    """Where trucks and packages are after the actions (a package may be on a truck), and the number of drives."""
    places = {name: town for name, town, *_ in (*facts["trucks"], *facts["packages"])}
    roads = {frozenset(town.lower() for town in road) for road in facts["roads"]}
    called = {town.lower(): town for town in facts["towns"]}
    drives = 0
    for action in actions:
        match = _ACTION.fullmatch(action.lower())
        if match is None:
            return None, drives
        said = {part: (value or "").upper() for part, value in match.groupdict().items()}
        if match["truck"]:
            truck, town = said["truck"], match["town"]
            if truck not in places or frozenset((places[truck].lower(), town)) not in roads or town not in called:
                return None, drives
            places[truck] = called[town]
            drives += 1
        else:
            package, truck = said["on"] or said["off"], said["onto"] or said["from"]
            source, target = (places.get(truck), truck) if match["on"] else (truck, places.get(truck))
            loaded = sum(place == truck for place in places.values())
            if target is None or places.get(package) != source or (match["on"] and loaded >= facts["room"]):
                return None, drives
            places[package] = target
    return places, drives


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "delivered":
        _, drives = _after(facts, claim["plan"].split("; "))
        return claim["drives"] == drives and check(facts, claim["plan"]).reward == 1
    before = claim["after"].split("; ") if claim["after"] else []
    places, _ = _after(facts, [*before, *claim["actions"].split("; ")])
    return places is not None and [places[package] for package, *_ in facts["packages"]] == claim["places"]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "roads": rng.shuffled(facts["roads"]), "towns": rng.shuffled(facts["towns"])}


def canonical(facts: Facts) -> list[object]:
    """The map, the trucks and the packages without their names."""
    roads = [("road", *pair) for a, b in facts["roads"] for pair in ((a, b), (b, a))]
    trucks = [("truck", town) for _, town in facts["trucks"]]
    packages = [("package", source, goal) for _, source, goal in facts["packages"]]
    return [facts["room"], facts["most"], unnamed([*roads, *trucks, *packages])]
