"""Runs a program to its end: what it prints, how it ends, and what its variables held after every statement.

>>> run("total = 0\\nfor n in [3, 4]:\\n    total += n\\nprint(total)").printed
'7\\n'
>>> [step.names for step in run("a = 1\\na = a + 1", watched=True).history]
[{'a': 1}, {'a': 2}]
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from simulators.checks.machine.expressions import KINDS
from simulators.checks.machine.library import ERRORS, FUNCTIONS, LONGEST, Refused, sized
from simulators.checks.machine.statements import KINDS as STATEMENTS
from simulators.checks.machine.statements import Broken, Class, Continued, Returned, assigned

FUEL = 20_000  # nodes that are evaluated or executed
DEEPEST = 60  # calls within calls
LONGEST_SOURCE = 8_000
_ATOMS = frozenset({int, float, bool, str, type(None)})
_DATA = _ATOMS | {list, tuple, dict, set, frozenset}
_CHANGING = frozenset({ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete})


class Seen(NamedTuple):
    """The variables of the function that ran, after the statement of a line."""

    line: int
    function: str
    names: dict[str, Any]


class Run(NamedTuple):
    """What a program printed, the error that ended it ("" for none), its statements in order, its last variables."""

    printed: str
    error: str
    history: list[Seen]
    names: dict[str, Any]
    spent: int


@dataclass(slots=True)
class Frame:
    """The variables of one call; those of the module where ``outer`` is None. ``own`` are assigned in it somewhere."""

    function: str
    names: dict[str, Any] = field(default_factory=dict)
    outer: Frame | None = None
    own: frozenset[str] = frozenset()


class _Object:
    """An instance of a class of the program."""

    __slots__ = ("attributes", "kind")

    def __init__(self, kind: Class) -> None:
        self.kind = kind
        self.attributes: dict[str, Any] = {}


def run(
    source: str, *, watched: bool = False, fuel: int = FUEL, given: Mapping[str, Any] = MappingProxyType({})
) -> Run:
    """Run a program, whose variables may hold something at first.

    Raises ValueError where it leaves the subset or its sizes, or needs more fuel.
    """
    machine = Machine(fuel, watched)
    top = Frame("<module>", {name: deepcopy(value) for name, value in given.items()})
    error = ""
    try:
        for statement in parsed(source):
            machine.execute(top, statement)
    except Refused as refused:
        raise ValueError(f"the machine does not run this: {refused}") from None
    except RecursionError:
        raise ValueError("the machine does not run this: calls are nested too deeply") from None
    except (Returned, Broken, Continued):
        raise ValueError("the machine does not run this: a statement stands where it must not") from None
    except tuple(ERRORS.values()) as raised:
        error = f"{type(raised).__name__}: {raised}".removesuffix(": ")
    names = {name: value for name, value in top.names.items() if type(value) in _DATA}
    return Run("".join(machine.printed), error, machine.history, names, fuel - machine.fuel)


@lru_cache(maxsize=64)
def parsed(source: str) -> tuple[ast.stmt, ...]:
    """The statements of a program. Raises Refused for text that is no program."""
    if len(source) > LONGEST_SOURCE:
        raise Refused("the program is too long")
    try:
        return tuple(ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Refused(f"this is no program: {error}") from error


class Machine:
    """The state of one run: the fuel that is left, what was printed, what was seen."""

    def __init__(self, fuel: int, watched: bool) -> None:
        self.fuel, self.watched, self.depth, self.long = fuel, watched, 0, 0
        self.printed: list[str] = []
        self.history: list[Seen] = []

    def burn(self) -> None:
        """Pay for a step."""
        self.fuel -= 1
        if self.fuel < 0:
            raise Refused("the program takes too long")

    def evaluate(self, frame: Frame, node: ast.AST) -> Any:
        """What an expression is worth."""
        self.fuel -= 1  # burn() without its call: every node passes here
        if self.fuel < 0:
            raise Refused("the program takes too long")
        kind = KINDS.get(type(node))
        if kind is None:
            raise Refused(f"{type(node).__name__} is not in the subset")
        return kind(self, frame, node)

    def execute(self, frame: Frame, node: ast.stmt) -> None:
        """Do what a statement says."""
        self.burn()
        kind = STATEMENTS.get(type(node))
        if kind is None:
            raise Refused(f"{type(node).__name__} is not in the subset")
        kind(self, frame, node)
        if type(node) in _CHANGING:
            self.saw(frame, node)

    def saw(self, frame: Frame, node: ast.stmt) -> None:
        """Note what the variables hold after a statement, or at the head of a loop."""
        if self.watched:
            seen = {name: _copied(value) for name, value in frame.names.items() if type(value) in _DATA}
            self.history.append(Seen(node.lineno, frame.function, seen))

    def block(self, frame: Frame, nodes: list[ast.stmt]) -> None:
        """Do what statements say, one after another."""
        for node in nodes:
            self.execute(frame, node)

    def value_of(self, frame: Frame, name: str) -> Any:
        """What a name stands for: a variable, from the inside out, or something of the library."""
        place: Frame | None = frame
        while place is not None:
            if name in place.names:
                return place.names[name]
            if name in place.own:
                raise Refused(f"{name} is used before it is assigned")
            place = place.outer
        if name == "print":
            return self.print
        if name in FUNCTIONS:
            return FUNCTIONS[name]
        if name in ERRORS:
            return ERRORS[name]
        raise Refused(f"there is no {name}")

    def print(self, *values: Any, sep: str = " ", end: str = "\n") -> None:
        """The program's print()."""
        text = sep.join(map(self.shown, values)) + end
        self.long += len(text)
        if self.long > LONGEST:
            raise Refused("the program prints too much")
        self.printed.append(text)

    def shown(self, value: Any) -> str:
        """A value as text. Raises Refused for one whose text depends on where it lies in memory or on hashes."""
        if callable(value) or isinstance(value, _Object) or (isinstance(value, (set, frozenset)) and len(value) > 1):
            raise Refused("the text of this value is not defined")
        return str(value)

    def call(self, called: Any, positional: list[Any], named: dict[str, Any]) -> Any:
        """Call a function of the program or of the library, or make an instance of a class."""
        if isinstance(called, Class):
            made = _Object(called)
            if "__init__" in called.methods:
                called.methods["__init__"](made, *positional, **named)
            return made
        if not callable(called):
            raise TypeError(f"'{type(called).__name__}' object is not callable")
        return called(*positional, **named)

    def attribute(self, owner: Any, name: str) -> tuple[Any] | None:
        """An attribute or method of an instance, in a tuple; None for a plain value: its methods are the library's."""
        if not isinstance(owner, _Object):
            return None
        if name in owner.attributes:
            return (owner.attributes[name],)
        if name in owner.kind.methods:
            function = owner.kind.methods[name]
            return (lambda *positional, **named: function(owner, *positional, **named),)
        raise AttributeError(f"'{owner.kind.name}' object has no attribute '{name}'")

    def inside(self, frame: Frame) -> Frame:
        """A frame for the variables of a comprehension."""
        return Frame(frame.function, {}, frame)

    def function(self, outer: Frame, name: str, arguments: ast.arguments, body: list[ast.stmt]) -> Callable[..., Any]:
        """A function of the program, as something that can be called from anywhere."""
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
            raise Refused("only plain parameters are in the subset")
        names = [argument.arg for argument in arguments.args]
        defaults = [self.evaluate(outer, node) for node in arguments.defaults]
        preset = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
        own = frozenset(names) | frozenset(assigned(body))

        def called(*positional: Any, **named: Any) -> Any:
            given = {**dict(zip(names, positional, strict=False)), **named}
            if len(positional) > len(names) or set(given) - set(names) or set(names) - set(given) - set(preset):
                raise TypeError(f"{name}() was called with the wrong arguments")
            self.depth += 1
            if self.depth > DEEPEST:
                raise Refused("calls are nested too deeply")
            try:
                self.block(Frame(name, {**preset, **given}, outer, own), body)
            except Returned as returned:
                return returned.value
            finally:
                self.depth -= 1
            return None

        return called

    def assign(self, frame: Frame, target: ast.expr, value: Any) -> None:
        """Give a name, an item, an attribute, or several of them, a value."""
        self.burn()
        if isinstance(target, ast.Name):
            frame.names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = list(value)
            if len(values) != len(target.elts):
                raise ValueError("the number of values to unpack is wrong")
            for part, each in zip(target.elts, values, strict=True):
                self.assign(frame, part, each)
        elif isinstance(target, ast.Subscript):
            owner = self.evaluate(frame, target.value)
            owner[self.evaluate(frame, target.slice)] = value
            sized(owner)
        elif isinstance(target, ast.Attribute):
            owner = self.evaluate(frame, target.value)
            if not isinstance(owner, _Object):
                raise Refused("only instances have attributes that can be assigned")
            owner.attributes[target.attr] = value
        else:
            raise Refused(f"{type(target).__name__} cannot be assigned")


def _copied(value: Any) -> Any:
    """What later statements cannot change; a deep copy where a plain one would not do."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind in (list, dict) and all(type(item) in _ATOMS for item in (value if kind is list else value.values())):
        return value.copy()
    return deepcopy(value)
