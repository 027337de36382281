"""What travellers may wish for: states, terms, and asks that keep or break just one rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from simulators.core import Stream
from simulators.tool_use._making import fresh
from simulators.tool_use._scenes import Doings, Scene
from simulators.tool_use._serving import Ask, reason

TODAY = date(2025, 8, 12)
CITIES = (
    "Bergen", "Cork", "Genoa", "Lisbon", "Malaga", "Nantes", "Porto", "Riga", "Split", "Turin", "Vilnius", "Zagreb",
)  # fmt: skip
HOTELS = ("Anchor", "Birch", "Cedar", "Lantern", "Meridian", "Orchid", "Pavilion", "Swan", "Terrace", "Willow")
SERVICES = ("visa", "taxi", "upgrade", "insurance")
FLEX, BAG = 4500, 3000
DOINGS = Doings(
    rules={"fly": (2,), "change": (1, 3), "cancel": (1, 3), "bag": (5,), "room": (4, 6)},
    confirmed=frozenset({"fly", "change", "cancel", "bag", "room"}),
    only={
        "vague": ("fly", "cancel", "bag", "room"),
        "missing_parameter": ("fly", "room"),
        "changes_mind": ("fly", "room"),
        "parallel": ("fly", "bag", "room"),
    },
    clear=("fly", "room", "change"),
)


def scene(rng: Stream, kind: str, size: int, most: int) -> Scene:
    doing, rule = DOINGS.drawn(rng, kind)
    terms = {
        "cap": rng.integer(400, 900) * 100, "notice": rng.choice((2, 3, 5, 7)),
        "night_cap": rng.integer(120, 260) * 100, "bags": rng.choice((2, 3)), "nights": rng.choice((5, 7, 10)),
    }  # fmt: skip
    state = _state(rng, size, terms)
    count = rng.integer(2, most) if kind == "parallel" else 1
    doings = rng.sample(("fly", "bag", "room"), count) if count > 1 else [doing]
    asks: list[Ask] = []
    for each in sorted(doings):  # the flight before the room at its end
        trip = next((ask.values for ask in asks if ask.wish["kind"] == "fly"), None)
        asks.append(_ask(rng, state, terms, each, kind, rule, trip))
    if kind == "changes_mind":
        asks = [_revised(state, asks[0])]
    return Scene(state, terms, asks, rule, _pools(state))


def _state(rng: Stream, size: int, terms: Any) -> dict[str, Any]:
    ids = fresh(rng, size * 8 + 24)
    home, *cities = rng.sample(CITIES, size + 2)
    flights: list[dict[str, Any]] = []
    bookings: list[dict[str, Any]] = []
    days = rng.sample(range(10, 61), len(cities))
    for at, city in enumerate(cities):
        day = (TODAY + timedelta(days[at])).isoformat()
        prices = rng.sample(range(6000, terms["cap"] - FLEX), 3)
        times = rng.sample(range(24, 88), 3)
        for price, time in zip(prices, times, strict=True):
            departs = f"{time // 4:02d}:{time % 4 * 15:02d}"
            seat = {"id": ids.pop(), "origin": home, "destination": city, "date": day, "departs": departs}
            flights.append({**seat, "price": price, "seats": rng.integer(1, 9)})
        if at < size:
            fare, bags = rng.choice(("saver", "flex")), rng.integer(0, 1)
            flight = flights[-1]
            paid = flight["price"] + FLEX * (fare == "flex") + BAG * bags
            booking = {"id": ids.pop(), "kind": "flight", "flight_id": flight["id"], "date": day, "fare": fare}
            bookings.append({**booking, "bags": bags, "paid": paid, "status": "booked", "ticket": ids.pop()})
    nights = rng.sample(range(4000, terms["night_cap"]), size + 2)
    hotels = [
        {
            "id": ids.pop(), "name": f"Hotel {name}", "city": rng.choice(cities), "night": night,
            "rooms": rng.integer(1, 5),
        }
        for name, night in zip(rng.sample(HOTELS, size + 2), nights, strict=True)
    ]  # fmt: skip
    return {
        "today": TODAY.isoformat(), "flights": flights, "hotels": hotels, "bookings": rng.shuffled(bookings),
        "spent": sum(booking["paid"] for booking in bookings), "fresh": ids[:4],
    }  # fmt: skip


def _pools(state: Any) -> dict[str, list[Any]]:
    flights, hotels = state["flights"], state["hotels"]
    return {
        "flight_id": [each["id"] for each in flights], "hotel_id": [each["id"] for each in hotels],
        "booking_id": [each["id"] for each in state["bookings"]],
        "origin": [flights[0]["origin"]], "destination": sorted({each["destination"] for each in flights}),
        "date": sorted({each["date"] for each in flights}), "city": sorted({each["city"] for each in hotels}),
    }  # fmt: skip


def _money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def _ask(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int, trip: Any) -> Ask:
    if doing == "other":
        service = rng.choice(SERVICES)
        claim = reason(0, service, False, service=service)
        values = {"service": service, "city": state["flights"][-1]["destination"]}
        return Ask({"kind": doing, "service": service, "since": 0}, reasons=(claim,), values=values)
    wish = {"kind": doing, "since": int(rule < 0)}
    if kind == "missing_parameter":
        wish["missing"] = "fare" if doing == "fly" else "nights"
    if doing == "fly":
        return _flown(rng, state, terms, wish, kind, rule)
    if doing == "room":
        return _stayed(rng, state, terms, wish, kind, rule, trip)
    return _of_booking(rng, state, terms, wish, rule)


def _told(wish: Any, cents: int, rule: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the traveller is to hear before the yes, and in the end."""
    told = (_money(cents),) if rule < 0 else ()
    return () if "missing" in wish else told, told


