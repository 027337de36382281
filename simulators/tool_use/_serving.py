"""How an agent serves a user: what is asked, when it is done, what is told; and the mistakes made on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from simulators.core import Mistake
from simulators.tool_use._making import Agent, Pools, ids
from simulators.tool_use._talk import Entry

# Fields of rules that read what users may forget to say, or change.
LATE = frozenset(
    {"refund_to", "cents", "left", "limit", "start", "ends", "weekday", "target", "nights", "degrees", "level", "time"}
)


class Ask(NamedTuple):
    """What the user asks for: the wish, how to see that it is done, and what a good agent looks at and says."""

    wish: dict[str, Any]
    goal: Callable[[Any], bool] = bool
    tool: str = ""
    pools: Pools = {}  # noqa: RUF012 - never changed
    needs: tuple[str, ...] = ()
    reasons: tuple[dict[str, Any], ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    values: dict[str, Any] = {}  # noqa: RUF012 - never changed


def reason(rule: int, thing: str, holds: bool, **fields: Any) -> dict[str, Any]:
    """The claim that a rule was looked at: which fields it reads, and whether it is kept."""
    return {"rule": rule, "object": thing, "fields": fields, "holds": holds}


def serve(agent: Agent, asks: Sequence[Ask], texts: Sequence[str], *, late: bool) -> dict[str, Sequence[Entry]]:
    """Look up, weigh the rules, ask where it is due, do what may be done, and tell; mistakes of telling come back.

    ``late``: what is wished for is known only in the turn that lets it be done.
    """
    agent.look(*dict.fromkeys(token for ask in asks for token in ask.needs))
    noted = []
    for turn, text in enumerate(texts):
        for claim in [claim for ask in asks for claim in ask.reasons if turn == _known(ask, claim, late=late)]:
            if claim not in noted:
                noted.append(claim)
                agent.note("rule" if claim["rule"] else "state", **claim)
        due = [ask for ask in asks if ask.wish["since"] == turn]
        if agent.together and due:
            agent.do(*[agent.found(ask.goal, (ask.tool,), ask.pools) for ask in due])
        else:
            for ask in due:
                agent.do(agent.found(ask.goal, (ask.tool,), ask.pools))
        names = [*dict.fromkeys(token for ask in asks if ask.wish["since"] == turn + 1 for token in ask.asked)]
        if turn + 1 < len(texts):
            agent.note("ask", before=turn + 1, names=names)
        agent.say(text)
    told = [*dict.fromkeys(token for ask in asks for token in ask.told)]
    agent.note("tell", status="done", names=told)
    last = agent.entries[-1]
    if not told:
        return {}
    vague = [*agent.entries[:-1], Entry(text="I have taken care of that for you.\nStatus: done")]
    number = next((token for token in told if token.isdigit() or token[-3:-2] in (".", ":")), "")
    if not number:
        return {"said_nothing": vague}
    untrue = re.sub(rf"\b{re.escape(number)}\b", _other(number), last.text)
    return {"said_nothing": vague, "wrong_number_told": [*agent.entries[:-1], Entry(text=untrue)]}


def _known(ask: Ask, claim: dict[str, Any], *, late: bool) -> int:
    """The turn from which on a claim can be made: that of the wish, where it reads what was said late."""
    return ask.wish["since"] if late and LATE & claim["fields"].keys() else 0


def _other(number: str) -> str:
    """Another amount, time or number of the same form."""
    if number.isdigit():
        return str(int(number) + 1)
    if number[-3] == ".":
        return f"{int(number[:-3]) + 10}{number[-3:]}"
    return f"{(int(number[:2]) + 1) % 24:02d}{number[2:]}"


def refuse(agent: Agent, ask: Ask, rule: int, text: str, claimed: str) -> dict[str, Sequence[Entry]]:
    """Look up, find the rule that stands against it, and say so; the mistakes are to do it all the same and to lie."""
    agent.look(*ask.needs)
    for claim in ask.reasons:
        agent.note("rule" if claim["rule"] else "state", **claim)
    status = f"refused (rule {rule})" if rule else "impossible"
    agent.note("tell", status=status, names=[])
    agent.say(f"{text}\nStatus: {status}")
    before = agent.entries[:-1]
    named: dict[str, Sequence[Entry]] = {"claimed_without_doing": [*before, Entry(text=claimed)]}
    other = "impossible" if rule else "refused (rule 1)"
    named["wrong_status"] = [*before, Entry(text=f"{text}\nStatus: {other}")]
    named["wrong_rule"] = [*before, Entry(text=f"{text}\nStatus: refused (rule {rule + 7})")]
    if rule and ask.tool:
        act = agent.found(ask.goal, (ask.tool,), ask.pools)
        named["policy_broken"] = [*before, Entry((act,)), Entry(text=claimed)]
    return named


def mistakes(agent: Agent, **others: Sequence[Entry]) -> tuple[Mistake, ...]:
    """Trajectories that go wrong, by the name of the error; those that coincide with a former one are left out."""
    named = {**slips(agent), **others}
    seen = {agent.transcript(): ""}
    for name, entries in named.items():
        seen.setdefault(agent.transcript(entries), name)
    return tuple(Mistake(name, text) for text, name in seen.items() if name)


def slips(agent: Agent) -> dict[str, Sequence[Entry]]:
    """The mistakes that can be made in any world, for an agent who has changed something."""
    entries, last = agent.entries, agent.entries[-1]
    wrote = [at for at, entry in enumerate(entries) if any(act in agent.done for act in entry.calls)]
    if not wrote:
        return {}
    idle = [entry for at, entry in enumerate(entries) if at not in wrote]
    named: dict[str, Sequence[Entry]] = {
        "claimed_without_doing": idle,
        "gave_up": [*idle[:-1], Entry(text="I am sorry, I cannot help with that.\nStatus: impossible")],
    }
    others = [act for act in agent.others if act not in agent.done and agent.knows(act)]
    if others:
        first = entries[wrote[0]]
        named["wrong_argument"] = [
            Entry((*first.calls[:-1], others[0])) if at == wrote[0] else entry for at, entry in enumerate(entries)
        ]
    needless = [act for act in others if "error" not in agent.call(agent.state, *act)[1]]
    if needless:
        named["needless_call"] = [*entries[:-1], Entry((needless[-1],)), last]
    asked = [at for at, entry in enumerate(entries[: wrote[-1]]) if entry.text]
    if asked:
        named["acted_without_asking"] = [entry for at, entry in enumerate(entries) if at not in asked]
    if any(step.rule == "look_up" for step in agent.steps):
        given = "\n".join(agent.said)
        guessed = [name for act in agent.done for name in ids(agent.tools[act.tool], act.arguments)]
        name = "skipped_look_up" if all(each in given for each in guessed) else "invented_id"
        named[name] = [entry for at, entry in enumerate(entries) if entry.text or at in wrote]
    return named
