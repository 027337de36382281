"""What customers of the bank may wish for: states, terms, and asks that keep or break just one rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from simulators.core import Stream
from simulators.tool_use._making import fresh
from simulators.tool_use._scenes import Doings, Scene
from simulators.tool_use._serving import Ask, reason
from simulators.vocabulary import PEOPLE

TODAY = date(2025, 9, 23)
ACCOUNTS = ("everyday account", "savings account", "holiday account", "household account")
CARDS = ("blue card", "silver card", "green card", "travel card")
SHOPS = (
    "Nordlicht Books", "Cafe Mistral", "Orbit Cinema", "Pine Pharmacy", "Delta Garage", "Lotus Florist", "Kite Sports",
    "Quay Hotel", "Amber Bakery", "Velo Station", "Sparrow Records", "Tiber Pizzeria",
)  # fmt: skip
SERVICES = ("loan", "cheque", "currency", "statement")
DOINGS = Doings(
    rules={"send": (1, 2, 3), "stop": (), "freeze": (), "unfreeze": (6,), "limit": (4,), "dispute": (5,)},
    confirmed=frozenset({"send", "dispute"}),
    only={
        "vague": ("send", "freeze", "dispute"),
        "missing_parameter": ("send", "limit"),
        "changes_mind": ("send", "limit"),
        "parallel": ("send", "limit", "stop"),
    },
    clear=("send", "freeze"),
)


def scene(rng: Stream, kind: str, size: int, most: int) -> Scene:
    state, doing, rule = _state(rng, size), *DOINGS.drawn(rng, kind)
    terms = {
        "young_days": rng.choice((3, 5, 7, 10)), "young_cap": rng.integer(1, 4) * 5000,
        "cap": rng.integer(40, 90) * 10000,
        "floor": rng.integer(1, 9) * 1000, "highest_limit": rng.integer(10, 40) * 10000,
        "dispute_days": rng.choice((30, 45, 60, 90)),
    }  # fmt: skip
    if kind == "parallel":
        doings = rng.sample(("send", "limit", "stop"), rng.integer(2, most))
        since = int("send" in doings)
        asks = [_ask(rng, state, terms, each, kind, -1) for each in doings]
        asks = [ask._replace(wish={**ask.wish, "since": since}) for ask in asks]
    else:
        asks = [_ask(rng, state, terms, doing, kind, rule)]
    if kind == "changes_mind":
        asks = _revised(rng, asks[0])
    return Scene(state, terms, asks, rule, _pools(state))


def _state(rng: Stream, size: int) -> dict[str, Any]:
    ids = fresh(rng, size * 9 + 24)
    accounts = [
        {"id": ids.pop(), "name": name, "balance": rng.integer(200000, 900000)}
        for name in rng.sample(ACCOUNTS, min(4, size))
    ]
    people = rng.sample(PEOPLE, size + 1)
    payees = [{"id": ids.pop(), "name": name, "since": _ago(rng, 30, 900)} for name in people[1:]]
    cards = [
        {
            "id": ids.pop(), "name": name, "account_id": rng.choice(accounts)["id"], "status": "active",
            "frozen_by": None, "limit": rng.integer(2, 9) * 10000,
        }
        for name in rng.sample(CARDS, min(4, size))
    ]  # fmt: skip
    shops = iter(rng.shuffled(SHOPS))
    charges = [
        {
            "id": ids.pop(), "card_id": card["id"], "date": _ago(rng, 1, 29), "shop": next(shops),
            "cents": rng.integer(500, 19999), "status": "paid",
        }
        for card in cards
        for _ in range(2)
    ]  # fmt: skip
    transfers = [
        {
            "id": ids.pop(), "account_id": rng.choice(accounts)["id"], "payee": payee["name"],
            "date": _ago(rng, 1, 29) if status == "made" else (TODAY + timedelta(rng.integer(1, 20))).isoformat(),
            "cents": rng.integer(500, 30000), "status": status,
        }
        for payee in payees
        for status in ("made", "scheduled")
    ]  # fmt: skip
    return {
        "today": TODAY.isoformat(), "customer": people[0], "accounts": accounts, "cards": cards, "payees": payees,
        "transfers": transfers, "charges": rng.shuffled(charges), "fresh": ids[:4],
    }  # fmt: skip


def _ago(rng: Stream, least: int, most: int) -> str:
    return (TODAY - timedelta(rng.integer(least, most))).isoformat()


def _pools(state: Any) -> dict[str, list[Any]]:
    tables = {"account_id": "accounts", "card_id": "cards", "payee_id": "payees"}
    tables |= {"transfer_id": "transfers", "charge_id": "charges"}
    return {name: [row["id"] for row in state[table]] for name, table in tables.items()}


def money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def _ask(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int) -> Ask:
    if doing == "other":
        service = rng.choice(SERVICES)
        claim = reason(0, service, False, service=service)
        return Ask({"kind": doing, "service": service, "since": 0}, reasons=(claim,), values={"service": service})
    if doing == "send":
        return _sent(rng, state, terms, kind, rule)
    if doing == "stop":
        return _stopped(rng, state, rule)
    if doing == "dispute":
        return _disputed(rng, state, terms, rule)
    return _of_card(rng, state, terms, doing, kind, rule)


def _sent(rng: Stream, state: Any, terms: Any, kind: str, rule: int) -> Ask:
    account, at = _any(rng, state["accounts"])
    payee, _ = _any(rng, state["payees"])
    past = [each for each in state["transfers"] if each["payee"] == payee["name"] and each["status"] == "made"]
    past[0]["account_id"] = account["id"]
    cents = past[0]["cents"]
    if rule == 1:
        payee["since"] = _ago(rng, 0, terms["young_days"] - 1)
        past[0]["cents"] = cents = terms["young_cap"] + rng.integer(1, 9999)
    if rule == 2:
        past[0]["cents"] = cents = terms["cap"] + rng.integer(1, 9999)
        account["balance"] = cents + terms["floor"] + rng.integer(1, 99999)
    if rule == 3:
        account["balance"] = cents + rng.integer(0, terms["floor"] - 1)
    if rule == 0:
        account["balance"] = rng.integer(0, cents - 1)
    left, known = account["balance"] - cents, (TODAY - date.fromisoformat(payee["since"])).days
    reasons = (
        reason(0, account["id"], rule != 0, balance=account["balance"], cents=cents),
        reason(1, payee["id"], rule != 1, since=payee["since"], days=known, cents=cents),
        reason(2, payee["id"], rule != 2, cents=cents, cap=terms["cap"]),
        reason(3, account["id"], rule != 3, left=left, floor=terms["floor"]),
    )
    wish = {"kind": "send", "account": account["id"], "payee": payee["id"], "cents": cents, "since": int(rule < 0)}
    told = (money(cents), money(left)) if rule < 0 else ()
    if kind == "missing_parameter":
        wish["missing"] = "cents"
    pools = {
        "account_id": [each["id"] for each in state["accounts"][:3]] + [account["id"]], "payee_id": [payee["id"]],
        "cents": [cents, cents // 10],
    }  # fmt: skip
    values = {"amount": money(cents), "account": account["name"], "payee": payee["name"], "since": payee["since"]}
    values |= {"left": money(left), "balance": money(account["balance"])}
    needs = (account["id"], payee["id"], *((past[0]["id"],) if kind == "vague" else ()))
    return Ask(
        wish,
        lambda after: after["accounts"][at]["balance"] == left and after["transfers"][-1]["payee"] == payee["name"],
        "send_money", pools, needs, reasons[:1] if rule == 0 else reasons,
        told[:1] if kind != "missing_parameter" else (), told, values,
    )  # fmt: skip


def _any(rng: Stream, rows: list[Any]) -> tuple[Any, int]:
    at = rng.below(len(rows))
    return rows[at], at


def _stopped(rng: Stream, state: Any, rule: int) -> Ask:
    there = [(each, at) for at, each in enumerate(state["transfers"]) if each["status"] == "scheduled"]
    transfer, at = rng.choice(there)
    if rule == 0:
        transfer["status"] = "made"
        transfer["date"] = _ago(rng, 0, 3)
    account = next(each for each in state["accounts"] if each["id"] == transfer["account_id"])
    values = {"payee": transfer["payee"], "account": account["name"], "amount": money(transfer["cents"])}
    values |= {"date": transfer["date"], "status": transfer["status"]}
    pools = {"transfer_id": [transfer["id"], *[each["id"] for each, _ in there[:3] if each is not transfer]]}
    return Ask(
        {"kind": "stop", "transfer": transfer["id"], "since": 0},
        lambda after: after["transfers"][at]["status"] == "stopped", "stop_transfer", pools, (transfer["id"],),
        (reason(0, transfer["id"], rule != 0, status=transfer["status"]),), (), (values["amount"],), values,
    )  # fmt: skip


def _disputed(rng: Stream, state: Any, terms: Any, rule: int) -> Ask:
    charge, at = _any(rng, state["charges"])
    if rule == 0:
        charge["status"] = "disputed"
    if rule == 5:
        charge["date"] = _ago(rng, terms["dispute_days"] + 1, terms["dispute_days"] + 60)
    days = (TODAY - date.fromisoformat(charge["date"])).days
    card = next(each for each in state["cards"] if each["id"] == charge["card_id"])
    reasons = (
        reason(0, charge["id"], rule != 0, charge_status=charge["status"]),
        reason(5, charge["id"], rule != 5, charged=charge["date"], days=days),
    )
    values = {"shop": charge["shop"], "card": card["name"], "amount": money(charge["cents"]), "date": charge["date"]}
    values["status"] = charge["status"]
    told = (values["amount"],) if rule < 0 else ()
    pools = {"charge_id": [each["id"] for each in state["charges"] if each["card_id"] == card["id"]]}
    return Ask(
        {"kind": "dispute", "charge": charge["id"], "since": int(rule < 0)},
        lambda after: after["charges"][at]["status"] == "disputed", "dispute_charge", pools, (card["id"], charge["id"]),
        reasons, told, told, values,
    )  # fmt: skip


def _of_card(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int) -> Ask:
    card, at = _any(rng, state["cards"])
    charge = next(each for each in state["charges"] if each["card_id"] == card["id"])
    if (doing == "unfreeze") != (rule == 0):
        card["status"], card["frozen_by"] = "frozen", "bank" if rule == 6 else "customer"
    cents = rng.integer(10, terms["highest_limit"] // 1000) * 1000
    if cents == card["limit"]:
        cents -= 1000
    if rule == 4:
        cents = terms["highest_limit"] + rng.integer(1, 50) * 1000
    reasons = [reason(0, card["id"], rule != 0, card_status=card["status"])]
    if doing == "unfreeze" and card["status"] == "frozen":
        reasons.append(reason(6, card["id"], rule != 6, frozen_by=card["frozen_by"]))
    if doing == "limit":
        reasons.append(reason(4, card["id"], rule != 4, limit=cents, highest=terms["highest_limit"]))
    values = {"card": card["name"], "card_id": card["id"], "shop": charge["shop"], "amount": money(cents)}
    values["status"] = card["status"]
    told = (money(cents) if doing == "limit" else card["id"],) if rule < 0 else ()
    others = [each["id"] for each in state["cards"] if each is not card]
    goals = {
        "limit": lambda after: after["cards"][at]["limit"] == cents,
        "freeze": lambda after: after["cards"][at]["status"] == "frozen",
        "unfreeze": lambda after: after["cards"][at]["status"] == "active",
    }
    wish = {"kind": doing, "card": card["id"], "since": 0, **({"cents": cents} if doing == "limit" else {})}
    if kind == "missing_parameter":
        wish |= {"since": 1, "missing": "cents"}
    return Ask(
        wish, goals[doing], {"limit": "set_limit"}.get(doing, f"{doing}_card"),
        {"card_id": [card["id"], *others], "cents": [cents, cents // 10]},
        (card["id"], *((charge["id"],) if kind == "vague" else ())), tuple(reasons), (), told, values,
    )  # fmt: skip


def _revised(rng: Stream, ask: Ask) -> list[Ask]:
    """What is wished after the customer has thought again: another amount."""
    cents = ask.wish["cents"]
    if ask.wish["kind"] == "send":
        before = cents + rng.integer(1, 40) * 100
        wish = {**ask.wish, "instead_of": {**ask.wish, "cents": before}}
        values = {**ask.values, "before": {"amount": money(before)}}
        return [ask._replace(wish=wish, asked=(money(before),), values=values)]
    other = cents - rng.integer(1, 9) * 1000
    claims = (*ask.reasons[:1], {**ask.reasons[1], "fields": {**ask.reasons[1]["fields"], "limit": other}})
    at = ask.pools["card_id"][0]
    return [
        ask._replace(told=()),
        ask._replace(
            wish={**ask.wish, "cents": other, "since": 1},
            goal=lambda after: next(card["limit"] for card in after["cards"] if card["id"] == at) == other,
            pools={**ask.pools, "cents": [other, other // 10]}, reasons=claims, told=(money(other),),
            values={**ask.values, "amount": money(other)},
        ),
    ]  # fmt: skip
