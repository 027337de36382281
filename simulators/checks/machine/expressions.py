"""What an expression is worth: one function for each kind of node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from simulators.checks.machine.library import BINARY, COMPARISONS, UNARY, Refused, method, sized

if TYPE_CHECKING:
    from simulators.checks.machine.runs import Frame, Machine

Evaluate = Callable[["Machine", "Frame", Any], Any]


def _constant(machine: Machine, frame: Frame, node: ast.Constant) -> Any:
    if type(node.value) in (int, str, float, bool, type(None)):
        return sized(node.value)
    raise Refused(f"a constant of type {type(node.value).__name__} is not in the subset")


def _name(machine: Machine, frame: Frame, node: ast.Name) -> Any:
    return machine.value_of(frame, node.id)


def _binary(machine: Machine, frame: Frame, node: ast.BinOp) -> Any:
    operation = BINARY.get(type(node.op).__name__)
    if operation is None:
        raise Refused(f"{type(node.op).__name__} is not in the subset")
    return sized(operation(machine.evaluate(frame, node.left), machine.evaluate(frame, node.right)))


def _unary(machine: Machine, frame: Frame, node: ast.UnaryOp) -> Any:
    return UNARY[type(node.op).__name__](machine.evaluate(frame, node.operand))


def _boolean(machine: Machine, frame: Frame, node: ast.BoolOp) -> Any:
    ends = isinstance(node.op, ast.Or)
    for part in node.values:
        value = machine.evaluate(frame, part)
        if bool(value) is ends:
            return value
    return value


def _compare(machine: Machine, frame: Frame, node: ast.Compare) -> Any:
    left, result = machine.evaluate(frame, node.left), True
    for operation, part in zip(node.ops, node.comparators, strict=True):
        right = machine.evaluate(frame, part)
        result = COMPARISONS[type(operation).__name__](left, right)
        if not result:
            return result
        left = right
    return result


def _choice(machine: Machine, frame: Frame, node: ast.IfExp) -> Any:
    return machine.evaluate(frame, node.body if machine.evaluate(frame, node.test) else node.orelse)


def _call(machine: Machine, frame: Frame, node: ast.Call) -> Any:
    called = machine.evaluate(frame, node.func)
    positional = list(_items(machine, frame, node.args))
    named = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise Refused("** is not in the subset")
        named[keyword.arg] = machine.evaluate(frame, keyword.value)
    return sized(machine.call(called, positional, named))


def _items(machine: Machine, frame: Frame, nodes: list[ast.expr]) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, ast.Starred):
            yield from machine.evaluate(frame, node.value)
        else:
            yield machine.evaluate(frame, node)


def _list(machine: Machine, frame: Frame, node: ast.List) -> list[Any]:
    return list(_items(machine, frame, node.elts))


def _tuple(machine: Machine, frame: Frame, node: ast.Tuple) -> tuple[Any, ...]:
    return tuple(_items(machine, frame, node.elts))


def _set(machine: Machine, frame: Frame, node: ast.Set) -> set[Any]:
    return set(_items(machine, frame, node.elts))


def _dict(machine: Machine, frame: Frame, node: ast.Dict) -> dict[Any, Any]:
    made = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            raise Refused("** is not in the subset")
        made[machine.evaluate(frame, key)] = machine.evaluate(frame, value)
    return made


def _subscript(machine: Machine, frame: Frame, node: ast.Subscript) -> Any:
    return machine.evaluate(frame, node.value)[machine.evaluate(frame, node.slice)]


def _slice(machine: Machine, frame: Frame, node: ast.Slice) -> slice:
    parts = (node.lower, node.upper, node.step)
    return slice(*(None if part is None else machine.evaluate(frame, part) for part in parts))


def _attribute(machine: Machine, frame: Frame, node: ast.Attribute) -> Any:
    owner = machine.evaluate(frame, node.value)
    found = machine.attribute(owner, node.attr)
    return method(owner, node.attr) if found is None else found[0]


def _text(machine: Machine, frame: Frame, node: ast.JoinedStr) -> str:
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        if not isinstance(part, ast.FormattedValue):
            raise Refused(f"{type(part).__name__} is not in the subset")
        value = machine.evaluate(frame, part.value)
        shape = "" if part.format_spec is None else machine.evaluate(frame, part.format_spec)
        if len(shape) > 8:
            raise Refused("a format is too long")
        if part.conversion != -1:
            value = repr(value) if part.conversion == ord("r") else machine.shown(value)
        parts.append(format(value, shape) if shape else machine.shown(value))
    return sized("".join(parts))


def _lambda(machine: Machine, frame: Frame, node: ast.Lambda) -> Any:
    return machine.function(frame, "<lambda>", node.args, [ast.Return(node.body, lineno=node.lineno)])


def _comprehended(machine: Machine, frame: Frame, node: Any) -> Iterator[Frame]:
    """The frames in which the element of a comprehension is worth something."""

    def nested(inner: Frame, left: list[ast.comprehension]) -> Iterator[Frame]:
        if not left:
            yield inner
            return
        for item in machine.evaluate(inner, left[0].iter):
            machine.burn()
            machine.assign(inner, left[0].target, item)
            if all(machine.evaluate(inner, test) for test in left[0].ifs):
                yield from nested(inner, left[1:])

    return nested(machine.inside(frame), node.generators)


def _list_comprehension(machine: Machine, frame: Frame, node: ast.ListComp) -> list[Any]:
    return [machine.evaluate(inner, node.elt) for inner in _comprehended(machine, frame, node)]


def _set_comprehension(machine: Machine, frame: Frame, node: ast.SetComp) -> set[Any]:
    return {machine.evaluate(inner, node.elt) for inner in _comprehended(machine, frame, node)}


def _generator(machine: Machine, frame: Frame, node: ast.GeneratorExp) -> Iterator[Any]:
    return (machine.evaluate(inner, node.elt) for inner in _comprehended(machine, frame, node))


def _dict_comprehension(machine: Machine, frame: Frame, node: ast.DictComp) -> dict[Any, Any]:
    inside = _comprehended(machine, frame, node)
    return {machine.evaluate(inner, node.key): machine.evaluate(inner, node.value) for inner in inside}


KINDS: dict[type[ast.AST], Evaluate] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _choice,
    ast.Call: _call,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Attribute: _attribute,
    ast.JoinedStr: _text,
    ast.Lambda: _lambda,
    ast.ListComp: _list_comprehension,
    ast.SetComp: _set_comprehension,
    ast.GeneratorExp: _generator,
    ast.DictComp: _dict_comprehension,
}
