"""The clean process that forks a guest for each job: it holds no secret, for guests inherit its memory.

It is started as ``python -S -s -P`` with an environment of its own, imports what guests may need, leaves its
namespaces, and becomes the first process of a new one: when a job is over, everything else in that namespace is
killed. What can be given up once is given up before the first job, so that a guest costs little more than a fork.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from simulators.checks.sandbox import filters, guest, kernel, values

# The user that guests become where the server may choose: one a server, so that what counts by user counts one job.
FIRST_USER = 1_000_000
CALLS = 3  # the guest's end of its socket pair
PLACES = (0, 1, CALLS)  # where a guest finds what the judge sent: its input, its output, its calls
MOST_DESCRIPTORS, MOST_THREADS = 64, 32
GUEST = 65_534  # what a user is called inside a namespace that has only one


class Isolation:
    """Which layers hold: of each, "" or why it could not be had. Those of ``without`` are left out."""

    def __init__(self, without: list[str]) -> None:
        self.missing: dict[str, str] = dict.fromkeys(without, "it is left out")

    def add(self, layer: str, take: Callable[[], None]) -> bool:
        """Take a layer on; whether it holds."""
        try:
            if layer not in self.missing:
                take()
        except OSError as error:
            self.missing[layer] = str(error)
        return not self.missing.setdefault(layer, "")


def main() -> None:
    """Serve the judge: the arguments are the descriptor of a socket to it, and the settings as JSON."""
    settings = json.loads(sys.argv[2])
    control = socket.socket(fileno=int(sys.argv[1]))
    sys.argv = [""]
    sys.path += settings["libraries"]
    for package in settings["packages"]:
        importlib.import_module(package)
    isolation = Isolation(settings["without"])
    uid = FIRST_USER + os.getpid() if os.geteuid() == 0 else None
    alone = _namespaces(isolation, uid is not None)
    if alone and (first := os.fork()):
        control.close()
        os.waitpid(first, 0)
        return
    if alone and os.getpid() != 1:
        raise RuntimeError("expected to be the first process of its namespace")
    if alone:
        kernel.die_with_parent()
    space, nowhere = _address_space(), os.open(os.devnull, os.O_RDWR)
    _restrict(isolation, settings["readable"])
    gc.collect()
    gc.freeze()
    os.dup2(nowhere, 2)  # what went wrong until here was told; guests write to nobody
    control.send(json.dumps(isolation.missing).encode())
    _Server(control, uid, alone, not isolation.missing["seccomp"], space).serve()


def _namespaces(isolation: Isolation, privileged: bool) -> bool:
    """Leave the namespaces that can be left; whether the next child is the first process of its own."""

    def leave() -> None:
        uid, gid = os.geteuid(), os.getegid()
        user = 0 if privileged else kernel.NEW_USER
        kernel.unshare(user | kernel.NEW_PID | kernel.NEW_NET | kernel.NEW_IPC | kernel.NEW_UTS | kernel.NEW_MOUNT)
        if user:
            kernel.map_user(GUEST, uid, gid)

    return isolation.add("namespaces", leave)


def _restrict(isolation: Isolation, readable: list[str]) -> None:
    """Hide the file system, then refuse what is left of it, then all system calls but a few."""
    if isolation.missing["namespaces"]:
        isolation.missing["hidden files"] = "it needs a mount namespace"
    else:
        isolation.add("hidden files", lambda: kernel.hidden_root(readable))
    hidden = not isolation.missing["hidden files"]
    isolation.add("landlock", lambda: kernel.landlock(["/"] if hidden else readable))
    isolation.add("seccomp", lambda: kernel.seccomp(filters.server_filter()))


class _Server:
    """Takes jobs from the judge, one at a time."""

    def __init__(self, control: socket.socket, uid: int | None, alone: bool, filtered: bool, space: int) -> None:
        self.control, self.uid, self.alone, self.filtered, self.space = control, uid, alone, filtered, space

    def serve(self) -> None:
        """Until the judge hangs up."""
        while True:
            request, descriptors, _, _ = socket.recv_fds(self.control, 4096, 3)
            if not request:
                return
            pid = os.fork()
            if not pid:
                self._become_guest(json.loads(request), descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            self._watch(pid)

    def _watch(self, pid: int) -> None:
        """Until the guest ends by itself or the judge says that it is enough; afterwards nothing of the job is left."""
        ending = os.pidfd_open(pid)
        poll = select.poll()
        poll.register(ending, select.POLLIN)
        poll.register(self.control, select.POLLIN)
        poll.poll()
        os.close(ending)
        os.kill(-1 if self.alone else pid, signal.SIGKILL)
        status = 0
        while True:
            try:
                ended, how = os.waitpid(-1, 0)
            except ChildProcessError:
                break
            status = how if ended == pid else status
        if not self.control.recv(16):
            os._exit(0)
        self.control.send(json.dumps({"status": status}).encode())

    def _become_guest(self, job: dict[str, Any], descriptors: list[int]) -> NoReturn:
        """What comes after "ready" is the program's doing; without that word the machinery failed."""
        try:
            for place, descriptor in zip(PLACES, descriptors, strict=True):
                os.dup2(descriptor, place)
            os.closerange(PLACES[-1] + 1, MOST_DESCRIPTORS)
            self._give_up(job)
            values.send(CALLS, {"ready": True})
            guest.serve(CALLS)
        finally:
            os._exit(0)

    def _give_up(self, job: dict[str, Any]) -> None:
        memory = self.space + job["memory_mb"] * 2**20
        limits = {
            resource.RLIMIT_AS: memory,
            resource.RLIMIT_CPU: job["processor"],
            resource.RLIMIT_NOFILE: MOST_DESCRIPTORS,
            resource.RLIMIT_NPROC: MOST_THREADS,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
        }
        for limit, value in limits.items():
            resource.setrlimit(limit, (value, value))
        if self.uid is None:
            kernel.drop_capabilities()
        else:
            os.setgroups([])
            os.setresgid(self.uid, self.uid, self.uid)
            os.setresuid(self.uid, self.uid, self.uid)
        kernel.no_new_privileges()
        if self.filtered:
            kernel.seccomp(filters.guest_filter(os.getpid()))


def _address_space() -> int:
    """Bytes of address space that this process has already: what a guest begins with is not its own use."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
