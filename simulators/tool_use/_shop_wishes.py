"""What customers of the shop may wish for: states, terms, and asks that keep or break just one rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from simulators.core import Stream
from simulators.tool_use._making import fresh
from simulators.tool_use._serving import Ask, reason
from simulators.vocabulary import PEOPLE

TODAY = date(2025, 6, 18)
GOODS = {
    "lamp": ("desk lamp", "floor lamp", "reading lamp", "bedside lamp"),
    "kettle": ("steel kettle", "glass kettle", "travel kettle", "copper kettle"),
    "speaker": ("wireless speaker", "kitchen speaker", "garden speaker", "bathroom speaker"),
    "backpack": ("canvas backpack", "hiking backpack", "leather backpack", "cycling backpack"),
    "blanket": ("wool blanket", "picnic blanket", "fleece blanket", "cotton blanket"),
    "razor": ("cordless razor", "safety razor", "travel razor", "foil razor"),
}
STREETS = (
    "Mill Lane",
    "Station Road",
    "Church Street",
    "Harbour Walk",
    "Park Avenue",
    "Orchard Close",
    "Bridge Street",
)
TOWNS = ("Alnwick", "Bexhill", "Crewe", "Dorking", "Exeter", "Frome", "Goole", "Hexham")
MAKERS = ("Barlo", "Brava", "Corvo", "Dune", "Velmo", "Fjord", "Gala", "Hilo")
SERVICES = ("gift_wrap", "invoice", "express", "warranty")


def pools(state: Any) -> dict[str, list[Any]]:
    items = [item["id"] for order in state["orders"] for item in order["items"]]
    return {
        "order_id": [order["id"] for order in state["orders"]], "item_id": items,
        "product_id": [product["id"] for product in state["products"]], "kind": [*GOODS],
    }  # fmt: skip


def state(rng: Stream, count: int, *, choice: bool) -> dict[str, Any]:
    """A customer with some orders; where there is a choice, all of them are paid by card."""
    ids = fresh(rng, count * 4 + 18)
    goods = iter(rng.sample([(name, kind) for kind, several in GOODS.items() for name in several], min(24, count * 3)))
    orders = []
    for status in ("delivered", "packed", "delivered", "packed", "shipped", "delivered")[:count]:
        items = [_item(rng, ids.pop(), *next(goods)) for _ in range(rng.integer(1, 3))]
        paid = "credit" if not choice and rng.chance(1, 4) else "card"
        placed = (TODAY - timedelta(rng.integer(0, 2) if status == "packed" else rng.integer(4, 9))).isoformat()
        order = {"id": ids.pop(), "placed": placed, "delivered": None, "status": status, "paid_with": paid}
        orders.append({**order, "address": _address(rng), "items": items})
        if status == "delivered":
            _deliver(orders[-1], rng.integer(1, 13))
    makers = rng.sample(MAKERS, 2)
    named = [(maker, kind) for kind in GOODS for maker in makers]
    products = [
        {
            "id": ids.pop(),
            "name": f"{maker} {kind}",
            "kind": kind,
            "price": rng.integer(300, 2500),
            "left": rng.integer(1, 9),
        }
        for maker, kind in named
    ]
    customer = {"name": rng.choice(PEOPLE), "credit": rng.integer(0, 40) * 50}
    return {
        "today": TODAY.isoformat(), "customer": customer, "orders": rng.shuffled(orders), "products": products,
        "refunds": [], "sent": [], "fresh": ids[:6],
    }  # fmt: skip


def _item(rng: Stream, name: str, thing: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": thing, "kind": kind, "price": rng.integer(2600, 9900), "status": "kept"}


def _address(rng: Stream, least: int = 2) -> str:
    """An address whose number tells old, new and newest ones apart."""
    return f"{rng.integer(least, least + 39)} {rng.choice(STREETS)}, {rng.choice(TOWNS)}"


def _deliver(order: dict[str, Any], days: int) -> None:
    day = TODAY - timedelta(days)
    order["delivered"] = day.isoformat()
    order["placed"] = (day - timedelta(len(order["items"]) + 2)).isoformat()


def targets(rng: Stream, state: Any, doing: str, count: int, rule: int) -> list[tuple[str, Any, Any]]:
    """What is to be done to which order and item; where the state is to forbid it, it is made to."""
    ready = [
        (each, order, item)
        for order in state["orders"]
        for each in (("return", "exchange") if order["status"] == "delivered" else ("cancel", "address", "other"))
        for item in order["items"]
        if order["status"] != "shipped"
    ]
    if count > 1:
        several = [
            target
            for target in ready
            if target[0] == "return" or (target[0] == "cancel" and target[2] is target[1]["items"][0])
        ]
        return rng.sample(several, count)
    _, order, item = target = rng.choice([target for target in ready if target[0] == doing])
    if rule == 0 and doing in ("return", "exchange"):
        item["status"] = "returned"
    elif rule == 0 and doing != "other":
        order["status"] = "shipped"
    return [target]


def terms(rng: Stream, state: Any, targets: list[tuple[str, Any, Any]], rule: int) -> dict[str, Any]:
    """Terms that none of the wishes breaks, but for the rule that is to be broken."""
    kinds = [item["kind"] for _, _, item in targets]
    sealed = kinds[0] if rule == 2 else rng.choice([kind for kind in GOODS if kind not in kinds])
    totals = [sum(item["price"] for item in order["items"]) for order in state["orders"]]
    cap = (max(totals) // 1000 + rng.integer(1, 9)) * 1000
    if rule == 4:
        cap = sum(item["price"] for item in targets[0][1]["items"]) - rng.integer(1, 2000)
    window = rng.choice((14, 21, 30, 45, 60))
    if rule == 1:
        _deliver(targets[0][1], window + rng.integer(1, 40))
    if rule == 3:
        targets[0][1]["paid_with"] = "credit"
    if rule == 6:
        targets[0][1]["placed"] = (TODAY - timedelta(rng.integer(3, 9))).isoformat()
    return {"window": window, "sealed": sealed, "cap": cap}


def ask(rng: Stream, state: Any, terms: Any, doing: str, order: Any, item: Any, kind: str, rule: int) -> Ask:
    values = {"order": order["id"], "name": item["name"], "kind": item["kind"], "delivered": order["delivered"]}
    values |= {"placed": order["placed"], "status": order["status"], "item_status": item["status"]}
    since = int(kind == "missing_parameter" or (rule < 0 and doing != "address"))
    wish = {"kind": doing, "order": order["id"], "since": since}
    if kind == "missing_parameter":
        wish["missing"] = "address" if doing == "address" else "refund_to"
    if doing == "other":
        service = rng.choice(SERVICES)
        wish["service"] = service
        claim = reason(0, order["id"], False, service=service)
        return Ask(wish, reasons=(claim,), values={**values, "service": service})
    if doing == "cancel":
        return _cancelled(state, terms, order, wish, values)
    if doing == "address":
        return _moved(state, order, wish, values, _address(rng, 42))
    wish["item"] = item["id"]
    reasons = [reason(0, item["id"], item["status"] == "kept", order_status="delivered", item_status=item["status"])]
    if item["status"] == "kept":
        days = (TODAY - date.fromisoformat(order["delivered"])).days
        window = {"delivered": order["delivered"], "days": days, "window": terms["window"]}
        reasons.append(reason(1, item["id"], rule != 1, **window))
        reasons.append(reason(2, item["id"], rule != 2, kind=item["kind"], sealed=terms["sealed"]))
    pools = {"order_id": [order["id"]], "item_id": [each["id"] for each in order["items"]]}
    ask = Ask(wish, bool, "", pools, (item["id"], order["delivered"]), tuple(reasons), values=values)
    if doing == "exchange":
        return _exchanged(rng, state, order, item, ask, rule)
    to = order["paid_with"] if rng.chance(2, 3) else "credit"
    if kind == "changes_mind" or rule == 3:
        to = "card"
    return _returned(state, order, item, ask, to, rule)


def _returned(state: Any, order: Any, item: Any, ask: Ask, to: str, rule: int = -1) -> Ask:
    place, at = state["orders"].index(order), order["items"].index(item)
    reasons = ask.reasons[:3]
    if len(reasons) > 1:
        reasons += (reason(3, item["id"], rule != 3, paid_with=order["paid_with"], refund_to=to),)
    told = (order["id"], _money(item["price"])) if rule < 0 else ()
    return Ask(
        {**ask.wish, "to": to},
        lambda after: (after["orders"][place]["items"][at]["status"], after["refunds"][-1]["to"]) == ("returned", to),
        "return_item", {**ask.pools, "refund_to": ["card", "credit"]}, ask.needs, reasons, told, told,
        {**ask.values, "amount": _money(item["price"]), "to": to},
    )  # fmt: skip


def _exchanged(rng: Stream, state: Any, order: Any, item: Any, ask: Ask, rule: int) -> Ask:
    place, at = state["orders"].index(order), order["items"].index(item)
    products = [each for each in state["products"] if each["kind"] == item["kind"]]
    product = rng.choice(products)
    if rule == 5:
        product["price"] = item["price"] + rng.integer(100, 2000)
    reasons = ask.reasons
    if len(reasons) > 1:
        fits = {"price": item["price"], "other_kind": product["kind"], "other_price": product["price"]}
        reasons += (reason(0, product["id"], True, left=product["left"]), reason(5, item["id"], rule != 5, **fits))
    amount = _money(max(0, item["price"] - product["price"]))
    told = (order["id"], amount) if rule < 0 else ()
    return Ask(
        {**ask.wish, "product": product["id"]},
        lambda after: after["orders"][place]["items"][at]["status"] == "exchanged"
        and after["sent"][-1]["product_id"] == product["id"],
        "exchange_item", {**ask.pools, "product_id": [each["id"] for each in products]}, (*ask.needs, product["id"]),
        reasons, told, told, {**ask.values, "amount": amount, "product": product["name"]},
    )  # fmt: skip


def _cancelled(state: Any, terms: Any, order: Any, wish: Any, values: Any) -> Ask:
    place = state["orders"].index(order)
    total = sum(item["price"] for item in order["items"])
    packed = order["status"] == "packed"
    reasons = [reason(0, order["id"], packed, order_status=order["status"])]
    reasons.append(reason(4, order["id"], total <= terms["cap"], total=total, cap=terms["cap"]))
    told = (order["id"], _money(total)) if packed and total <= terms["cap"] else ()
    pools = {"order_id": [each["id"] for each in state["orders"] if each["status"] == "packed"]}
    return Ask(
        wish, lambda after: after["orders"][place]["status"] == "cancelled", "cancel_order", pools,
        (order["items"][0]["id"],), tuple(reasons), told, told,
        {**values, "amount": _money(total), "to": order["paid_with"]},
    )  # fmt: skip


def _moved(state: Any, order: Any, wish: Any, values: Any, address: str) -> Ask:
    place = state["orders"].index(order)
    packed, days = order["status"] == "packed", (TODAY - date.fromisoformat(order["placed"])).days
    reasons = [reason(0, order["id"], packed, order_status=order["status"])]
    reasons.append(reason(6, order["id"], days <= 2, placed=order["placed"], days=days))
    pools = {
        "order_id": [each["id"] for each in state["orders"] if each["status"] == "packed"],
        "address": [address, address.split(",", maxsplit=1)[0]],
    }
    return Ask(
        {**wish, "address": address}, lambda after: after["orders"][place]["address"] == address, "change_address",
        pools,
        (order["items"][0]["id"],), tuple(reasons), (), (order["id"],) if packed and days <= 2 else (),
        {**values, "address": address},
    )  # fmt: skip


def _money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def revised(rng: Stream, state: Any, ask: Ask) -> list[Ask]:
    """What is wished after the customer has thought again."""
    order = next(order for order in state["orders"] if order["id"] == ask.wish["order"])
    if ask.wish["kind"] == "return":
        item = next(item for item in order["items"] if item["id"] == ask.wish["item"])
        return [_returned(state, order, item, ask, "credit")]
    return [ask, _moved(state, order, {**ask.wish, "since": 1}, ask.values, _address(rng, 82))]
