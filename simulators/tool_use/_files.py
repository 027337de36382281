"""What wishes mean in the file system: its policy and its changes, computed on the state without the tools."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from simulators.checks.trajectories import Ground, Law, State, Wish, ground
from simulators.core import Facts


def _file(state: State, tag: str) -> dict[str, Any]:
    return {file["tag"]: file for file in state["files"]}[tag]


def grounds(facts: Facts, wish: Wish) -> list[Ground]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [ground(0, wish["service"], False, service=wish["service"])]
    file = _file(state, wish["file"])
    path = PurePosixPath(file["path"])
    if kind in ("lock", "unlock"):
        changes = file["read_only"] == (kind == "unlock")
        inside = path.is_relative_to(f"/home/{terms['user']}")
        return [
            ground(0, str(path), changes, read_only=file["read_only"]),
            ground(6, str(path), inside, path=str(path), user=terms["user"]),
        ]
    found = [ground(1, str(path), not path.is_relative_to(terms["kept"]), path=str(path), kept=terms["kept"])]
    if kind != "copy":
        found.append(ground(2, str(path), not file["read_only"], read_only=file["read_only"]))
    if kind == "delete":
        days = date.fromisoformat(state["today"]).toordinal() - date.fromisoformat(file["changed"]).toordinal()
        return [*found, ground(4, str(path), days >= terms["age"], changed=file["changed"], days=days)]
    target = PurePosixPath(wish["directory"]) / path.name
    taken = str(target) in [each["path"] for each in state["files"]]
    found.append(
        ground(0, str(path), wish["directory"] in state["dirs"] and not taken, target=str(target), taken=taken)
    )
    open_key = path.suffix == ".key" and target.is_relative_to(terms["open"])
    found.append(ground(5, str(path), not open_key, suffix=path.suffix, target=str(target)))
    if kind == "copy":
        found.append(ground(3, str(path), file["bytes"] <= terms["most"], bytes=file["bytes"], most=terms["most"]))
    return found


def realised(state: State, wish: Wish) -> State:
    file, kind = _file(state, wish["file"]), wish["kind"]
    if kind == "delete":
        return {**state, "files": [each for each in state["files"] if each is not file]}
    if kind in ("lock", "unlock"):
        changed = {**file, "read_only": kind == "lock"}
    else:
        changed = {**file, "path": str(PurePosixPath(wish["directory"]) / PurePosixPath(file["path"]).name)}
    if kind == "copy":
        tag, *fresh = state["fresh"]
        return {**state, "files": [*state["files"], {**changed, "tag": tag}], "fresh": fresh}
    return {**state, "files": [changed if each is file else each for each in state["files"]]}


def told(facts: Facts, wish: Wish) -> list[str]:
    later = [each for each in facts["wishes"] if each.get("file") == wish["file"] and each["since"] > wish["since"]]
    if later:
        return []
    return [str(_file(facts["state"], wish["file"])["bytes"])] if wish["kind"] in ("delete", "copy") else [wish["file"]]


def asked(facts: Facts, wish: Wish) -> list[str]:
    return told(facts, wish) if wish["kind"] == "delete" else []


def looked(_facts: Facts, wish: Wish) -> list[str]:
    """The file's tag, which is told together with all that the rules ask for."""
    return [wish["file"]]


LAW = Law(grounds, realised, told, asked, looked)
