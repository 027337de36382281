"""Each line as a function of its own that changes the registers and names the next line."""

from collections.abc import Callable
from typing import Any

Line = Callable[[dict[str, int]], int]


def increment(name: str, following: int) -> Line:
    def run(registers: dict[str, int]) -> int:
        registers[name] += 1
        return following

    return run


def decrement(name: str, empty: int, following: int) -> Line:
    def run(registers: dict[str, int]) -> int:
        if registers[name] < 1:
            return empty
        registers[name] -= 1
        return following

    return run


def right(facts: Any, answer: str) -> bool:
    lines: dict[int, Line] = {}
    for number, (operation, *operands) in enumerate(facts["program"], 1):
        if operation == "inc":
            lines[number] = increment(operands[0], number + 1)
        elif operation == "dec":
            lines[number] = decrement(operands[0], operands[1], number + 1)
        elif operation == "goto":
            lines[number] = lambda _, to=operands[0]: to
    registers, at = dict(facts["registers"]), 1
    while at in lines:
        at = lines[at](registers)
    return answer == str(registers[facts["asked"]])
