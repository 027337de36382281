"""By hand: the dictionaries of the shop are edited in place as the calls say, and compared with what was wished for."""

import copy
import re
from datetime import date
from functools import partial
from typing import Any

from tests.reference.trajectory import as_wished, refused, row, walk


def right(facts: Any, answer: str) -> bool:
    walked = walk(facts, answer, {name: partial(change, name) for name in CHANGES})
    if walked is None:
        return False
    state, last, made = walked
    forbidden = [rule for wish in facts["wishes"] for rule in broken(facts, wish)]
    if forbidden:
        return refused(facts, forbidden, state, last)
    if not as_wished(made, facts["wishes"], TOOLS):
        return False
    before = answer.partition(f'"{made[0][1]}"')[0]
    ordered = [row(facts["state"], "orders", wish["order"]) for wish in facts["wishes"]]
    if any(item["id"] not in before for order in ordered for item in order["items"]):
        return False
    wanted = copy.deepcopy(facts["state"])
    names = []
    for wish in facts["wishes"]:
        order = next(each for each in wanted["orders"] if each["id"] == wish["order"])
        names.append(order["id"])
        before = len(wanted["refunds"])
        arguments = {"item_id": wish.get("item"), "product_id": wish.get("product"), "refund_to": wish.get("to")}
        CHANGES[TOOLS[wish["kind"]]](wanted, order, {**arguments, "address": wish.get("address")})
        names += [f"{refund['cents'] / 100:.2f}" for refund in wanted["refunds"][before:]]
    allowed = set(re.findall(r"\d+\.\d\d", " ".join(names)))
    told = set(re.findall(r"\d+\.\d\d", last))
    return (
        plain(state) == plain(wanted)
        and all(name in last for name in names)
        and told == allowed
        and last.endswith("\nStatus: done")
    )


def change(name: str, state: Any, arguments: Any) -> None:
    CHANGES[name](state, row(state, "orders", arguments["order_id"]), arguments)


def plain(state: Any) -> Any:
    refunds = sorted((refund["order_id"], refund["cents"], refund["to"]) for refund in state["refunds"])
    return [state["orders"], state["products"], state["customer"], refunds, state["sent"]]


def refund(state: Any, order: Any, cents: int, to: str) -> None:
    state["refunds"].append({"order_id": order["id"], "cents": cents, "to": to})
    state["customer"]["credit"] += cents if to == "credit" else 0


def take_back(state: Any, order: Any, arguments: Any) -> None:
    for item in order["items"]:
        if item["id"] == arguments["item_id"]:
            item["status"] = "returned"
            refund(state, order, item["price"], arguments["refund_to"])


def exchange(state: Any, order: Any, arguments: Any) -> None:
    product = next(each for each in state["products"] if each["id"] == arguments["product_id"])
    product["left"] -= 1
    for item in order["items"]:
        if item["id"] == arguments["item_id"]:
            item["status"] = "exchanged"
            state["sent"].append({"order_id": order["id"], "item_id": item["id"], "product_id": product["id"]})
            refund(state, order, max(0, item["price"] - product["price"]), "credit")


def cancel(state: Any, order: Any, arguments: Any) -> None:
    if order["status"] == "packed":
        order["status"] = "cancelled"
        refund(state, order, sum(item["price"] for item in order["items"]), order["paid_with"])


def move(state: Any, order: Any, arguments: Any) -> None:
    if order["status"] == "packed":
        order["address"] = arguments["address"]


CHANGES = {"return_item": take_back, "exchange_item": exchange, "cancel_order": cancel, "change_address": move}
TOOLS = {"return": "return_item", "exchange": "exchange_item", "cancel": "cancel_order", "address": "change_address"}


def broken(facts: Any, wish: Any) -> list[int]:
    terms, today = facts["terms"], date.fromisoformat(facts["state"]["today"])
    if wish["kind"] == "other":
        return [0]
    order = next(each for each in facts["state"]["orders"] if each["id"] == wish["order"])
    rules = []
    if wish["kind"] in ("cancel", "address"):
        rules += [0] * (order["status"] != "packed")
        if wish["kind"] == "cancel":
            rules += [4] * (sum(item["price"] for item in order["items"]) > terms["cap"])
        else:
            rules += [6] * ((today - date.fromisoformat(order["placed"])).days > 2)
        return rules
    item = next(each for each in order["items"] if each["id"] == wish["item"])
    if order["status"] != "delivered" or item["status"] != "kept":
        return [0]
    rules += [1] * ((today - date.fromisoformat(order["delivered"])).days > terms["window"])
    rules += [2] * (item["kind"] == terms["sealed"])
    if wish["kind"] == "return":
        return rules + [3] * (wish["to"] == "card" and order["paid_with"] == "credit")
    product = next(each for each in facts["state"]["products"] if each["id"] == wish["product"])
    return (
        rules
        + [5] * (product["price"] > item["price"] or product["kind"] != item["kind"])
        + [0] * (not product["left"])
    )
