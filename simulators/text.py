"""Renders templates: the surface text of problems, a whole batch in one call.

A family's template is a Jinja file of blocks: ``question_…`` (one a phrasing; its variables are the
facts) and ``step_<rule>`` (its variables are the step's claim, then the facts). A block is compiled
with the loop over the batch inside it, which makes a sentence ten times cheaper than one render each.
Macros at the top of the file are known to all of its blocks. ``{% include "_name.j2" %}`` puts the macros and
blocks of a file in the same folder in its place: what several families of a skill say alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, StrictUndefined, TemplateError, meta, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef

from simulators.core import ContractError, Family
from simulators.notation import polynomial, rising, term, total

# ASCII record separator: cannot occur in a template, and is refused in facts by the count below.
_END = "\x1e"
_ROWS = "rows"
T = TypeVar("T")

Values = Mapping[str, Any]
# A row is (facts,) for a question and (claim, facts) for a step: the first that has a name gives its value.
Render = Callable[[Sequence[tuple[Values, ...]]], list[str]]
Speak = Callable[[Iterable[tuple[Any, ...]]], list[str]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The compiled text of one family: its phrasings in order of name, and its steps by rule."""

    template: Path
    questions: tuple[Render, ...]
    steps: Mapping[str, Render]

    def step(self, rule: str) -> Render:
        """The text of a rule. Raises ContractError where the template has none."""
        if rule not in self.steps:
            raise ContractError(f"{self.template} has no block step_{rule}; there are: {', '.join(self.steps)}")
        return self.steps[rule]


def listing(items: Iterable[object], last: str = "and") -> str:
    """Items as a person writes them.

    >>> listing([1, 2, 3])
    '1, 2 and 3'
    """
    *first, end = map(str, items)
    return f"{', '.join(first)} {last} {end}" if first else end


def signed(value: int) -> str:
    """A number as the next term of a sum.

    >>> signed(3), signed(-3)
    ('+ 3', '- 3')
    """
    return f"+ {value}" if value >= 0 else f"- {-value}"


def plural(count: int, noun: str, many: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "apple"), plural(2, "apple"), plural(3, "box", "boxes")
    ('1 apple', '2 apples', '3 boxes')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {many or noun + 's'}"


def joined(items: Iterable[object], separator: str = "") -> str:
    """Items as one text: what Jinja's own filter does, at half of its cost.

    >>> joined([1, 2], "-")
    '1-2'
    """
    return separator.join(map(str, items))


def filled(pattern: str, *values: object) -> str:
    """A pattern with values in its places.

    >>> filled("%d of %s", 2, "them")
    '2 of them'
    """
    return pattern % values


def beside(items: Iterable[object], others: Iterable[object], pattern: str = "%s %s") -> str:
    """Items with those that belong to them: a loop of Jinja's for this costs three times as much.

    >>> beside(["fig", "pear"], [1, 0])
    'fig 1, pear 0'
    """
    return ", ".join([pattern % pair for pair in zip(items, others, strict=True)])


class Turn:
    """What a template calls ``loop``: where in a loop it is."""

    __slots__ = ("first", "index", "index0", "last", "length")
    first: bool
    index: int
    index0: int
    last: bool
    length: int

    @property
    def revindex(self) -> int:
        """How many turns are left, this one included."""
        return self.length - self.index0


def turns(items: Iterable[T], _: object) -> Iterator[tuple[T, Turn]]:
    """The items with their turns, for the code of templates.

    >>> [(item, turn.index, turn.last) for item, turn in turns("ab", None)]
    [('a', 1, False), ('b', 2, True)]
    """
    items = list(items)
    turn = Turn()
    turn.length = left = len(items)
    for at, item in enumerate(items):
        left -= 1
        turn.index0, turn.index, turn.first, turn.last = at, at + 1, not at, not left
        yield item, turn


class _Direct(CodeGenerator):
    """Compiles x[0], loop.last, macro(x) and loops to just that: Jinja calls functions of its own for each of them."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        self.writeline(f"from {__name__} import turns")
        super().visit_Template(node, frame)

    def write(self, x: str) -> None:
        super().write(x.replace(" in LoopContext(", " in turns("))

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self._bracketed("[", [node.arg], "]", frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            self.visit(node.node, frame)
            self._bracketed("(", node.args, ")", frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:  # noqa: ARG002
        """The function itself, whose arguments are all told by place."""
        self.write("macro")

    def _bracketed(self, opening: str, inside: list[nodes.Expr], closing: str, frame: Frame) -> None:
        self.write(opening)
        for at, node in enumerate(inside):
            self.write(", " if at else "")
            self.visit(node, frame)
        self.write(closing)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The Jinja environment of all plain-text templates: an unknown variable is an error."""
    env = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.code_generator_class = _Direct
    env.filters.update(listing=listing, signed=signed, plural=plural, beside=beside)
    env.filters.update(join=joined, format=filled, literal=repr)
    env.filters.update(polynomial=polynomial, rising=rising, term=term, total=total)
    return env


