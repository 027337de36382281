"""Tool use in TRL: environments whose methods are a world's tools, for GRPOTrainer's ``environment_factory``.

``environment("tool_use.shop", level=3)`` gives a class: ``reset()`` begins a conversation and returns what the agent is
to read, each tool is a method with a signature and a docstring out of its schema, ``tell_user`` speaks to the user and
returns the answer, and ``get_reward()`` asks the family's checker. Needs ``pip install 'provender[trainers]'``::

    GRPOTrainer(model, args=GRPOConfig(max_steps=100), environment_factory=environment("tool_use.shop", level=3))
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from typing import Any, Literal

from simulators.examples import examples
from simulators.tool_envs import Episode
from simulators.worlds import core as worlds

TYPES = {"string": str, "integer": int, "boolean": bool}


class Conversation:
    """One conversation; the tools are added by :func:`environment`."""

    family: str
    level: int
    seed: int
    counter: itertools.count[int]

    def reset(self, **_: Any) -> str:
        """Begin a new conversation and return what the agent is to read."""
        example = examples(self.family, level=self.level, seed=self.seed, indices=[next(type(self).counter)])[0]
        self._episode = Episode(example)
        return example.prompt

    def tell_user(self, text: str) -> str:
        """
        Say something to the user: ask for what is missing, ask for a yes, or tell in the end what was done.

        Args:
            text: What the user is to hear. The last text ends with a line such as "Status: done".

        Returns:
            What the user answers; nothing, if the conversation is over.
        """
        return self._episode.tell(text)

    def get_reward(self) -> float:
        """The checker's reward for all that was said and done."""
        return self._episode.verdict().reward or 0.0


def environment(family: str, level: int = 1, seed: int = 0) -> type[Conversation]:
    """The class of a family's conversations, whose methods are the tools of its world."""
    world = worlds.load(family.partition(".")[2])
    methods = {tool["function"]["name"]: _method(tool["function"]) for tool in world.TOOLS}
    settings = {"family": family, "level": level, "seed": seed, "counter": itertools.count()}
    return type("Conversation", (Conversation,), {**methods, **settings})


def _method(function: dict[str, Any]) -> Callable[..., str]:
    """A tool as a method that a chat template can describe."""
    name, schema = function["name"], function["parameters"]

    def method(self: Conversation, **arguments: Any) -> str:
        return self._episode.act(name, {key: value for key, value in arguments.items() if value is not None})

    parameters = [inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    told = [f"{function['description']}\n", "Args:"] if schema["properties"] else [function["description"]]
    for key, inner in sorted(schema["properties"].items(), key=lambda pair: pair[0] not in schema["required"]):
        kind = _type(inner)
        default = inspect.Parameter.empty if key in schema["required"] else None
        kind = kind if key in schema["required"] else kind | None
        parameters.append(inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default))
        told.append(f"    {key}: {inner['description']}")
    method.__name__ = method.__qualname__ = name
    method.__doc__ = "\n".join([*told, "\nReturns:\n    The answer as JSON."])
    method.__signature__ = inspect.Signature(parameters, return_annotation=str)  # type: ignore[attr-defined]
    method.__annotations__ = {each.name: each.annotation for each in parameters[1:]} | {"return": str}
    return method


def _type(schema: dict[str, Any]) -> Any:
    if schema["type"] == "array":
        return list[_type(schema["items"])]  # type: ignore[misc]
    return Literal[tuple(schema["enum"])] if "enum" in schema else TYPES[schema["type"]]
