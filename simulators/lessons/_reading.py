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

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product
from typing import Any

from jinja2 import nodes

from simulators.core import MALFORMED, ContractError, Facts, Family, Step
from simulators.lessons._matching import Reader
from simulators.lessons._undoing import typed
from simulators.lessons._values import Known
from simulators.lessons._work import Budget, chain
from simulators.text import parts, phrases

MOST = 60  # readings that are tried of one sentence
CLAIM = 5  # what a claim costs that the family is asked about
LONGEST_LINE = 2_000
_EMPTY: tuple[Any, ...] = (0, [], "", False, True)  # what a claim may hold that a template tells by silence
# Parts of claims that a sentence does not tell in words of its own.
_SILENT: Mapping[tuple[str, str], Mapping[str, tuple[Any, ...]]] = {
    ("logic.knights_and_knaves", "speaker"): {"true": (True, False)},
}


def told(family: Family, facts: Facts, line: str, budget: Budget | None = None) -> Iterator[Step]:
    """The true steps of the family that the line tells, word for word; none where it tells none or a false one."""
    if len(line) > LONGEST_LINE:
        return
    budget = budget or Budget()
    for texts in (False, True):  # most claims hold numbers as numbers, so these are tried first
        for rule in phrases(family).steps:
            for claim in claims(family, facts, rule, line, budget, texts=texts):
                own = _own(family, facts, rule, claim) if _true(family, facts, Step(rule, claim)) else None
                if own is not None and _words(family, facts, rule, own) == line:
                    yield Step(rule, own)


def _own(family: Family, facts: Facts, rule: str, claim: dict[str, Any]) -> dict[str, Any] | None:
    """The claim without what the facts tell instead; None where it is not true without it."""
    own = {name: claim[name] for name in claim if name not in facts or _counts(family, facts, rule, claim, name)}
    return own if len(own) == len(claim) or _true(family, facts, Step(rule, own)) else None


def claims(
    family: Family, facts: Facts, rule: str, line: str, budget: Budget, *, texts: bool
) -> Iterator[dict[str, Any]]:
    """The claims that the rule's template may have told in these words, true or false.

    With ``texts``, those in which some of the numbers are taken for texts; otherwise those in which none is.
    """
    block, macros = _blocks(family)[rule]
    for scope in (dict(facts), {}):
        fits = all(str(facts[name]) in line for name in _printed(block) if name in facts)
        if fits if scope else any(name in facts for name in _names(block)):
            reader = Reader(line, macros, budget)
            found = reader.match(chain(block.body, scope, None), 0, {})
            for _, known in islice(found, MOST):
                claim = _assembled(known)
                silent = _SILENT.get((family.name, rule), {})
                for whole in _filled(claim, block, macros, facts, silent) if claim is not None else ():
                    for one in typed(whole) if texts else (whole,):
                        budget.spend(CLAIM)
                        yield one


def resembles(family: Family, facts: Facts, rule: str, line: str, budget: Budget) -> bool:
    """Whether the line reads like a sentence of the rule, whatever numbers stand in it."""
    block, macros = _blocks(family)[rule]
    scopes: tuple[dict[str, Any], ...] = (dict(facts), {})
    readers = (
        Reader(line, macros, budget, loosely=True).match(chain(block.body, scope, None), 0, {}) for scope in scopes
    )
    return any(next(reader, None) is not None for reader in readers)


def literal(family: Family, rule: str) -> str:
    """What stands in a rule's template whatever is claimed, without blanks."""
    block, macros = _blocks(family)[rule]
    called = [macros[name] for name in _names(block) if name in macros]
    said = [part.data for node in (block, *called) for part in node.find_all(nodes.TemplateData)]
    said += [str(part.value) for node in called for part in node.find_all(nodes.Const)]
    return "".join("".join(said).split())


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


def _counts(family: Family, facts: Facts, rule: str, claim: Mapping[str, Any], name: str) -> bool:
    """Whether the family reads this part of the claim at all: if not, the line tells of other facts."""
    value = claim[name]
    other = value + 1 if isinstance(value, int) else f"{value}x" if isinstance(value, str) else [*value, value]
    return not _true(family, facts, Step(rule, {**claim, name: other}))


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
    body = parts(family.template)
    macros = {node.name: node for node in body if isinstance(node, nodes.Macro)}
    found = nodes.Template(body).find_all(nodes.Block)
    return {block.name[5:]: (block, macros) for block in found if block.name.startswith("step_")}


@cache
def _names(block: nodes.Block) -> frozenset[str]:
    return frozenset(node.name for node in block.find_all(nodes.Name))


@cache
def _printed(block: nodes.Block) -> frozenset[str]:
    """The variables that a block writes as they are, whatever else is the case."""
    outputs = [node for node in block.body if isinstance(node, nodes.Output)]
    return frozenset(node.name for output in outputs for node in output.nodes if isinstance(node, nodes.Name))


@cache
def _variables(block: nodes.Block) -> frozenset[str]:
    own = {
        name.name
        for part in block.find_all((nodes.For, nodes.Assign))
        for name in _targets(getattr(part, "target", None))
    }
    return _names(block) - own - {"loop"}


def _targets(target: Any) -> list[nodes.Name]:
    return [target] if isinstance(target, nodes.Name) else list(target.find_all(nodes.Name))


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
