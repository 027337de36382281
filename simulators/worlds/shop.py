"""A shop: one customer's orders, returns, exchanges, cancellations and addresses. Amounts are cents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.worlds.core import Handler, RefusedError, State, caller, choice, found, identifier, shown, text, tool

ORDER, ITEM = identifier("The order's id"), identifier("The item's id")
TOOLS = (
    tool("list_orders", "Lists the customer's orders with the names of their items."),
    tool("get_order", "Shows an order: dates, status, means of payment, address, and its items with ids and prices in cents.", order_id=ORDER),
    tool("find_products", "Finds products of a kind, with ids, prices in cents and how many are left.", kind=text("The kind of product, such as lamp")),
    tool("get_account", "Shows the customer's name and store credit in cents."),
    tool("return_item", "Takes a delivered item back and refunds its price.", order_id=ORDER, item_id=ITEM, refund_to=choice("Where the money goes", "card", "credit")),
    tool("exchange_item", "Takes a delivered item back and sends another product instead; what it is cheaper is added to the store credit.", order_id=ORDER, item_id=ITEM, product_id=identifier("The id of the product to send")),
    tool("cancel_order", "Cancels an order that was not shipped yet and refunds it to the means of payment.", order_id=ORDER),
    tool("change_address", "Changes the address of an order that was not shipped yet.", order_id=ORDER, address=text("The whole new address")),
)  # fmt: skip


def _list_orders(state: State) -> dict[str, Any]:
    return {
        "orders": [
            {**shown(order, "id", "placed", "status"), "items": [item["name"] for item in order["items"]]}
            for order in state["orders"]
        ]
    }


def _get_order(state: State, order_id: str) -> dict[str, Any]:
    return found(state["orders"], order_id, "order")


def _find_products(state: State, kind: str) -> dict[str, Any]:
    return {"products": [product for product in state["products"] if product["kind"] == kind.lower()]}


def _get_account(state: State) -> dict[str, Any]:
    return shown(state["customer"], "name", "credit")


def _kept(state: State, order_id: str, item_id: str) -> dict[str, Any]:
    order = found(state["orders"], order_id, "order")
    item = found(order["items"], item_id, "item")
    if order["status"] != "delivered":
        raise RefusedError(f"order {order_id} is {order['status']}, not delivered")
    if item["status"] != "kept":
        raise RefusedError(f"item {item_id} was {item['status']}")
    return item


def _refunded(state: State, order_id: str, cents: int, to: str) -> dict[str, Any]:
    refund = {"id": state["fresh"].pop(0), "order_id": order_id, "cents": cents, "to": to}
    state["refunds"].append(refund)
    if to == "credit":
        state["customer"]["credit"] += cents
    return {"refund_id": refund["id"], "cents": cents, "to": to}


def _return_item(state: State, order_id: str, item_id: str, refund_to: str) -> dict[str, Any]:
    item = _kept(state, order_id, item_id)
    item["status"] = "returned"
    return _refunded(state, order_id, item["price"], refund_to)


def _exchange_item(state: State, order_id: str, item_id: str, product_id: str) -> dict[str, Any]:
    item = _kept(state, order_id, item_id)
    product = found(state["products"], product_id, "product")
    if product["left"] < 1:
        raise RefusedError(f"product {product_id} is out of stock")
    product["left"] -= 1
    item["status"] = "exchanged"
    state["sent"].append({"order_id": order_id, "item_id": item_id, "product_id": product_id})
    return _refunded(state, order_id, max(0, item["price"] - product["price"]), "credit")


def _unshipped(state: State, order_id: str) -> dict[str, Any]:
    order = found(state["orders"], order_id, "order")
    if order["status"] != "packed":
        raise RefusedError(f"order {order_id} is {order['status']}")
    return order


def _cancel_order(state: State, order_id: str) -> dict[str, Any]:
    order = _unshipped(state, order_id)
    order["status"] = "cancelled"
    return _refunded(state, order_id, sum(item["price"] for item in order["items"]), order["paid_with"])


def _change_address(state: State, order_id: str, address: str) -> dict[str, Any]:
    order = _unshipped(state, order_id)
    order["address"] = address
    return {"order_id": order_id, "address": address}


READS: Mapping[str, Handler] = {
    "list_orders": _list_orders,
    "get_order": _get_order,
    "find_products": _find_products,
    "get_account": _get_account,
}
WRITES: Mapping[str, Handler] = {
    "return_item": _return_item,
    "exchange_item": _exchange_item,
    "cancel_order": _cancel_order,
    "change_address": _change_address,
}
call = caller(TOOLS, READS, WRITES)
