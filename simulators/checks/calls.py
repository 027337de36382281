"""Calls functions of a program on the machine, without reading its text anew for every call.

>>> called("def twice(n):\\n    return 2 * n\\n", "twice", 21)
42
"""

from __future__ import annotations

from typing import Any

from simulators.checks.machine.library import ERRORS, Refused
from simulators.checks.machine.runs import FUEL, Frame, Machine, parsed


class CallError(ValueError):
    """The call ended with an error of the program's own."""


class UnfinishedError(CallError):
    """The machine does not run the program to its end: it leaves the subset, or takes too long."""


def called(source: str, name: str, *arguments: Any, fuel: int = FUEL) -> Any:
    """What a function of the program returns. Raises CallError where it fails or does not end."""
    machine, top = Machine(fuel, watched=False), Frame("<module>")
    try:
        for statement in parsed(source):
            machine.execute(top, statement)
        return machine.call(machine.value_of(top, name), list(arguments), {})
    except Refused as refused:
        raise UnfinishedError(f"the machine does not run this: {refused}") from None
    except RecursionError:
        raise UnfinishedError("the machine does not run this: calls are nested too deeply") from None
    except tuple(ERRORS.values()) as error:
        raise CallError(f"{type(error).__name__}: {error}".removesuffix(": ")) from None
