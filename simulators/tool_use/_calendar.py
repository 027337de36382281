"""What wishes mean in the calendar: its policy and its changes, computed on the state without the tools."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from simulators.checks.trajectories import Ground, Law, State, Wish, ground
from simulators.core import Facts


def _row(state: State, table: str, name: str) -> dict[str, Any]:
    return {row["id"]: row for row in state[table]}[name]


def _span(day: str, start: str, minutes: int) -> tuple[datetime, datetime]:
    begins = datetime.fromisoformat(f"{day}T{start}")
    return begins, begins + timedelta(minutes=minutes)


def _busy(state: State, wish: Wish, minutes: int) -> list[str]:
    """The ids of events that overlap with the time that is wished for."""
    begins, ends = _span(wish["date"], wish["start"], minutes)
    found = []
    for event in state["events"]:
        other, until = _span(event["date"], event["start"], event["minutes"])
        if event["id"] != wish.get("event") and event["status"] == "planned" and max(begins, other) < min(ends, until):
            found.append(event["id"])
    return found


def grounds(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [ground(0, wish["service"], False, service=wish["service"])]
    if kind == "book":
        return [*_of_time(facts, wish, wish["minutes"], wish["contact"])]
    if kind == "forward":
        mail, contact = _row(state, "mail", wish["mail"]), _row(state, "contacts", wish["contact"])
        inside = contact["company"] == terms["company"]
        secret = {"confidential": mail["confidential"], "company": contact["company"]}
        return [ground(7, mail["id"], inside or not mail["confidential"], **secret)]
    event = _row(state, "events", wish["event"])
    found = [ground(0, event["id"], event["status"] == "planned", event_status=event["status"])]
    if event["status"] != "planned":
        return found
    if kind == "invite":
        contact = _row(state, "contacts", wish["contact"])
        inside = contact["company"] == terms["company"]
        guests = {"guests": len(event["guests"]), "company": contact["company"]}
        full = ground(6, event["id"], inside or len(event["guests"]) < terms["guests"], **guests)
        return [*found, ground(0, contact["id"], contact["id"] not in event["guests"], guest_of=event["id"]), full]
    found.append(ground(4, event["id"], event["called_by"] == "you", called_by=event["called_by"]))
    if kind == "cancel":
        days = date.fromisoformat(event["date"]).toordinal() - date.fromisoformat(state["today"]).toordinal()
        return [*found, ground(5, event["id"], days >= terms["notice"], date=event["date"], days=days)]
    return [*found, *_of_time(facts, wish, event["minutes"], event["id"])]


def _of_time(facts: Facts, wish: Wish, minutes: int, thing: str) -> list[Ground]:
    terms = facts["terms"]
    begins, ends = _span(wish["date"], wish["start"], minutes)
    early, late = (datetime.fromisoformat(f"{wish['date']}T{terms[key]}") for key in ("opens", "closes"))
    busy = _busy(facts["state"], wish, minutes)
    found = [
        ground(0, thing, not busy, date=wish["date"], start=wish["start"], busy=busy),
        ground(1, thing, early <= begins and ends <= late, start=wish["start"], ends=f"{ends:%H:%M}"),
        ground(2, thing, begins.weekday() < 5, date=wish["date"], weekday=f"{begins:%A}"),
    ]
    if wish["kind"] == "book":
        found.append(ground(3, thing, minutes <= terms["longest"], minutes=minutes, longest=terms["longest"]))
    return found


def realised(state: State, wish: Wish) -> State:
    kind = wish["kind"]
    if kind == "book":
        name, *fresh = state["fresh"]
        event = {"id": name, "title": wish["title"], "date": wish["date"], "start": wish["start"]}
        event |= {"minutes": wish["minutes"], "guests": [wish["contact"]], "called_by": "you", "status": "planned"}
        return {**state, "events": [*state["events"], event], "fresh": fresh}
    if kind == "forward":
        sent = {"mail_id": wish["mail"], "contact_id": wish["contact"]}
        return {**state, "forwarded": [*state["forwarded"], sent]}
    event = _row(state, "events", wish["event"])
    fields: dict[str, Any] = {"status": "cancelled"}
    if kind == "move":
        fields = {"date": wish["date"], "start": wish["start"]}
    if kind == "invite":
        fields = {"guests": [*event["guests"], wish["contact"]]}
    return {**state, "events": [{**each, **fields} if each is event else each for each in state["events"]]}


def told(facts: Facts, wish: Wish) -> list[str]:
    if wish["kind"] == "forward":
        return [wish["mail"]]
    if wish["kind"] in ("cancel", "invite"):
        event = _row(facts["state"], "events", wish["event"])
        return [event["date"], event["start"]]
    later = [
        each for each in facts["wishes"] if each.get("event") == wish.get("event") and each["since"] > wish["since"]
    ]
    return [] if later else [wish["date"], wish["start"]]


def asked(facts: Facts, wish: Wish) -> list[str]:
    return told(facts, wish) if wish["kind"] == "cancel" else []


def looked(facts: Facts, wish: Wish) -> list[str]:
    """The thread of a message, which only the message itself tells, as it does whether it is confidential."""
    return [_row(facts["state"], "mail", wish["mail"])["thread"]] if wish["kind"] == "forward" else []


LAW = Law(grounds, realised, told, asked, looked)
