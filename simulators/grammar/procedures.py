"""Small functions over whole numbers as trees, written as Python and as the code of a stack machine: for makers only.

An expression is a number, a variable, or ``(operator, left, right)``. A statement is ``("set", name, expression)``,
``("if", condition, statements, statements)`` or ``("loop", name, count, statements)``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from simulators.core import Stream

Tree = Any
LOOPS = ("i", "j")
RESULTS = ("t", "u", "v", "w")
TRIED = ((1, 0), (4, 7), (6, 2), (3, 3), (0, 5), (9, 1), (2, 11), (5, 6), (7, 4), (8, 9), (12, 8), (10, 3))
_COMPARED = ("<", "<=", ">", ">=", "==")
_MEANT: dict[str, Callable[[int, int], int]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
}  # fmt: skip
_SWAPPED = {"+": "-", "-": "+", "*": "+", "//": "%", "%": "//", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "<"}


class Procedure(NamedTuple):
    """A function: its parameters, its statements, and the expression that it returns."""

    parameters: tuple[str, ...]
    body: tuple[Tree, ...]
    returned: Tree


def procedure(rng: Stream, *, parameters: int, assignments: int, choices: int, loops: int) -> Procedure:
    """A function of so many assignments, choices and loops, in random order; each sets a variable of its own."""
    names = ["a", "b"][:parameters]
    kinds = rng.shuffled(["set"] * assignments + ["if"] * choices + ["loop"] * loops)
    body: list[Tree] = []
    for at, kind in enumerate(kinds):
        name = RESULTS[at]
        if kind == "set":
            body.append(("set", name, _expression(rng, names, 2)))
        elif kind == "if":
            test = (rng.choice(_COMPARED), *_operands(rng, names))
            first, second = (("set", name, _expression(rng, names, 1)) for _ in range(2))
            body.append(("if", test, (first,), (second,)))
        else:
            counter = LOOPS[sum(one[0] == "loop" for one in body)]
            added = _expression(rng, [*names, counter], 1)
            grown = ("set", name, ("+", name, added))
            body += [("set", name, rng.integer(0, 5)), ("loop", counter, names[0], (grown,))]
        names.append(name)
    last = names[-1] if kinds else None
    others = [name for name in names if name != last]
    other = rng.choice(others) if rng.chance(1, 2) else rng.integer(2, 9)
    returned = _expression(rng, names, 2) if last is None else (rng.choice("+-*"), last, other)
    return Procedure(tuple(names[:parameters]), tuple(body), returned)


def _operands(rng: Stream, names: Sequence[str]) -> tuple[Tree, Tree]:
    left = rng.choice(names)
    others = [name for name in names if name != left]
    return left, rng.choice(others) if others and rng.chance(1, 2) else rng.integer(2, 9)


def _expression(rng: Stream, names: Sequence[str], depth: int) -> Tree:
    while _silly(found := _drawn(rng, names, depth)):
        pass
    return found


def _silly(tree: Tree) -> bool:
    """Whether nobody would write it: ``b - (b - 9)``, ``(t + 9) - 5``, ``(a % 3) // 5``."""
    outer, left, right = tree
    inner, beside = (left, right) if isinstance(left, tuple) else (right, left)
    if not isinstance(inner, tuple):
        return False
    if inner[0] == "%":
        return outer in ("%", "//")
    numbers = isinstance(beside, int) and any(isinstance(one, int) for one in inner[1:])
    return outer in "+-" and inner[0] in "+-" and (numbers or beside in inner[1:])


def _drawn(rng: Stream, names: Sequence[str], depth: int) -> Tree:
    left, right = _operands(rng, names)
    operator = rng.choice(("+", "-", "*", "//", "%"))
    if operator in ("//", "%"):
        right = rng.integer(2, 7)
    if depth > 1 and rng.chance(2, 3):
        inner = _expression(rng, names, depth - 1)
        return (operator, inner, right) if operator in ("//", "%") or rng.chance(1, 2) else (operator, left, inner)
    return (operator, left, right)


def python(made: Procedure, name: str) -> str:
    """The function as Python."""
    lines = [f"def {name}({', '.join(made.parameters)}):"]
    lines += [f"    {line}" for statement in made.body for line in _lines(statement)]
    return "\n".join([*lines, f"    return {_infix(made.returned)}"])


def _lines(statement: Tree) -> Iterator[str]:
    match statement:
        case ("set", name, value):
            yield f"{name} = {_infix(value)}"
        case ("if", test, first, second):
            yield f"if {_infix(test)}:"
            yield from (f"    {line}" for inner in first for line in _lines(inner))
            yield "else:"
            yield from (f"    {line}" for inner in second for line in _lines(inner))
        case ("loop", name, count, inner_statements):
            yield f"for {name} in range({_infix(count)}):"
            yield from (f"    {line}" for inner in inner_statements for line in _lines(inner))


def _infix(tree: Tree, *, inside: bool = False) -> str:
    if not isinstance(tree, tuple):
        return str(tree)
    text = f"{_infix(tree[1], inside=True)} {tree[0]} {_infix(tree[2], inside=True)}"
    return f"({text})" if inside else text


def stack_code(made: Procedure) -> str:
    """The function as code of the stack machine, on one line."""
    return " ".join([*(word for statement in made.body for word in _words(statement)), *_postfix(made.returned)])


def parts(made: Procedure) -> list[tuple[list[str], str]]:
    """Each statement as lines of Python and as code of the stack machine; what is returned comes last."""
    both = [(list(_lines(statement)), " ".join(_words(statement))) for statement in made.body]
    return [*both, ([f"return {_infix(made.returned)}"], " ".join(_postfix(made.returned)))]