def _flown(rng: Stream, state: Any, terms: Any, wish: Any, kind: str, rule: int) -> Ask:
    flight = rng.choice(state["flights"])
    same = [each for each in state["flights"] if each["destination"] == flight["destination"]]
    if kind == "vague":
        flight = min(same, key=lambda each: each["price"])
    fare = "saver" if kind == "changes_mind" else rng.choice(("saver", "flex"))
    if rule == 2:
        flight["price"] = terms["cap"] + rng.integer(1, 9999)
    if rule == 0:
        flight["seats"] = 0
    cents = flight["price"] + (FLEX if fare == "flex" else 0)
    count = len(state["bookings"])
    reasons = (
        reason(0, flight["id"], rule != 0, seats=flight["seats"]),
        reason(2, flight["id"], rule != 2, cents=cents, cap=terms["cap"]),
    )
    asked, told = _told(wish, cents, rule)
    values = {"origin": flight["origin"], "city": flight["destination"], "date": flight["date"], "fare": fare}
    values |= {"departs": flight["departs"], "amount": _money(cents), "price": _money(flight["price"])}

    def goal(after: Any) -> bool:
        booked = [(each["flight_id"], each["fare"]) for each in after["bookings"][count:] if each["kind"] == "flight"]
        return booked == [(flight["id"], fare)]

    pools = {"flight_id": [each["id"] for each in same], "fare": ["saver", "flex"]}
    wish |= {"flight": flight["id"], "fare": fare}
    return Ask(wish, goal, "book_flight", pools, (flight["id"],), reasons[: 1 + (rule != 0)], asked, told, values)


def _stayed(rng: Stream, state: Any, terms: Any, wish: Any, kind: str, rule: int, trip: Any) -> Ask:
    """A room; one that is wished for together with a flight is where and when that arrives."""
    hotel = rng.choice(state["hotels"])
    if trip:
        hotel["city"] = trip["city"]
    same = [each for each in state["hotels"] if each["city"] == hotel["city"]]
    if kind == "vague":
        hotel = min(same, key=lambda each: each["night"])
    nights = rng.integer(2, terms["nights"] - 1)
    if rule == 4:
        hotel["night"] = terms["night_cap"] + rng.integer(1, 9999)
    if rule == 6:
        nights = terms["nights"] + rng.integer(1, 4)
    if rule == 0:
        hotel["rooms"] = 0
    arrival = trip["date"] if trip else (TODAY + timedelta(rng.integer(10, 60))).isoformat()
    cents = hotel["night"] * nights
    reasons = (
        reason(0, hotel["id"], rule != 0, rooms=hotel["rooms"]),
        reason(4, hotel["id"], rule != 4, night=hotel["night"], cap=terms["night_cap"]),
        reason(6, hotel["id"], rule != 6, nights=nights, most=terms["nights"]),
    )
    asked, told = _told(wish, cents, rule)
    values = {"hotel": hotel["name"], "city": hotel["city"], "date": arrival, "count": nights, "amount": _money(cents)}
    values["night"] = _money(hotel["night"])
    count = len(state["bookings"])

    def goal(after: Any) -> bool:
        booked = [(each["hotel_id"], each["nights"]) for each in after["bookings"][count:] if each["kind"] == "room"]
        return booked == [(hotel["id"], nights)]

    pools = {"hotel_id": [each["id"] for each in same], "arrival": [arrival], "nights": [nights, nights - 1]}
    wish |= {"hotel": hotel["id"], "arrival": arrival, "nights": nights}
    return Ask(wish, goal, "book_room", pools, (hotel["id"],), reasons, asked, told, values)


