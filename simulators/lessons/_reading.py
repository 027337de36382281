"""Reads a worked line back: which step of a family a sentence tells, found by running the family's template backwards.

A template turns a claim into a sentence. Here the sentence is matched against the template's own tree: what stands
literally must stand there, and what a variable wrote gives the variable its value. Matching only proposes claims; the
family's own judge of steps decides, and the claim is put into words again, which must be the sentence.

>>> from simulators.core import load
>>> facts = {"terms": [5, 7]}
>>> [step.claim for step in told(load("arithmetic.chain"), facts, "5 + 7 = 12.")]
[{'before': 5, 'place': 1, 'after': 12}]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice, product
from typing import Any, NamedTuple

from jinja2 import nodes

from simulators.core import MALFORMED, ContractError, Facts, Family, Step
from simulators.lessons._undoing import COMPARISONS, OPERATIONS, read, typed, undone
from simulators.text import environment, phrases

MOST = 60  # readings that are tried of one sentence
WORK = 6_000  # pieces of a template that are matched against one sentence at most
TRIED = 13  # small numbers that are tried where a formula hides one
_EMPTY: tuple[Any, ...] = (0, [], "", False, True)  # what a claim may hold that a template tells by silence
LONGEST_LINE = 2_000
_NUMBER = re.compile(r"-?[0-9]+", re.ASCII)
_SIGNED = re.compile(r"([+-]) ([0-9]+(?:/[0-9]+)?)", re.ASCII)
# Parts of claims that a sentence does not tell in words of its own.
_SILENT: Mapping[tuple[str, str], Mapping[str, tuple[Any, ...]]] = {
    ("logic.knights_and_knaves", "speaker"): {"true": (True, False)},
}

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
Work = tuple[Any, Any] | None  # what is still to be matched: ((node, scope), the rest)
State = tuple[int, Known]


class _Turn(NamedTuple):
    index0: int
    last: bool

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def first(self) -> bool:
        return not self.index0


def told(family: Family, facts: Facts, line: str) -> Iterator[Step]:
    """The true steps of the family that the line tells, word for word; none where it tells none or a false one."""
    if len(line) > LONGEST_LINE:
        return
    for rule in phrases(family).steps:
        for claim in claims(family, facts, rule, line):
            if _true(family, facts, Step(rule, claim)) and _words(family, facts, rule, claim) == line:
                yield Step(rule, claim)


def claims(family: Family, facts: Facts, rule: str, line: str) -> Iterator[dict[str, Any]]:
    """The claims that the rule's template may have told in these words, true or false."""
    block, macros = _blocks(family)[rule]
    for scope in (dict(facts), {}):
        if scope or any(name in facts for name in _names(block)):
            reader = _Reader(line, macros, facts)
            found = reader.match(_chain(block.body, scope, None), 0, {})
            for _, known in islice(found, MOST):
                claim = _assembled(known)
                silent = _SILENT.get((family.name, rule), {})
                for whole in _filled(claim, block, macros, facts, silent) if claim is not None else ():
                    yield from typed(whole)


def literal(family: Family, rule: str) -> str:
    """The letters that stand in a rule's template whatever is claimed."""
    block, _ = _blocks(family)[rule]
    return "".join(letter for part in block.find_all(nodes.TemplateData) for letter in part.data if letter.isalpha())


def _filled(
    claim: dict[str, Any],
    block: nodes.Block,
    macros: Mapping[str, nodes.Macro],
    facts: Facts,
    silent: Mapping[str, tuple[Any, ...]],
) -> Iterator[dict[str, Any]]:
    """The claim with what the sentence tells by silence: nothing, nought, yes or no."""
    missing = [name for name in sorted(_variables(block)) if not (name in claim or name in facts or name in macros)]
    if len(missing) > 2:
        return
    choices = [*[_EMPTY] * len(missing), *silent.values()]
    for values in product(*choices):
        yield claim | dict(zip([*missing, *silent], values, strict=True))


def _true(family: Family, facts: Facts, step: Step) -> bool:
    try:
        return family.check_step(facts, step)
    except MALFORMED:
        return False


def _words(family: Family, facts: Facts, rule: str, claim: Mapping[str, Any]) -> str:
    try:
        return phrases(family).step(rule)([(claim, facts)])[0]
    except (ContractError, *MALFORMED):
        return ""


@cache
def _blocks(family: Family) -> dict[str, tuple[nodes.Block, dict[str, nodes.Macro]]]:
    tree = environment().parse(family.template.read_text(encoding="utf-8"))
    macros = {node.name: node for node in tree.body if isinstance(node, nodes.Macro)}
    return {block.name[5:]: (block, macros) for block in tree.find_all(nodes.Block) if block.name.startswith("step_")}


