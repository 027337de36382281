"""What users of the file system may wish for: states, terms, and asks that keep or break just one rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from simulators.core import Stream
from simulators.tool_use._making import fresh
from simulators.tool_use._scenes import Doings, Scene
from simulators.tool_use._serving import Ask, reason

TODAY = date(2025, 3, 27)
USERS = ("ada", "bruno", "clara", "deniz", "emil", "freya", "gita", "hugo")
TOPICS = (
    "tax", "garden", "recipe", "insurance", "wedding", "thesis", "invoice", "holiday", "choir", "kitchen", "marathon",
    "passport", "chess", "budget", "harvest", "lecture", "portrait", "orchestra", "bicycle", "novel",
)  # fmt: skip
KINDS = ("letter", "plan", "list", "draft", "photo", "report")
ENDINGS = {"letter": "pdf", "plan": "txt", "list": "csv", "draft": "txt", "photo": "jpg", "report": "pdf"}
FOLDERS = ("notes", "archive", "inbox", "shared", "work")
SERVICES = ("print", "compress", "mail", "password")
DOINGS = Doings(
    rules={"move": (1, 2, 5), "copy": (1, 3, 5), "delete": (1, 2, 4), "lock": (6,), "unlock": (6,)},
    confirmed=frozenset({"delete"}),
    only={
        "missing_parameter": ("move", "copy"),
        "changes_mind": ("move",),
        "parallel": ("move", "copy", "lock"),
        "impossible": ("move", "copy", "lock", "unlock"),
    },
)


def scene(rng: Stream, kind: str, size: int, most: int) -> Scene:
    doing, rule = DOINGS.drawn(rng, kind)
    user = rng.choice(USERS)
    terms = {"user": user, "kept": "/srv/records", "open": "/srv/public", "age": rng.choice((14, 30, 60, 90))}
    terms["most"] = rng.integer(20, 90) * 1000
    state = _state(rng, size, user)
    count = rng.integer(2, most) if kind == "parallel" else 1
    doings = rng.sample(("move", "copy", "lock"), count) if count > 1 else [doing]
    files = rng.shuffled([file for file in state["files"] if file["path"].startswith("/home")])
    asks = [_ask(rng, state, terms, each, kind, rule, files.pop()) for each in doings]
    if kind == "changes_mind":
        asks = _revised(rng, state, terms, asks[0])
    return Scene(state, terms, asks, rule, _pools(state))


def _state(rng: Stream, size: int, user: str) -> dict[str, Any]:
    home = f"/home/{user}"
    folders = [f"{home}/{folder}" for folder in rng.sample(FOLDERS, 4)]
    tags = fresh(rng, size * 3 + 16)
    topics = iter(rng.shuffled(TOPICS))
    places = [
        *folders,
        *rng.sample(folders, 2),
        *(rng.choice(folders) for _ in range(size)),
        "/srv/records",
        "/srv/public",
    ]
    files = []
    for place in places:
        kind = rng.choice(KINDS)
        changed = (TODAY - timedelta(rng.integer(91, 700))).isoformat()
        file = {
            "tag": tags.pop(),
            "path": f"{place}/{next(topics)}-{kind}.{ENDINGS[kind]}",
            "bytes": rng.integer(300, 19999),
        }
        files.append({**file, "changed": changed, "read_only": False})
    dirs = ["/home", home, *folders, "/srv", "/srv/records", "/srv/public"]
    return {"today": TODAY.isoformat(), "dirs": dirs, "files": rng.shuffled(files), "fresh": tags[:4]}


def _pools(state: Any) -> dict[str, list[Any]]:
    names = [file["path"].rpartition("/")[2] for file in state["files"]]
    return {"directory": state["dirs"], "word": [name.split("-", maxsplit=1)[0] for name in names]}


def _ask(rng: Stream, state: Any, terms: Any, doing: str, kind: str, rule: int, file: Any) -> Ask:
    if doing == "other":
        service = rng.choice(SERVICES)
        claim = reason(0, service, False, service=service)
        values = {"service": service, "path": file["path"]}
        return Ask({"kind": doing, "service": service, "since": 0}, reasons=(claim,), values=values)
    _spoil(rng, terms, doing, rule, file)
    path = file["path"]
    directory, _, name = path.rpartition("/")
    topic, _, what = name.partition(".")[0].partition("-")
    values = {
        "path": path,
        "topic": topic,
        "what": what,
        "tag": file["tag"],
        "bytes": file["bytes"],
        "state": "read-only",
    }
    values |= {"changed": file["changed"], "name": name}
    since = int((doing == "delete" and rule < 0) or kind == "missing_parameter")
    wish = {"kind": doing, "file": file["tag"], "since": since}
    if kind == "missing_parameter":
        wish["missing"] = "directory"
    others = [each["path"] for each in state["files"] if each["path"].startswith("/home") and each is not file]
    ask = Ask(wish, bool, "", {"path": [path, *others[:1]]}, (file["tag"],), values=values)
    if doing in ("lock", "unlock"):
        return _locked(terms, ask, doing, rule, file)
    kept = reason(1, path, rule != 1, path=path, kept=terms["kept"])
    writable = reason(2, path, rule != 2, read_only=file["read_only"])
    if doing == "delete":
        days = (TODAY - date.fromisoformat(file["changed"])).days
        old = reason(4, path, rule != 4, changed=file["changed"], days=days)
        told = (str(file["bytes"]),) if rule < 0 else ()
        return ask._replace(
            goal=lambda after: file["tag"] not in [each["tag"] for each in after["files"]], tool="delete_file",
            reasons=(kept, writable, old), asked=told, told=told,
        )  # fmt: skip
    targets = [each for each in state["dirs"] if each.count("/") == 3 and each != directory]
    target = terms["open"] if rule == 5 else rng.choice(targets)
    if rule == 0:
        twin = {
            **file,
            "tag": state["fresh"].pop(),
            "path": f"{target}/{name}",
            "bytes": file["bytes"] + rng.integer(1, 999),
        }
        state["files"].append(twin)
        ask = ask._replace(needs=(file["tag"], twin["tag"]))
    first = (kept,) if doing == "copy" else (kept, writable)
    return _placed(terms, ask._replace(reasons=first), doing, target, file, rule, targets)


def _spoil(rng: Stream, terms: Any, doing: str, rule: int, file: Any) -> None:
    """Make the file one that breaks the rule."""
    name = file["path"].rpartition("/")[2]
    if rule == 1:
        file["path"] = f"{terms['kept']}/{name}"
    if rule == 2:
        file["read_only"] = True
    if rule == 3:
        file["bytes"] = terms["most"] + rng.integer(1, 9999)
    if rule == 4:
        file["changed"] = (TODAY - timedelta(rng.below(terms["age"]))).isoformat()
    if rule == 5:
        file["path"] = f"{file['path'].rpartition('.')[0]}.key"
    if rule == 6:
        file["path"] = f"/srv/public/{name}"
    if doing in ("lock", "unlock"):
        file["read_only"] = (doing == "unlock") != (rule == 0)


def _locked(terms: Any, ask: Ask, doing: str, rule: int, file: Any) -> Ask:
    path = file["path"]
    told = (file["tag"],) if rule < 0 else ()
    values = {**ask.values, "state": "read-only" if file["read_only"] else "writable"}
    reasons = (
        reason(0, path, rule != 0, read_only=file["read_only"]),
        reason(6, path, rule != 6, path=path, user=terms["user"]),
    )
    locked = doing == "lock"
    return ask._replace(
        goal=lambda after: [each["read_only"] for each in after["files"] if each["tag"] == file["tag"]] == [locked],
        tool="set_read_only", pools={**ask.pools, "read_only": [True, False]}, reasons=reasons, told=told,
        values=values,
    )  # fmt: skip


def _placed(terms: Any, ask: Ask, doing: str, target: str, file: Any, rule: int, targets: list[str]) -> Ask:
    path = ask.values["path"]
    name = ask.values["name"]
    goes = f"{target}/{name}"
    suffix = f".{name.rpartition('.')[2]}"
    reasons = (
        *ask.reasons,
        reason(0, path, rule != 0, target=goes, taken=rule == 0),
        reason(5, path, rule != 5, suffix=suffix, target=goes),
    )
    if doing == "copy":
        reasons += (reason(3, path, rule != 3, bytes=file["bytes"], most=terms["most"]),)
    told = (str(file["bytes"]) if doing == "copy" else file["tag"],) if rule < 0 else ()
    pools = {"path": ask.pools["path"], "directory": [target, *[each for each in targets if each != target][:1]]}
    return ask._replace(
        wish={**ask.wish, "directory": target},
        goal=lambda after: goes in [each["path"] for each in after["files"] if each["bytes"] == file["bytes"]],
        tool=f"{doing}_file", pools=pools, reasons=reasons, told=told, values={**ask.values, "directory": target},
    )  # fmt: skip


def _revised(rng: Stream, state: Any, terms: Any, ask: Ask) -> list[Ask]:
    """What is wished after the user has thought again: another directory."""
    first, name = ask.wish["directory"], ask.values["name"]
    file = next(each for each in state["files"] if each["tag"] == ask.wish["file"])
    before = ask.values["path"].rpartition("/")[0]
    targets = [each for each in state["dirs"] if each.count("/") == 3 and each not in (first, before)]
    again = _placed(terms, ask._replace(reasons=ask.reasons[:2]), "move", rng.choice(targets), file, -1, targets)
    wish = {**again.wish, "since": 1}
    return [ask._replace(told=()), again._replace(wish=wish, pools={**again.pools, "path": [f"{first}/{name}"]})]
