"""A file system with tools like those of a shell. Every file has a tag that stays with it; a copy gets one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulators.worlds.core import Handler, RefusedError, State, caller, flag, text, tool

PATH = text("The whole path of a file, such as /home/ana/notes/plan.txt")
DIRECTORY = text("The whole path of a directory, such as /home/ana/notes")
TOOLS = (
    tool("list_dir", "Lists the files of a directory with tags, sizes in bytes, dates of the last change and whether they are read-only.", directory=DIRECTORY),
    tool("list_dirs", "Lists all directories."),
    tool("find_files", "Finds files by a part of their name, with the same details as list_dir.", word=text("A part of the name")),
    tool("move_file", "Moves a file into another directory.", path=PATH, directory=DIRECTORY),
    tool("copy_file", "Copies a file into another directory.", path=PATH, directory=DIRECTORY),
    tool("delete_file", "Deletes a file for good.", path=PATH),
    tool("set_read_only", "Makes a file read-only, or writable again.", path=PATH, read_only=flag("Whether it shall be read-only")),
    tool("make_dir", "Makes a directory inside an existing one.", directory=DIRECTORY),
)  # fmt: skip


def parts(path: str) -> tuple[str, str]:
    """A path's directory and the name within it."""
    directory, _, name = path.rpartition("/")
    return directory, name


def _list_dir(state: State, directory: str) -> dict[str, Any]:
    _there(state, directory)
    return {"files": [each for each in state["files"] if parts(each["path"])[0] == directory]}


def _list_dirs(state: State) -> dict[str, Any]:
    return {"directories": state["dirs"]}


def _find_files(state: State, word: str) -> dict[str, Any]:
    return {"files": [each for each in state["files"] if word.lower() in parts(each["path"])[1]]}


def _there(state: State, directory: str) -> None:
    if directory not in state["dirs"]:
        raise RefusedError(f"no directory {directory}")


def _file(state: State, path: str) -> dict[str, Any]:
    for each in state["files"]:
        if each["path"] == path:
            return each
    raise RefusedError(f"no file {path}")


def _target(state: State, path: str, directory: str) -> str:
    _there(state, directory)
    target = f"{directory}/{parts(path)[1]}"
    if any(each["path"] == target for each in state["files"]):
        raise RefusedError(f"there is a file {target} already")
    return target


def _move_file(state: State, path: str, directory: str) -> dict[str, Any]:
    file = _file(state, path)
    file["path"] = _target(state, path, directory)
    return {"tag": file["tag"], "path": file["path"]}


def _copy_file(state: State, path: str, directory: str) -> dict[str, Any]:
    file = _file(state, path)
    copy = {**file, "path": _target(state, path, directory), "tag": state["fresh"].pop(0)}
    state["files"].append(copy)
    return {"tag": copy["tag"], "path": copy["path"], "bytes": copy["bytes"]}


def _delete_file(state: State, path: str) -> dict[str, Any]:
    file = _file(state, path)
    state["files"].remove(file)
    return {"tag": file["tag"], "freed": file["bytes"]}


def _set_read_only(state: State, path: str, read_only: bool) -> dict[str, Any]:
    file = _file(state, path)
    if file["read_only"] == read_only:
        raise RefusedError(f"{path} is {'read-only' if read_only else 'writable'} already")
    file["read_only"] = read_only
    return {"tag": file["tag"], "read_only": read_only}


def _make_dir(state: State, directory: str) -> dict[str, Any]:
    _there(state, parts(directory)[0])
    if directory in state["dirs"] or not parts(directory)[1]:
        raise RefusedError(f"there is {directory} already")
    state["dirs"].append(directory)
    return {"directory": directory}


READS: Mapping[str, Handler] = {"list_dir": _list_dir, "list_dirs": _list_dirs, "find_files": _find_files}
WRITES: Mapping[str, Handler] = {
    "move_file": _move_file, "copy_file": _copy_file, "delete_file": _delete_file, "set_read_only": _set_read_only,
    "make_dir": _make_dir,
}  # fmt: skip
call = caller(TOOLS, READS, WRITES)
