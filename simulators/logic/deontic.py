"""Whether rules that may conflict make an action obligatory, permitted or forbidden, by stated priorities."""

from __future__ import annotations

from typing import Any

from simulators.checks import shapes, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import ACTIONS, CONDITIONS, PEOPLE, TITLES

VERSION = 1
LEVELS = (
    {"rules": 4, "conditions": 3, "priorities": 1, "titles": 0},
    {"rules": 5, "conditions": 4, "priorities": 2, "titles": 0},
    {"rules": 7, "conditions": 5, "priorities": 3, "titles": 1},
    {"rules": 9, "conditions": 5, "priorities": 3, "titles": 2},
    {"rules": 12, "conditions": 6, "priorities": 3, "titles": 3},
)
STATUSES = ("obligatory", "permitted", "forbidden")
SOURCES = ("state", "county", "park")  # the highest first
TRIES = 500
# What decides between two rules: who made them, how many conditions they have, which is later.
CRITERIA = ("source", "conditions", "year")


def make(rng: Stream, *, rules: int, conditions: int, priorities: int, titles: int) -> Problem:
    # Years are all different, so that the last criterion always decides.
    criteria = [*rng.sample(CRITERIA[:2], priorities - 1), "year"]
    pairs = rng.sample(CONDITIONS, conditions)
    holding = [rng.choice(pair) for pair in pairs]
    definitions = [(rng.sample(holding, 2), f"is {title}") for title in rng.sample(TITLES, titles)]
    if len(definitions) > 1:  # a title that rests on another
        definitions[1][0][0] = definitions[0][1]
    holds = {*holding, *(title for _, title in definitions)}
    opposites = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    asked, other = rng.sample(ACTIONS, 2)
    for _ in range(TRIES):
        made: list[dict[str, Any]] = [
            {
                "name": letter,
                "source": rng.choice(SOURCES),
                "year": year,
                "if": _conditions(rng, sorted(holds), opposites),
                "status": rng.choice(STATUSES),
                "action": asked if rng.chance(4, 5) else other,
            }
            for letter, year in zip("ABCDEFGHIJKL"[:rules], rng.sample(range(1950, 2021), rules), strict=True)
        ]
        met = [rule for rule in made if rule["action"] == asked and holds.issuperset(rule["if"])]
        if len({rule["status"] for rule in met}) > 1 or (not met and rng.chance(1, 10)):
            facts = {
                "person": rng.choice(PEOPLE),
                "holding": holding,
                "definitions": [[needed, title] for needed, title in rng.shuffled(definitions)],
                "rules": made,
                "criteria": criteria,
                "default": rng.choice(("permitted", "forbidden")),
                "asked": asked,
            }
            return _problem(facts, met, [title for _, title in definitions])
    raise RuntimeError(f"no conflict among {rules} rules came up in {TRIES} tries")


def _conditions(rng: Stream, holding: list[str], opposites: dict[str, str]) -> list[str]:
    """Up to three conditions, of which each is met in four cases out of five; one is never met with its opposite."""
    chosen = rng.sample(holding, rng.below(min(3, len(holding)) + 1))
    return [opposites[one] if one in opposites and rng.chance(1, 5) else one for one in chosen]


def _problem(facts: dict[str, Any], met: list[dict[str, Any]], titles: list[str]) -> Problem:
    def strength(rule: dict[str, Any]) -> list[int]:
        marks = {"source": -SOURCES.index(rule["source"]), "conditions": len(rule["if"]), "year": rule["year"]}
        return [marks[criterion] for criterion in facts["criteria"]]

    ranked = sorted(met, key=strength, reverse=True)
    steps = [Step("title", {"title": title}) for title in titles]
    steps += [
        Step("applies", {"name": rule["name"], "applies": rule in met})
        for rule in facts["rules"]
        if rule["action"] == facts["asked"]
    ]
    for rule in ranked[1:]:
        pairs = zip(facts["criteria"], strength(ranked[0]), strength(rule), strict=True)
        criterion = next(criterion for criterion, mark, other in pairs if mark != other)
        steps.append(Step("prevails", {"winner": ranked[0]["name"], "loser": rule["name"], "criterion": criterion}))
    answer = ranked[0]["status"] if ranked else facts["default"]
    return Problem(
        facts=facts,
        answer=answer,
        steps=(*steps, Step("status", {"status": answer, "covered": bool(ranked)})),
        mistakes=mistakes(
            answer,
            weakest_rule_followed=ranked[-1]["status"] if ranked else "obligatory",
            next_rule_followed=ranked[1]["status"] if ranked else "forbidden",
            default_followed=facts["default"],
            first_rule_followed=facts["rules"][0]["status"],
            turned_round="permitted" if answer == "forbidden" else "forbidden",
        ),
    )


