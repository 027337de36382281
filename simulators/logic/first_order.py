"""Whether a quantified sentence is true of a small group of people, whose properties and relations are all told."""

from __future__ import annotations

from functools import cache, reduce
from operator import and_, or_
from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.vocabulary import ADJECTIVES, PEOPLE, VERBS

VERSION = 1
LEVELS = (
    {"people": 4, "quantifiers": 1, "literals": 2},
    {"people": 4, "quantifiers": 2, "literals": 2},
    {"people": 5, "quantifiers": 2, "literals": 3},
    {"people": 5, "quantifiers": 3, "literals": 3},
    {"people": 6, "quantifiers": 3, "literals": 4},
)
VARIABLES = "xyz"
TRIES = 1000
MOST_PEOPLE = 12

# Whether it is asserted or denied, what, and of whom: each a variable or a person.
Literal = list[Any]


def make(rng: Stream, *, people: int, quantifiers: int, literals: int) -> Problem:
    domain = rng.sample(PEOPLE, people)
    properties, relations = rng.sample(ADJECTIVES, 2), rng.sample(VERBS, 2 if literals > 3 else 1)
    wanted = rng.chance(1, 2)
    for _ in range(TRIES):
        prefix = [[rng.choice(("every", "some")), VARIABLES[at]] for at in range(quantifiers)]
        parts = [_literal(rng, domain, properties, relations, quantifiers) for _ in range(literals)]
        # An implication is hardly ever false of somebody, so none follows "there is".
        connective = rng.choice(("and", "or") if prefix[-1][0] == "some" else ("and", "or", "if"))
        said = {argument for _, _, *arguments in parts for argument in arguments}
        alike = quantifiers > 1 and len({kind for kind, _ in prefix}) == 1  # which is easier
        if not alike and said >= set(VARIABLES[:quantifiers]) and len({str(part[1:]) for part in parts}) == literals:
            model = {name: _some(rng, domain) for name in properties}
            links = {name: [[one, _some(rng, domain)] for one in domain] for name in relations}
            facts = {"people": domain, "properties": model, "relations": links, "quantifiers": prefix}
            facts |= {"connective": connective, "parts": parts}
            holding = _holding(facts)
            if bool(holding[0]) is wanted:
                return _problem(facts, holding)
    raise RuntimeError(f"no sentence with {quantifiers} quantifiers came up in {TRIES} tries")


def _some(rng: Stream, domain: list[str]) -> list[str]:
    chosen = rng.below(1 << len(domain))
    return [one for at, one in enumerate(domain) if chosen >> at & 1]


def _literal(rng: Stream, domain: list[str], properties: list[str], relations: list[str], variables: int) -> Literal:
    def argument() -> str:
        return VARIABLES[rng.below(variables)] if rng.chance(5, 6) else rng.choice(domain)

    asserted = rng.chance(2, 3)
    if rng.chance(2, 5):
        return [asserted, rng.choice(properties), VARIABLES[rng.below(variables)]]
    first, second = argument(), argument()
    return [asserted, rng.choice(relations), first if first in VARIABLES else VARIABLES[0], second]


@cache
def _where(people: int, variables: int) -> list[list[int]]:
    """For each variable and person the cases in which it is that one, as bits; the last variable runs fastest."""
    return [
        [
            sum(
                1 << case for case in range(people**variables) if case // people ** (variables - 1 - at) % people == one
            )
            for one in range(people)
        ]
        for at in range(variables)
    ]


def _holding(facts: dict[str, Any]) -> list[int]:
    """For each number of leading variables the cases in which the rest is true, as bits, found from the right."""
    people, prefix = facts["people"], facts["quantifiers"]
    count, names = len(people), [variable for _, variable in prefix]
    where = _where(count, len(names))
    everywhere = (1 << count ** len(names)) - 1
    # A person, too, is a term: that one in all cases, and nobody else in any.
    terms = {one: [everywhere * (one == other) for other in people] for one in people}
    terms |= dict(zip(names, where, strict=True))
    number = {one: at for at, one in enumerate(people)}
    tables = []
    for asserted, name, first, *second in facts["parts"]:
        table, left = 0, terms[first]
        if not second:
            for one in facts["properties"][name]:
                table |= left[number[one]]
        else:
            right = terms[second[0]]
            for at, (_, others) in enumerate(facts["relations"][name]):
                reached = 0
                for other in others:
                    reached |= right[number[other]]
                table |= left[at] & reached
        tables.append(table if asserted else everywhere & ~table)
    if facts["connective"] == "if":
        tables[:-1] = [everywhere & ~table for table in tables[:-1]]
    holding = [reduce(and_ if facts["connective"] == "and" else or_, tables)]
    for at in range(len(names) - 1, -1, -1):
        apart = count ** (len(names) - 1 - at)
        cases = [holding[0] >> apart * one for one in range(count)]
        holding.insert(0, reduce(and_ if prefix[at][0] == "every" else or_, cases) & where[at][0])
    return holding


