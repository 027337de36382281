"""What lists hold in the end where several names stand for one list: copies, arguments and defaults that are kept."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from simulators.checks import literals
from simulators.checks.following import follow, line_holds
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar.following import attempted, changes, followed

VERSION = 1
LEVELS = (
    {"statements": 4, "subjects": 1},
    {"statements": 6, "subjects": 2},
    {"statements": 8, "subjects": 3},
    {"statements": 9, "subjects": 4},
    {"statements": 13, "subjects": 5},
)
TRIES = 200
_WORD = re.compile(r"\w+")
SETS = (
    ("a", "b", "c", "d", "e", "f"),
    ("first", "second", "third", "fourth", "fifth", "sixth"),
    ("x", "y", "z", "u", "v", "w"),
    ("red", "green", "blue", "white", "black", "grey"),
)
COPIES = ("%s[:]", "%s.copy()", "list(%s)")


class Line(NamedTuple):
    """A statement, and for each mistake the statement as somebody who makes it would read it."""

    text: str
    misread: dict[str, str] = {}  # noqa: RUF012 - never changed


class Helper(NamedTuple):
    """A function: its name, its source, how a call of it reads, and whether its value is given a name."""

    name: str
    source: str
    kept: bool
    misread: tuple[str, str]


HELPERS = (
    Helper(
        "add_to", "def add_to(items, item):\n    items.append(item)", False,
        ("argument_taken_for_a_copy", "def add_to(items, item):\n    items = items + [item]"),
    ),
    Helper(
        "grow", "def grow(items, item):\n    items += [item]\n    return items", True,
        ("augmented_taken_for_new", "def grow(items, item):\n    items = items + [item]\n    return items"),
    ),
    Helper(
        "with_item", "def with_item(items, item):\n    items = items + [item]\n    return items", True,
        ("new_taken_for_augmented", "def with_item(items, item):\n    items += [item]\n    return items"),
    ),
    Helper(
        "replace_first", "def replace_first(items, item):\n    items[0] = item\n    items = [item]\n    return items",
        True,
        ("argument_taken_for_a_copy", "def replace_first(items, item):\n    items = [item]\n    return items"),
    ),
)  # fmt: skip
KEEPER = Helper(
    "collect", "def collect(item, kept=[]):\n    kept.append(item)\n    return kept", True,
    ("default_made_anew", "def collect(item, kept=None):\n    kept = [item]\n    return kept"),
)  # fmt: skip


class Writer:
    """A program on its way: its lines, its lists as they are now, and the names that are free."""

    def __init__(self, rng: Stream, subjects: int) -> None:
        self.rng, self.subjects = rng, subjects
        self.names = list(rng.choice(SETS))[: 2 + (subjects + 1) // 2]
        self.held: dict[str, Any] = {}
        self.idle: set[str] = set()  # names that were given a list of which nothing was made yet
        self.waiting: list[Helper] = []  # functions that are still to be called
        self.helpers = [Line(helper.source, dict([helper.misread])) for helper in self._chosen()]
        self.lines: list[Line] = []
        for helper in self.helpers:
            exec(helper.text, self.held)  # noqa: S102 - one of those above
        self.write(Line(f"{self.names[0]} = {[rng.integer(1, 9) for _ in range(rng.integer(2, 4))]}"))
        self.write(self.name_it() if subjects < 3 or rng.chance(1, 2) else self.nest())

    def _chosen(self) -> list[Helper]:
        if self.subjects < 4:
            self.called: list[Helper] = []
            return []
        helpers = self.rng.sample(HELPERS, self.subjects - 3)
        self.called = helpers if self.subjects < 5 else [*helpers, KEEPER]
        self.waiting = [*self.called, *self.called[1:][-1:]]  # what is kept shows in a second call
        return self.called

    def write(self, line: Line) -> None:
        """Add a line and run it."""
        exec(line.text, self.held)  # noqa: S102
        self.lines.append(line)
        name, mark, value = line.text.partition(" = ")
        given = bool(mark) and name.isidentifier()
        self.idle -= set(_WORD.findall(value if given else line.text))
        self.idle |= {name} if given else set()
        for helper in self.called:
            if f"{helper.name}(" in line.text and helper in self.waiting:
                self.waiting.remove(helper)

    def lists(self, *, nested: bool) -> list[str]:
        """The names of the lists that hold lists, or of those that hold numbers only."""
        return [
            name
            for name in self.names
            if name in self.held and any(isinstance(x, list) for x in self.held[name]) is nested
        ]

    def new(self) -> str:
        """A name that is free, or one that may be used again; "" where there is none."""
        free = [name for name in self.names if name not in self.held]
        again = [name for name in self.names[1:] if name not in self.idle]
        return free[0] if free else self.rng.choice(again) if again else ""

    def name_it(self) -> Line:
        """A second name for a list."""
        old, new = self.rng.choice(self.lists(nested=self.rng.chance(1, 3)) or self.lists(nested=False)), self.new()
        if new in (old, ""):
            return self.change()
        return Line(f"{new} = {old}", {"name_taken_for_a_copy": f"{new} = {old}[:]"})

    def copy(self) -> Line:
        """A copy of a list; of one that holds lists, its items are not copied."""
        nested = bool(self.lists(nested=True)) and self.rng.chance(1, 2)
        old, new = self.rng.choice(self.lists(nested=nested) or self.lists(nested=True)), self.new()
        if new in (old, ""):
            return self.change()
        misread = {"copy_taken_for_the_same_list": f"{new} = {old}"}
        if nested:
            misread["items_taken_for_copied"] = f"{new} = [x[:] if type(x) is list else x for x in {old}]"
        return Line(f"{new} = {self.rng.choice(COPIES) % old}", misread)

    def nest(self) -> Line:
        """A list of lists."""
        flat = self.lists(nested=False)
        one, other, new = self.rng.choice(flat), self.rng.choice(flat), self.new()
        if new in (one, other, ""):
            return self.change()
        items = self.rng.choice((f"[{one}, {other}]", f"[{one}, [{self.rng.integer(1, 9)}]]", f"[{one}] * 2"))
        return Line(f"{new} = {items}", {"name_taken_for_a_copy": f"{new} = [x[:] for x in {items}]"})

    def change(self) -> Line:
        """A list changes: in place, or as a new value under the same name."""
        nested = bool(self.lists(nested=True)) and self.rng.chance(1, 2)
        name = self.rng.choice(self.lists(nested=nested) or list(self.lists(nested=True)))
        target, items, k = name, self.held[name], self.rng.integer(10, 99)
        inner = [at for at, item in enumerate(items) if isinstance(item, list)]
        if inner:
            at = self.rng.choice(inner)
            target, items = f"{name}[{at}]", items[at]
        forms = [
            Line(f"{target}.append({k})"),
            Line(f"{target} += [{k}]", {"augmented_taken_for_new": f"{target} = {target} + [{k}]"}),
            Line(f"{target} = {target} + [{k}]", {"new_taken_for_augmented": f"{target} += [{k}]"}),
            Line(f"{target}.insert(0, {k})"),
        ]
        if items:
            forms.append(Line(f"{target}[{self.rng.choice((0, -1))}] = {k}"))
        if len(items) > 2:
            forms.append(Line(f"{target}.pop()"))
        return self.rng.choice(forms)

    def call(self) -> Line:
        """A function is called with a list, or keeps one."""
        left = [helper for helper in self.called if helper in self.waiting]
        helper, new = self.rng.choice(left or self.called), self.new()
        if helper.kept and not new:
            return self.change()
        k = self.rng.integer(10, 99)
        flat = [name for name in self.lists(nested=False) if self.held[name]]
        given = f"{k}" if helper is KEEPER else f"{self.rng.choice(flat)}, {k}"
        return Line(f"{new} = {helper.name}({given})" if helper.kept else f"{helper.name}({given})")

    def next(self) -> Line:
        """One more line, of one of the subjects."""
        weights = {self.change: 5, self.name_it: 2 if self.subjects < 4 else 1}
        if self.subjects > 1:
            weights[self.copy] = 2
        if self.subjects > 2:
            weights[self.nest] = 1
        if self.subjects > 3:
            weights[self.call] = 5
        return self.rng.weighted(weights)()


def make(rng: Stream, *, statements: int, subjects: int) -> Problem:
    for _ in range(TRIES):
        writer = Writer(rng, subjects)
        while len(writer.lines) < statements + 1:
            writer.write(writer.next())
        lists = [name for name in writer.names if name in writer.held]
        count = 1 if subjects < 3 else 2
        if len(writer.idle) > count or any(len(str(writer.held[name])) > 60 for name in lists):
            continue
        others = [name for name in lists if name not in writer.idle]
        shown = [*sorted(writer.idle), *rng.shuffled(others)][:count]
        lines = [*writer.helpers, *writer.lines, Line(f"print({', '.join(shown)})")]
        wrong = _misread(lines)
        source = _source(lines)
        answer = attempted(source)
        if any(text not in ("", answer) for text in wrong.values()) and not writer.waiting:
            break
    else:
        raise RuntimeError(f"no program that a mistake changes came up in {TRIES} tries")
    without_last = attempted(_source([*lines[:-2], lines[-1]])) or answer
    return Problem(
        facts={"source": source},
        answer=answer,
        steps=tuple(changes(source, followed(source).seen, inner=False)),
        mistakes=mistakes(answer, **{k: v for k, v in wrong.items() if v}, last_statement_forgotten=without_last),
    )


def _source(lines: list[Line]) -> str:
    return "\n".join(line.text + ("\n" if line.text.startswith("def ") else "") for line in lines)


def _misread(lines: list[Line]) -> dict[str, str]:
    """What the program prints as read by somebody who makes a mistake wherever it can be made."""
    kinds = dict.fromkeys(kind for line in lines for kind in line.misread)
    return {kind: attempted(_source([Line(line.misread.get(kind, line.text)) for line in lines])) for kind in kinds}


def check(facts: Facts, reply: str) -> Verdict:
    """By running the program on a machine for a subset of Python, which is not the interpreter that made the answer."""
    return literals.judge(reply, follow(facts["source"]).printed)


def check_step(facts: Facts, step: Step) -> bool:
    """The variables that the machine holds after that line."""
    return line_holds(facts["source"], step)
