"""From what users may wish for to whole problems: kinds of conversations, alike in all worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from simulators.core import Problem, Stream
from simulators.tool_use._making import Agent, Pools, offered, speak
from simulators.tool_use._serving import Ask, mistakes, refuse, serve
from simulators.tool_use._talk import Call

HARD = ("vague", "against_policy", "impossible", "missing_parameter", "changes_mind", "parallel", "other")
LEVELS = (
    {"kinds": ("clear",), "size": 2, "strangers": 0, "most": 1},
    {"kinds": ("clear", "vague", "against_policy", "impossible"), "size": 3, "strangers": 0, "most": 1},
    {"kinds": HARD[:5], "size": 4, "strangers": 0, "most": 1},
    {"kinds": HARD, "size": 4, "strangers": 4, "most": 2},
    {"kinds": HARD, "size": 6, "strangers": 10, "most": 3},
)
SPARE = 6  # calls beyond those of the plan
Say = Callable[..., str]


class Scene(NamedTuple):
    """A world in which something is wished for. ``rule`` stands against it: 0 is the state of the world, -1 none."""

    state: dict[str, Any]
    terms: dict[str, Any]
    asks: list[Ask]
    rule: int
    pools: Pools


class Doings(NamedTuple):
    """What a world's users may wish for: for each kind of conversation the wishes it can be about."""

    rules: Mapping[str, tuple[int, ...]]  # the rules that may stand against each wish
    confirmed: frozenset[str]  # wishes that need a yes
    only: Mapping[str, tuple[str, ...]]  # kinds that not every wish is fit for
    clear: tuple[str, ...] = ()  # wishes that are told clearly where they are refused

    def drawn(self, rng: Stream, kind: str) -> tuple[str, int]:
        """A wish, and the rule that stands against it."""
        options = tuple(doing for doing, rules in self.rules.items() if rules or kind != "against_policy")
        doing = "other" if kind == "other" else rng.choice(self.only.get(kind, options))
        if kind == "against_policy":
            return doing, rng.choice(self.rules[doing])
        return doing, 0 if kind in ("impossible", "other") else -1


def problem(rng: Stream, world: str, call: Call, kind: str, scene: Scene, doings: Doings, strangers: int) -> Problem:
    """The problem of a scene: turns and texts, the agent's trajectory, and its mistakes."""
    say = partial(speak, rng, f"tool_use.{world}")
    said, texts = spoken(rng, say, kind, scene, doings)
    agent = Agent(world, call, scene.state, said, scene.pools, together=kind == "parallel")
    if scene.rule >= 0:
        wrongs = refuse(agent, scene.asks[0], scene.rule, *texts)
    else:
        wrongs = serve(agent, scene.asks, texts, late=kind in ("missing_parameter", "changes_mind"))
    facts = {
        "state": scene.state,
        "terms": scene.terms,
        "said": said,
        "wishes": [ask.wish for ask in scene.asks],
        **offered(rng, world, strangers),
        "most_calls": sum(len(entry.calls) for entry in agent.entries) + SPARE,
    }
    return Problem(facts, agent.transcript(), tuple(agent.steps), mistakes(agent, **wrongs))


def spoken(rng: Stream, say: Say, kind: str, scene: Scene, doings: Doings) -> tuple[list[str], list[str]]:
    """The user's turns, and the agent's texts for them; of a refusal, what is said and what a liar would say."""
    asks, rule = scene.asks, scene.rule
    doing, values = asks[0].wish["kind"], asks[0].values
    asking = any(ask.wish["kind"] in doings.confirmed for ask in asks)
    if rule >= 0:
        way = "vague" if doing not in ("other", *doings.clear) and rng.chance(1, 2) else "clear"
        name = f"refuse_0_{doing}" if rule == 0 else f"refuse_{rule}"
        done = say(f"done_{doing}", **values)
        return [say(f"{way}_{doing}", **values)], [say(name, **{**values, **scene.terms}), f"{done}\nStatus: done"]
    done = " ".join([say(f"done_{ask.wish['kind']}", **ask.values) for ask in asks])
    if kind == "parallel":
        wanted = [say(f"part_{ask.wish['kind']}", **ask.values) for ask in asks]
        offers = [say(f"offer_{ask.wish['kind']}", **ask.values) for ask in asks] if asking else []
        return _confirmed(say, say("several", wanted=wanted), say("confirm_all", offers=offers) if asking else "", done)
    if kind == "missing_parameter":
        said = [say(f"missing_{doing}", **values), say(f"missing_yes_{doing}", **values)]
        return said, [say(f"ask_{doing}", **values), f"{done}\nStatus: done"]
    if kind == "changes_mind":
        return _changed(say, asks, doing, asking)
    request = say(f"{kind}_{doing}", **values)
    return _confirmed(say, request, say("confirm", offer=say(f"offer_{doing}", **values)) if asking else "", done)


def _confirmed(say: Say, request: str, offer: str, done: str) -> tuple[list[str], list[str]]:
    last = f"{done}\nStatus: done"
    return ([request, say("yes")], [offer, last]) if offer else ([request], [last])


def _changed(say: Say, asks: Sequence[Ask], doing: str, asking: bool) -> tuple[list[str], list[str]]:
    """The user thinks again: before the yes, or once it was done."""
    last = f"{say(f'done_{doing}', **asks[-1].values)}\nStatus: done"
    if not asking:
        first = asks[0].values
        said = [say(f"clear_{doing}", **first), say(f"rather_{doing}", **asks[1].values)]
        return said, [say(f"done_{doing}", **first), last]
    values = asks[0].values
    before = {**values, **values["before"]}
    said = [say(f"clear_{doing}", **before), say(f"rather_{doing}", **values)]
    return said, [say("confirm", offer=say(f"offer_{doing}", **before)), last]
