"""What wishes mean in the shop: its policy and its changes, computed on the state without the tools."""

from __future__ import annotations

from datetime import date
from typing import Any

from simulators.checks.conversations import money
from simulators.checks.trajectories import Ground, Law, State, Wish, ground
from simulators.core import Facts


def _places(state: State, wish: Wish) -> tuple[int, int]:
    """Where the order and the item stand; 0 for an item where the wish names none."""
    place = [order["id"] for order in state["orders"]].index(wish["order"])
    items = [item["id"] for item in state["orders"][place]["items"]]
    return place, items.index(wish["item"]) if "item" in wish else 0


def grounds(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms = facts["state"], facts["terms"]
    if wish["kind"] == "other":
        return [ground(0, wish["order"], False, service=wish["service"])]
    at, place = _places(state, wish)
    order = state["orders"][at]
    item = order["items"][place]
    total = sum(each["price"] for each in order["items"])
    if wish["kind"] == "cancel":
        return [
            ground(0, order["id"], order["status"] == "packed", order_status=order["status"]),
            ground(4, order["id"], total <= terms["cap"], total=total, cap=terms["cap"]),
        ]
    if wish["kind"] == "address":
        days = _days(state["today"]) - _days(order["placed"])
        return [
            ground(0, order["id"], order["status"] == "packed", order_status=order["status"]),
            ground(6, order["id"], days <= 2, placed=order["placed"], days=days),
        ]
    there = order["status"] == "delivered" and item["status"] == "kept"
    found = [ground(0, item["id"], there, order_status=order["status"], item_status=item["status"])]
    if not there:
        return found
    days = _days(state["today"]) - _days(order["delivered"])
    window = {"delivered": order["delivered"], "days": days, "window": terms["window"]}
    found += [
        ground(1, item["id"], days <= terms["window"], **window),
        ground(2, item["id"], item["kind"] != terms["sealed"], kind=item["kind"], sealed=terms["sealed"]),
    ]
    if wish["kind"] == "return":
        paid = order["paid_with"]
        return [*found, ground(3, item["id"], wish["to"] in (paid, "credit"), paid_with=paid, refund_to=wish["to"])]
    product = {each["id"]: each for each in state["products"]}[wish["product"]]
    fits = product["kind"] == item["kind"] and product["price"] <= item["price"]
    return [
        *found,
        ground(0, product["id"], product["left"] > 0, left=product["left"]),
        ground(5, item["id"], fits, price=item["price"], other_kind=product["kind"], other_price=product["price"]),
    ]


def _days(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def realised(state: State, wish: Wish) -> State:
    at, place = _places(state, wish)
    order = state["orders"][at]
    if wish["kind"] == "address":
        return _with_order(state, at, {**order, "address": wish["address"]})
    if wish["kind"] == "cancel":
        after = _with_order(state, at, {**order, "status": "cancelled"})
        return _paid_back(after, order["id"], sum(item["price"] for item in order["items"]), order["paid_with"])
    item = order["items"][place]
    status = "returned" if wish["kind"] == "return" else "exchanged"
    items = [{**each, "status": status} if each is item else each for each in order["items"]]
    after = _with_order(state, at, {**order, "items": items})
    if wish["kind"] == "return":
        return _paid_back(after, order["id"], item["price"], wish["to"])
    products = [
        {**each, "left": each["left"] - 1} if each["id"] == wish["product"] else each for each in state["products"]
    ]
    sent = {"order_id": order["id"], "item_id": item["id"], "product_id": wish["product"]}
    after = {**after, "products": products, "sent": [*state["sent"], sent]}
    return _paid_back(after, order["id"], _difference(state, wish), "credit")


def _with_order(state: State, at: int, order: dict[str, Any]) -> State:
    return {**state, "orders": [*state["orders"][:at], order, *state["orders"][at + 1 :]]}


def _paid_back(state: State, order: str, cents: int, to: str) -> State:
    name, *fresh = state["fresh"]
    customer = state["customer"]
    credit = customer["credit"] + (cents if to == "credit" else 0)
    refund = {"id": name, "order_id": order, "cents": cents, "to": to}
    return {
        **state, "customer": {**customer, "credit": credit}, "refunds": [*state["refunds"], refund], "fresh": fresh,
    }  # fmt: skip


def _difference(state: State, wish: Wish) -> int:
    at, place = _places(state, wish)
    price = {each["id"]: each["price"] for each in state["products"]}[wish["product"]]
    return max(0, state["orders"][at]["items"][place]["price"] - price)


def _amount(facts: Facts, wish: Wish) -> int:
    state = facts["state"]
    at, place = _places(state, wish)
    if wish["kind"] == "exchange":
        return _difference(state, wish)
    items = state["orders"][at]["items"]
    return items[place]["price"] if wish["kind"] == "return" else sum(item["price"] for item in items)


def told(facts: Facts, wish: Wish) -> list[str]:
    return [wish["order"]] if wish["kind"] == "address" else [wish["order"], money(_amount(facts, wish))]


def asked(facts: Facts, wish: Wish) -> list[str]:
    return [] if wish["kind"] in ("address", "other") else [wish["order"], money(_amount(facts, wish))]


def looked(facts: Facts, wish: Wish) -> list[str]:
    """The ids of the order's items, which only the order itself tells."""
    return [item["id"] for item in facts["state"]["orders"][_places(facts["state"], wish)[0]]["items"]]


LAW = Law(grounds, realised, told, asked, looked)
