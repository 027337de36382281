"""What wishes mean at the travel desk: its policy and its changes, computed on the state without the tools."""

from __future__ import annotations

from datetime import date
from typing import Any

from simulators.checks.conversations import money
from simulators.checks.trajectories import Ground, Law, State, Wish, ground
from simulators.core import Facts

SURCHARGE = {"saver": 0, "flex": 4500}
BAG = 3000


def _row(state: State, table: str, name: str) -> dict[str, Any]:
    return {row["id"]: row for row in state[table]}[name]


def _amount(state: State, wish: Wish) -> int:
    """What the wish costs, or brings back."""
    kind = wish["kind"]
    if kind == "fly":
        return _row(state, "flights", wish["flight"])["price"] + SURCHARGE[wish["fare"]]
    if kind == "room":
        return sum([_row(state, "hotels", wish["hotel"])["night"]] * wish["nights"])
    booking = _row(state, "bookings", wish["booking"])
    if kind == "change":
        old, new = (_row(state, "flights", name)["price"] for name in (booking["flight_id"], wish["flight"]))
        return new - old if new > old else 0
    return booking["paid"] if kind == "cancel" else BAG


def grounds(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [ground(0, wish["service"], False, service=wish["service"])]
    if kind == "fly":
        flight, cents = _row(state, "flights", wish["flight"]), _amount(state, wish)
        return [
            ground(0, flight["id"], flight["seats"] > 0, seats=flight["seats"]),
            ground(2, flight["id"], cents <= terms["cap"], cents=cents, cap=terms["cap"]),
        ]
    if kind == "room":
        hotel = _row(state, "hotels", wish["hotel"])
        return [
            ground(0, hotel["id"], hotel["rooms"] > 0, rooms=hotel["rooms"]),
            ground(4, hotel["id"], hotel["night"] <= terms["night_cap"], night=hotel["night"], cap=terms["night_cap"]),
            ground(6, hotel["id"], wish["nights"] <= terms["nights"], nights=wish["nights"], most=terms["nights"]),
        ]
    booking = _row(state, "bookings", wish["booking"])
    found = [ground(0, booking["id"], booking["status"] == "booked", booking_status=booking["status"])]
    if booking["status"] != "booked":
        return found
    if kind == "bag":
        return [*found, ground(5, booking["id"], booking["bags"] < terms["bags"], bags=booking["bags"])]
    days = date.fromisoformat(booking["date"]).toordinal() - date.fromisoformat(state["today"]).toordinal()
    found += [
        ground(1, booking["id"], booking["fare"] == "flex", fare=booking["fare"]),
        ground(3, booking["id"], days >= terms["notice"], date=booking["date"], days=days),
    ]
    if kind == "change":
        flight = _row(state, "flights", wish["flight"])
        found.append(ground(0, flight["id"], flight["seats"] > 0, seats=flight["seats"]))
    return found


def realised(state: State, wish: Wish) -> State:
    kind, cents = wish["kind"], _amount(state, wish)
    if kind == "fly":
        flight = _row(state, "flights", wish["flight"])
        after = _more(state, "flights", flight["id"], "seats", -1)
        fields = {"kind": "flight", "flight_id": flight["id"], "date": flight["date"], "fare": wish["fare"], "bags": 0}
        return _with(after, fields, cents)
    if kind == "room":
        after = _more(state, "hotels", wish["hotel"], "rooms", -1)
        fields = {"kind": "room", "hotel_id": wish["hotel"], "date": wish["arrival"], "nights": wish["nights"]}
        return _with(after, fields, cents)
    booking = _row(state, "bookings", wish["booking"])
    if kind == "cancel":
        after = _more(state, "flights", booking["flight_id"], "seats", 1)
        return {**_edited(after, booking, status="cancelled"), "spent": state["spent"] - cents}
    if kind == "bag":
        after = _edited(state, booking, bags=booking["bags"] + 1, paid=booking["paid"] + cents)
        return {**after, "spent": state["spent"] + cents}
    flight = _row(state, "flights", wish["flight"])
    after = _more(_more(state, "flights", booking["flight_id"], "seats", 1), "flights", flight["id"], "seats", -1)
    after = _edited(after, booking, flight_id=flight["id"], date=flight["date"], paid=booking["paid"] + cents)
    return {**after, "spent": state["spent"] + cents}


def _more(state: State, table: str, name: str, field: str, count: int) -> State:
    rows = [{**row, field: row[field] + count} if row["id"] == name else row for row in state[table]]
    return {**state, table: rows}


def _with(state: State, fields: dict[str, Any], cents: int) -> State:
    name, *fresh = state["fresh"]
    booking = {"id": name, **fields, "paid": cents, "status": "booked"}
    return {**state, "bookings": [*state["bookings"], booking], "spent": state["spent"] + cents, "fresh": fresh}


def _edited(state: State, booking: dict[str, Any], **fields: Any) -> State:
    return {**state, "bookings": [{**each, **fields} if each is booking else each for each in state["bookings"]]}


def told(facts: Facts, wish: Wish) -> list[str]:
    return [money(_amount(facts["state"], wish))]


def asked(facts: Facts, wish: Wish) -> list[str]:
    return [] if wish.get("missing") or wish["kind"] == "other" else told(facts, wish)


def looked(facts: Facts, wish: Wish) -> list[str]:
    """The ticket of a booking, which only the list of bookings tells."""
    return [_row(facts["state"], "bookings", wish["booking"])["ticket"]] if "booking" in wish else []


LAW = Law(grounds, realised, told, asked, looked)
