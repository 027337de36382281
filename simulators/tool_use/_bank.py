"""What wishes mean in the bank: its policy and its changes, computed on the state without the tools."""

from __future__ import annotations

from datetime import date
from typing import Any

from simulators.checks.conversations import money
from simulators.checks.trajectories import Ground, Law, State, Wish, ground
from simulators.core import Facts


def _named(state: State, table: str, name: str) -> dict[str, Any]:
    return {row["id"]: row for row in state[table]}[name]


def grounds(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [ground(0, wish["service"], False, service=wish["service"])]
    if kind == "send":
        return _of_sending(facts, wish)
    if kind == "stop":
        status = _named(state, "transfers", wish["transfer"])["status"]
        return [ground(0, wish["transfer"], status == "scheduled", status=status)]
    if kind == "dispute":
        charge = _named(state, "charges", wish["charge"])
        days = _day(state["today"]) - _day(charge["date"])
        return [
            ground(0, charge["id"], charge["status"] == "paid", charge_status=charge["status"]),
            ground(5, charge["id"], days <= terms["dispute_days"], charged=charge["date"], days=days),
        ]
    card = _named(state, "cards", wish["card"])
    wanted = "frozen" if kind == "unfreeze" else "active"
    found = [ground(0, card["id"], card["status"] == wanted, card_status=card["status"])]
    if kind == "unfreeze" and card["status"] == "frozen":
        found.append(ground(6, card["id"], card["frozen_by"] == "customer", frozen_by=card["frozen_by"]))
    if kind == "limit":
        most = terms["highest_limit"]
        found.append(ground(4, card["id"], wish["cents"] <= most, limit=wish["cents"], highest=most))
    return found


def _of_sending(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms = facts["state"], facts["terms"]
    account, payee = _named(state, "accounts", wish["account"]), _named(state, "payees", wish["payee"])
    cents = wish["cents"]
    sent = sum(each["cents"] for each in facts["wishes"] if each.get("account") == account["id"])
    known = _day(state["today"]) - _day(payee["since"])
    left = account["balance"] - sent
    young = {"since": payee["since"], "days": known, "cents": cents}
    return [
        ground(0, account["id"], left >= 0, balance=account["balance"], cents=cents),
        ground(1, payee["id"], known >= terms["young_days"] or cents <= terms["young_cap"], **young),
        ground(2, payee["id"], cents <= terms["cap"], cents=cents, cap=terms["cap"]),
        ground(3, account["id"], left >= terms["floor"] or left < 0, left=left, floor=terms["floor"]),
    ]


def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def realised(state: State, wish: Wish) -> State:
    kind = wish["kind"]
    if kind == "send":
        name, *fresh = state["fresh"]
        payee = _named(state, "payees", wish["payee"])["name"]
        made = {"id": name, "account_id": wish["account"], "payee": payee, "date": state["today"]}
        made |= {"cents": wish["cents"], "status": "made"}
        after = {**state, "transfers": [*state["transfers"], made], "fresh": fresh}
        return _paid(after, wish["account"], -wish["cents"])
    if kind == "stop":
        return _set(state, "transfers", wish["transfer"], status="stopped")
    if kind == "dispute":
        charge = _named(state, "charges", wish["charge"])
        account = _named(state, "cards", charge["card_id"])["account_id"]
        return _paid(_set(state, "charges", charge["id"], status="disputed"), account, charge["cents"])
    if kind == "limit":
        return _set(state, "cards", wish["card"], limit=wish["cents"])
    frozen = {"status": "frozen", "frozen_by": "customer"}
    return _set(
        state, "cards", wish["card"], **(frozen if kind == "freeze" else {"status": "active", "frozen_by": None})
    )


def _set(state: State, table: str, name: str, **fields: Any) -> State:
    return {**state, table: [{**row, **fields} if row["id"] == name else row for row in state[table]]}


def _paid(state: State, account: str, cents: int) -> State:
    return _set(state, "accounts", account, balance=_named(state, "accounts", account)["balance"] + cents)


def told(facts: Facts, wish: Wish) -> list[str]:
    state, kind = facts["state"], wish["kind"]
    if kind == "send":
        sent = sum(each["cents"] for each in facts["wishes"] if each.get("account") == wish["account"])
        return [money(wish["cents"]), money(_named(state, "accounts", wish["account"])["balance"] - sent)]
    if kind == "stop":
        return [money(_named(state, "transfers", wish["transfer"])["cents"])]
    if kind == "dispute":
        return [money(_named(state, "charges", wish["charge"])["cents"])]
    later = [each for each in facts["wishes"] if each.get("card") == wish["card"] and each["since"] > wish["since"]]
    if kind == "limit":
        return [] if later else [money(wish["cents"])]
    return [wish["card"]]


def asked(facts: Facts, wish: Wish) -> list[str]:
    if wish["kind"] == "send":
        return [] if wish.get("missing") == "cents" else [money(wish["cents"])]
    return told(facts, wish) if wish["kind"] == "dispute" else []


def looked(_facts: Facts, _wish: Wish) -> list[str]:
    return []


LAW = Law(grounds, realised, told, asked, looked)
