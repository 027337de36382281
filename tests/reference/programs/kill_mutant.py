"""By Python itself, in this process: the statement is executed, once with each of the two functions."""

from typing import Any


def passes(source: str, statement: str) -> bool:
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - made by rules
    try:
        exec(statement, names)  # noqa: S102 - an answer or a mistake of ours
    except AssertionError:
        return False
    return True


def right(facts: Any, answer: str) -> bool:
    lines = facts["source"].split("\n")
    lines[facts["line"] - 1] = facts["changed"]
    return passes(facts["source"], answer) and not passes("\n".join(lines), answer)
