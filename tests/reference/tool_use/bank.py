"""By hand: the dictionaries of the bank are edited in place as the calls say, and compared with what was wished for."""

import copy
from datetime import date
from typing import Any

from tests.reference.trajectory import as_wished, numbers, refused, row, walk


def right(facts: Any, answer: str) -> bool:
    walked = walk(facts, answer, CHANGES)
    if walked is None:
        return False
    state, last, made = walked
    wishes = facts["wishes"]
    rules = [rule for wish in wishes for rule in broken(facts, wish)]
    if rules:
        return refused(facts, rules, state, last)
    if not as_wished(made, wishes, TOOLS):
        return False
    wanted = copy.deepcopy(facts["state"])
    for wish in wishes:
        arguments = {f"{key}_id": value for key, value in wish.items()} | {"cents": wish.get("cents")}
        CHANGES[TOOLS[wish["kind"]]](wanted, arguments)
    names = set()
    for wish in wishes:
        if wish["kind"] == "send":
            names |= {f"{wish['cents'] / 100:.2f}", f"{row(wanted, 'accounts', wish['account'])['balance'] / 100:.2f}"}
        elif wish["kind"] == "limit":
            names.add(f"{row(wanted, 'cards', wish['card'])['limit'] / 100:.2f}")
        elif wish["kind"] == "stop":
            names.add(f"{row(wanted, 'transfers', wish['transfer'])['cents'] / 100:.2f}")
        elif wish["kind"] == "dispute":
            names.add(f"{row(wanted, 'charges', wish['charge'])['cents'] / 100:.2f}")
        elif wish["card"] not in last:
            return False
    return plain(state) == plain(wanted) and numbers(last) == names and last.endswith("\nStatus: done")


def plain(state: Any) -> Any:
    sent = sorted((each["account_id"], each["payee"], each["cents"], each["status"]) for each in state["transfers"])
    return [state["accounts"], state["cards"], state["charges"], sent]


def send(state: Any, arguments: Any) -> None:
    row(state, "accounts", arguments["account_id"])["balance"] -= arguments["cents"]
    payee = row(state, "payees", arguments["payee_id"])["name"]
    made = {"account_id": arguments["account_id"], "payee": payee, "cents": arguments["cents"], "status": "made"}
    state["transfers"].append(made)


def stop(state: Any, arguments: Any) -> None:
    row(state, "transfers", arguments["transfer_id"])["status"] = "stopped"


def freeze(state: Any, arguments: Any) -> None:
    row(state, "cards", arguments["card_id"]).update(status="frozen", frozen_by="customer")


def unfreeze(state: Any, arguments: Any) -> None:
    row(state, "cards", arguments["card_id"]).update(status="active", frozen_by=None)


def limit(state: Any, arguments: Any) -> None:
    row(state, "cards", arguments["card_id"])["limit"] = arguments["cents"]


def dispute(state: Any, arguments: Any) -> None:
    charge = row(state, "charges", arguments["charge_id"])
    charge["status"] = "disputed"
    row(state, "accounts", row(state, "cards", charge["card_id"])["account_id"])["balance"] += charge["cents"]


CHANGES = {
    "send_money": send, "stop_transfer": stop, "freeze_card": freeze, "unfreeze_card": unfreeze, "set_limit": limit,
    "dispute_charge": dispute,
}  # fmt: skip
TOOLS = {
    "send": "send_money", "stop": "stop_transfer", "freeze": "freeze_card", "unfreeze": "unfreeze_card",
    "limit": "set_limit", "dispute": "dispute_charge",
}  # fmt: skip


def ago(facts: Any, day: str) -> int:
    return (date.fromisoformat(facts["state"]["today"]) - date.fromisoformat(day)).days


def broken(facts: Any, wish: Any) -> list[int]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [0]
    if kind == "send":
        left = row(state, "accounts", wish["account"])["balance"] - wish["cents"]
        young = ago(facts, row(state, "payees", wish["payee"])["since"]) < terms["young_days"]
        rules = [0] * (left < 0) + [1] * (young and wish["cents"] > terms["young_cap"])
        return rules + [2] * (wish["cents"] > terms["cap"]) + [3] * (0 <= left < terms["floor"])
    if kind == "stop":
        return [0] * (row(state, "transfers", wish["transfer"])["status"] != "scheduled")
    if kind == "dispute":
        charge = row(state, "charges", wish["charge"])
        return [0] * (charge["status"] != "paid") + [5] * (ago(facts, charge["date"]) > terms["dispute_days"])
    card = row(state, "cards", wish["card"])
    if kind == "unfreeze":
        return [0] * (card["status"] != "frozen") + [6] * (card["frozen_by"] == "bank")
    rules = [0] * (card["status"] != "active")
    return rules + [4] * (kind == "limit" and wish["cents"] > terms["highest_limit"])
