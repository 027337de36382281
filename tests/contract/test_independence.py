"""A checker shares nothing with the maker that it judges: shown from the source, and by taking the maker away."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from simulators import core
from simulators.examples import examples

ROOT = Path(__file__).parent.parent.parent
JUDGES = ("check", "check_step")
# Modules that hold no way to an answer: the contract itself, plain words, and how templates become text.
NEUTRAL = ("simulators.core", "simulators.notation", "simulators.text", "simulators.vocabulary")


class Part(NamedTuple):
    """Something defined at the top of a module; "" for the name of a whole module."""

    module: str
    name: str


class Source(NamedTuple):
    """A module as it is written: what it defines, and which parts of the project its names stand for."""

    defined: dict[str, list[ast.stmt]]
    names: dict[str, Part]

    def mentions(self, name: str) -> set[Part]:
        """What a definition speaks of, those of other modules too: ``primes.factors``."""
        return {part for node in self.defined.get(name, ()) for part in mentioned(node, self.names)}

    def is_routine(self, name: str) -> bool:
        """Whether a definition is one of code. Constants and records without methods are harmless by themselves."""
        return not name.lstrip("_")[:1].isupper() or any(
            isinstance(inner, ast.FunctionDef | ast.Lambda)
            for node in self.defined.get(name, ())
            for inner in ast.walk(node)
        )


@cache
def source(module: str) -> Source:
    """The module, read but not run."""
    return read(module, written(module))


def written(module: str) -> str:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ValueError(f"expected a module with a source, got {module}")
    return Path(spec.origin).read_text(encoding="utf-8")


Sources = Callable[[str], Source]


def read(module: str, text: str) -> Source:
    tree = ast.parse(text)
    defined: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        for name in named(node):
            defined.setdefault(name, []).append(node)
    imported = {
        alias.asname or alias.name: stands_for(node.module or "", alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulators")
        for alias in node.names
    }
    names = {**imported, **{name: Part(module, name) for name in defined}}
    return Source(defined, {name: part for name, part in names.items() if part.module not in NEUTRAL})


def named(node: ast.stmt) -> Iterator[str]:
    """The names that a statement at the top of a module defines, of functions, types and data."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from (inner.id for inner in ast.walk(target) if isinstance(inner, ast.Name))


def stands_for(package: str, name: str) -> Part:
    """What is imported: a module of the package, or a part of it, wherever that is defined."""
    spec = importlib.util.find_spec(package)
    if spec is not None and spec.submodule_search_locations and importlib.util.find_spec(f"{package}.{name}"):
        return Part(f"{package}.{name}", "")
    return source(package).names.get(name, Part(package, name))


