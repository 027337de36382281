"""By hand: events and messages are edited in place as the calls say, and compared with what was wished for."""

import copy
from datetime import date, datetime, timedelta
from typing import Any

from tests.reference.trajectory import as_wished, refused, row, walk


def right(facts: Any, answer: str) -> bool:
    walked = walk(facts, answer, CHANGES)
    if walked is None:
        return False
    state, last, made = walked
    wishes = facts["wishes"]
    rules = [rule for wish in wishes for rule in broken(facts, wish)]
    if rules:
        return refused(facts, rules, state, last)
    if not as_wished(made, wishes, TOOLS):
        return False
    wanted = copy.deepcopy(facts["state"])
    for wish in wishes:
        arguments = {**wish, **{f"{key}_id": value for key, value in wish.items()}}
        CHANGES[TOOLS[wish["kind"]]](wanted, {**arguments, "contact_ids": [wish.get("contact")]})
    names = []
    for wish in wishes:
        if wish["kind"] == "forward":
            names.append(wish["mail"])
        else:
            event = wanted["events"][-1] if wish["kind"] == "book" else row(wanted, "events", wish["event"])
            names += [event["date"], event["start"]]
    told = last.split("\nStatus: done")[0]
    return plain(state) == plain(wanted) and all(name in told for name in names) and last.endswith("\nStatus: done")


def plain(state: Any) -> Any:
    sent = sorted((each["mail_id"], each["contact_id"]) for each in state["forwarded"])
    return [[{**event, "id": ""} for event in state["events"]], sent]


def book(state: Any, arguments: Any) -> None:
    event = {key: arguments[key] for key in ("title", "date", "start", "minutes")}
    event |= {"guests": list(arguments["contact_ids"]), "called_by": "you", "status": "planned"}
    if not busy(state, arguments, arguments["minutes"], ""):
        state["events"].append(event)


def move(state: Any, arguments: Any) -> None:
    event = row(state, "events", arguments["event_id"])
    if not busy(state, arguments, event["minutes"], event["id"]):
        event.update(date=arguments["date"], start=arguments["start"])


def busy(state: Any, wanted: Any, minutes: int, besides: str) -> bool:
    begins = at(wanted["date"], wanted["start"])
    ends = begins + timedelta(minutes=minutes)
    for event in state["events"]:
        other = at(event["date"], event["start"])
        apart = ends <= other or other + timedelta(minutes=event["minutes"]) <= begins
        if not apart and event.get("id") != besides and event["status"] == "planned":
            return True
    return False


def at(day: str, time: str) -> datetime:
    return datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M")


def cancel(state: Any, arguments: Any) -> None:
    row(state, "events", arguments["event_id"])["status"] = "cancelled"


def invite(state: Any, arguments: Any) -> None:
    row(state, "events", arguments["event_id"])["guests"].append(arguments["contact_id"])


def forward(state: Any, arguments: Any) -> None:
    state["forwarded"].append({"mail_id": arguments["mail_id"], "contact_id": arguments["contact_id"]})


CHANGES = {
    "create_event": book, "move_event": move, "cancel_event": cancel, "invite": invite, "forward_mail": forward,
}  # fmt: skip
TOOLS = {
    "book": "create_event", "move": "move_event", "cancel": "cancel_event", "invite": "invite",
    "forward": "forward_mail",
}  # fmt: skip


def broken(facts: Any, wish: Any) -> list[int]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [0]
    if kind == "forward":
        outside = row(state, "contacts", wish["contact"])["company"] != terms["company"]
        return [7] * (outside and row(state, "mail", wish["mail"])["confidential"])
    rules = []
    if kind != "book":
        event = row(state, "events", wish["event"])
        if event["status"] != "planned":
            return [0]
        if kind == "invite":
            outside = row(state, "contacts", wish["contact"])["company"] != terms["company"]
            return [6] * (outside and len(event["guests"]) >= terms["guests"])
        rules += [4] * (event["called_by"] != "you")
        if kind == "cancel":
            days = (date.fromisoformat(event["date"]) - date.fromisoformat(state["today"])).days
            return rules + [5] * (days < terms["notice"])
    minutes = wish["minutes"] if kind == "book" else event["minutes"]
    begins = at(wish["date"], wish["start"])
    ends = begins + timedelta(minutes=minutes)
    rules += [0] * busy(state, wish, minutes, wish.get("event", ""))
    rules += [1] * (begins < at(wish["date"], terms["opens"]) or ends > at(wish["date"], terms["closes"]))
    rules += [2] * (begins.isoweekday() > 5)
    return rules + [3] * (kind == "book" and minutes > terms["longest"])
