"""What somebody may want of an assistant: states, terms, and asks that keep or break just one rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from simulators.core import Stream
from simulators.tool_use._making import fresh
from simulators.tool_use._scenes import Doings, Scene
from simulators.tool_use._serving import Ask, reason
from simulators.vocabulary import PEOPLE

TODAY = date(2025, 11, 5)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST = ("budget", "design", "hiring", "launch", "pricing", "roadmap", "safety", "training", "travel", "website")
SECOND = ("review", "meeting", "workshop", "briefing")
COMPANIES = ("Norwind", "Calibra", "Tessel", "Ombra")
SERVICES = ("call", "room", "holiday", "phone")
DOINGS = Doings(
    rules={"book": (1, 2, 3), "move": (1, 2, 4), "cancel": (4, 5), "invite": (6,), "forward": (7,)},
    confirmed=frozenset({"cancel"}),
    only={
        "impossible": ("book", "move", "cancel", "invite"),
        "vague": ("move", "cancel", "book"),
        "missing_parameter": ("book", "move"),
        "changes_mind": ("move",),
        "parallel": ("move", "invite", "forward"),
    },
    clear=("book",),
)


def scene(rng: Stream, kind: str, size: int, most: int) -> Scene:
    doing, rule = DOINGS.drawn(rng, kind)
    company, *others = rng.sample(COMPANIES, 3)
    terms = {
        "opens": rng.choice(("08:00", "08:30", "09:00")), "closes": rng.choice(("16:30", "17:00", "18:00")),
        "longest": rng.choice((60, 90, 120)), "notice": rng.choice((1, 2, 3)), "guests": rng.integer(3, 5),
        "company": company,
    }  # fmt: skip
    state = _state(rng, size, company, others)
    count = rng.integer(2, most) if kind == "parallel" else 1
    doings = rng.sample(("move", "invite", "forward"), count) if count > 1 else [doing]
    events = rng.shuffled(state["events"])  # so that no two of the asks are about the same one
    asks = [_ask(rng, state, terms, each, kind, rule, events.pop()) for each in doings]
    if kind == "changes_mind":
        asks = _revised(state, asks[0])
    return Scene(state, terms, asks, rule, _pools(state))


def _state(rng: Stream, size: int, company: str, others: list[str]) -> dict[str, Any]:
    """Events on different working days, at least three days from now, that all fit between 10:00 and 15:00."""
    ids = fresh(rng, size * 3 + 24)
    names = rng.sample(PEOPLE, size + 4)
    contacts = [
        {"id": ids.pop(), "name": name, "company": company if at < 3 else rng.choice((company, *others))}
        for at, name in enumerate(names[1:])
    ]
    contacts[3]["company"] = others[0]
    days = [day for day in range(5, 26) if (TODAY + timedelta(day)).weekday() < 5]
    titles = [f"{first} {rng.choice(SECOND)}" for first in rng.sample(FIRST, size + 2)]
    events = [
        {
            "id": ids.pop(), "title": titles.pop(), "date": (TODAY + timedelta(day)).isoformat(),
            "start": _time(rng.integer(20, 27) * 30), "minutes": rng.choice((30, 45, 60)),
            "guests": [contacts[0]["id"], contacts[1]["id"]], "called_by": "you", "status": "planned",
        }
        for day in rng.sample(days, size + 1)
    ]  # fmt: skip
    mail = [
        {
            "id": ids.pop(), "sender": contact["name"], "subject": f"{title} notes", "thread": ids.pop(),
            "confidential": False,
        }
        for contact, title in zip(rng.shuffled(contacts), rng.sample(FIRST, 3), strict=False)
    ]  # fmt: skip
    return {
        "today": TODAY.isoformat(), "owner": names[0], "events": events, "contacts": rng.shuffled(contacts),
        "mail": mail, "forwarded": [], "fresh": ids[:4],
    }  # fmt: skip


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _pools(state: Any) -> dict[str, list[Any]]:
    return {
        "event_id": [event["id"] for event in state["events"]], "date": [event["date"] for event in state["events"]],
        "contact_id": [contact["id"] for contact in state["contacts"]],
        "mail_id": [mail["id"] for mail in state["mail"]],
        "name": [contact["name"] for contact in state["contacts"]],
        "word": [event["title"] for event in state["events"]],
    }  # fmt: skip


def _ask(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int, event: Any) -> Ask:
    if doing == "other":
        service = rng.choice(SERVICES)
        claim = reason(0, service, False, service=service)
        return Ask({"kind": doing, "service": service, "since": 0}, reasons=(claim,), values={"service": service})
    since = int((doing == "cancel" and rule < 0) or kind == "missing_parameter")
    wish = {"kind": doing, "since": since, **({"missing": "start"} if kind == "missing_parameter" else {})}
    if doing == "book":
        return _booked(rng, state, terms, wish, event, kind, rule)
    if doing == "forward":
        return _forwarded(rng, state, terms, wish, rule)
    values = {"title": event["title"], "date": event["date"], "start": event["start"], "called_by": event["called_by"]}
    wish["event"] = event["id"]
    if rule == 4:
        event["called_by"] = values["called_by"] = rng.choice(state["contacts"])["name"]
    if rule == 0 and doing != "move":
        event["status"] = "cancelled"
    if rule == 5:
        event["date"] = values["date"] = (TODAY + timedelta(rng.below(terms["notice"]))).isoformat()
    reasons = [reason(0, event["id"], event["status"] == "planned", event_status=event["status"])]
    ask = Ask(wish, bool, "", {"event_id": [event["id"]]}, (event["id"],), tuple(reasons), values=values)
    if doing == "invite":
        return _invited(rng, state, terms, ask, event, rule)
    called = reason(4, event["id"], rule != 4, called_by=event["called_by"])
    if doing == "move":
        return _moved(rng, state, terms, ask._replace(reasons=(*reasons, called)), event, rule)
    days = (date.fromisoformat(event["date"]) - TODAY).days
    if event["status"] == "planned":
        reasons += [called, reason(5, event["id"], rule != 5, date=event["date"], days=days)]
    told = (event["date"], event["start"]) if rule < 0 else ()
    others = [each["id"] for each in state["events"] if each is not event][:1]
    place = state["events"].index(event)
    return ask._replace(
        goal=lambda after: after["events"][place]["status"] == "cancelled", tool="cancel_event",
        pools={"event_id": [event["id"], *others]}, reasons=tuple(reasons), asked=told, told=told,
    )  # fmt: skip


def _when(rng: Stream, state: Any, terms: Any, minutes: int, rule: int) -> tuple[str, str]:
    """A day and a time that keep the rules, or break just the one."""
    day = TODAY + timedelta(28 + rng.choice((0, 1, 2, 5, 6, 7, 8, 9)))
    start = rng.integer(36, 59) * 15
    if rule == 2:
        day = TODAY + timedelta(rng.choice((31, 32, 38, 39)))
    if rule == 1:
        closes = int(terms["closes"][:2]) * 60 + int(terms["closes"][3:])
        start = rng.choice((rng.integer(26, 31) * 15, closes - minutes + rng.integer(1, 8) * 15))
    if rule == 0:
        other = state["events"][-1]
        begins = int(other["start"][:2]) * 60 + int(other["start"][3:])
        return other["date"], _time(begins + rng.choice((0, 15)))
    return day.isoformat(), _time(start)


def _of_time(thing: str, when: tuple[str, str], minutes: int, rule: int, busy: list[str]) -> list[dict[str, Any]]:
    day, start = when
    ends = int(start[:2]) * 60 + int(start[3:]) + minutes
    return [
        reason(0, thing, not busy, date=day, start=start, busy=busy),
        reason(1, thing, rule != 1, start=start, ends=_time(ends)),
        reason(2, thing, rule != 2, date=day, weekday=WEEKDAYS[date.fromisoformat(day).weekday()]),
    ]


def _booked(rng: Stream, state: Any, terms: Any, wish: Any, event: Any, kind: str, rule: int) -> Ask:
    minutes = rng.choice([each for each in (20, 30, 40, 45, 60) if each <= terms["longest"]])
    if rule == 3:
        minutes = terms["longest"] + rng.integer(1, 4) * 15
    contact = rng.choice(state["contacts"])
    day, start = _when(rng, state, terms, minutes, rule)
    if rule == 3:
        start = _time(600 + rng.integer(0, 4) * 15)
    begins = int(event["start"][:2]) * 60 + int(event["start"][3:]) + event["minutes"]
    if kind == "vague":  # right behind an event that has to be looked up
        day, start = event["date"], _time(begins)
    busy = [state["events"][-1]["id"]] if rule == 0 else []
    reasons = _of_time(contact["id"], (day, start), minutes, rule, busy)
    reasons.append(reason(3, contact["id"], rule != 3, minutes=minutes, longest=terms["longest"]))
    title = f"{rng.choice(('planning', 'progress', 'contract', 'press'))} {rng.choice(('talk', 'chat', 'call'))}"
    wish |= {"title": title, "date": day, "start": start, "minutes": minutes, "contact": contact["id"]}
    values = {"title": title, "date": day, "start": start, "minutes": minutes, "name": contact["name"]}
    values |= {"after": event["title"], "to": day, "weekday": WEEKDAYS[date.fromisoformat(day).weekday()]}
    pools: dict[str, list[Any]] = {
        "title": [title], "date": [day], "start": [start, _time(begins + 60)], "minutes": [minutes],
        "contact_ids": [[contact["id"]]],
    }  # fmt: skip
    needs = (*((event["id"],) if kind == "vague" else busy), contact["id"])
    return Ask(
        wish, lambda after: (after["events"][-1]["title"], after["events"][-1]["start"]) == (title, start),
        "create_event", pools, needs, tuple(reasons), (), (day, start) if rule < 0 else (), values,
    )  # fmt: skip


def _moved(rng: Stream, state: Any, terms: Any, ask: Ask, event: Any, rule: int) -> Ask:
    if rule == 0 and event is state["events"][-1]:
        event = state["events"][0]
        values = {"title": event["title"], "date": event["date"], "start": event["start"], "called_by": "you"}
        first = tuple({**claim, "object": event["id"]} for claim in ask.reasons)
        ask = ask._replace(wish={**ask.wish, "event": event["id"]}, values=values, needs=(event["id"],), reasons=first)
    day, start = _when(rng, state, terms, event["minutes"], rule)
    busy = [state["events"][-1]["id"]] if rule == 0 else []
    reasons = (*ask.reasons, *_of_time(event["id"], (day, start), event["minutes"], rule, busy))
    place = state["events"].index(event)
    pools = {"event_id": [event["id"]], "date": [day, event["date"]], "start": [start]}
    weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
    return ask._replace(
        wish={**ask.wish, "date": day, "start": start},
        goal=lambda after: (after["events"][place]["date"], after["events"][place]["start"]) == (day, start),
        tool="move_event", pools=pools, needs=(*ask.needs, *busy), reasons=reasons,
        told=(day, start) if rule < 0 else (), values={**ask.values, "to": day, "at": start, "weekday": weekday},
    )  # fmt: skip


def _revised(state: Any, ask: Ask) -> list[Ask]:
    """What is wished after the person has thought again: an hour later, or earlier."""
    start = ask.wish["start"]
    minutes = int(start[:2]) * 60 + int(start[3:])
    other = _time(minutes + (45 if minutes < 720 else -45))
    event = next(each for each in state["events"] if each["id"] == ask.wish["event"])
    place = state["events"].index(event)
    claims = (*ask.reasons[:2], *_of_time(event["id"], (ask.wish["date"], other), event["minutes"], -1, []))
    second = ask._replace(
        wish={**ask.wish, "start": other, "since": 1}, goal=lambda after: after["events"][place]["start"] == other,
        pools={**ask.pools, "date": [ask.wish["date"], event["date"]], "start": [other]}, reasons=claims,
        told=(ask.wish["date"], other), values={**ask.values, "at": other},
    )  # fmt: skip
    return [ask._replace(told=()), second]


def _invited(rng: Stream, state: Any, terms: Any, ask: Ask, event: Any, rule: int) -> Ask:
    strangers = [each for each in state["contacts"] if each["company"] != terms["company"]]
    free = [each for each in state["contacts"] if each["id"] not in event["guests"]]
    contact = rng.choice(strangers if rule == 6 else free)
    event["guests"] = [guest for guest in event["guests"] if guest != contact["id"]]
    if rule == 6:
        there = [each["id"] for each in state["contacts"] if each is not contact]
        event["guests"] = rng.sample(there, min(len(there), terms["guests"]))
        terms["guests"] = len(event["guests"])
    reasons = ask.reasons
    if event["status"] == "planned":
        guests = {"guests": len(event["guests"]), "company": contact["company"]}
        reasons += (reason(0, contact["id"], True, guest_of=event["id"]), reason(6, event["id"], rule != 6, **guests))
    place = state["events"].index(event)
    others = [each["id"] for each in free if each is not contact][:2]
    goal: Callable[[Any], bool] = lambda after: contact["id"] in after["events"][place]["guests"]  # noqa: E731
    told = (event["date"], event["start"]) if rule < 0 else ()
    return ask._replace(
        wish={**ask.wish, "contact": contact["id"]}, goal=goal, tool="invite",
        pools={**ask.pools, "contact_id": [contact["id"], *others]}, needs=(*ask.needs, contact["id"]), reasons=reasons,
        told=told, values={**ask.values, "name": contact["name"]},
    )  # fmt: skip


def _forwarded(rng: Stream, state: Any, terms: Any, wish: Any, rule: int) -> Ask:
    mail = rng.choice(state["mail"])
    mail["confidential"] = rule == 7 or rng.chance(1, 4)
    others = [each for each in state["contacts"] if each["name"] != mail["sender"]]
    inside = [each for each in others if each["company"] == terms["company"]]
    outside = [each for each in others if each["company"] != terms["company"]]
    if rule == 7 and not outside:
        mail = next(each for each in state["mail"] if each is not mail)
        mail["confidential"] = True
        outside = [each for each in state["contacts"] if each["company"] != terms["company"]]
    contact = rng.choice(outside if rule == 7 else inside if mail["confidential"] else inside + outside)
    secret = {"confidential": mail["confidential"], "company": contact["company"]}
    values = {"sender": mail["sender"], "subject": mail["subject"], "name": contact["name"], "mail": mail["id"]}
    strangers = [each["id"] for each in others if each is not contact][:2]
    return Ask(
        {**wish, "mail": mail["id"], "contact": contact["id"]},
        lambda after: after["forwarded"][-1:] == [{"mail_id": mail["id"], "contact_id": contact["id"]}],
        "forward_mail", {"mail_id": [mail["id"]], "contact_id": [contact["id"], *strangers]},
        (mail["id"], contact["id"], mail["thread"]), (reason(7, mail["id"], rule != 7, **secret),), (),
        (mail["id"],) if rule < 0 else (), values,
    )  # fmt: skip
