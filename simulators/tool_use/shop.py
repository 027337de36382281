"""Customers of a shop: returns, exchanges, cancellations and addresses, under a policy, through tools."""

from __future__ import annotations

from typing import Any

from simulators.checks import trajectories, trajectory_steps
from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _shop_wishes, _talk
from simulators.tool_use._making import Agent, offered, speak
from simulators.tool_use._serving import Ask, mistakes, refuse, serve
from simulators.tool_use._shop import LAW
from simulators.worlds import shop

VERSION = 2
HARD = ("vague", "against_policy", "impossible", "missing_parameter", "changes_mind", "parallel", "other")
LEVELS = (
    {"kinds": ("clear",), "orders": 2, "strangers": 0, "most": 1},
    {"kinds": ("clear", "vague", "against_policy", "impossible"), "orders": 3, "strangers": 0, "most": 1},
    {"kinds": HARD[:5], "orders": 4, "strangers": 0, "most": 1},
    {"kinds": HARD, "orders": 4, "strangers": 4, "most": 2},
    {"kinds": HARD, "orders": 6, "strangers": 10, "most": 3},
)
SHARED = {"shop.call": "what a call makes of the state is what the world is"}
SPARE = 6  # calls beyond those of the plan

DOINGS = {"missing_parameter": ("return", "address"), "changes_mind": ("return", "address"), "parallel": ("return",)}
RULES = {"return": (1, 2, 3), "exchange": (1, 2, 5), "cancel": (4,), "address": (6,)}


def make(rng: Stream, *, kinds: tuple[str, ...], orders: int, strangers: int, most: int) -> Problem:
    kind = rng.choice(kinds)
    doing = "other" if kind == "other" else rng.choice(DOINGS.get(kind, tuple(RULES)))
    rule = rng.choice(RULES[doing]) if kind == "against_policy" else 0 if kind in ("impossible", "other") else -1
    state = _shop_wishes.state(rng, orders, choice=kind in ("missing_parameter", "changes_mind"))
    targets = _shop_wishes.targets(rng, state, doing, rng.integer(2, most) if kind == "parallel" else 1, rule)
    terms = _shop_wishes.terms(rng, state, targets, rule)
    asks = [_shop_wishes.ask(rng, state, terms, *target, kind, rule) for target in targets]
    if kind == "changes_mind":
        asks = _shop_wishes.revised(rng, state, asks[0])
    said, texts = _spoken(rng, kind, asks, state, terms, rule)
    agent = Agent("shop", shop.call, state, said, _shop_wishes.pools(state), together=kind == "parallel")
    if rule >= 0:
        wrongs = refuse(agent, asks[0], rule, *texts)
    else:
        wrongs = serve(agent, asks, texts, late=kind in ("missing_parameter", "changes_mind"))
    facts = {
        "state": state,
        "terms": terms,
        "said": said,
        "wishes": [ask.wish for ask in asks],
        **offered(rng, "shop", strangers),
        "most_calls": sum(len(entry.calls) for entry in agent.entries) + SPARE,
    }
    return Problem(facts, agent.transcript(), tuple(agent.steps), mistakes(agent, **wrongs))


def _spoken(rng: Stream, kind: str, asks: list[Ask], state: Any, terms: Any, rule: int) -> tuple[list[str], list[str]]:
    """The customer's turns, and the agent's texts for them; of a refusal, what is said and what a liar would say."""

    def say(start: str, **values: Any) -> str:
        return speak(rng, "tool_use.shop", start, **values)

    doing, values = asks[0].wish["kind"], asks[0].values
    done = " ".join([say(f"done_{ask.wish['kind']}", **ask.values) for ask in asks[-1:] if kind != "parallel"])
    if rule >= 0:
        way = "vague" if kind != "other" and rng.chance(1, 2) else "clear"
        texts = [
            say(f"refuse_{rule}_{doing}" if rule == 0 else f"refuse_{rule}", **values, **terms, today=state["today"])
        ]
        return [say(f"{way}_{doing}", **values)], [*texts, f"{done or 'That is done.'}\nStatus: done"]
    if kind == "parallel":
        wanted = [say(f"part_{ask.wish['kind']}", **ask.values) for ask in asks]
        offers = [say(f"offer_{ask.wish['kind']}", **ask.values) for ask in asks]
        done = " ".join([say(f"done_{ask.wish['kind']}", **ask.values) for ask in asks])
        texts = [say("confirm_all", offers=offers), f"{done}\nStatus: done"]
        return [say("several", wanted=wanted), say("yes")], texts
    if doing == "address":
        return _spoken_of_moving(rng, kind, asks, done)
    if kind == "missing_parameter":
        texts = [say("ask_return", **values), f"{done}\nStatus: done"]
        return [say("missing_return", **values), say("missing_yes_return", **values)], texts
    if kind == "changes_mind":
        first = {**values, "to": "card"}
        texts = [say("confirm", offer=say("offer_return", **first)), f"{done}\nStatus: done"]
        return [say("clear_return", **first), say("rather_return", **values)], texts
    texts = [say("confirm", offer=say(f"offer_{doing}", **values)), f"{done}\nStatus: done"]
    return [say(f"{kind}_{doing}", **values), say("yes")], texts


def _spoken_of_moving(rng: Stream, kind: str, asks: list[Ask], done: str) -> tuple[list[str], list[str]]:
    values = asks[0].values
    if kind == "missing_parameter":
        said = [speak(rng, "tool_use.shop", f"{start}_address", **values) for start in ("missing", "missing_yes")]
        return said, [speak(rng, "tool_use.shop", "ask_address", **values), f"{done}\nStatus: done"]
    if kind == "changes_mind":
        first = speak(rng, "tool_use.shop", "done_address", **values)
        said = [speak(rng, "tool_use.shop", "clear_address", **values)]
        said.append(speak(rng, "tool_use.shop", "rather_address", **asks[1].values))
        return said, [first, f"{done}\nStatus: done"]
    return [speak(rng, "tool_use.shop", f"{kind}_address", **values)], [f"{done}\nStatus: done"]


def check(facts: Facts, reply: str) -> Verdict:
    """The trajectory is replayed in a fresh shop; each change must be a wish that the policy allows and that was
    uttered, computed on the state without the tools, and the last message must be true."""
    return trajectories.judge(facts, reply, LAW, shop.call, shop.TOOLS)


def check_step(facts: Facts, step: Step) -> bool:
    return trajectory_steps.holds(facts, step, LAW, shop.call, shop.TOOLS)


def canonical(facts: Facts) -> str:
    return trajectory_steps.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.conversation("tool_use.shop", shop.call, facts, answer)
