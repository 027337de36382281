"""Tool use step by step: one message of the agent an action, the world's answers or the user's next turn what is seen.

Ids look like ``provender/tools.shop-v1``. Importing this module registers an environment for each world.

>>> import gymnasium, simulators.tool_envs
>>> env = gymnasium.make("provender/tools.shop-v1", level=1)
>>> prompt, info = env.reset(seed=7)
>>> env.step("I cannot do that.\\nStatus: impossible")[1]
0.0
"""

from __future__ import annotations

import json
from typing import Any

import gymnasium
from gymnasium.envs.registration import register, registry

from simulators import core
from simulators.checks import conversations
from simulators.core import ContractError, Messages
from simulators.envs import NAMESPACE, AnyText
from simulators.examples import Example, examples
from simulators.worlds import core as worlds

IDLE = 12  # steps beyond the calls that are allowed
LONGEST = 60_000


class Episode:
    """A conversation as it unfolds: the agent acts, the world and the user answer, the family's checker judges."""

    def __init__(self, example: Example) -> None:
        self.facts, self.family = example.problem.facts, example.family
        self.call = worlds.load(example.family.name.partition(".")[2]).call
        self.state: Any = self.facts["state"]
        self.messages: Messages = []
        self.turn = self.calls = 0

    @property
    def over(self) -> bool:
        """Whether the user has nothing more to say."""
        return self.turn >= len(self.facts["said"])

    def take(self, message: dict[str, Any]) -> str:
        """One message of the agent; what comes back, or an error for what is no message."""
        said = conversations.read(json.dumps([message]))
        if isinstance(said, str) or message["role"] != "assistant":
            return f"error: {said if isinstance(said, str) else 'expected a message of the assistant'}"
        if not message.get("tool_calls"):
            return self.tell(message["content"])
        self.messages.append(message)
        answers = []
        for call in message["tool_calls"]:
            result = self._answer(call["function"]["name"], call["function"]["arguments"])
            self.messages.append({"role": "tool", "tool_call_id": call["id"], "content": result})
            answers.append(f"{call['function']['name']}: {result}")
        return "\n".join(answers)

    def act(self, name: str, arguments: dict[str, Any]) -> str:
        """One call; the world's answer as JSON text."""
        text = json.dumps(arguments)
        call = {"id": f"call_{self.calls + 1}", "type": "function", "function": {"name": name, "arguments": text}}
        self.messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        result = self._answer(name, text)
        self.messages.append({"role": "tool", "tool_call_id": call["id"], "content": result})
        return result

    def _answer(self, name: str, text: str) -> str:
        self.calls += 1
        self.state, result = self.call(self.state, name, conversations.arguments(text))
        return json.dumps(result)

    def tell(self, text: str) -> str:
        """A text for the user; the next turn, or "" where there is none."""
        self.messages.append({"role": "assistant", "content": text})
        self.turn += 1
        if self.over:
            return ""
        self.messages.append({"role": "user", "content": self.facts["said"][self.turn]})
        return str(self.facts["said"][self.turn])

    def verdict(self) -> core.Verdict:
        """The checker's verdict on all that was said and done."""
        return self.family.check(self.facts, json.dumps(self.messages))


class ToolEnv(gymnasium.Env[str, str]):
    """One conversation an episode; an action is an assistant's message as JSON text, or plain text for the user.

    The reward comes at the end, from the family's checker. What is no message brings an error to read, and a step less.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 - gymnasium's own way

    def __init__(self, family: str, level: int = 1, render_mode: str | None = None) -> None:
        self.family = core.load(family)
        self.family.settings(level)
        self.level = level
        self.render_mode = render_mode
        self.observation_space = AnyText(LONGEST)
        self.action_space = AnyText(LONGEST)
        self._episode: Episode | None = None
        self._seen: list[str] = []

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
        """Begin a new conversation; the same seed begins the same ones in the same order."""
        super().reset(seed=seed)
        drawn, index = (int(value) for value in self.np_random.integers(0, 2**31, 2))
        index = (options or {}).get("index", index)
        seed = drawn if seed is None else seed
        example = examples(self.family.name, level=self.level, seed=seed, indices=[index])[0]
        self._episode = Episode(example)
        self._seen = [example.prompt]
        return example.prompt, {"facts": example.problem.facts, "index": index}

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        """One message of the agent. Raises ContractError before the first reset."""
        episode = self._episode
        if episode is None:
            raise ContractError("expected reset() before step()")
        seen = "error: the conversation is over" if episode.over else _taken(episode, action)
        self._seen += [f"> {action}", seen]
        truncated = not episode.over and len(self._seen) > 2 * (episode.facts["most_calls"] + IDLE)
        info: dict[str, Any] = {}
        reward = 0.0
        if episode.over or truncated:
            verdict = episode.verdict()
            reward, info = verdict.reward or 0.0, {"verdict": verdict.reward, "reason": verdict.reason}
        return seen[:LONGEST], reward, episode.over, truncated, info

    def render(self) -> str | None:
        """The conversation so far."""
        return "\n".join(self._seen) if self.render_mode == "ansi" and self._seen else None


def _taken(episode: Episode, action: str) -> str:
    if not action.lstrip().startswith("{"):
        return episode.tell(action) if action.strip() else "error: an empty message"
    if len(action) > LONGEST:
        return "error: a message that is too long"
    message = conversations.arguments(action)
    return episode.take(message) if message is not None else "error: expected a message as JSON"


for _name in worlds.names():
    _id = f"{NAMESPACE}/tools.{_name}-v1"
    if _id not in registry:
        register(_id, entry_point="simulators.tool_envs:ToolEnv", kwargs={"family": f"tool_use.{_name}"})
