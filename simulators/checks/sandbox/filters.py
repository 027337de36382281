"""Which system calls a program may make: filters in the kernel's packet language (BPF), for x86-64.

The server takes on :func:`server_filter` when it starts, so that its guests have it from their first instruction;
a guest adds :func:`guest_filter`, which denies what only the server needs. The stricter of two filters counts.
Whatever is not named fails with EPERM, so that Python raises PermissionError and goes on.
"""

from __future__ import annotations

import struct

_LOAD, _EQUAL, _GREATER_EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # places in struct seccomp_data
_X86_64 = 0xC000003E
_X32 = 0x40000000  # system calls of the other binary interface begin here

# Numbers of arch/x86/entry/syscalls/syscall_64.tbl.
_PLAIN = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
    "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "readv": 19, "writev": 20,
    "select": 23, "sched_yield": 24, "mremap": 25, "madvise": 28, "dup": 32, "nanosleep": 35, "getpid": 39,
    "exit": 60, "uname": 63, "getcwd": 79, "readlink": 89, "gettimeofday": 96, "getrusage": 98, "times": 100,
    "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "sigaltstack": 131, "gettid": 186,
    "futex": 202, "sched_getaffinity": 204, "getdents64": 217, "restart_syscall": 219, "clock_gettime": 228,
    "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "newfstatat": 262, "readlinkat": 267,
    "pselect6": 270, "ppoll": 271, "set_robust_list": 273, "pipe2": 293, "getrandom": 318, "statx": 332, "rseq": 334,
}  # fmt: skip
_SERVER = {
    "sendto": 44, "sendmsg": 46, "recvmsg": 47, "recvfrom": 45, "wait4": 61, "kill": 62, "dup2": 33, "dup3": 292,
    "setsid": 112, "setgroups": 116, "setresuid": 117, "setresgid": 119, "capset": 126, "prctl": 157,
    "setrlimit": 160, "seccomp": 317, "pidfd_open": 434, "close_range": 436,
}  # fmt: skip
_IOCTL, _CLONE, _FCNTL, _TGKILL, _OPENAT, _PRLIMIT, _CLONE3 = 16, 56, 72, 234, 257, 302, 435
_CLONE_NEW = 0x7E020080  # every flag that asks for a new namespace
_CLONE_THREAD = 0x00010000
_WRITING = 0o3 | 0o100 | 0o1000 | 0o20000000  # for writing, creating, truncating, a nameless file
_TERMINAL_SETTINGS = 0x5401  # what isatty() asks
_CLOSE_ON_EXEC = (0x5450, 0x5451)
# fcntl: duplicate, read and set flags; no locks, leases, signals or pipe sizes.
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030)


def _instruction(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _load(place: int) -> bytes:
    return _instruction(_LOAD, place)


def _argument(number: int) -> bytes:
    """The lower half of an argument, all that the calls asked about here read of theirs."""
    return _load(_ARGUMENTS + 8 * number)


def _answer(value: int) -> bytes:
    return _instruction(_RETURN, value)


_ALLOWED, _DENIED, _MISSING = _answer(_ALLOW), _answer(_ERRNO | _EPERM), _answer(_ERRNO | _ENOSYS)


def _when(number: int, *then: bytes) -> bytes:
    """These instructions for one system call; every way through them must return."""
    return _instruction(_EQUAL, number, 0, len(then)) + b"".join(then)


def _one_of(*values: int) -> tuple[bytes, ...]:
    """Allow if the loaded value is one of these, else deny."""
    tests = [_instruction(_EQUAL, value, len(values) - at) for at, value in enumerate(values)]
    return (*tests, _DENIED, _ALLOWED)


def _header() -> bytes:
    return (
        _load(_MACHINE)
        + _instruction(_EQUAL, _X86_64, 1, 0)
        + _answer(_KILL)
        + _load(_NUMBER)
        + _instruction(_GREATER_EQUAL, _X32, 0, 1)
        + _DENIED
    )


def server_filter() -> bytes:
    """What a program needs that computes, reads its files, and starts guests; all else fails."""
    calls = _header()
    calls += _when(_CLONE, _argument(0), _instruction(_ANY_BIT, _CLONE_NEW, 0, 1), _DENIED, _ALLOWED)
    calls += _when(_CLONE3, _MISSING)  # its flags lie in memory, where no filter reads: the C library then takes clone
    calls += _when(_IOCTL, _argument(1), *_one_of(_TERMINAL_SETTINGS, *_CLOSE_ON_EXEC))
    calls += _when(_FCNTL, _argument(1), *_one_of(*_FCNTL_COMMANDS))
    calls += _when(_OPENAT, _argument(2), _instruction(_ANY_BIT, _WRITING, 0, 1), _DENIED, _ALLOWED)
    calls += _when(_TGKILL, _ALLOWED)
    calls += _when(_PRLIMIT, _ALLOWED)
    for number in (*_PLAIN.values(), *_SERVER.values()):
        calls += _when(number, _ALLOWED)
    return calls + _DENIED


def guest_filter(pid: int) -> bytes:
    """What a guest may no longer do: all that the server's own work asks for, processes of its own, others' signals."""
    calls = _load(_NUMBER)
    for number in _SERVER.values():
        calls += _when(number, _DENIED)
    calls += _when(_CLONE, _argument(0), _instruction(_ANY_BIT, _CLONE_THREAD, 1, 0), _DENIED, _ALLOWED)
    calls += _when(_TGKILL, _argument(0), *_one_of(pid))
    # Limits are read, not set: the third argument, where new ones would lie, is null in both halves.
    calls += _when(
        _PRLIMIT,
        _argument(2),
        _instruction(_EQUAL, 0, 1, 0),
        _DENIED,
        _load(_ARGUMENTS + 8 * 2 + 4),
        *_one_of(0),
    )
    return calls + _ALLOWED
