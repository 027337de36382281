"""What expressions of a template are worth when part of what they speak of is not known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes

from simulators.lessons._undoing import COMPARISONS, OPERATIONS
from simulators.text import environment

Path = tuple[Any, ...]
Known = Mapping[Path, Any]


class Ref(NamedTuple):
    """A part of the claim that is not known yet."""

    path: Path


class Rest(NamedTuple):
    """The items of a list of the claim from some place on."""

    path: Path
    start: int


class UnreadableError(Exception):
    """The template does here what cannot be run backwards."""


Scope = Mapping[str, Any]


class Turn(NamedTuple):
    """Where in a loop it is: from 1, from 0, and whether that is the first and the last time."""

    number: int
    last: bool

    def told(self, name: str) -> int | bool:
        """What templates ask of a turn under this name."""
        return {"index": self.number + 1, "index0": self.number, "first": not self.number, "last": self.last}[name]


def parts(value: Any) -> bool:
    """Whether the value is a list of parts of the claim."""
    return isinstance(value, list) and any(isinstance(part, Ref) for part in value)


class Opaque:
    """A value that is reckoned from what is not known yet."""


class Shifted(NamedTuple):
    """An unknown with something done to it, and how that is undone."""

    node: Any
    scope: Any
    back: Callable[[Any], Any]


def known_part(value: Any, known: Known) -> Any:
    """What is known of a part of the claim, or the part itself."""
    if not isinstance(value, Ref):
        return value
    for length in range(len(value.path), 0, -1):
        start = value.path[:length]
        if start in known:
            inner = known[start]
            for key in value.path[length:]:
                inner = inner[key]
            return inner
    if (*value.path, "#") in known:
        return [known_part(Ref((*value.path, place)), known) for place in range(known[*value.path, "#"])]
    return value


class Values:
    """Values of expressions; each kind of node has a method of its name."""

    def value(self, node: Any, scope: Scope, known: Known) -> Any:
        """The value of an expression, or what part of the claim it is."""
        return next(iter(self.values(node, scope, known)))[0]

    def values(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:
        """As :meth:`value`; an unknown index of a known list is each place of it."""
        does = getattr(self, f"value_{type(node).__name__}", None)
        if does is None:
            raise UnreadableError(type(node).__name__)
        yield from does(node, scope, known)

    def value_Const(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802, ARG002
        yield node.value, known

    def value_Name(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        value = known_part(scope[node.name] if node.name in scope else Ref((node.name,)), known)
        if isinstance(value, Opaque):
            raise UnreadableError(node.name)
        yield value, known

    def value_Getattr(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        base = self.value(node.node, scope, known)
        if isinstance(base, Turn) and node.attr in ("index", "index0", "first", "last"):
            yield base.told(node.attr), known
        elif isinstance(base, Ref):
            yield known_part(Ref((*base.path, node.attr)), known), known
        elif isinstance(base, Mapping):
            yield base[node.attr], known
        else:
            raise UnreadableError(node.attr)

    def value_Getitem(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        for base, better in self.values(node.node, scope, known):
            if isinstance(node.arg, nodes.Slice):
                yield self._sliced(node.arg, base, scope, better), better
                continue
            for index, best in self.values(node.arg, scope, better):
                if isinstance(base, Ref) and not isinstance(index, Ref):
                    yield known_part(Ref((*base.path, index)), best), best
                elif isinstance(index, Ref) and not isinstance(base, Ref | Rest):
                    places = base if isinstance(base, Mapping) else range(len(base))
                    yield from ((base[place], {**best, index.path: place}) for place in places)
                elif isinstance(index, Shifted) and not isinstance(base, Ref | Rest):
                    target = self.value(index.node, index.scope, best)
                    yield from ((base[p], {**best, target.path: index.back(p)}) for p in range(len(base)))
                elif isinstance(base, Ref | Rest):
                    raise UnreadableError("an unknown item of an unknown list")
                else:
                    yield base[index], best

    def _sliced(self, node: Any, base: Any, scope: Scope, known: Known) -> Any:
        ends = [None if part is None else self.value(part, scope, known) for part in (node.start, node.stop, node.step)]
        if isinstance(base, Ref) and ends[1] is None and ends[2] is None:
            return Rest(base.path, ends[0] or 0)
        if isinstance(base, Ref | Rest) or any(isinstance(end, Ref) for end in ends):
            raise UnreadableError("a slice of what is not known")
        return base[slice(*ends)]

    def value_Neg(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        for value, better in self.values(node.node, scope, known):
            yield (Shifted(node.node, scope, lambda v: -v) if isinstance(value, Ref) else -value), better

    def value_Sub(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        yield from self._combined(node, scope, known)

    value_Add = value_Mul = value_Mod = value_FloorDiv = value_Pow = value_Div = value_Sub  # noqa: N815

    def _combined(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:
        for left, better in self.values(node.left, scope, known):
            for right, best in self.values(node.right, scope, better):
                yield self._result(node, scope, left, right), best

    def _result(self, node: Any, scope: Scope, left: Any, right: Any) -> Any:
        kind = type(node).__name__
        if not isinstance(left, Ref | Rest | Shifted) and not isinstance(right, Ref | Rest | Shifted):
            return OPERATIONS[kind](left, right)
        if isinstance(left, Ref) and not isinstance(right, Ref | Shifted) and kind in ("Add", "Sub"):
            return Shifted(node.left, scope, lambda v: v - right if kind == "Add" else v + right)
        if isinstance(right, Ref) and not isinstance(left, Ref | Shifted) and kind in ("Add", "Sub", "Mul"):
            if kind == "Mul":
                return Shifted(node.right, scope, lambda v: v // left)
            return Shifted(node.right, scope, lambda v: v - left if kind == "Add" else left - v)
        raise UnreadableError(kind)

    def value_Filter(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        for inner, better in self.values(node.node, scope, known):
            arguments = [self.value(argument, scope, better) for argument in node.args]
            if any(isinstance(part, Ref | Rest | Shifted) for part in (inner, *arguments)):
                raise UnreadableError(node.name)
            yield environment().filters[node.name](inner, *arguments), better

    def value_Tuple(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        yield [self.value(item, scope, known) for item in node.items], known

    value_List = value_Tuple  # noqa: N815

    def value_Dict(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        yield {self.value(p.key, scope, known): self.value(p.value, scope, known) for p in node.items}, known

    def holds(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[bool, Known]]:
        """Whether a condition may hold, and what is known if it does."""
        kind = type(node).__name__
        if kind == "Not":
            yield from ((not holds, better) for holds, better in self.holds(node.node, scope, known))
            return
        try:
            if kind == "Compare" and len(node.ops) == 1:
                yield from self._compared(node, scope, known)
            elif kind in ("Name", "Getitem", "Getattr"):
                value = self.value(node, scope, known)
                if isinstance(value, Ref):
                    yield from ((side, {**known, value.path: side}) for side in (True, False))
                    yield from ((side, known) for side in (True, False))
                else:
                    yield bool(value), known
            else:
                raise UnreadableError(kind)
        except UnreadableError:
            yield True, known
            yield False, known

    def _compared(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[bool, Known]]:
        operator = node.ops[0].op
        for left, better in self.values(node.expr, scope, known):
            right = self.value(node.ops[0].expr, scope, better)
            unknown = [isinstance(side, Ref | Rest | Shifted) for side in (left, right)]
            if not any(unknown):
                yield COMPARISONS[operator](left, right), better
            elif operator == "eq" and isinstance(left, Ref) and not unknown[1]:
                yield True, {**better, left.path: right}
                yield False, better
            else:
                yield True, better
                yield False, better
