"""Who is well: each part says so every two seconds, in a file of its own.

Files, not rows: they work while the database is away and cost it nothing. The supervisor writes
whom it keeps running; whoever asks gets both put together. Times are the machine's own clock since
its start, which nobody can set back.
"""

import asyncio
import json
import os
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

BEAT_S = 2.0
LATE_S = 8.0
KEPT = "supervisor.json"
SWITCH = "switch.json"
LOOKS_S = 10.0
"""How long a switchboard that has just begun may look for its switch before that counts as lost."""


@dataclass(frozen=True)
class Kept:
    """What the supervisor knows of a part: the process, since when, and how often it began anew."""

    pid: int
    since: float
    restarts: int
    running: bool


SwitchState = Literal["there", "looking", "lost"]
"""How the telephone switch is, as the switchboard finds it."""


@dataclass(frozen=True)
class PartState:
    """How a part is."""

    state: Literal["up", "starting", "silent", "down"]
    up_s: int
    restarts: int


def beat(folder: Path, part: str) -> None:
    """Say that this part is well now."""
    _write(folder / f"{part}.beat", {"at": time.monotonic()})


async def keep_beating(folder: Path, part: str) -> None:
    """Say so as long as the event loop of this process turns."""
    while True:
        beat(folder, part)
        await asyncio.sleep(BEAT_S)


def beat_in_background(folder: Path, part: str) -> None:
    """Say so as long as this process lives, for those without an event loop of ours."""

    def keep_on() -> None:
        while True:
            beat(folder, part)
            time.sleep(BEAT_S)

    threading.Thread(target=keep_on, name="heartbeat", daemon=True).start()


def write_kept(folder: Path, parts: dict[str, Kept]) -> None:
    """Write down whom the supervisor keeps running."""
    told = {name: asdict(kept) for name, kept in parts.items()}
    _write(folder / KEPT, {"at": time.monotonic(), "parts": told})


def note_switch(folder: Path, state: SwitchState) -> None:
    """Say how the switch is from now on."""
    _write(folder / SWITCH, {"state": state, "at": time.monotonic()})


def switch(folder: Path) -> SwitchState:
    """Tell how the switch is; where nobody has said anything there is none to miss."""
    told = _read(folder / SWITCH)
    state: SwitchState = told.get("state", "there")
    too_long = state == "looking" and not 0 <= time.monotonic() - told["at"] < LOOKS_S
    return "lost" if too_long else state


def states(folder: Path) -> dict[str, PartState]:
    """Tell how every part is that the supervisor keeps running."""
    told = _read(folder / KEPT)
    now = time.monotonic()
    is_kept = _is_fresh(told.get("at"), now)
    return {
        name: _state(Kept(**kept), _read(folder / f"{name}.beat").get("at"), is_kept, now)
        for name, kept in told.get("parts", {}).items()
    }


def states_of(folder: Path, names: list[str]) -> dict[str, PartState]:
    """Tell how these parts are by their heartbeats alone, where another supervisor keeps them running."""
    now = time.monotonic()
    return {
        name: PartState(
            "up" if _is_fresh(_read(folder / f"{name}.beat").get("at"), now) else "silent", 0, 0
        )
        for name in names
        if (folder / f"{name}.beat").exists()
    }


def _state(kept: Kept, beaten_at: float | None, is_kept: bool, now: float) -> PartState:
    state: Literal["up", "starting", "silent", "down"]
    if not (kept.running and is_kept):
        state = "down"
    elif beaten_at is None or beaten_at < kept.since:
        state = "starting"
    else:
        state = "up" if _is_fresh(beaten_at, now) else "silent"
    return PartState(state, int(now - kept.since) if state == "up" else 0, kept.restarts)


def _is_fresh(at: float | None, now: float) -> bool:
    return at is not None and 0 <= now - at < LATE_S


def _read(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return told


def _write(path: Path, told: dict[str, Any]) -> None:
    """Write whole or not at all: readers never see half a file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_text(json.dumps(told))
    draft.replace(path)