def _problem(facts: dict[str, Any], holding: list[int]) -> Problem:
    people, kind = facts["people"], facts["quantifiers"][0][0]
    truth = bool(holding[0])
    apart = len(people) ** (len(holding) - 2)
    steps = []
    for at, one in enumerate(people):
        holds = bool(holding[1] >> at * apart & 1)
        witness = ""
        if len(holding) > 2 and (facts["quantifiers"][1][0] == "some") is holds:  # then a second person decides
            cases = (holding[2] >> at * apart + other * apart // len(people) & 1 for other in range(len(people)))
            witness = people[list(cases).index(holds)]
        steps.append(Step("case", {"person": one, "witness": witness, "holds": holds}))
        if holds is (kind == "some"):
            break
    answer = "yes" if truth else "no"
    wrong = Mistake("witness_missed", "no") if truth else Mistake("exception_missed", "yes")
    return Problem(facts=facts, answer=answer, steps=(*steps, Step("sentence", {"holds": truth})), mistakes=(wrong,))


def _model(facts: Facts) -> dict[str, set[Any]]:
    """Of whom each property and relation is true."""
    if len(facts["people"]) > MOST_PEOPLE or len(facts["quantifiers"]) > len(VARIABLES):
        raise ValueError("expected a few people and quantifiers")
    extents: dict[str, set[Any]] = {name: {(one,) for one in some} for name, some in facts["properties"].items()}
    return extents | {name: {(a, b) for a, some in rows for b in some} for name, rows in facts["relations"].items()}


def _true(facts: Facts, model: dict[str, set[Any]], given: dict[str, str]) -> bool:
    """The truth of the sentence with values for its leading variables, quantifier by quantifier."""
    prefix = facts["quantifiers"]
    if len(given) == len(prefix):
        return _fits(facts, model, given)
    kind, variable = prefix[len(given)]
    decides = kind == "some"
    found = any(_true(facts, model, {**given, variable: one}) is decides for one in facts["people"])
    return found is decides


def _fits(facts: Facts, model: dict[str, set[Any]], given: dict[str, str]) -> bool:
    """The truth of what follows the quantifiers, part by part as far as needed."""
    connective, parts = facts["connective"], facts["parts"]
    for asserted, name, *arguments in parts[:-1]:
        truth = (tuple([given.get(one, one) for one in arguments]) in model[name]) is asserted
        if connective == "if":
            if not truth:
                return True
        elif truth is (connective == "or"):
            return truth
    asserted, name, *arguments = parts[-1]
    return (tuple([given.get(one, one) for one in arguments]) in model[name]) is asserted


def check(facts: Facts, reply: str) -> Verdict:
    return words.yes_or_no(reply, _true(facts, _model(facts), {}))


def check_step(facts: Facts, step: Step) -> bool:
    claim, model, holds = step.claim, _model(facts), step.claim["holds"]
    if step.rule == "sentence":
        return holds is _true(facts, model, {})
    prefix, people = facts["quantifiers"], facts["people"]
    case = {prefix[0][1]: claim["person"]}
    if claim["person"] not in people or _true(facts, model, case) is not holds:
        return False
    if not claim["witness"]:
        return True
    case[prefix[1][1]] = claim["witness"]
    return (prefix[1][0] == "some") is holds and claim["witness"] in people and _true(facts, model, case) is holds


def canonical(facts: Facts) -> list[Any]:
    rows: list[shapes.Row] = [("person", [(0, one)]) for one in facts["people"]]
    rows += [("is", [(0, name), (1, one)]) for name, some in facts["properties"].items() for one in some]
    rows += [
        ("does", [(0, name), (1, a), (2, b)])
        for name, links in facts["relations"].items()
        for a, some in links
        for b in some
    ]
    rows += [(f"{kind} {at}", [(0, variable)]) for at, (kind, variable) in enumerate(facts["quantifiers"])]
    for at, (asserted, *nodes) in enumerate(facts["parts"], 1):
        tag = "then" if facts["connective"] == "if" and at == len(facts["parts"]) else facts["connective"]
        rows.append((f"{tag} {asserted}", list(enumerate(nodes))))
    return shapes.renamed(rows)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {
        **facts,
        "people": rng.shuffled(facts["people"]),
        "properties": {name: rng.shuffled(some) for name, some in facts["properties"].items()},
        "relations": {
            name: [[one, rng.shuffled(some)] for one, some in rng.shuffled(rows)]
            for name, rows in facts["relations"].items()
        },
    }
