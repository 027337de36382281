"""A stack machine over whole numbers, with fuel: runs code of words parted by blanks.

A number or the name of a variable puts its value on the stack; ``=x`` takes the top off and keeps it under x;
``+ - * // % < <= > >= ==`` take two off (the second operand lies on top) and put the result there, 1 or 0 for a
comparison. ``if … else … end`` takes the top off and does the first part unless it is 0 (``else`` may be missing);
``begin … while … end`` repeats: what stands before ``while`` leaves a number that is taken off, and 0 ends the loop.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping

FUEL = 20_000  # words that are carried out
LONGEST = 4_000  # characters of code
LARGEST = 10**60
DEEPEST = 100  # numbers on the stack
OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
}  # fmt: skip
CONTROL = frozenset({"if", "else", "begin", "while", "end"})
_NUMBER = re.compile(r"-?[0-9]{1,30}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,20}")


def parsed(code: str) -> tuple[list[str], dict[int, int]]:
    """The words, and where to go on from an ``if`` or ``while`` that finds 0, from an ``else``, and from an ``end``.

    Raises ValueError, naming the word, for code that is none.
    """
    if len(code) > LONGEST:
        raise ValueError(f"expected at most {LONGEST:,} characters of code")
    words = code.split()
    jumps: dict[int, int] = {}
    opened: list[tuple[str, list[int]]] = []
    for at, word in enumerate(words):
        if word in ("if", "begin"):
            opened.append((word, [at]))
        elif word in CONTROL:
            _joined(word, at, opened, jumps)
        elif not (word in OPERATORS or _NUMBER.fullmatch(word) or _NAME.fullmatch(word.removeprefix("="))):
            raise ValueError(f"{word[:20]!r} is no word of the machine")
    if opened:
        raise ValueError(f"{opened[-1][0]!r} without its end")
    return words, jumps


def _joined(word: str, at: int, opened: list[tuple[str, list[int]]], jumps: dict[int, int]) -> None:
    kind, places = opened[-1] if opened else ("", [])
    fits = (word == "end" and (kind == "if" or len(places) == 2)) or (
        len(places) == 1 and (kind, word) in (("if", "else"), ("begin", "while"))
    )
    if not fits:
        raise ValueError(f"{word!r} where nothing is open for it")
    if word != "end":
        places.append(at)
        if kind == "if":
            jumps[places[0]] = at + 1
        return
    opened.pop()
    if kind == "begin":
        jumps[at], jumps[places[1]] = places[0] + 1, at + 1
    else:
        jumps[places[-1]] = at + 1


def run(code: str, given: Mapping[str, int], stops: list[tuple[int, dict[str, int]]] | None = None) -> int:
    """The number on top of the stack when the code has run; ``stops`` takes the variables after each ``=x``, by word.

    Raises ValueError for code that is none, takes from an empty stack, names what has no value, divides by zero, or
    does not end in time.

    >>> run("a a * 1 +", {"a": 7})
    50
    """
    words, jumps = parsed(code)
    names, held, at = dict(given), list[int](), 0
    for _ in range(FUEL):
        if at == len(words):
            break
        word = words[at]
        at += 1
        try:
            if word in ("if", "while"):
                at = at if held.pop() else jumps[at - 1]
            elif word in CONTROL:
                at = jumps.get(at - 1, at)
            else:
                _done(word, held, names)
        except (IndexError, KeyError, ZeroDivisionError) as error:
            raise ValueError(f"{word!r}: {_told(error, word)}") from error
        if stops is not None and word[0] == "=" and word != "==":
            stops.append((at, dict(names)))
    else:
        raise ValueError("it does not end in time")
    if not held:
        raise ValueError("nothing is left on the stack")
    return held[-1]


def _done(word: str, held: list[int], names: dict[str, int]) -> None:
    """Carry out a word that is no control."""
    if word in OPERATORS:
        right, left = held.pop(), held.pop()
        held.append(int(OPERATORS[word](left, right)))
    elif word[0] == "=":
        names[word[1:]] = held.pop()
    else:
        held.append(names[word] if _NAME.fullmatch(word) else int(word))
    if held and (len(held) > DEEPEST or abs(held[-1]) > LARGEST):
        raise ValueError("the stack or a number on it grows too large")


def _told(error: Exception, word: str) -> str:
    if isinstance(error, ZeroDivisionError):
        return "division by zero"
    return f"{word} has no value" if isinstance(error, KeyError) else "the stack is empty"
