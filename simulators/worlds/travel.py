"""A travel desk: one traveller's flights and rooms. Amounts are cents; what is paid and refunded is added up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.worlds.core import Handler, RefusedError, State, caller, choice, found, identifier, number, text, tool

FLIGHT, BOOKING = identifier("The flight's id"), identifier("The booking's id")
DATE = text("A date such as 2025-06-03", format="date")
FLEX, BAG = 4500, 3000  # what the flex fare and a bag cost
TOOLS = (
    tool("list_bookings", "Lists the traveller's bookings with ids, tickets, dates, fares, what was paid in cents, and status."),
    tool("find_flights", "Finds flights of a day with ids, times, saver prices in cents and free seats; the flex fare costs 4500 more.", origin=text("The city of departure"), destination=text("The city of arrival"), date=DATE),
    tool("find_hotels", "Finds hotels in a city with ids, prices of a night in cents and free rooms.", city=text("The city")),
    tool("book_flight", "Books a seat and charges the card.", flight_id=FLIGHT, fare=choice("The fare", "saver", "flex")),
    tool("change_flight", "Changes a booked flight to another one of the same route; what it is dearer is charged, what it is cheaper is lost.", booking_id=BOOKING, flight_id=FLIGHT),
    tool("cancel_booking", "Cancels a booking and refunds all that was paid for it.", booking_id=BOOKING),
    tool("add_bag", "Adds a bag to a booked flight for 3000 cents.", booking_id=BOOKING),
    tool("book_room", "Books a room and charges the card.", hotel_id=identifier("The hotel's id"), arrival=DATE, nights=number("How many nights", 1, 30)),
)  # fmt: skip


def _list_bookings(state: State) -> dict[str, Any]:
    return {"bookings": state["bookings"]}


def _find_flights(state: State, origin: str, destination: str, date: str) -> dict[str, Any]:
    wanted = {"origin": origin.title(), "destination": destination.title(), "date": date}
    return {"flights": [each for each in state["flights"] if wanted.items() <= each.items()]}


def _find_hotels(state: State, city: str) -> dict[str, Any]:
    return {"hotels": [each for each in state["hotels"] if each["city"] == city.title()]}


def _seat(state: State, flight_id: str) -> dict[str, Any]:
    flight = found(state["flights"], flight_id, "flight")
    if flight["seats"] < 1:
        raise RefusedError(f"flight {flight_id} is full")
    return flight


def _booked(state: State, fields: dict[str, Any], cents: int) -> dict[str, Any]:
    booking = {"id": state["fresh"].pop(0), **fields, "paid": cents, "status": "booked"}
    state["bookings"].append(booking)
    state["spent"] += cents
    return {"booking_id": booking["id"], "paid": cents}


def _book_flight(state: State, flight_id: str, fare: str) -> dict[str, Any]:
    flight = _seat(state, flight_id)
    flight["seats"] -= 1
    fields = {"kind": "flight", "flight_id": flight_id, "date": flight["date"], "fare": fare, "bags": 0}
    return _booked(state, fields, flight["price"] + (FLEX if fare == "flex" else 0))


def _open(state: State, booking_id: str, kind: str = "") -> dict[str, Any]:
    booking = found(state["bookings"], booking_id, "booking")
    if booking["status"] != "booked" or booking["kind"] != (kind or booking["kind"]):
        raise RefusedError(f"booking {booking_id} is a {booking['status']} {booking['kind']}")
    return booking


def _change_flight(state: State, booking_id: str, flight_id: str) -> dict[str, Any]:
    booking = _open(state, booking_id, "flight")
    old, new = found(state["flights"], booking["flight_id"], "flight"), _seat(state, flight_id)
    if (old["origin"], old["destination"]) != (new["origin"], new["destination"]) or old is new:
        raise RefusedError(f"flight {flight_id} is no other flight of the same route")
    cents = max(0, new["price"] - old["price"])
    old["seats"] += 1
    new["seats"] -= 1
    booking["flight_id"], booking["date"] = flight_id, new["date"]
    booking["paid"] += cents
    state["spent"] += cents
    return {"booking_id": booking_id, "date": new["date"], "paid": cents}


def _cancel_booking(state: State, booking_id: str) -> dict[str, Any]:
    booking = _open(state, booking_id)
    table, name = ("flights", "flight_id") if booking["kind"] == "flight" else ("hotels", "hotel_id")
    thing = found(state[table], booking[name], booking["kind"])
    thing["seats" if booking["kind"] == "flight" else "rooms"] += 1
    booking["status"] = "cancelled"
    state["spent"] -= booking["paid"]
    return {"booking_id": booking_id, "refunded": booking["paid"]}


def _add_bag(state: State, booking_id: str) -> dict[str, Any]:
    booking = _open(state, booking_id, "flight")
    booking["bags"] += 1
    booking["paid"] += BAG
    state["spent"] += BAG
    return {"booking_id": booking_id, "bags": booking["bags"], "paid": BAG}


def _book_room(state: State, hotel_id: str, arrival: str, nights: int) -> dict[str, Any]:
    hotel = found(state["hotels"], hotel_id, "hotel")
    if hotel["rooms"] < 1:
        raise RefusedError(f"hotel {hotel_id} is full")
    hotel["rooms"] -= 1
    fields = {"kind": "room", "hotel_id": hotel_id, "date": arrival, "nights": nights}
    return _booked(state, fields, hotel["night"] * nights)


READS: Mapping[str, Handler] = {
    "find_flights": _find_flights, "find_hotels": _find_hotels, "list_bookings": _list_bookings,
}  # fmt: skip
WRITES: Mapping[str, Handler] = {
    "book_flight": _book_flight, "change_flight": _change_flight, "cancel_booking": _cancel_booking,
    "add_bag": _add_bag, "book_room": _book_room,
}  # fmt: skip
call = caller(TOOLS, READS, WRITES)
