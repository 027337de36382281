"""By hand: the table of files is edited in place as the calls say, and compared with what was wished for."""

import copy
import json
from datetime import date
from typing import Any

from tests.reference.trajectory import refused, walk


def right(facts: Any, answer: str) -> bool:
    walked = walk(facts, answer, CHANGES)
    if walked is None:
        return False
    state, last, made = walked
    wishes = facts["wishes"]
    rules = [rule for wish in wishes for rule in broken(facts, wish)]
    if rules:
        return refused(facts, rules, state, last)
    if sorted((turn, name) for turn, name, _ in made) != sorted(
        (wish["since"], TOOLS[wish["kind"]]) for wish in wishes
    ):
        return False
    heard = answer.partition(next(f'"{name}"' for _, name, _ in made))[0]
    if any(wish["file"] not in heard for wish in wishes):
        return False  # nobody has looked
    wanted, names, between = copy.deepcopy(facts["state"]), {}, []
    for wish in wishes:
        file = next(each for each in wanted["files"] if each["tag"] == wish["file"])
        arguments = {"path": file["path"], "directory": wish.get("directory"), "read_only": wish["kind"] == "lock"}
        names[file["tag"]] = str(file["bytes"]) if wish["kind"] in ("copy", "delete") else file["tag"]
        CHANGES[TOOLS[wish["kind"]]](wanted, arguments)
        between.append(json.dumps(arguments["directory"])[1:-1])
    said = last.split("\nStatus: done")[0]
    there = all(each == "ul" or each in answer for each in between) and all(name in said for name in names.values())
    first = [arguments.get("directory") for _, _, arguments in made]
    moved = len(wishes) < 2 or wishes[0]["kind"] != "move" or wishes[0]["directory"] in first
    return there and moved and plain(state) == plain(wanted) and last.endswith("\nStatus: done")


def plain(state: Any) -> Any:
    return sorted((each["path"], each["bytes"], each["read_only"], each["changed"]) for each in state["files"])


def file_at(state: Any, path: str) -> Any:
    return next((each for each in state["files"] if each["path"] == path), {"path": path, "read_only": None})


def goes(state: Any, arguments: Any) -> str:
    target = arguments["directory"] + "/" + arguments["path"].split("/")[-1]
    return arguments["path"] if "tag" in file_at(state, target) else target


def move(state: Any, arguments: Any) -> None:
    file_at(state, arguments["path"])["path"] = goes(state, arguments)


def duplicate(state: Any, arguments: Any) -> None:
    file = file_at(state, arguments["path"])
    if "tag" in file and goes(state, arguments) != file["path"]:
        state["files"].append({**file, "path": goes(state, arguments)})


def delete(state: Any, arguments: Any) -> None:
    state["files"] = [each for each in state["files"] if each["path"] != arguments["path"]]


def lock(state: Any, arguments: Any) -> None:
    file_at(state, arguments["path"])["read_only"] = arguments["read_only"]


CHANGES = {"move_file": move, "copy_file": duplicate, "delete_file": delete, "set_read_only": lock}
TOOLS = {
    "move": "move_file", "copy": "copy_file", "delete": "delete_file", "lock": "set_read_only",
    "unlock": "set_read_only",
}  # fmt: skip


def broken(facts: Any, wish: Any) -> list[int]:
    state, terms, kind = facts["state"], facts["terms"], wish["kind"]
    if kind == "other":
        return [0]
    file = next(each for each in state["files"] if each["tag"] == wish["file"])
    if kind in ("lock", "unlock"):
        home = f"/home/{terms['user']}/"
        return [0] * (file["read_only"] is (kind == "lock")) + [6] * (not file["path"].startswith(home))
    rules = [1] * file["path"].startswith(f"{terms['kept']}/") + [2] * (kind != "copy" and file["read_only"])
    if kind == "delete":
        days = (date.fromisoformat(state["today"]) - date.fromisoformat(file["changed"])).days
        return rules + [4] * (days < terms["age"])
    target = wish["directory"] + "/" + file["path"].split("/")[-1]
    rules += [0] * any(each["path"] == target for each in state["files"])
    rules += [5] * (target.endswith(".key") and target.startswith(f"{terms['open']}/"))
    return rules + [3] * (kind == "copy" and file["bytes"] > terms["most"])
