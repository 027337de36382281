"""Judges a trajectory: replays it in a fresh world, and compares every change with what the user wished for.

A world's *law* says what wishes mean, computed on the state without the tools: which rules of the policy a wish meets
or breaks (:attr:`Law.grounds`), what the state is once it is done (:attr:`Law.realised`), what the user must be told
then (:attr:`Law.told`) and before a confirmation (:attr:`Law.asked`), and what the agent must have looked at
(:attr:`Law.looked`). Each writing call must do a wish that is still open, that may be done, and that the user has
already uttered; so nothing else ever changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from simulators.checks import conversations, schemas
from simulators.checks.conversations import Message
from simulators.core import RIGHT, Facts, Verdict, wrong

State = dict[str, Any]
Wish = Mapping[str, Any]
Ground = dict[str, Any]
Call = Callable[[Any, Any, Any], tuple[Any, dict[str, Any]]]

FAILURES = 2  # calls that the world may refuse
_STATUS = re.compile(r"Status: (done|impossible|refused \(rule ([1-9][0-9]?)\))", re.ASCII)


class Law(NamedTuple):
    """What wishes mean in a world. Rule 0 is the state of the world itself: where it does not hold, nothing helps."""

    grounds: Callable[[Facts, Wish], list[Ground]]
    realised: Callable[[State, Wish], State]
    told: Callable[[Facts, Wish], list[str]]
    asked: Callable[[Facts, Wish], list[str]]
    looked: Callable[[Facts, Wish], list[str]]  # what must have been seen before it is done


class Fault(Exception):  # noqa: N818 - it is no error: it ends a replay that is lost
    """Why a trajectory is wrong."""


class Replay:
    """A trajectory as it unfolds: the state, what was seen, which wishes are open."""

    def __init__(self, facts: Facts, law: Law, call: Call, tools: Sequence[Mapping[str, Any]]) -> None:
        self.facts, self.law, self.call = facts, law, call
        self.schemas = {tool["function"]["name"]: tool["function"]["parameters"] for tool in tools}
        self.state: Any = facts["state"]
        self.turn = self.calls = self.failures = 0
        self.seen: list[str] = [facts["said"][0]]
        self.brought: set[str] = set()
        self.pending: dict[str, dict[str, Any]] = {}
        self.open = [wish for wish in facts["wishes"] if not broken(law, facts, wish)]
        self.last, self.waiting = "", False

    @property
    def last_turn(self) -> bool:
        """Whether the user will have nothing more to say after the next text."""
        return self.turn + 1 >= len(self.facts["said"])

    @property
    def over(self) -> bool:
        """Whether the user has nothing more to say."""
        return self.turn >= len(self.facts["said"])

    def take(self, message: Message) -> None:
        """One message more. Raises Fault."""
        role = message["role"]
        if role == "tool":
            self._answered(message)
        elif role == "user":
            if self.over or not self.waiting or message["content"] != self.facts["said"][self.turn]:
                raise Fault("the user did not say that")
            self.waiting = False
        elif self.over:
            raise Fault("the conversation was over")
        elif message.get("tool_calls"):
            self.waiting = False
            self._called(message["tool_calls"])
        else:
            self._spoken(message["content"])

    def _answered(self, message: Message) -> None:
        result = self.pending.pop(message["tool_call_id"], None)
        if result is None or conversations.arguments(message["content"]) != result:
            raise Fault("the world did not answer that")

    def _called(self, calls: list[dict[str, Any]]) -> None:
        self.pending = {}
        seen: list[str] = []
        for entry in calls:
            name, arguments = entry["function"]["name"], conversations.arguments(entry["function"]["arguments"])
            self.calls += 1
            result = self.do(name, arguments)
            if entry["id"] in self.pending:
                raise Fault(f"call {self.calls}: the id {entry['id']} twice")
            self.pending[entry["id"]] = result
            seen.append(json.dumps(result))
        self.seen += seen  # calls of one message know nothing of each other's results

    def do(self, name: str, arguments: Any) -> dict[str, Any]:
        """The world's answer to a call. Raises Fault for one that no good agent makes."""
        where = f"call {self.calls}, {name[:40]}"
        if self.calls > self.facts["most_calls"]:
            raise Fault(f"{where}: more than {self.facts['most_calls']} calls")
        if name not in self.schemas:
            raise Fault(f"{where}: there is no such tool, or it has nothing to do with this")
        if said := schemas.fault(self.schemas[name], arguments):
            raise Fault(f"{where}: {said}")
        known = "\n".join(self.seen)
        for each in schemas.ids(self.schemas[name], arguments):
            if each not in known:
                raise Fault(f"{where}: the id {each} was invented")
        before = self.state
        self.state, result = self.call(before, name, arguments)
        if "error" in result:
            self.failures += 1
            if self.failures > FAILURES:
                raise Fault(f"{where}: {result['error']}")
        if self.state is not before:
            self._changed(before, where)
            self.brought |= conversations.amounts(arguments) | conversations.amounts(result)
        return result

    def _changed(self, before: State, where: str) -> None:
        """A change must be what an open wish means. Raises Fault, saying what is wrong with it."""
        ready = [wish for wish in self.open if wish["since"] <= self.turn]
        done = next((wish for wish in ready if _does(self.law, before, wish, self.state)), None)
        if done is None:
            raise Fault(f"{where}: {self._blame(before)}")
        known = "\n".join(self.seen)
        for token in self.law.looked(self.facts, done):
            if token not in known:
                raise Fault(f"{where}: acts without having looked at what the policy asks for")
        self.open = [wish for wish in self.open if wish is not done]

    def _blame(self, before: State) -> str:
        for wish in self.facts["wishes"]:
            rules = broken(self.law, self.facts, wish)
            if 0 not in rules and _does(self.law, before, wish, self.state):
                if rules:
                    return f"breaks rule {rules[0]}"
                return "acts before the user has said so" if wish["since"] > self.turn else "does it twice"
        return "changes what nobody wished to be changed"

    def _judge_middle(self, content: str) -> None:
        """A text that the user answers: a question where something is missing, and no number out of the air."""
        due = required_before(self.law, self.facts, self.turn + 1)
        missing = [wish for wish in self.facts["wishes"] if wish["since"] == self.turn + 1 and wish.get("missing")]
        if missing and "?" not in content:
            raise Fault(f"turn {self.turn + 1}: the user must be asked for what is missing")
        found = conversations.tokens(content) - set(due)
        if found and (untrue := found - known(self)):
            raise Fault(f"turn {self.turn + 1}: {untrue.pop()[:40]} comes from nowhere")

    def _spoken(self, content: str) -> None:
        late = [wish for wish in self.open if wish["since"] <= self.turn]
        if late:
            raise Fault(f"turn {self.turn + 1} ends before it is done: {late[0]['kind']}")
        for token in required_before(self.law, self.facts, self.turn + 1):
            if token not in conversations.tokens(content):
                raise Fault(f"turn {self.turn + 1}: the user must be told {token}")
        if not self.last_turn:
            self._judge_middle(content)
        self.turn += 1
        self.last, self.waiting = content, True
        self.pending = {}
        if not self.over:
            self.seen.append(self.facts["said"][self.turn])