def _true(facts: Facts) -> set[str]:
    """All that is true of the person, titles included."""
    true = set(facts["holding"])
    for _ in facts["definitions"]:  # each round adds a title, or there is none to add
        true |= {title for needed, title in facts["definitions"] if true.issuperset(needed)}
    return true


def _applying(facts: Facts) -> list[Any]:
    true = _true(facts)
    return [rule for rule in facts["rules"] if rule["action"] == facts["asked"] and true.issuperset(rule["if"])]


def _beats(facts: Facts, one: Any, other: Any) -> str:
    """The first criterion that tells two rules apart, if it favours the first rule; else ""."""
    for criterion in facts["criteria"]:
        if criterion == "source":
            better = SOURCES.index(other["source"]) - SOURCES.index(one["source"])
        elif criterion == "conditions":
            better = len(one["if"]) - len(other["if"])
        else:
            better = one["year"] - other["year"]
        if better:
            return str(criterion) if better > 0 else ""
    raise ValueError("expected rules of which one prevails")


def _winner(facts: Facts) -> Any:
    """The rule that beats each other one that applies, or None if none applies."""
    rules = _applying(facts)
    winners = [one for one in rules if all(one is other or _beats(facts, one, other) for other in rules)]
    if rules and len(winners) != 1:
        raise ValueError("expected one rule to prevail")
    return winners[0] if winners else None


def _status(facts: Facts) -> str:
    winner = _winner(facts)
    return facts["default"] if winner is None else winner["status"]


def check(facts: Facts, reply: str) -> Verdict:
    same = {"must": "obligatory", "may": "permitted", "allowed": "permitted", "prohibited": "forbidden"}
    return words.judge(reply, _status(facts), options=STATUSES, same=same)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "title":
        return claim["title"] in _true(facts) - set(facts["holding"])
    if step.rule == "status":
        return claim["status"] == _status(facts) and claim["covered"] is (_winner(facts) is not None)
    rules = {rule["name"]: rule for rule in facts["rules"] if rule["action"] == facts["asked"]}
    applying = [rule["name"] for rule in _applying(facts)]
    if step.rule == "applies":
        return claim["name"] in rules and claim["applies"] is (claim["name"] in applying)
    winner, loser = claim["winner"], claim["loser"]
    known = winner == _winner(facts)["name"] and loser in applying and loser != winner
    return known and claim["criterion"] == _beats(facts, rules[winner], rules[loser])


def canonical(facts: Facts) -> list[Any]:
    years = sorted(rule["year"] for rule in facts["rules"])
    rows: list[shapes.Row] = [("holds", [(0, one)]) for one in facts["holding"]]
    rows += [("title", [(0, title), *((1, one) for one in needed)]) for needed, title in facts["definitions"]]
    rows += [
        (
            f"{rule['status']} {rule['source']} {years.index(rule['year'])}",
            [(0, rule["action"]), *((1, one) for one in rule["if"])],
        )
        for rule in facts["rules"]
    ]
    return [shapes.renamed([*rows, ("asked", [(0, facts["asked"])])]), facts["criteria"], facts["default"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    shuffled = {part: rng.shuffled(facts[part]) for part in ("holding", "definitions", "rules")}
    return {**facts, **shuffled}