def _of_booking(rng: Stream, state: Any, terms: Any, wish: Any, rule: int) -> Ask:
    doing = wish["kind"]
    booking = rng.choice(state["bookings"])
    place = state["bookings"].index(booking)
    flight = next(each for each in state["flights"] if each["id"] == booking["flight_id"])
    same = [each for each in state["flights"] if each["destination"] == flight["destination"]]
    new = next(each for each in same if each is not flight)
    _fit(rng, state, terms, doing, rule, booking, same)
    if rule == 0 and doing == "change":
        new["seats"] = 0
    elif rule == 0:
        booking["status"] = "cancelled"
    reasons = [reason(0, booking["id"], booking["status"] == "booked", booking_status=booking["status"])]
    if booking["status"] == "booked" and doing == "bag":
        reasons.append(reason(5, booking["id"], rule != 5, bags=booking["bags"]))
    elif booking["status"] == "booked":
        days = (date.fromisoformat(booking["date"]) - TODAY).days
        reasons.append(reason(1, booking["id"], rule != 1, fare=booking["fare"]))
        reasons.append(reason(3, booking["id"], rule != 3, date=booking["date"], days=days))
    if doing == "change":
        reasons.append(reason(0, new["id"], rule != 0, seats=new["seats"]))
        wish["flight"] = new["id"]
    cents = {"bag": BAG, "cancel": booking["paid"], "change": max(0, new["price"] - flight["price"])}[doing]
    asked, told = _told(wish, cents, rule)
    values = {
        "origin": flight["origin"],
        "city": flight["destination"],
        "date": booking["date"],
        "amount": _money(cents),
    }
    values |= {
        "booking": booking["id"],
        "bags": booking.get("bags", 0),
        "departs": new["departs"],
        "status": booking["status"],
        "fare": booking["fare"],
    }
    goals: dict[str, Callable[[Any], bool]] = {
        "bag": lambda after: after["bookings"][place]["bags"] == booking["bags"] + 1,
        "cancel": lambda after: after["bookings"][place]["status"] == "cancelled",
        "change": lambda after: after["bookings"][place]["flight_id"] == new["id"],
    }
    others = [each["id"] for each in state["bookings"] if each is not booking][:2]
    pools = {"booking_id": [booking["id"], *others], "flight_id": [each["id"] for each in same]}
    tool = {"bag": "add_bag", "cancel": "cancel_booking", "change": "change_flight"}[doing]
    needs = (booking["id"], booking["ticket"], *((new["id"],) if doing == "change" else ()))
    wish["booking"] = booking["id"]
    return Ask(wish, goals[doing], tool, pools, needs, tuple(reasons), asked, told, values)


def _fit(rng: Stream, state: Any, terms: Any, doing: str, rule: int, booking: Any, same: list[Any]) -> None:
    """Make the booking one that keeps all rules but the one."""
    if doing == "bag":
        booking["bags"] = terms["bags"] if rule == 5 else rng.below(terms["bags"])
    booking["fare"] = "saver" if rule == 1 else "flex" if doing != "bag" else booking["fare"]
    if rule == 3:
        booking["date"] = (TODAY + timedelta(rng.below(terms["notice"]))).isoformat()
        for flight in same:
            flight["date"] = booking["date"]
    price = next(flight["price"] for flight in same if flight["id"] == booking["flight_id"])
    paid = price + FLEX * (booking["fare"] == "flex") + BAG * booking["bags"]
    state["spent"] += paid - booking["paid"]
    booking["paid"] = paid


def _revised(state: Any, ask: Ask) -> Ask:
    """What is wished after the traveller has thought again: the flex fare, or a night more."""
    values = {**ask.values, "before": {"amount": ask.values["amount"]}}
    wish = {**ask.wish, "instead_of": dict(ask.wish)}
    count = len(state["bookings"])
    if wish["kind"] == "fly":
        flight = next(each for each in state["flights"] if each["id"] == wish["flight"])
        cents = flight["price"] + FLEX
        wish["fare"] = "flex"
        values |= {"fare": "flex", "before": {"fare": "saver", "amount": ask.values["amount"]}}
        claims: tuple[dict[str, Any], ...] = (
            ask.reasons[0],
            {**ask.reasons[1], "fields": {**ask.reasons[1]["fields"], "cents": cents}},
        )
        goal: Callable[[Any], bool] = lambda after: after["bookings"][-1]["fare"] == "flex"  # noqa: E731
        here = ask.pools
    else:
        nights = wish["nights"] + 1
        cents = next(each for each in state["hotels"] if each["id"] == wish["hotel"])["night"] * nights
        wish["nights"] = nights
        values |= {"count": nights, "before": {"count": nights - 1, "amount": ask.values["amount"]}}
        fields = {**ask.reasons[2]["fields"], "nights": nights}
        claims = (*ask.reasons[:2], {**ask.reasons[2], "fields": fields})
        goal = lambda after: [each.get("nights") for each in after["bookings"][count:]] == [nights]  # noqa: E731
        here = {**ask.pools, "nights": [nights, nights - 1]}
    thing = wish.get("flight") or wish["hotel"]
    pools = {**here, "hotel_id": [thing], "flight_id": [thing]}
    return ask._replace(
        wish=wish,
        goal=goal,
        pools=pools,
        reasons=claims,
        told=(_money(cents),),
        values={**values, "amount": _money(cents)},
    )