def known(replay: Replay) -> set[str]:
    """All amounts, dates and ids that were said or seen, or that rules speak of."""
    facts, law = replay.facts, replay.law
    grounds = [found for wish in facts["wishes"] for found in law.grounds(facts, wish)]
    results = [json.loads(text) for text in replay.seen if text.startswith("{")]
    spoken = [text for text in replay.seen if not text.startswith("{")]
    found = conversations.amounts([results, spoken, facts["terms"], grounds, facts["state"]["today"]])
    return found | set(map(str, range(1, 10)))


def judge(facts: Facts, reply: str, law: Law, call: Call, tools: Sequence[Mapping[str, Any]]) -> Verdict:
    """The reply is replayed in a fresh world; each change must be a wish that is open, allowed and uttered, computed
    on the state without the tools; the last message must be true."""
    messages = conversations.read(reply)
    if isinstance(messages, str):
        return wrong(messages)
    replay = Replay(facts, law, call, tools)
    try:
        for message in messages:
            replay.take(message)
        if not replay.over:
            raise Fault("the conversation is not over")
        _judge_last(replay)
    except Fault as fault:
        return wrong(str(fault))
    return RIGHT


def _judge_last(replay: Replay) -> None:
    """The last message says the right status and the right amounts, dates and ids. Raises Fault."""
    facts, law = replay.facts, replay.law
    lines = replay.last.strip().split("\n")
    status = _STATUS.fullmatch(lines[-1].strip())
    if status is None:
        raise Fault("the last message must end with a line such as: Status: done")
    said = status[1] if status[2] is None else f"refused (rule {status[2]})"
    if said not in statuses(law, facts):
        raise Fault(f"the status is not {said}")
    if status[1] != "done" and not _has_looked(replay):
        raise Fault("nobody has looked at what would show that")
    found = conversations.tokens("\n".join(lines[:-1]))
    needed = required(law, facts)
    for token in needed:
        if token not in found:
            raise Fault(f"the last message must name {token}")
    true = {*needed, *replay.brought, *(token for text in facts["said"] for token in conversations.tokens(text))}
    if status[1] != "done":
        true |= known(replay)
    for token in found - true:
        raise Fault(f"the last message names {token[:40]}, which is not what was asked or done")


