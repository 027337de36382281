"""By translation: the code is turned into Python, an expression at a time, and Python runs it."""

import re
from typing import Any


def translated(code: str) -> tuple[list[str], list[str]]:
    """The lines of a program that does the same, and the expressions left on the stack."""
    lines: list[str] = []
    stack: list[str] = []
    opened: list[str] = []
    for word in code.split():
        indent = "    " * len(opened)
        if word in ("+", "-", "*", "//", "%", "<", "<=", ">", ">=", "=="):
            right, left = stack.pop(), stack.pop()
            stack.append(f"int({left} {word} {right})")
        elif word == "if":
            lines.append(f"{indent}if {stack.pop()}:")
            opened.append("if")
        elif word == "else":
            lines.append(f"{'    ' * (len(opened) - 1)}else:")
        elif word == "begin":
            lines.append(f"{indent}for _ in range(1000):")  # a changed loop may not end
            opened.append("begin")
        elif word == "while":
            lines.append(f"{indent}if not {stack.pop()}: break")
        elif word == "end":
            opened.pop()
        elif word.startswith("="):
            lines.append(f"{indent}{word[1:]} = {stack.pop()}")
        else:
            stack.append(word if re.fullmatch(r"\w+", word) else f"({word})")
    return lines, stack


def top(code: str, given: dict[str, int]) -> int:
    lines, stack = translated(code)
    names = dict(given)
    exec("\n".join(lines), names)  # type: ignore[arg-type]  # noqa: S102 - made by rules
    return int(eval(stack[-1], names))  # type: ignore[arg-type]  # noqa: S307


def right(facts: Any, answer: str) -> bool:
    return int(answer) == top(facts["code"], facts["given"])
