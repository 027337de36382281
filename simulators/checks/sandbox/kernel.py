"""What Linux offers to take a process's rights away, by raw system calls: no package, no program, no privilege needed.

Every function either does what it says or raises OSError. Numbers are those of x86-64 where they differ by machine.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

NEW_MOUNT, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_MNT_DETACH = 2
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_SYS_PIVOT_ROOT, _SYS_CAPSET, _SYS_SECCOMP = 155, 126, 317
_SYS_LANDLOCK_CREATE, _SYS_LANDLOCK_ADD, _SYS_LANDLOCK_RESTRICT = 444, 445, 446

# Rights of Landlock: what a rule may give back of what a domain takes (linux/landlock.h).
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NETWORK_RIGHTS = 0b11  # bind and connect TCP, since version 4
_SCOPES = 0b11  # abstract sockets and signals, since version 6


def _checked(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def _syscall(what: str, number: int, *arguments: object) -> int:
    return _checked(_libc.syscall(ctypes.c_long(number), *arguments), what)


def unshare(flags: int) -> None:
    """Leave the namespaces of these kinds for new ones; a new pid namespace begins with the next child."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def map_user(inside: int, uid: int, gid: int) -> None:
    """Give this new user namespace its only user and group."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{inside} {uid} 1"), ("gid_map", f"{inside} {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def die_with_parent() -> None:
    """Be killed when the parent ends, however it ends."""
    _checked(_libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl")


def no_new_privileges() -> None:
    """Give up set-uid programs and the like for ever."""
    _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")


def drop_capabilities() -> None:
    """Give up every capability, and the way to any."""
    capability = 0
    while _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    header, empty = struct.pack("Ii", 0x20080522, 0), bytes(24)
    _syscall("capset", _SYS_CAPSET, header, empty)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    texts = (None if text is None else text.encode() for text in (source, target, kind))
    _checked(_libc.mount(*texts, ctypes.c_ulong(flags), None if data is None else data.encode()), f"mount {target}")


def hidden_root(paths: Iterable[str]) -> None:
    """Have a root that holds these folders and nothing else, all of it read-only. Asks for a new mount namespace."""
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    top = "/tmp"  # noqa: S108 - covered in this namespace alone, and only until the root is left
    folders = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in paths}  # some may lie below what is covered
    _mount("tmpfs", top, "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,mode=755")
    for path, folder in folders.items():
        os.makedirs(top + path, exist_ok=True)
        _mount(f"/proc/self/fd/{folder}", top + path, None, _MS_BIND | _MS_REC)
        os.close(folder)
        _mount("none", top + path, None, _MS_BIND | _MS_REMOUNT | _MS_RDONLY | _MS_NOSUID | _MS_NODEV)
    os.chdir(top)
    _syscall("pivot_root", _SYS_PIVOT_ROOT, b".", b".")
    _checked(_libc.umount2(b".", _MNT_DETACH), "umount")
    _mount("none", "/", None, _MS_BIND | _MS_REMOUNT | _MS_RDONLY | _MS_NOSUID | _MS_NODEV)
    os.chdir("/")


def landlock_version() -> int:
    """The version of Landlock that the kernel has; 0 for none."""
    return max(0, int(_libc.syscall(ctypes.c_long(_SYS_LANDLOCK_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint(1))))


def landlock(readable: Iterable[str]) -> None:
    """Let files be read below these folders, and nothing else be done with any file; no TCP, no signals out."""
    version = landlock_version()
    if not version:
        raise OSError("the kernel has no Landlock")
    files = max(rights for since, rights in _FILE_RIGHTS_BY_VERSION.items() if since <= version)
    rules = struct.pack("QQQ", files, _NETWORK_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _syscall("landlock", _SYS_LANDLOCK_CREATE, rules[:size], ctypes.c_size_t(size), ctypes.c_uint(0))
    for path in readable:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", _READ_FILE | _READ_DIR, folder)
        _syscall("landlock", _SYS_LANDLOCK_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0))
        os.close(folder)
    no_new_privileges()
    _syscall("landlock", _SYS_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    os.close(ruleset)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def seccomp(instructions: bytes) -> None:
    """Judge each further system call of this process and its children by a filter, see :mod:`.filters`."""
    if platform.machine() != "x86_64":
        raise OSError(f"filters are written for x86_64, this machine is {platform.machine()}")
    program = _Program(len(instructions) // 8, instructions)
    no_new_privileges()
    _syscall("seccomp", _SYS_SECCOMP, ctypes.c_uint(1), ctypes.c_uint(0), ctypes.byref(program))
