"""A calendar with mail: one person's events, contacts and messages. The person cannot be in two events at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.worlds.core import (
    Handler,
    RefusedError,
    State,
    caller,
    found,
    identifier,
    number,
    several,
    shown,
    text,
    tool,
)

EVENT, CONTACT, MAIL = identifier("The event's id"), identifier("The contact's id"), identifier("The message's id")
DATE, TIME = text("A date such as 2025-06-03", format="date"), text("A time such as 09:30", format="time")
MINUTES = number("How long it takes, in minutes", 5, 480)
TOOLS = (
    tool("list_events", "Lists the events of a day with ids, times, lengths in minutes, guests and who called them.", date=DATE),
    tool("search_events", "Finds events by a word of their title.", word=text("A word or more of the title")),
    tool("find_contact", "Finds a contact by name, with id and company.", name=text("The first name")),
    tool("list_mail", "Lists the messages in the inbox with ids, senders and subjects."),
    tool("read_mail", "Shows a message, and whether it is marked as confidential.", mail_id=MAIL),
    tool("create_event", "Enters an event and invites guests.", title=text("The title"), date=DATE, start=TIME, minutes=MINUTES, contact_ids=several("The ids of the guests", CONTACT)),
    tool("move_event", "Moves an event to another day or time.", event_id=EVENT, date=DATE, start=TIME),
    tool("cancel_event", "Cancels an event; its guests are told.", event_id=EVENT),
    tool("invite", "Invites one guest more to an event.", event_id=EVENT, contact_id=CONTACT),
    tool("forward_mail", "Forwards a message to a contact.", mail_id=MAIL, contact_id=CONTACT),
)  # fmt: skip


def _list_events(state: State, date: str) -> dict[str, Any]:
    return {"events": [event for event in state["events"] if event["date"] == date]}


def _search_events(state: State, word: str) -> dict[str, Any]:
    return {"events": [event for event in state["events"] if word.lower() in event["title"]]}


def _find_contact(state: State, name: str) -> dict[str, Any]:
    return {"contacts": [contact for contact in state["contacts"] if contact["name"].lower() == name.lower()]}


def _list_mail(state: State) -> dict[str, Any]:
    return {"mail": [shown(mail, "id", "sender", "subject") for mail in state["mail"]]}


def _read_mail(state: State, mail_id: str) -> dict[str, Any]:
    return found(state["mail"], mail_id, "message")


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _free(state: State, date: str, start: str, minutes: int, besides: str = "") -> None:
    begins = _minute(start)
    for event in state["events"]:
        if event["date"] == date and event["id"] != besides and event["status"] == "planned":
            other = _minute(event["start"])
            if begins < other + event["minutes"] and other < begins + minutes:
                raise RefusedError(f"event {event['id']} is at that time")


def _create_event(
    state: State, title: str, date: str, start: str, minutes: int, contact_ids: list[str]
) -> dict[str, Any]:
    for each in contact_ids:
        found(state["contacts"], each, "contact")
    _free(state, date, start, minutes)
    event = {
        "id": state["fresh"].pop(0), "title": title.lower(), "date": date, "start": start, "minutes": minutes,
        "guests": list(contact_ids), "called_by": "you", "status": "planned",
    }  # fmt: skip
    state["events"].append(event)
    return {"event_id": event["id"]}


def _planned(state: State, event_id: str) -> dict[str, Any]:
    event = found(state["events"], event_id, "event")
    if event["status"] != "planned":
        raise RefusedError(f"event {event_id} was {event['status']}")
    return event


def _move_event(state: State, event_id: str, date: str, start: str) -> dict[str, Any]:
    event = _planned(state, event_id)
    _free(state, date, start, event["minutes"], event_id)
    event["date"], event["start"] = date, start
    return {"event_id": event_id, "date": date, "start": start}


def _cancel_event(state: State, event_id: str) -> dict[str, Any]:
    event = _planned(state, event_id)
    event["status"] = "cancelled"
    return {"event_id": event_id, "status": "cancelled"}


def _invite(state: State, event_id: str, contact_id: str) -> dict[str, Any]:
    event = _planned(state, event_id)
    found(state["contacts"], contact_id, "contact")
    if contact_id in event["guests"]:
        raise RefusedError(f"{contact_id} is a guest of {event_id} already")
    event["guests"].append(contact_id)
    return {"event_id": event_id, "guests": list(event["guests"])}


def _forward_mail(state: State, mail_id: str, contact_id: str) -> dict[str, Any]:
    found(state["mail"], mail_id, "message")
    found(state["contacts"], contact_id, "contact")
    state["forwarded"].append({"mail_id": mail_id, "contact_id": contact_id})
    return {"mail_id": mail_id, "contact_id": contact_id}


READS: Mapping[str, Handler] = {
    "list_events": _list_events, "search_events": _search_events, "find_contact": _find_contact,
    "list_mail": _list_mail, "read_mail": _read_mail,
}  # fmt: skip
WRITES: Mapping[str, Handler] = {
    "create_event": _create_event, "move_event": _move_event, "cancel_event": _cancel_event, "invite": _invite,
    "forward_mail": _forward_mail,
}  # fmt: skip
call = caller(TOOLS, READS, WRITES)
