"""How trajectories are made: an agent that searches for look-ups and calls, and its typical mistakes.

The agent knows a goal as a predicate on the state. For a change it tries a small, relevant set of calls in the real
world; the look-ups that a good agent needs before are found backwards, from what must be known to what the user said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from simulators import core
from simulators.core import Step, Stream
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
        return all(each in self.known for each in ids(self.tools[act.tool], act.arguments))

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


def ids(parameters: Mapping[str, Any], arguments: Mapping[str, Any]) -> list[str]:
    """The ids among a call's arguments."""
    found: list[str] = []
    for name, value in arguments.items():
        schema = parameters["properties"][name]
        if "id" in (schema.get("format"), schema.get("items", {}).get("format")):
            found += [value] if isinstance(value, str) else value
    return found


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
