"""A checker shares nothing with the maker that it judges: shown from the source, and by taking the maker away."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators import core
from simulators.examples import examples

ROOT = Path(__file__).parent.parent.parent
JUDGES = ("check", "check_step")
# Modules that hold no way to an answer: the contract itself and plain words.
NEUTRAL = ("simulators.core", "simulators.notation", "simulators.vocabulary")


def source(name: str) -> ast.Module:
    path = Path(sys.modules[core.load(name).make.__module__].__file__ or "")
    return ast.parse(path.read_text(encoding="utf-8"))


def routines(tree: ast.Module) -> dict[str, set[str]]:
    """Each function of the module → what it mentions of the others and of the project's own modules."""
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("simulators")
        and node.module not in NEUTRAL
        for alias in node.names
    }
    return {name: set(mentioned(node, {*defined, *imported})) for name, node in defined.items()}


def mentioned(node: ast.AST, known: set[str]) -> Iterator[str]:
    """Known names in a function, those of a module with the attribute: ``primes.factors``."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in known:
            yield f"{part.value.id}.{part.attr}"
        elif isinstance(part, ast.Name) and part.id in known:
            yield part.id
        else:
            yield from mentioned(part, known)


def reach(mentions: dict[str, set[str]], *starts: str) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(mentions.get(name, ()))
    return found


@pytest.mark.parametrize("name", core.names())
def test_maker_and_checker_share_no_routine(name: str) -> None:
    """No function is reached from both, but those that a family names in SHARED, each with its reason."""
    tree = source(name)
    mentions = routines(tree)
    shared = reach(mentions, "make") & reach(mentions, *JUDGES)
    routines_shared = {routine for routine in shared if not routine.lstrip("_")[0].isupper()}  # types are harmless
    module = sys.modules[core.load(name).make.__module__]
    assert routines_shared == set(getattr(module, "SHARED", ())), routines_shared


WITHOUT_MAKERS = """
import ast, importlib, importlib.abc, importlib.util, json, sys
sys.path.insert(0, sys.argv[1])
from simulators import core
from tests.contract.test_independence import reach, routines
def gone(*_, **__): raise RuntimeError("the maker was asked")
for line in sys.stdin:
    name, facts, replies, steps = json.loads(line)
    family = core.load(name)
    module = sys.modules[family.make.__module__]
    if module.make is not gone:
        mentions = routines(ast.parse(open(module.__file__, encoding="utf-8").read()))
        for part in reach(mentions, "make") - reach(mentions, "check", "check_step"):
            if part.isidentifier():
                setattr(module, part, gone)
    rewards = [family.check(facts, reply).reward for reply in replies]
    print(json.dumps([rewards, [family.check_step(facts, core.Step(*step)) for step in steps]]))
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
    assert [json.loads(line) for line in run.stdout.splitlines()] == expected
