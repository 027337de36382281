"""By hand: flights, hotels and bookings are edited in place as the calls say, and compared with what was wished for."""

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
    before = answer.partition(f'"{made[0][1]}"')[0] if made else ""
    known = [row(facts["state"], "bookings", wish["booking"])["ticket"] for wish in wishes if "booking" in wish]
    if any(name not in before for name in known):
        return False
    wanted, names = copy.deepcopy(facts["state"]), set()
    for wish in wishes:
        arguments = {**wish, **{f"{key}_id": value for key, value in wish.items()}}
        spent = wanted["spent"]
        CHANGES[TOOLS[wish["kind"]]](wanted, arguments)
        names.add(f"{abs(wanted['spent'] - spent) / 100:.2f}")
    truly = as_wished(made, wishes, TOOLS) and plain(state) == plain(wanted)
    return truly and numbers(last) == names and last.endswith("\nStatus: done")


def plain(state: Any) -> Any:
    bookings = sorted(str(sorted({**each, "id": ""}.items())) for each in state["bookings"])
    return [state["flights"], state["hotels"], bookings, state["spent"]]


def fly(state: Any, arguments: Any) -> None:
    flight = row(state, "flights", arguments["flight_id"])
    flight["seats"] -= 1
    cost = flight["price"] + (4500 if arguments["fare"] == "flex" else 0)
    booking = {
        "kind": "flight",
        "flight_id": flight["id"],
        "date": flight["date"],
        "fare": arguments["fare"],
        "bags": 0,
    }
    state["bookings"].append({"id": "", **booking, "paid": cost, "status": "booked"})
    state["spent"] += cost


def stay(state: Any, arguments: Any) -> None:
    hotel = row(state, "hotels", arguments["hotel_id"])
    hotel["rooms"] -= 1
    cost = hotel["night"] * arguments["nights"]
    booking = {"kind": "room", "hotel_id": hotel["id"], "date": arguments["arrival"], "nights": arguments["nights"]}
    state["bookings"].append({"id": "", **booking, "paid": cost, "status": "booked"})
    state["spent"] += cost


def change(state: Any, arguments: Any) -> None:
    booking = row(state, "bookings", arguments["booking_id"])
    old, new = row(state, "flights", booking["flight_id"]), row(state, "flights", arguments["flight_id"])
    if new["seats"] and old is not new and booking["status"] == "booked":
        old["seats"] += 1
        new["seats"] -= 1
        cost = max(0, new["price"] - old["price"])
        booking.update(flight_id=new["id"], date=new["date"], paid=booking["paid"] + cost)
        state["spent"] += cost


def cancel(state: Any, arguments: Any) -> None:
    booking = row(state, "bookings", arguments["booking_id"])
    booking["status"] = "cancelled"
    row(state, "flights", booking["flight_id"])["seats"] += 1
    state["spent"] -= booking["paid"]


def bag(state: Any, arguments: Any) -> None:
    booking = row(state, "bookings", arguments["booking_id"])
    booking["bags"] += 1
    booking["paid"] += 3000
    state["spent"] += 3000


CHANGES = {
    "book_flight": fly, "book_room": stay, "change_flight": change, "cancel_booking": cancel, "add_bag": bag,
}  # fmt: skip
TOOLS = {
    "fly": "book_flight", "room": "book_room", "change": "change_flight", "cancel": "cancel_booking", "bag": "add_bag",
}  # fmt: skip


def broken(facts: Any, wish: Any) -> list[int]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [0]
    if kind == "fly":
        flight = row(state, "flights", wish["flight"])
        cost = flight["price"] + (4500 if wish["fare"] == "flex" else 0)
        return [0] * (flight["seats"] == 0) + [2] * (cost > terms["cap"])
    if kind == "room":
        hotel = row(state, "hotels", wish["hotel"])
        rules = [0] * (hotel["rooms"] == 0) + [4] * (hotel["night"] > terms["night_cap"])
        return rules + [6] * (wish["nights"] > terms["nights"])
    booking = row(state, "bookings", wish["booking"])
    if booking["status"] != "booked":
        return [0]
    if kind == "bag":
        return [5] * (booking["bags"] >= terms["bags"])
    days = (date.fromisoformat(booking["date"]) - date.fromisoformat(state["today"])).days
    rules = [1] * (booking["fare"] == "saver") + [3] * (days < terms["notice"])
    return rules + [0] * (kind == "change" and row(state, "flights", wish["flight"])["seats"] == 0)