def ground(rule: int, thing: str, holds: bool, **fields: Any) -> Ground:
    """A rule, what it is about, the fields it reads, and whether it is kept."""
    return {"rule": rule, "object": thing, "fields": fields, "holds": holds}


def _does(law: Law, before: State, wish: Wish, after: State) -> bool:
    """Whether a change is what the wish means; a wish for what is gone by then means nothing."""
    try:
        return law.realised(before, wish) == after
    except (LookupError, ValueError):
        return False


def _has_looked(replay: Replay) -> bool:
    """Whether what stands against a wish was seen: texts of the state that a rule reads, the thing whose flag it is."""
    facts, state = replay.facts, replay.facts["state"]
    grounds = [found for wish in facts["wishes"] for found in replay.law.grounds(facts, wish) if not found["holds"]]
    heard = json.dumps([replay.seen, facts["terms"], [value for value in state.values() if isinstance(value, str)]])
    there = json.dumps(state)
    for found in grounds:
        texts = [value for value in found["fields"].values() if isinstance(value, str)]
        texts += [text for value in found["fields"].values() if isinstance(value, list) for text in value]
        if any(isinstance(value, bool) for value in found["fields"].values()):
            texts.append(found["object"])
        if all(text in heard for text in texts if json.dumps(text) in there):
            return True
    return False


def broken(law: Law, facts: Facts, wish: Wish) -> list[int]:
    """The rules that a wish would break, 0 where the state of the world does not allow it."""
    return [ground["rule"] for ground in law.grounds(facts, wish) if not ground["holds"]]


def statuses(law: Law, facts: Facts) -> set[str]:
    """What may stand in the last line."""
    rules = {rule for wish in facts["wishes"] for rule in broken(law, facts, wish)}
    return {f"refused (rule {rule})" if rule else "impossible" for rule in rules} or {"done"}


def required(law: Law, facts: Facts) -> list[str]:
    """What the last message must name."""
    wishes = [wish for wish in facts["wishes"] if not broken(law, facts, wish)]
    return [*dict.fromkeys(token for wish in wishes for token in law.told(facts, wish))]


def required_before(law: Law, facts: Facts, turn: int) -> list[str]:
    """What the agent must name before the user's turn of that number, where that turn confirms something."""
    wishes = [wish for wish in facts["wishes"] if wish["since"] == turn > 0]
    return [*dict.fromkeys(token for wish in wishes for token in law.asked(facts, wish.get("instead_of") or wish))]
