"""A bank: one customer's accounts, cards, payees, transfers and charges. Amounts are cents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.worlds.core import Handler, RefusedError, State, caller, found, identifier, number, shown, text, tool

ACCOUNT, CARD, PAYEE = identifier("The account's id"), identifier("The card's id"), identifier("The payee's id")
CENTS = number("The amount in cents", 1, 10**7)
TOOLS = (
    tool("list_accounts", "Lists the customer's accounts with ids, names and balances in cents."),
    tool("list_cards", "Lists the customer's cards with ids, names, status, who froze them, and daily limits in cents."),
    tool("list_payees", "Lists the people to whom the customer can send money, with ids and the dates since when they are known."),
    tool("list_transfers", "Lists the transfers from an account, made and scheduled ones, with ids, dates, payees, amounts in cents and status.", account_id=ACCOUNT),
    tool("list_charges", "Lists what was paid with a card, with ids, dates, shops and amounts in cents.", card_id=CARD),
    tool("send_money", "Sends money from an account to a payee.", ("note",), account_id=ACCOUNT, payee_id=PAYEE, cents=CENTS, note=text("A note for the payee")),
    tool("stop_transfer", "Stops a transfer that is scheduled but was not made yet.", transfer_id=identifier("The transfer's id")),
    tool("freeze_card", "Freezes an active card, so that nothing can be paid with it.", card_id=CARD),
    tool("unfreeze_card", "Makes a frozen card active again.", card_id=CARD),
    tool("set_limit", "Sets the daily limit of a card.", card_id=CARD, cents=CENTS),
    tool("dispute_charge", "Disputes a charge; the amount is lent to the customer until that is settled.", charge_id=identifier("The charge's id")),
)  # fmt: skip


def _list_accounts(state: State) -> dict[str, Any]:
    return {"accounts": state["accounts"]}


def _list_cards(state: State) -> dict[str, Any]:
    return {"cards": [shown(card, "id", "name", "status", "frozen_by", "limit") for card in state["cards"]]}


def _list_payees(state: State) -> dict[str, Any]:
    return {"payees": state["payees"]}


def _list_transfers(state: State, account_id: str) -> dict[str, Any]:
    found(state["accounts"], account_id, "account")
    return {"transfers": [each for each in state["transfers"] if each["account_id"] == account_id]}


def _list_charges(state: State, card_id: str) -> dict[str, Any]:
    found(state["cards"], card_id, "card")
    return {"charges": [each for each in state["charges"] if each["card_id"] == card_id]}


def _send_money(state: State, account_id: str, payee_id: str, cents: int, note: str = "") -> dict[str, Any]:  # noqa: ARG001
    account = found(state["accounts"], account_id, "account")
    payee = found(state["payees"], payee_id, "payee")
    if account["balance"] < cents:
        raise RefusedError(f"account {account_id} holds only {account['balance']} cents")
    account["balance"] -= cents
    made = {
        "id": state["fresh"].pop(0), "account_id": account_id, "payee": payee["name"], "date": state["today"],
        "cents": cents, "status": "made",
    }  # fmt: skip
    state["transfers"].append(made)
    return {"transfer_id": made["id"], "balance": account["balance"]}


def _stop_transfer(state: State, transfer_id: str) -> dict[str, Any]:
    transfer = found(state["transfers"], transfer_id, "transfer")
    if transfer["status"] != "scheduled":
        raise RefusedError(f"transfer {transfer_id} is {transfer['status']}")
    transfer["status"] = "stopped"
    return {"transfer_id": transfer_id, "status": "stopped"}


def _freeze_card(state: State, card_id: str) -> dict[str, Any]:
    card = found(state["cards"], card_id, "card")
    if card["status"] != "active":
        raise RefusedError(f"card {card_id} is {card['status']}")
    card["status"], card["frozen_by"] = "frozen", "customer"
    return {"card_id": card_id, "status": "frozen"}


def _unfreeze_card(state: State, card_id: str) -> dict[str, Any]:
    card = found(state["cards"], card_id, "card")
    if card["status"] != "frozen":
        raise RefusedError(f"card {card_id} is {card['status']}")
    card["status"], card["frozen_by"] = "active", None
    return {"card_id": card_id, "status": "active"}


def _set_limit(state: State, card_id: str, cents: int) -> dict[str, Any]:
    card = found(state["cards"], card_id, "card")
    if card["status"] != "active":
        raise RefusedError(f"card {card_id} is {card['status']}")
    card["limit"] = cents
    return {"card_id": card_id, "limit": cents}


def _dispute_charge(state: State, charge_id: str) -> dict[str, Any]:
    charge = found(state["charges"], charge_id, "charge")
    if charge["status"] != "paid":
        raise RefusedError(f"charge {charge_id} was {charge['status']}")
    charge["status"] = "disputed"
    card = found(state["cards"], charge["card_id"], "card")
    account = found(state["accounts"], card["account_id"], "account")
    account["balance"] += charge["cents"]
    return {"charge_id": charge_id, "lent": charge["cents"], "balance": account["balance"]}


READS: Mapping[str, Handler] = {
    "list_accounts": _list_accounts, "list_cards": _list_cards, "list_payees": _list_payees,
    "list_transfers": _list_transfers, "list_charges": _list_charges,
}  # fmt: skip
WRITES: Mapping[str, Handler] = {
    "send_money": _send_money, "stop_transfer": _stop_transfer, "freeze_card": _freeze_card,
    "unfreeze_card": _unfreeze_card, "set_limit": _set_limit, "dispute_charge": _dispute_charge,
}  # fmt: skip
call = caller(TOOLS, READS, WRITES)