@cache
def phrases(family: Family) -> Phrases:
    """Compile the template of a family. Raises ContractError where it is missing or has no question."""
    if not family.template.exists():
        raise ContractError(f"family {family.name} has no template; expected {family.template}")
    found = blocks(family.template)
    questions = tuple(found[name] for name in sorted(found) if name.startswith("question"))
    if not questions:
        raise ContractError(f"{family.template} has no block named question_…")
    steps = {name[5:]: render for name, render in found.items() if name.startswith("step_")}
    return Phrases(family.template, questions, steps)


@cache
def blocks(template: Path) -> dict[str, Render]:
    """The compiled blocks of a template by name. Raises ContractError for no template, and for a block told twice."""
    body = parts(template)
    macros = [node for node in body if isinstance(node, nodes.Macro)]
    found: dict[str, Render] = {}
    for block in nodes.Template(body).find_all(nodes.Block):
        if block.name in found:
            raise ContractError(f"{template}: block {block.name} stands there twice")
        found[block.name] = _compile(template, block, macros)
    return found


def parts(template: Path, within: tuple[Path, ...] = ()) -> list[nodes.Node]:
    """What stands in a template; the macros and blocks of a file beside it stand where it is included.

    Raises ContractError for what is no template, for a file that is not there, and for one that includes itself through
    others (``within`` are those that include this one).
    """
    try:
        body = environment().parse(template.read_text(encoding="utf-8")).body
    except TemplateError as error:
        raise ContractError(f"{template}: {error}") from error
    chain = (*within, template)
    included = [_included(chain, node) if isinstance(node, nodes.Include) else [node] for node in body]
    return [part for group in included for part in group]


def _included(chain: tuple[Path, ...], order: nodes.Include) -> list[nodes.Node]:
    template = chain[-1]
    path = template.with_name(str(getattr(order.template, "value", "")) or "?")
    if path in chain:
        raise ContractError(f"{template}, line {order.lineno}: {path.name} would include itself")
    if not path.is_file():
        there = ", ".join(sorted(other.name for other in template.parent.glob("_*.j2")))
        raise ContractError(f"{template}, line {order.lineno}: no file {path.name} to include; there are: {there}")
    return parts(path, chain)


def _compile(template: Path, block: nodes.Block, macros: list[nodes.Macro]) -> Render:
    where = f"{template}, block {block.name}"
    names, speak = _sentence(block) or _template(block, macros, str(template))

    def batch(rows: Sequence[tuple[Values, ...]]) -> list[str]:
        try:
            texts = speak(_values(names, rows, where))
        except KeyError as error:
            raise ContractError(f"{where}: no value {error} in one of the rows") from error
        except (IndexError, TemplateError, TypeError, ValueError) as error:
            raise ContractError(f"{where}: {type(error).__name__}: {error}") from error
        if len(texts) != len(rows):
            raise ContractError(f"{where}: a value holds the separator {_END!r}")
        return texts

    return batch


def _sentence(block: nodes.Block) -> tuple[list[str], Speak] | None:
    """A block of nothing but text and plain variables as a ``%`` format: a third of the cost of Jinja's own loop."""
    pattern, names = "", []
    for output in block.body:
        for piece in output.nodes if isinstance(output, nodes.Output) else [output]:
            if isinstance(piece, nodes.TemplateData):
                pattern += piece.data.replace("%", "%%")
            elif isinstance(piece, nodes.Name):
                pattern += "%s"
                names.append(piece.name)
            else:
                return None
    return names, lambda values: list(map(pattern.strip().__mod__, values))


def _template(block: nodes.Block, macros: list[nodes.Macro], source: str) -> tuple[list[str], Speak]:
    """Any block, with the loop over the rows compiled into it."""
    names = sorted(meta.find_undeclared_variables(_with_environment(nodes.Template([*macros, *block.body]))))
    target = nodes.Tuple([nodes.Name(name, "store") for name in names], "store")
    end = nodes.Output([nodes.TemplateData(_END)])
    loop = nodes.For(target, nodes.Name(_ROWS, "load"), [*block.body, end], [], None, False)
    env = environment()
    code = env.compile(_with_environment(nodes.Template([*macros, loop], lineno=1)), block.name, source)
    render = env.template_class.from_code(env, code, env.make_globals(None)).render
    return names, lambda values: [text.strip() for text in render({_ROWS: values}).split(_END)[:-1]]


def _values(names: Sequence[str], rows: Sequence[tuple[Values, ...]], where: str) -> Iterable[tuple[Any, ...]]:
    """For each row the values of the names.

    All rows of a block have the same shape, so the first says which of its mappings has which name.
    """
    sources = [next((i for i, values in enumerate(rows[0]) if name in values), None) for name in names]
    if None in sources:
        there = ", ".join(sorted(set().union(*rows[0])))
        raise ContractError(f"{where}: no value {names[sources.index(None)]!r}; there are: {there}")
    if not names:
        return [()] * len(rows)
    # Column by column, so that the loop over the rows is not Python's.
    columns = [map(itemgetter(name), map(itemgetter(at or 0), rows)) for at, name in zip(sources, names, strict=True)]
    return zip(*columns, strict=True)


def _with_environment(tree: nodes.Template) -> nodes.Template:
    for node in tree.find_all(nodes.Node):
        node.environment = environment()
        node.lineno = node.lineno or 1
    tree.environment = environment()
    tree.lineno = tree.lineno or 1
    return tree
