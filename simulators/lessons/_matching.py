"""Matches a sentence against the tree of the template that may have written it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import nodes

from simulators.core import MALFORMED
from simulators.lessons._undoing import read, undone
from simulators.lessons._values import (
    Known,
    Opaque,
    Ref,
    Rest,
    Scope,
    Shifted,
    Turn,
    UnreadableError,
    Values,
    known_part,
    parts,
)
from simulators.lessons._work import Budget, Jump, More, Work, chain, following, rescoped, written_at
from simulators.text import environment

TRIED = 13  # small numbers that are tried where a formula hides one
_NUMBER = re.compile(r"-?[0-9]+", re.ASCII)
_SIGNED = re.compile(r"([+-]) ([0-9]+(?:/[0-9]+)?)", re.ASCII)

State = tuple[int, Known]


@lru_cache(maxsize=4096)
def _loose(said: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"[0-9]+", "[0-9]+", re.escape(said)))


class Reader(Values):
    """Matches one sentence; every method gives the ways in which the work from a place on can be done."""

    def __init__(self, text: str, macros: Mapping[str, nodes.Macro], budget: Budget, *, loosely: bool = False) -> None:
        self.text, self.macros, self.budget, self.loosely = text, macros, budget, loosely

    def behind(self, said: str, at: int) -> int:
        """Where it ends if this is said here, -1 if it is not; read loosely, any number may stand for a number."""
        if self.text.startswith(said, at):
            return at + len(said)
        found = _loose(said).match(self.text, at) if self.loosely else None
        return found.end() if found else -1

    def match(self, work: Work, at: int, known: Known) -> Iterator[State]:
        if work is None:
            if at == len(self.text):
                yield at, known
            return
        (node, scope), rest = work
        does: Callable[..., Iterator[State]] | None = getattr(self, f"_{type(node).__name__.lstrip('_')}", None)
        if does is None:
            return
        self.budget.spend(1)
        try:
            yield from does(node, scope, rest, at, known)
        except MALFORMED:
            return
        except UnreadableError:
            if isinstance(node, nodes.Expr):
                yield from self._guessed(node, scope, rest, at, known)

    def _guessed(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        """What a formula wrote that cannot be solved: small numbers are tried, or any number is let stand."""
        names = {name.name for name in node.find_all(nodes.Name)} | (
            {node.name} if isinstance(node, nodes.Name) else set()
        )
        unknown = [name for name in names if isinstance(known_part(scope.get(name, Ref((name,))), known), Ref)]
        for guess in range(TRIED) if len(unknown) == 1 else ():
            path = scope.get(unknown[0], Ref((unknown[0],))).path
            better = {**known, path: guess}
            try:
                shown = str(self.value(node, scope, better))
            except (UnreadableError, *MALFORMED):
                continue
            if (end := self.behind(shown, at)) >= 0:
                yield from self.match(rest, end, better)
        number = _NUMBER.match(self.text, at)
        if number:
            yield from self.match(rest, number.end(), known)

    def _Output(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        yield from self.match(chain(node.nodes, scope, rest), at, known)

    def _TemplateData(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802, ARG002
        data = node.data if at else node.data.lstrip()
        end = self.behind(data, at)
        if end >= 0:
            yield from self.match(rest, end, known)
        elif self.behind(data.rstrip(), at) == len(self.text):
            yield from self.match(rest, len(self.text), known)

    def _If(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        other = (
            [nodes.If(node.elif_[0].test, node.elif_[0].body, node.elif_[1:], node.else_)] if node.elif_ else node.else_
        )
        for holds, better in self.holds(node.test, scope, known):
            yield from self.match(chain(node.body if holds else other, scope, rest), at, better)

    def _CondExpr(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        for holds, better in self.holds(node.test, scope, known):
            chosen = node.expr1 if holds else node.expr2
            yield from self.match(rest if chosen is None else ((chosen, scope), rest), at, better)

    def _Assign(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        try:
            value = self.value(node.node, scope, known)
        except UnreadableError:
            value = Opaque()
        inner = {**scope, node.target.name: value}
        yield from self.match(rescoped(rest, scope, inner), at, known)

    def _For(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        over = self.value(node.iter, scope, known)
        if isinstance(over, Ref):
            over = Rest(over.path, 0)
        if isinstance(over, Rest):
            yield from self._items(node, scope, rest, at, known, over, 0)
            return
        for items, better in self._chosen(node, scope, list(over), known):
            work = rest
            for number, item in reversed(list(enumerate(items))):
                inner = {**scope, **self._bound(node.target, item), "loop": Turn(number, number == len(items) - 1)}
                work = chain(node.body, inner, work)
            yield from self.match(work, at, better)

    def _chosen(self, node: Any, scope: Scope, items: list[Any], known: Known) -> Iterator[tuple[list[Any], Known]]:
        """The items of a known list over which a loop goes: those that fulfil its condition."""
        if node.test is None or not items:
            yield items, known
            return
        inner = {**scope, **self._bound(node.target, items[0])}
        for holds, better in self.holds(node.test, inner, known):
            for others, best in self._chosen(node, scope, items[1:], better):
                yield [items[0]] * holds + others, best

    def _items(
        self, node: Any, scope: Scope, rest: Work, at: int, known: Known, over: Rest, number: int
    ) -> Iterator[State]:
        """One more item of a list of unknown length: it is the last, or others follow."""
        item = Ref((*over.path, over.start + number))
        for last in (False, True):
            inner = {**scope, **self._bound(node.target, item), "loop": Turn(number, last)}
            ended = {**known, (*over.path, "#"): over.start + number + 1} if last else known
            onward = rest if last else ((More(node, over, number + 1, at), scope), rest)
            yield from self.match(chain(node.body, inner, onward), at, ended)

    def _More(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        if at > node.since:
            yield from self._items(node.loop, scope, rest, at, known, node.over, node.number)

    def _bound(self, target: Any, item: Any) -> dict[str, Any]:
        if isinstance(target, nodes.Name):
            return {target.name: item}
        parts = [
            Ref((*item.path, place)) if isinstance(item, Ref) else item[place] for place in range(len(target.items))
        ]
        return {
            name: value
            for part, value in zip(target.items, parts, strict=True)
            for name, value in self._bound(part, value).items()
        }

    def match_expression(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        """What an expression wrote here: its value where it is known, else whatever stands up to what follows."""
        for value, better in self.values(node, scope, known):
            if not isinstance(value, Ref | Rest):
                shown = str(value)
                if (end := self.behind(shown, at)) >= 0:
                    yield from self.match(rest, end, better)
                continue
            if isinstance(value, Rest):
                continue
            for end in self._ends(rest, at):
                self.budget.spend(2)
                for said in read(self.text[at:end]):
                    yield from self.match(rest, end, {**better, value.path: said})

    _Name = _Getitem = _Getattr = _Const = match_expression

    def _Neg(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        yield from self._inverse(node.node, scope, rest, at, known, lambda value: -value)

    def _Sub(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        yield from self._arithmetic(node, scope, rest, at, known)

    _Add = _Mul = _Mod = _FloorDiv = _Pow = _Concat = _Sub

    def _arithmetic(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        for value, better in self.values(node, scope, known):
            if isinstance(value, Shifted):
                yield from self._inverse(value.node, scope, rest, at, better, value.back)
            elif (end := self.behind(str(value), at)) >= 0:
                yield from self.match(rest, end, better)

    def _inverse(
        self, node: Any, scope: Scope, rest: Work, at: int, known: Known, back: Callable[[Any], Any]
    ) -> Iterator[State]:
        for value, better in self.values(node, scope, known):
            number = _NUMBER.match(self.text, at)
            if number is None:
                return
            found = back(int(number[0]))
            if isinstance(value, Ref):
                yield from self.match(rest, number.end(), {**better, value.path: found})
            elif value == found or self.loosely:
                yield from self.match(rest, number.end(), better)

    def _Filter(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        if node.name == "format":
            yield from self._formatted(node, scope, rest, at, known)
            return
        for inner, better in self.values(node.node, scope, known):
            if isinstance(inner, Ref | Rest | Shifted) or parts(inner):
                for end, said in self._filtered(node, scope, rest, at, better):
                    yield from self._store(inner, said, rest, end, better)
            else:
                arguments = [self.value(argument, scope, better) for argument in node.args]
                shown = str(environment().filters[node.name](inner, *arguments))
                if (end := self.behind(shown, at)) >= 0:
                    yield from self.match(rest, end, better)

    def _formatted(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        """A pattern: each of its values is read from its place; x // 100 and x % 100 beside each other make an x."""
        pattern = self.value(node.node, scope, known)
        shape = re.sub(r"%(0?)(\d*)([ds])", written_at, re.escape(pattern).replace(r"\%", "%").replace("%%", "%"))
        found = re.compile(shape, re.ASCII).match(self.text, at)
        if found is None:
            return
        said = [int(part) if _NUMBER.fullmatch(part) else part for part in found.groups()]
        yield from self._placed(list(zip(node.args, said, strict=True)), scope, ((Jump(found.end()), {}), rest), known)

    def _placed(self, pairs: list[tuple[Any, Any]], scope: Scope, rest: Work, known: Known) -> Iterator[State]:
        if not pairs:
            yield from self.match(rest, 0, known)
            return
        (node, said), *others = pairs
        if isinstance(node, nodes.FloorDiv) and others and isinstance(others[0][0], nodes.Mod):
            right: Any = node.right
            node, said, others = node.left, said * self.value(right, scope, known) + others[0][1], others[1:]
        for value, better in self.values(node, scope, known):
            if isinstance(value, Ref):
                yield from self._placed(others, scope, rest, {**better, value.path: said})
            elif isinstance(value, Shifted):
                inner = self.value(value.node, value.scope, better)
                yield from self._placed(others, scope, rest, {**better, inner.path: value.back(said)})
            elif value == said or self.loosely:
                yield from self._placed(others, scope, rest, better)

    def _Jump(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802, ARG002
        yield from self.match(rest, node.to, known)

    def _store(self, inner: Any, said: Any, rest: Work, end: int, known: Known) -> Iterator[State]:
        if isinstance(inner, Ref):
            yield from self.match(rest, end, {**known, inner.path: said})
            return
        if isinstance(inner, Rest):
            items = {(*inner.path, inner.start + place): value for place, value in enumerate(said)}
            yield from self.match(rest, end, {**known, **items})
            return
        if isinstance(inner, list):
            padded = [*said, *[0] * (len(inner) - len(said))]
            pairs = list(zip(inner, padded, strict=True))
            if all(isinstance(part, Ref) or part == value for part, value in pairs):
                yield from self.match(
                    rest, end, {**known, **{part.path: value for part, value in pairs if isinstance(part, Ref)}}
                )
            return
        (target, better), *_ = self.values(inner.node, inner.scope, known)
        if isinstance(target, Ref):
            yield from self.match(rest, end, {**better, target.path: inner.back(said)})

    def _filtered(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[tuple[int, Any]]:
        arguments = [self.value(argument, scope, known) for argument in node.args]
        if node.name == "signed" and (found := _SIGNED.match(self.text, at)):
            sign, (whole, slash, _) = "-" * (found[1] == "-"), found[2].partition("/")
            yield found.start(2) + len(whole), int(sign + whole)
            if slash:
                yield found.end(), sign + found[2]
        elif node.name == "abs" and (found := _NUMBER.match(self.text, at)):
            yield found.end(), int(found[0])
            yield found.end(), -int(found[0])
        elif node.name == "plural" and (found := _NUMBER.match(self.text, at)):
            many = arguments[1] if len(arguments) > 1 else f"{arguments[0]}s"
            noun = f" {arguments[0] if found[0] == '1' else many}"
            if self.text.startswith(noun, found.end()):
                yield found.end() + len(noun), int(found[0])
        elif node.name in ("join", "listing", "polynomial", "literal", "string", "rising"):
            for end in self._ends(rest, at):
                self.budget.spend(2)
                yield from ((end, value) for value in undone(node.name, self.text[at:end], arguments))

    def _Call(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        macro = self.macros.get(getattr(node.node, "name", ""))
        if macro is None:
            raise UnreadableError(str(node))
        values = [self.value(argument, scope, known) for argument in node.args]
        inner = dict(zip([part.name for part in macro.args], values, strict=True))
        yield from self.match(chain(macro.body, inner, rest), at, known)

    def _ends(self, rest: Work, at: int) -> Iterator[int]:
        """Where a value that begins here may end: before what follows literally, else after a number or any letter."""
        ahead = following(rest)
        if ahead is None:
            number = _NUMBER.match(self.text, at)
            if number:
                yield number.end()
            yield from (
                end for end in range(at + 1, min(len(self.text), at + 60) + 1) if not number or end != number.end()
            )
        elif ahead == "":
            yield len(self.text)
        else:
            end = self.text.find(ahead, at + 1)
            while end >= 0:
                yield end
                end = self.text.find(ahead, end + 1)
            closing = ahead.rstrip()
            if closing != ahead and self.text.endswith(closing) and len(self.text) - len(closing) > at:
                yield len(self.text) - len(closing)
