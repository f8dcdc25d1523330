"""Which process holds a lease, and whether it still lives.

A process id is used again by the system, so the time it started belongs to its name. Where the
system does not tell (no /proc), an id in use counts as alive. Of a process on another machine, or
in another container, nothing is known: its leases run out by the clock.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A process among all processes of all machines."""

    machine: str
    """Host name, and the namespace in which process ids count."""
    pid: int
    started: str
    """Boot and clock tick of its start; empty where the system does not tell."""


def this_process() -> Owner:
    """The process that asks."""
    pid = os.getpid()
    return Owner(machine=_machine(), pid=pid, started=_started(pid) or "")


def is_dead(owner: Owner) -> bool:
    """True only where the process is known to be gone."""
    if owner.machine != _machine():
        return False
    if not _exists(owner.pid):
        return True
    started = _started(owner.pid)
    return bool(owner.started) and started is not None and started != owner.started


def _machine() -> str:
    try:
        namespace = (_PROC / "self/ns/pid").readlink().name
    except OSError:
        namespace = ""
    return f"{socket.gethostname()} {namespace}".strip()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str | None:
    """Boot id and start time of a live process; a zombie has none."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        stat = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # the command before it may contain blanks
    state, ticks = fields[0], fields[19]
    return "zombie" if state == "Z" else f"{boot} {ticks}"