def _words(statement: Tree) -> Iterator[str]:
    match statement:
        case ("set", name, value):
            yield from _postfix(value)
            yield f"={name}"
        case ("if", test, first, second):
            yield from (*_postfix(test), "if")
            yield from (word for inner in first for word in _words(inner))
            yield "else"
            yield from (word for inner in second for word in _words(inner))
            yield "end"
        case ("loop", name, count, inner_statements):
            yield from ("0", f"={name}", "begin", name, *_postfix(count), "<", "while")
            yield from (word for inner in inner_statements for word in _words(inner))
            yield from (name, "1", "+", f"={name}", "end")


def _postfix(tree: Tree) -> Iterator[str]:
    if not isinstance(tree, tuple):
        yield str(tree)
        return
    yield from _postfix(tree[1])
    yield from _postfix(tree[2])
    yield tree[0]


def values(made: Procedure) -> list[int | None]:
    """What the function returns for some arguments, by Python itself; None where it fails."""
    names: dict[str, Any] = {}
    exec(python(made, "function"), names)  # noqa: S102 - rules have made it
    found: list[int | None] = []
    for given in TRIED:
        try:
            found.append(names["function"](*given[: len(made.parameters)]))
        except ZeroDivisionError:
            found.append(None)
    return found


def told_apart(one: Procedure, other: Procedure) -> bool:
    """Whether the two return different values so often that whoever tries them will see it."""
    return sum(first != second for first, second in zip(values(one), values(other), strict=True)) > len(TRIED) // 4


def without_idle_parts(made: Procedure) -> bool:
    """Whether all that is set is used later on, and no part has one value for all arguments, as ``a % 3 // 6``."""
    words = stack_code(made).split()
    set_last = {word[1:]: at for at, word in enumerate(words) if word[0] == "=" and word[1:] in RESULTS}
    used = all(name in words[at:] for name, at in set_last.items())
    return used and all(len(set(values(part))) > 1 for part in _computed(made))


def _computed(made: Procedure) -> Iterator[Procedure]:
    """Functions that return the parts of what is computed outside loops, tests included."""
    for at, statement in enumerate(made.body):
        match statement:
            case ("set", _, value):
                trees = [value]
            case ("if", test, first, second):
                trees = [test, *(value for _, _, value in (*first, *second))]
            case _:
                trees = []
        yield from (made._replace(body=made.body[:at], returned=part) for tree in trees for part in _parts_of(tree))
    yield from (made._replace(returned=part) for part in _parts_of(made.returned))


def _parts_of(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, tuple):
        yield tree
        yield from _parts_of(tree[1])
        yield from _parts_of(tree[2])


def faulty(made: Procedure) -> Iterator[tuple[str, Procedure]]:
    """The function with one fault of each kind that it can have, the last place of each kind changed."""
    kinds = {
        "operands_exchanged": _exchanged,
        "wrong_operator": _other_operator,
        "branches_exchanged": _other_branch,
        "one_pass_too_many": _longer,
    }
    for kind, change in kinds.items():
        body = list(made.body)
        for at in reversed(range(len(body))):
            if (changed := change(body[at])) is not None:
                yield kind, made._replace(body=(*body[:at], changed, *body[at + 1 :]))
                break
        else:
            if isinstance(made.returned, tuple) and (changed := change(("set", "", made.returned))) is not None:
                yield kind, made._replace(returned=changed[2])


def _exchanged(statement: Tree) -> Tree | None:
    match statement:
        case ("set", name, ("-" | "//" | "%" as operator, left, right)) if left != right:
            return ("set", name, (operator, right, left))
    return None


def _other_operator(statement: Tree) -> Tree | None:
    match statement:
        case ("set", name, (operator, left, right)):
            return ("set", name, (_SWAPPED[operator], left, right))
    return None


def _other_branch(statement: Tree) -> Tree | None:
    return ("if", statement[1], statement[3], statement[2]) if statement[0] == "if" else None


def _longer(statement: Tree) -> Tree | None:
    return ("loop", statement[1], ("+", statement[2], 1), statement[3]) if statement[0] == "loop" else None


def traced(made: Procedure, arguments: Sequence[int]) -> tuple[list[tuple[str, int]], int]:
    """Every assignment that the stack machine makes, in order, and the result.

    >>> traced(Procedure(("a",), (("set", "t", ("+", "a", 1)),), ("*", "t", "t")), [3])
    ([('t', 4)], 16)
    """
    names, kept = dict(zip(made.parameters, arguments, strict=True)), list[tuple[str, int]]()

    def keep(name: str, number: int) -> None:
        names[name] = number
        kept.append((name, number))

    def carry_out(statement: Tree) -> None:
        match statement:
            case ("set", name, tree):
                keep(name, _worth(tree, names))
            case ("if", test, first, second):
                for inner in first if _worth(test, names) else second:
                    carry_out(inner)
            case ("loop", name, count, inner_statements):
                keep(name, 0)
                while names[name] < _worth(count, names):
                    for inner in inner_statements:
                        carry_out(inner)
                    keep(name, names[name] + 1)

    for statement in made.body:
        carry_out(statement)
    return kept, _worth(made.returned, names)


def _worth(tree: Tree, names: dict[str, int]) -> int:
    if not isinstance(tree, tuple):
        return names[tree] if isinstance(tree, str) else int(tree)
    return int(_MEANT[tree[0]](_worth(tree[1], names), _worth(tree[2], names)))
