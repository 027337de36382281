"""Every family as a gymnasium environment: the prompt is the observation, a reply is the action.

Ids look like ``provender/algebra.linear_equation-v1``; the number is the family's VERSION. Importing
this module registers them all (gymnasium has no entry points for environments), without importing any.

>>> import gymnasium, simulators.envs
>>> env = gymnasium.make("provender/number_theory.gcd-v1", level=2)
>>> prompt, info = env.reset(seed=7)
>>> env.step("I give up")[1:3]
(0.0, True)
"""

from __future__ import annotations

import re
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.envs.registration import register, registry

from simulators import core, variants
from simulators.core import ContractError
from simulators.examples import Example, examples

NAMESPACE = "provender"
LONGEST = 20_000  # characters of a prompt or a reply
FEEDBACK = "That is not right. Try again; here is what is wrong with it:"
_VERSION = re.compile(r"^VERSION = (\d+)$", re.MULTILINE)


class AnyText(spaces.Space[str]):
    """All texts up to a length. gymnasium's own Text knows a fixed alphabet, a reply may hold anything."""

    def __init__(self, max_length: int = LONGEST, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(None, str, seed)
        self.max_length = max_length

    @property
    def is_np_flattenable(self) -> bool:
        """A text has no shape."""
        return False

    def sample(self, mask: Any | None = None, probability: Any | None = None) -> str:  # noqa: ARG002 - the space's signature
        """A short text of digits, signs and letters."""
        alphabet = "0123456789-/.,= abcdefgxyz"
        return "".join(alphabet[i] for i in self.np_random.integers(0, len(alphabet), self.np_random.integers(1, 12)))

    def contains(self, x: Any) -> bool:
        """Whether it is a text that is not too long."""
        return isinstance(x, str) and len(x) <= self.max_length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyText) and self.max_length == other.max_length

    def __hash__(self) -> int:
        return hash((AnyText, self.max_length))

    def __repr__(self) -> str:
        return f"AnyText({self.max_length})"


class FamilyEnv(gymnasium.Env[str, str]):
    """One question an episode. ``level`` counts from 1; ``reset(options={"index": i})`` asks for example ``i``.

    The reward is the checker's; where it comes to no verdict the reward is 0 and ``info["verdict"]`` is
    None, so that a trainer can mask the episode. With ``turns`` above 1 a wrong reply is answered with the
    checker's reason, and may be mended until the turns are spent.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 - gymnasium's own way

    def __init__(self, family: str, level: int = 1, turns: int = 1, render_mode: str | None = None) -> None:
        self.family = core.load(family)
        self.family.settings(level)
        self.level = level
        if turns < 1:
            raise ContractError(f"expected at least one turn, got {turns}")
        self.turns = turns
        self.render_mode = render_mode
        self.observation_space = AnyText()
        self.action_space = AnyText()
        self._example: Example | None = None
        self._replies: list[str] = []

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
        """Ask a new question; the same seed asks the same ones in the same order."""
        super().reset(seed=seed)
        drawn, index = (int(value) for value in self.np_random.integers(0, 2**31, 2))
        index = (options or {}).get("index", index)
        name = self.family.name
        self._example = examples(name, level=self.level, seed=drawn if seed is None else seed, indices=[index])[0]
        self._replies = []
        return self._example.prompt, {"facts": self._example.problem.facts, "index": index}

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        """Judge the reply; the episode ends if it is right, has no verdict, or was the last one.

        Raises ContractError before the first reset.
        """
        if self._example is None:
            raise ContractError("expected reset() before step()")
        self._replies.append(action)
        verdict = variants.judge(self.family, self._example.problem.facts, action)
        info = {"verdict": verdict.reward, "reason": verdict.reason}
        over = verdict.reward in (None, 1.0) or len(self._replies) >= self.turns
        seen = self._example.prompt if over else f"{FEEDBACK} {verdict.reason}"
        return seen, verdict.reward or 0.0, over, False, info

    def render(self) -> str | None:
        """The question, and the reply once there is one."""
        if self.render_mode != "ansi" or self._example is None:
            return None
        return "\n> ".join([self._example.prompt, *self._replies])


def environment_id(name: str) -> str:
    """The id of a family's environment; the family is not imported.

    >>> environment_id("number_theory.gcd")
    'provender/number_theory.gcd-v1'
    """
    path = core.ROOT / f"{name.replace('.', '/')}.py"
    found = _VERSION.search(path.read_text(encoding="utf-8")) if path.exists() else None
    version = int(found[1]) if found else core.load(name).version
    return f"{NAMESPACE}/{name}-v{version}"


for _name in core.names():
    _id = environment_id(_name)
    if _id not in registry:
        register(_id, entry_point="simulators.envs:FamilyEnv", kwargs={"family": _name})
