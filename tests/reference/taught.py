"""Reads a lesson by itself and asks the third way of every family in it; the references of lessons load this file.

It looks for the words of each problem, for bold labels and for numbered lines; sums go to the parser of Python.
"""

import ast
import importlib.util
import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

OPERATIONS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@cache
def third_way(name: str) -> Callable[[Any, str], bool]:
    path = Path(__file__).parent / f"{name.replace('.', '/')}.py"
    spec = importlib.util.spec_from_file_location(f"taught.{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.right


def right(facts: Any, answer: str, lettered: bool = False) -> bool:
    """Whether every problem is there, in order, with answers that are right and sums that come out."""
    text = answer.removeprefix("```markdown\n").removesuffix("\n```")
    lines = text.split("\n")
    if facts["title"] not in lines[0] or not lines[0].startswith("# "):
        return False
    places = list(found(lines, [item["text"] for item in facts["items"]]))
    if len(places) < len(facts["items"]):
        return False
    tasks = []
    for (item, start), end in zip(zip(facts["items"], places, strict=True), [*places[1:], len(lines)], strict=True):
        part = lines[start:end]
        if item["role"] not in ("example", "mistake"):
            tasks.append(item)
        elif not worked(item, part):
            return False
    keys = [line.split(". ", 1)[1] for line in after_key(lines[places[-1] :]) if re.match(r"[0-9]+\. ", line)]
    if len(keys) != len(tasks):
        return False
    if lettered:
        keys = [key[3:] for key in keys]
    return all(third_way(item["family"])(item["facts"], key) for item, key in zip(tasks, keys, strict=True))


def found(lines: list[str], problems: list[str]) -> Iterator[int]:
    """The line at which each problem ends, as far as they are there in order."""
    words = [(word, number) for number, line in enumerate(lines) for word in line.removeprefix(">").split()]
    at = 0
    for problem in problems:
        wanted = problem.split()
        while at < len(words) and [word for word, _ in words[at : at + len(wanted)]] != wanted:
            at += 1
        if at == len(words):
            return
        at += len(wanted)
        yield words[at - 1][1]


def after_key(lines: list[str]) -> list[str]:
    """What stands below the heading of the answers, up to the next heading."""
    start = next((n for n, line in enumerate(lines) if line in ("## Answers", "## Key")), len(lines)) + 1
    end = next((n for n in range(start, len(lines)) if lines[n].startswith("#")), len(lines))
    return lines[start:end]


def worked(item: Any, part: list[str]) -> bool:
    """A problem that is worked out: its labelled answers, and the sums in its lines."""
    judge = third_way(item["family"])
    said = [match.groups() for line in part if (match := re.match(r"\*\*(.*)nswer:\*\* (.*)", line))]
    wrong = [reply for label, reply in said if "rong" in label]
    correct = [reply for label, reply in said if "rong" not in label]
    if len(correct) != 1 or len(wrong) != (item["role"] == "mistake") or not judge(item["facts"], correct[0]):
        return False
    if wrong and (wrong[0] != item["said"] or judge(item["facts"], wrong[0])):
        return False
    return all(sums_come_out(line[2:]) for line in part if line.startswith(("- ", "  ")))


def sums_come_out(line: str) -> bool:
    """Whether each sum of whole numbers in the line has the whole value that follows its sign of equality."""
    for at in (match.start() for match in re.finditer(" = ", line)):
        value = re.match(r"-?[0-9]+(?![0-9./^:,]?[0-9]| [-+*/^]|[-+*/^(]|[.^%]?[A-Za-z*^(/])", line[at + 3 :])
        left = re.search(
            r"(?:^|(?<=[\w:.,;] )|(?<== ))(?:[0-9]+|\(-?[0-9]+\))(?: [-+*/] (?:[0-9]+|\(-?[0-9]+\)))+$", line[:at]
        )
        if value is None or left is None or re.search(r"(?:[-+*/^]|\b[A-Za-z]) $", line[: left.start()]):
            continue
        if value[0] != str(worth(ast.parse(left[0], mode="eval").body)):
            return False
    return True


def worth(node: ast.expr) -> Fraction:
    if isinstance(node, ast.BinOp):
        left, right = worth(node.left), worth(node.right)
        return OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp):
        return -worth(node.operand)
    assert isinstance(node, ast.Constant)
    return Fraction(node.value)