def mentioned(node: ast.AST, known: Mapping[str, Part]) -> Iterator[Part]:
    """Known names in a definition, those of a module with the attribute."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id in known:
            part = known[inner.value.id]
            yield part if part.name else source(part.module).names.get(inner.attr, Part(part.module, inner.attr))
        elif isinstance(inner, ast.Name) and inner.id in known:
            yield known[inner.id]
        else:
            yield from mentioned(inner, known)


def reach(family: str, *starts: str, sources: Sources = source, named: Container[str] = ()) -> set[Part]:
    """All that is reached from functions of the family, through whatever module; not what lies behind ``named``."""
    found: set[Part] = set()
    waiting = [Part(family, start) for start in starts]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            if called(family, part, sources) not in named:
                waiting.extend(sources(part.module).mentions(part.name))
    return found


def called(family: str, part: Part, sources: Sources) -> str:
    """The name of a part as the family uses it, or its own with that of its module."""
    own = {meant: name for name, meant in sources(family).names.items()}
    return own.get(part) or f"{part.module.rpartition('.')[2]}.{part.name}".rstrip(".")


def shared(family: str, named: Container[str] = (), sources: Sources = source) -> set[str]:
    """The routines that maker and checker both reach."""
    made, judged = (reach(family, *starts, sources=sources, named=named) for starts in (("make",), JUDGES))
    return {called(family, part, sources) for part in made & judged if sources(part.module).is_routine(part.name)}


def module_of(name: str) -> ModuleType:
    return sys.modules[core.load(name).make.__module__]


@pytest.mark.parametrize("name", core.names())
def test_maker_and_checker_share_no_routine(name: str) -> None:
    """No function is reached from both, but those that a family names in SHARED, each with its reason."""
    module = module_of(name)
    named = getattr(module, "SHARED", ())
    assert shared(module.__name__, named) == set(named)


PLANTED = {
    "a law that the maker reads": (
        {"_bank_wishes": "from simulators.tool_use._bank import LAW\ndef scene(*told): return LAW"},
        {"_bank.grounds", "_bank.realised", "_bank.told"},
    ),
    "a checker's function in a maker's table": (
        {"_bank_wishes": "from simulators.checks import trajectories\nDOINGS = {'limit': trajectories.broken}"},
        {"trajectories.broken"},
    ),
    "a function handed on by another module": (
        {
            "_scenes": "from simulators.tool_use._bank import grounds\n"
            "LEVELS = (grounds,)\ndef problem(*told): return LEVELS"
        },
        {"_bank.grounds"},
    ),
    "a nameless function in a table": (
        {
            "_bank": "RULES = {1: lambda facts: True}\ndef grounds(*told): return RULES",
            "_bank_wishes": "from simulators.tool_use._bank import RULES\ndef scene(*told): return RULES",
        },
        {"_bank.RULES"},
    ),
    "a class that works": (
        {
            "_bank": "class Sum:\n    def value(self): return 1\ndef grounds(*told): return Sum()",
            "_bank_wishes": "from simulators.tool_use import _bank\ndef scene(*told): return _bank.Sum()",
        },
        {"_bank.Sum"},
    ),
    "the checker itself": ({"bank": "def make(rng): return check({}, '')"}, {"check", "trajectories.judge"}),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    """Wherever the common routine stands: in a table, in a type, behind two modules."""
    additions, expected = PLANTED[fault]
    changed = {f"simulators.tool_use.{name}": text for name, text in additions.items()}
    planted = {name: read(name, f"{written(name)}\n{text}\n") for name, text in changed.items()}
    family = module_of("tool_use.bank")
    found = shared(family.__name__, family.SHARED, lambda name: planted.get(name) or source(name))
    assert found >= {*family.SHARED, *expected}, found


WITHOUT_MAKERS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from simulators import core
from tests.contract.test_independence import JUDGES, module_of, reach, source
def gone(*_, **__): raise RuntimeError("the maker was asked")
lines = [json.loads(line) for line in sys.stdin]
families = [module_of(name).__name__ for name in core.names()]
judged = set().union(*(reach(family, *JUDGES) for family in families))
made = set().union(*(reach(family, "make") for family in families)) - judged
for module in [name for name in sys.modules if name.startswith("simulators.")]:
    for name, part in source(module).names.items():
        if part in made and part.name:
            setattr(sys.modules[module], name, gone)
for name, facts, replies, steps in lines:
    family = core.load(name)
    rewards = [family.check(facts, reply).reward for reply in replies]
    print(json.dumps([rewards, [family.check_step(facts, core.Step(*step)) for step in steps]]))
print(len(made))
"""


def test_checkers_judge_without_makers() -> None:
    """In another process, where everything that only the maker reaches was taken away, verdicts are the same."""
    lines, expected = [], []
    for name in core.names():
        for example in examples(name, level=3, seed=11, indices=range(3)):
            problem = example.problem
            replies = [problem.answer, *(mistake.answer for mistake in problem.mistakes)]
            lines.append(json.dumps([name, problem.facts, replies, problem.steps]))
            expected.append([[1.0] + [0.0] * len(problem.mistakes), [True] * len(problem.steps)])
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_MAKERS, str(ROOT)],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    *judged, taken = map(json.loads, run.stdout.splitlines())
    assert judged == expected
    assert taken > 1000
