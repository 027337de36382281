"""How trajectories are made: an agent that searches for look-ups and calls, and its typical mistakes.

The agent knows a goal as a predicate on the state. For a change it tries a small, relevant set of calls in the real
world; the look-ups that a good agent needs before are found backwards, from what must be known to what the user said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from simulators import core
from simulators.checks import schemas
from simulators.core import Mistake, Step, Stream
from simulators.text import blocks
from simulators.tool_use._talk import DUMPS, Act, Call, Entry, played
from simulators.worlds import core as worlds

State = dict[str, Any]
Pools = Mapping[str, Sequence[Any]]


class Agent:
    """Somebody at work in a world: what is known, what was done, and the steps of thought."""

    def __init__(
        self, world: str, call: Call, state: State, said: Sequence[str], pools: Pools, *, together: bool = False
    ) -> None:
        self.call = call
        self.tools = _parameters(world)
        self.reads = tuple(worlds.load(world).READS)
        self.state, self.said, self.pools, self.together = state, list(said), pools, together
        self.start = state
        self.known = said[0]
        self.entries: list[Entry] = []
        self.steps: list[Step] = []
        self.others: list[Act] = []  # changes that could be made and were not asked for
        self.done: list[Act] = []

    def look(self, *needed: str) -> None:
        """Look up until everything needed is known, each by the shortest chain of calls."""
        queue: dict[int, list[Act]] = {}
        for token in needed:
            if token not in self.known:
                for depth, act in enumerate(self._chain(token)):
                    if act not in queue.setdefault(depth, []):
                        queue[depth].append(act)
                if not self.together:
                    self._read([act for acts in queue.values() for act in acts], needed)
                    queue = {}
        for acts in queue.values():
            self._read(acts, needed, at_once=True)

    def _read(self, acts: Sequence[Act], needed: Sequence[str], *, at_once: bool = False) -> None:
        for act in acts:
            _, result = self.call(self.state, *act)
            text = DUMPS(result)
            finds = [token for token in needed if token not in self.known and f'"{token}"' in text]
            self.known += f"\n{text}"
            later = acts[acts.index(act) + 1 :]
            finds += sorted(
                {str(value) for other in later for value in other.arguments.values() if f'"{value}"' in text}
            )
            if self.state is self.start and finds:
                self.steps.append(Step("look_up", {"tool": act.tool, "arguments": act.arguments, "finds": finds}))
            if not at_once:
                self.entries.append(Entry((act,)))
        if at_once and acts:
            self.entries.append(Entry(tuple(acts)))

    def _chain(self, token: str) -> list[Act]:
        """The shortest chain of look-ups, each made of what is known by then, whose last one tells the token."""
        origin: dict[str, Act] = {}
        tried: list[Act] = []
        texts: list[str] = [self.known]
        for _ in range(4):
            known = "\n".join(texts)
            for act in self._candidates(self.reads, self.pools, known):
                if act in tried:
                    continue
                tried.append(act)
                _, result = self.call(self.state, *act)
                text = DUMPS(result)
                for value in self._ids():
                    if value not in known and f'"{value}"' in text:
                        origin.setdefault(value, act)
                if f'"{token}"' in text:
                    return self._backwards(act, origin)
                texts.append(text)
        raise ValueError(f"expected a way to find out {token!r}")

    def _backwards(self, act: Act, origin: Mapping[str, Act]) -> list[Act]:
        chain = [act]
        while before := [
            origin[value]
            for value in chain[0].arguments.values()
            if isinstance(value, str) and value in origin and value not in self.known
        ]:
            chain.insert(0, before[0])
        return chain

    def _ids(self) -> Iterator[str]:
        for name, values in self.pools.items():
            if name.endswith("_id"):
                yield from values

    def _candidates(self, names: Sequence[str], pools: Pools, known: str | None) -> Iterator[Act]:
        for name in names:
            parameters = self.tools[name]
            required = parameters["required"]
            choices = []
            for parameter in required:
                schema = parameters["properties"][parameter]
                values = pools.get(parameter, schema.get("enum", ()))
                if known is not None and parameter in pools:
                    values = [value for value in values if value in known]
                choices.append(values)
            for values in product(*choices):
                yield Act(name, dict(zip(required, values, strict=True)))

    def found(self, goal: Callable[[State], bool], names: Sequence[str], pools: Pools) -> Act:
        """The call, among those of the relevant tools with the relevant arguments, after which the goal is reached."""
        right: Act | None = None
        for act in self._candidates(names, pools, None):
            state, result = self.call(self.state, *act)
            if "error" in result:
                continue
            if right is None and goal(state):
                right = act
            else:
                self.others.append(act)
        if right is None:
            raise ValueError(f"expected a call of {', '.join(names)} that reaches the goal")
        return right

    def knows(self, act: Act) -> bool:
        """Whether all ids of a call were seen: it would not be a guess."""
        return all(each in self.known for each in schemas.ids(self.tools[act.tool], act.arguments))

    def do(self, *acts: Act) -> list[dict[str, Any]]:
        """Make changes: in one message if they are made together."""
        results = []
        for act in acts:
            self.state, result = self.call(self.state, *act)
            after = [list(before) for before in self.done]
            claim = {"after": after, "tool": act.tool, "arguments": act.arguments, "finds": result}
            self.steps.append(Step("change", claim))
            self.done.append(act)
            self.known += f"\n{DUMPS(result)}"
            results.append(result)
        self.entries += [Entry(acts)] if self.together else [Entry((act,)) for act in acts]
        return results

    def say(self, text: str) -> None:
        """Speak to the user, who answers with the next turn."""
        self.entries.append(Entry(text=text))
        turn = sum(1 for entry in self.entries if entry.text)
        if turn < len(self.said):
            self.known += f"\n{self.said[turn]}"

    def note(self, rule: str, /, **claim: Any) -> None:
        """A step of thought."""
        self.steps.append(Step(rule, claim))

    def transcript(self, entries: Sequence[Entry] | None = None) -> str:
        """What happens if the agent does all this, as JSON text on one line."""
        messages = played(self.call, self.start, self.said, self.entries if entries is None else entries)
        return DUMPS(messages)

    def mistakes(self, **others: Sequence[Entry]) -> tuple[Mistake, ...]:
        """Trajectories that go wrong, by the name of the error; those that coincide with a former one are left out."""
        named = {**slips(self), **others}
        seen = {self.transcript(): ""}
        for name, entries in named.items():
            seen.setdefault(self.transcript(entries), name)
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
        guessed = [name for act in agent.done for name in schemas.ids(agent.tools[act.tool], act.arguments)]
        name = "skipped_look_up" if all(each in given for each in guessed) else "invented_id"
        named[name] = [entry for at, entry in enumerate(entries) if entry.text or at in wrote]
    return named


@cache
def _parameters(world: str) -> dict[str, Any]:
    return {entry["function"]["name"]: entry["function"]["parameters"] for entry in worlds.load(world).TOOLS}


@cache
def _offers(world: str) -> tuple[dict[str, str], dict[str, str]]:
    """The lines of the catalogue: the world's own tools, and those of all other worlds."""
    own: dict[str, str] = {}
    strange: dict[str, str] = {}
    for name in worlds.names():
        lines = own if name == world else strange
        lines.update({entry["function"]["name"]: worlds.signature(entry) for entry in worlds.load(name).TOOLS})
    return own, strange


