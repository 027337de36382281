"""What a statement does: one function for each kind of node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulators.checks.machine.library import BINARY, ERRORS, Refused, sized

if TYPE_CHECKING:
    from simulators.checks.machine.runs import Frame, Machine

Execute = Callable[["Machine", "Frame", Any], None]


class Returned(BaseException):
    """A function's return, on its way to its call."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Broken(BaseException):
    """A break, on its way to its loop."""


class Continued(BaseException):
    """A continue, on its way to its loop."""


@dataclass(slots=True)
class Class:
    """A class of the program."""

    name: str
    methods: dict[str, Any]


def _expression(machine: Machine, frame: Frame, node: ast.Expr) -> None:
    machine.evaluate(frame, node.value)


def _assign(machine: Machine, frame: Frame, node: ast.Assign) -> None:
    value = machine.evaluate(frame, node.value)
    for target in node.targets:
        machine.assign(frame, target, value)


def _annotated(machine: Machine, frame: Frame, node: ast.AnnAssign) -> None:
    if node.value is not None:
        machine.assign(frame, node.target, machine.evaluate(frame, node.value))


def _augment(machine: Machine, frame: Frame, node: ast.AugAssign) -> None:
    """A list is changed where it lies, as Python does it; everything else is a new value."""
    before = machine.evaluate(frame, node.target)
    change = machine.evaluate(frame, node.value)
    if isinstance(before, list) and isinstance(node.op, ast.Add):
        before.extend(change)
        machine.assign(frame, node.target, sized(before))
    elif isinstance(before, (set, dict)):
        raise Refused("sets and dictionaries are changed by their methods")
    else:
        machine.assign(frame, node.target, sized(BINARY[type(node.op).__name__](before, change)))


def _if(machine: Machine, frame: Frame, node: ast.If) -> None:
    machine.block(frame, node.body if machine.evaluate(frame, node.test) else node.orelse)


def _for(machine: Machine, frame: Frame, node: ast.For) -> None:
    for item in machine.evaluate(frame, node.iter):
        machine.assign(frame, node.target, item)
        machine.saw(frame, node)
        try:
            machine.block(frame, node.body)
        except Broken:
            return
        except Continued:
            continue
    machine.block(frame, node.orelse)


def _while(machine: Machine, frame: Frame, node: ast.While) -> None:
    while machine.evaluate(frame, node.test):
        try:
            machine.block(frame, node.body)
        except Broken:
            return
        except Continued:
            continue
    machine.block(frame, node.orelse)


def _define(machine: Machine, frame: Frame, node: ast.FunctionDef) -> None:
    if node.decorator_list:
        raise Refused("decorators are not in the subset")
    frame.names[node.name] = machine.function(frame, node.name, node.args, node.body)


def _class(machine: Machine, frame: Frame, node: ast.ClassDef) -> None:
    if node.bases or node.keywords or node.decorator_list:
        raise Refused("classes have no bases in the subset")
    methods = {}
    for part in node.body:
        if isinstance(part, ast.FunctionDef):
            methods[part.name] = machine.function(frame, part.name, part.args, part.body)
        elif not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
            raise Refused("classes hold methods only")
    frame.names[node.name] = Class(node.name, methods)


def _return(machine: Machine, frame: Frame, node: ast.Return) -> None:
    raise Returned(None if node.value is None else machine.evaluate(frame, node.value))


def _raise(machine: Machine, frame: Frame, node: ast.Raise) -> None:
    if node.exc is None or node.cause is not None:
        raise Refused("an error is raised by its name")
    error = machine.evaluate(frame, node.exc)
    error = error() if isinstance(error, type) else error
    if type(error) not in ERRORS.values():
        raise TypeError("exceptions must derive from BaseException")
    raise error


def _try(machine: Machine, frame: Frame, node: ast.Try) -> None:
    try:
        _tried(machine, frame, node)
    finally:
        machine.block(frame, node.finalbody)


def _tried(machine: Machine, frame: Frame, node: ast.Try) -> None:
    try:
        machine.block(frame, node.body)
    except tuple(ERRORS.values()) as error:
        for handler in node.handlers:
            kinds = Exception if handler.type is None else machine.evaluate(frame, handler.type)
            if isinstance(error, kinds):
                if handler.name:
                    frame.names[handler.name] = str(error)
                machine.block(frame, handler.body)
                return
        raise
    else:
        machine.block(frame, node.orelse)


def _assert(machine: Machine, frame: Frame, node: ast.Assert) -> None:
    if not machine.evaluate(frame, node.test):
        raise AssertionError("" if node.msg is None else machine.evaluate(frame, node.msg))


def _delete(machine: Machine, frame: Frame, node: ast.Delete) -> None:
    for target in node.targets:
        if not isinstance(target, ast.Subscript):
            raise Refused("only items are deleted")
        del machine.evaluate(frame, target.value)[machine.evaluate(frame, target.slice)]


def _pass(machine: Machine, frame: Frame, node: ast.Pass) -> None:
    """Do nothing."""


def _break(machine: Machine, frame: Frame, node: ast.Break) -> None:
    raise Broken


def _continue(machine: Machine, frame: Frame, node: ast.Continue) -> None:
    raise Continued


KINDS: dict[type[ast.AST], Execute] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augment,
    ast.If: _if,
    ast.For: _for,
    ast.While: _while,
    ast.FunctionDef: _define,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Try: _try,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Pass: _pass,
    ast.Break: _break,
    ast.Continue: _continue,
}


def assigned(nodes: list[ast.stmt]) -> Iterator[str]:
    """Names that a function's statements assign; those of comprehensions and inner functions are not its own."""
    waiting: list[ast.AST] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            waiting.extend(part for part in ast.iter_child_nodes(node) if _may_assign(part))


def _may_assign(node: ast.AST) -> bool:
    """Not what is only read: that holds most of a program's nodes."""
    return not isinstance(node, ast.expr) or isinstance(getattr(node, "ctx", None), ast.Store)