@cache
def _names(block: nodes.Block) -> frozenset[str]:
    return frozenset(node.name for node in block.find_all(nodes.Name))


@cache
def _variables(block: nodes.Block) -> frozenset[str]:
    own = {name.name for part in block.find_all((nodes.For, nodes.Assign)) for name in _targets(part.target)}
    return _names(block) - own - {"loop"}


def _targets(target: Any) -> list[nodes.Name]:
    return [target] if isinstance(target, nodes.Name) else list(target.find_all(nodes.Name))


def _chain(body: list[Any], scope: Any, rest: Work) -> Work:
    for node in reversed(body):
        rest = ((node, scope), rest)
    return rest


class _Reader:
    """Matches one sentence; every method gives the ways in which the work from a place on can be done."""

    def __init__(self, text: str, macros: Mapping[str, nodes.Macro], facts: Facts) -> None:
        self.text, self.macros, self.facts, self.left = text, macros, facts, WORK

    def match(self, work: Work, at: int, known: Known) -> Iterator[State]:
        if work is None:
            if at == len(self.text):
                yield at, known
            return
        (node, scope), rest = work
        does: Callable[..., Iterator[State]] | None = getattr(self, f"_{type(node).__name__.lstrip('_')}", None)
        if does is None:
            return
        self.left -= 1
        if self.left < 0:
            return
        try:
            yield from does(node, scope, rest, at, known)
        except MALFORMED:
            return
        except UnreadableError:
            if isinstance(node, nodes.Expr):
                yield from self._guessed(node, scope, rest, at, known)

    def _guessed(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        """What a formula wrote that cannot be solved: small numbers are tried, or any number is let stand."""
        names = {name.name for name in node.find_all(nodes.Name)} | ({node.name} if isinstance(node, nodes.Name) else set())
        unknown = [name for name in names if isinstance(_found(scope.get(name, Ref((name,))), known), Ref)]
        for guess in range(TRIED) if len(unknown) == 1 else ():
            path = scope.get(unknown[0], Ref((unknown[0],))).path
            better = {**known, path: guess}
            try:
                shown = str(self.value(node, scope, better))
            except (UnreadableError, *MALFORMED):
                continue
            if self.text.startswith(shown, at):
                yield from self.match(rest, at + len(shown), better)
        number = _NUMBER.match(self.text, at)
        if number:
            yield from self.match(rest, number.end(), known)

    def _Output(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        yield from self.match(_chain(node.nodes, scope, rest), at, known)

    def _TemplateData(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802, ARG002
        data = node.data if at else node.data.lstrip()
        if self.text.startswith(data, at):
            yield from self.match(rest, at + len(data), known)
        elif self.text.startswith(data.rstrip(), at) and at + len(data.rstrip()) == len(self.text):
            yield from self.match(rest, len(self.text), known)

    def _If(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        other = [nodes.If(node.elif_[0].test, node.elif_[0].body, node.elif_[1:], node.else_)] if node.elif_ else node.else_
        for holds, better in self.holds(node.test, scope, known):
            yield from self.match(_chain(node.body if holds else other, scope, rest), at, better)

    def _CondExpr(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        for holds, better in self.holds(node.test, scope, known):
            chosen = node.expr1 if holds else node.expr2
            yield from self.match(rest if chosen is None else ((chosen, scope), rest), at, better)

    def _Assign(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        try:
            value = self.value(node.node, scope, known)
        except UnreadableError:
            value = _Opaque()
        inner = {**scope, node.target.name: value}
        yield from self.match(_rescoped(rest, scope, inner), at, known)

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
                inner = {**scope, **self._bound(node.target, item), "loop": _Turn(number, number == len(items) - 1)}
                work = _chain(node.body, inner, work)
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
            inner = {**scope, **self._bound(node.target, item), "loop": _Turn(number, last)}
            ended = {**known, (*over.path, "#"): over.start + number + 1} if last else known
            following = rest if last else ((_More(node, over, number + 1, at), scope), rest)
            yield from self.match(_chain(node.body, inner, following), at, ended)

    def _More(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        if at > node.since:
            yield from self._items(node.loop, scope, rest, at, known, node.over, node.number)

    def _bound(self, target: Any, item: Any) -> dict[str, Any]:
        if isinstance(target, nodes.Name):
            return {target.name: item}
        parts = [
            Ref((*item.path, place)) if isinstance(item, Ref) else item[place] for place in range(len(target.items))
        ]
        return {name: value for part, value in zip(target.items, parts, strict=True) for name, value in self._bound(part, value).items()}

    def match_expression(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        """What an expression wrote here: its value where it is known, else whatever stands up to what follows."""
        for value, better in self.values(node, scope, known):
            if not isinstance(value, Ref | Rest):
                shown = str(value)
                if self.text.startswith(shown, at):
                    yield from self.match(rest, at + len(shown), better)
                continue
            if isinstance(value, Rest):
                continue
            for end in self._ends(rest, at):
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
            if isinstance(value, _Shifted):
                yield from self._inverse(value.node, scope, rest, at, better, value.back)
            elif self.text.startswith(str(value), at):
                yield from self.match(rest, at + len(str(value)), better)

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
            elif value == found:
                yield from self.match(rest, number.end(), better)

    def _Filter(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        if node.name == "format":
            yield from self._formatted(node, scope, rest, at, known)
            return
        for inner, better in self.values(node.node, scope, known):
            if isinstance(inner, Ref | Rest | _Shifted) or _parts(inner):
                for end, said in self._filtered(node, scope, rest, at, better):
                    yield from self._store(inner, said, rest, end, better)
            else:
                arguments = [self.value(argument, scope, better) for argument in node.args]
                shown = str(environment().filters[node.name](inner, *arguments))
                if self.text.startswith(shown, at):
                    yield from self.match(rest, at + len(shown), better)

    def _formatted(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:
        """A pattern: each of its values is read from its place; x // 100 and x % 100 beside each other make an x."""
        pattern = self.value(node.node, scope, known)
        shape = re.sub(r"%(0?)(\d*)([ds])", _place, re.escape(pattern).replace(r"\%", "%").replace("%%", "%"))
        found = re.compile(shape, re.ASCII).match(self.text, at)
        if found is None:
            return
        said = [int(part) if _NUMBER.fullmatch(part) else part for part in found.groups()]
        yield from self._placed(list(zip(node.args, said, strict=True)), scope, ((_Jump(found.end()), {}), rest), known)

    def _placed(self, pairs: list[tuple[Any, Any]], scope: Scope, rest: Work, known: Known) -> Iterator[State]:
        if not pairs:
            yield from self.match(rest, 0, known)
            return
        (node, said), *others = pairs
        if isinstance(node, nodes.FloorDiv) and others and isinstance(others[0][0], nodes.Mod):
            node, said, others = node.left, said * self.value(node.right, scope, known) + others[0][1], others[1:]
        for value, better in self.values(node, scope, known):
            if isinstance(value, Ref):
                yield from self._placed(others, scope, rest, {**better, value.path: said})
            elif isinstance(value, _Shifted):
                inner = self.value(value.node, value.scope, better)
                yield from self._placed(others, scope, rest, {**better, inner.path: value.back(said)})
            elif value == said:
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
                yield from self.match(rest, end, known | {part.path: value for part, value in pairs if isinstance(part, Ref)})
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
                yield from ((end, value) for value in undone(node.name, self.text[at:end], arguments))

    def _Call(self, node: Any, scope: Scope, rest: Work, at: int, known: Known) -> Iterator[State]:  # noqa: N802
        macro = self.macros.get(getattr(node.node, "name", ""))
        if macro is None:
            raise UnreadableError(str(node))
        values = [self.value(argument, scope, known) for argument in node.args]
        inner = dict(zip([part.name for part in macro.args], values, strict=True))
        yield from self.match(_chain(macro.body, inner, rest), at, known)

    def _ends(self, rest: Work, at: int) -> Iterator[int]:
        """Where a value that begins here may end: before what follows literally, else after a number or any letter."""
        following = _literal(rest)
        if following is None:
            number = _NUMBER.match(self.text, at)
            if number:
                yield number.end()
            yield from (end for end in range(at + 1, min(len(self.text), at + 60) + 1) if not number or end != number.end())
        elif following == "":
            yield len(self.text)
        else:
            end = self.text.find(following, at + 1)
            while end >= 0:
                yield end
                end = self.text.find(following, end + 1)
            closing = following.rstrip()
            if closing != following and self.text.endswith(closing) and len(self.text) - len(closing) > at:
                yield len(self.text) - len(closing)

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
        value = _found(scope[node.name] if node.name in scope else Ref((node.name,)), known)
        if isinstance(value, _Opaque):
            raise UnreadableError(node.name)
        yield value, known

    def value_Getattr(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        base = self.value(node.node, scope, known)
        if isinstance(base, _Turn) and node.attr in ("index", "index0", "first", "last"):
            yield getattr(base, node.attr), known
        elif isinstance(base, Ref):
            yield _found(Ref((*base.path, node.attr)), known), known
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
                    yield _found(Ref((*base.path, index)), best), best
                elif isinstance(index, Ref) and not isinstance(base, Ref | Rest):
                    places = base if isinstance(base, Mapping) else range(len(base))
                    yield from ((base[place], {**best, index.path: place}) for place in places)
                elif isinstance(index, _Shifted) and not isinstance(base, Ref | Rest):
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
            yield (_Shifted(node.node, scope, lambda v: -v) if isinstance(value, Ref) else -value), better

    def value_Sub(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        yield from self._combined(node, scope, known)

    value_Add = value_Mul = value_Mod = value_FloorDiv = value_Pow = value_Div = value_Sub  # noqa: N815

    def _combined(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:
        for left, better in self.values(node.left, scope, known):
            for right, best in self.values(node.right, scope, better):
                yield self._result(node, scope, left, right), best

    def _result(self, node: Any, scope: Scope, left: Any, right: Any) -> Any:
        kind = type(node).__name__
        if not isinstance(left, Ref | Rest | _Shifted) and not isinstance(right, Ref | Rest | _Shifted):
            return OPERATIONS[kind](left, right)
        if isinstance(left, Ref) and not isinstance(right, Ref | _Shifted) and kind in ("Add", "Sub"):
            return _Shifted(node.left, scope, lambda v: v - right if kind == "Add" else v + right)
        if isinstance(right, Ref) and not isinstance(left, Ref | _Shifted) and kind in ("Add", "Sub", "Mul"):
            if kind == "Mul":
                return _Shifted(node.right, scope, lambda v: v // left)
            return _Shifted(node.right, scope, lambda v: v - left if kind == "Add" else left - v)
        raise UnreadableError(kind)

    def value_Filter(self, node: Any, scope: Scope, known: Known) -> Iterator[tuple[Any, Known]]:  # noqa: N802
        for inner, better in self.values(node.node, scope, known):
            arguments = [self.value(argument, scope, better) for argument in node.args]
            if any(isinstance(part, Ref | Rest | _Shifted) for part in (inner, *arguments)):
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
            unknown = [isinstance(side, Ref | Rest | _Shifted) for side in (left, right)]
            if not any(unknown):
                yield COMPARISONS[operator](left, right), better
            elif operator == "eq" and isinstance(left, Ref) and not unknown[1]:
                yield True, {**better, left.path: right}
                yield False, better
            else:
                yield True, better
                yield False, better


def _parts(value: Any) -> bool:
    """Whether the value is a list of parts of the claim."""
    return isinstance(value, list) and any(isinstance(part, Ref) for part in value)


class _Opaque:
    """A value that is reckoned from what is not known yet."""


class _Shifted(NamedTuple):
    """An unknown with something done to it, and how that is undone."""

    node: Any
    scope: Any
    back: Callable[[Any], Any]


def _place(found: re.Match[str]) -> str:
    """The expression that finds what a place of a pattern wrote."""
    if found[3] == "s":
        return "(.+?)"
    return f"(-?[0-9]{{{found[2]}}})" if found[1] else "(-?[0-9]+)"


class _Jump(NamedTuple):
    """Goes on at a place further on."""

    to: int


class _More(NamedTuple):
    """The next item of a list of unknown length."""

    loop: Any
    over: Rest
    number: int
    since: int


def _rescoped(work: Work, old: Scope, new: Scope) -> Work:
    """The work with the names of one scope told anew."""
    if work is None:
        return None
    (node, scope), rest = work
    return (node, new if scope is old else scope), _rescoped(rest, old, new)


def _literal(work: Work) -> str | None:
    """The text that follows for certain; None where that is not known."""
    while work is not None:
        (node, _), rest = work
        if isinstance(node, nodes.TemplateData):
            return str(node.data)
        if isinstance(node, nodes.Const):
            return str(node.value)
        if not isinstance(node, nodes.Output):
            return None
        work = _chain(node.nodes, {}, rest)
    return ""


def _found(value: Any, known: Known) -> Any:
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
        return [_found(Ref((*value.path, place)), known) for place in range(known[*value.path, "#"])]
    return value


def _assembled(known: Known) -> dict[str, Any] | None:
    """The claim of which the parts are known; None where parts are missing between others."""
    tree: dict[Any, Any] = {}
    for path, value in known.items():
        if path[-1] == "#":
            continue
        level = tree
        for key in path[:-1]:
            level = level.setdefault(key, {})
            if not isinstance(level, dict):
                return None
        level[path[-1]] = value
    return {key: _lists(value) for key, value in tree.items()}


def _lists(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(isinstance(key, int) for key in tree):
        return [_lists(tree[key]) for key in sorted(tree)]
    return {key: _lists(value) for key, value in tree.items()}