def offered(rng: Stream, world: str, strangers: int) -> dict[str, list[str]]:
    """Facts on which tools there are, in random order, with so many of other worlds among them."""
    own, strange = _offers(world)
    names = rng.shuffled([*own, *rng.sample([*strange], min(strangers, len(strange)))])
    return {"tools": names, "catalogue": [own.get(name) or strange[name] for name in names]}


@cache
def _phrasings(family: str, start: str) -> list[str]:
    found = blocks(core.TEMPLATES / f"{family.replace('.', '/')}.j2")
    return sorted(name for name in found if name == start or name.startswith(f"{start}__"))


def speak(rng: Stream, family: str, start: str, /, **values: Any) -> str:
    """One of the phrasings of a sentence: the blocks of that name, or with ``__`` and something behind it."""
    found = blocks(core.TEMPLATES / f"{family.replace('.', '/')}.j2")
    return found[rng.choice(_phrasings(family, start))]([(values,)])[0]


def fresh(rng: Stream, count: int) -> list[str]:
    """Different ids that tell nothing: four letters and digits, at least one of each."""
    names: dict[str, None] = {}
    while len(names) < count:
        letters, digits = (rng.below(24**2), rng.below(100))
        first, second = "ABCDEFGHJKLMNPQRSTUVWXYZ"[letters // 24], "ABCDEFGHJKLMNPQRSTUVWXYZ"[letters % 24]
        names[f"{first}{digits // 10}{second}{digits % 10}"] = None
    return list(names)


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
        known = [ask for ask in asks if turn == (ask.wish["since"] if late else 0)]
        for claim in [claim for ask in known for claim in ask.reasons]:
            if claim not in noted:
                noted.append(claim)
                agent.note("rule" if claim["rule"] else "state", **claim)
        due = [ask for ask in asks if ask.wish["since"] == turn]
        if agent.together and due:
            agent.do(*[agent.found(ask.goal, (ask.tool,), ask.pools) for ask in due])
        else:
            for ask in due:
                agent.do(agent.found(ask.goal, (ask.tool,), ask.pools))
        names = [token for ask in asks if ask.wish["since"] == turn + 1 for token in ask.asked]
        if turn + 1 < len(texts):
            agent.note("ask", before=turn + 1, names=names)
        agent.say(text)
    told = [token for ask in asks for token in ask.told]
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
