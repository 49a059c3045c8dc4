"""How keys are written: on the cap for people, in the attribute for screen readers."""

from __future__ import annotations

CAPS = {"Enter": "↵", "ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc", "Space": "␣"}
SPOKEN = {"Ctrl": "Control", "Esc": "Escape"}


def cap(key: str) -> str:
    """Write a key as its cap shows it: "Ctrl+Enter" is drawn as "Ctrl ↵"."""
    parts = key.replace("+", " ").split() if key != "+" else ["+"]
    return " ".join(CAPS.get(part, part.upper() if len(part) == 1 else part) for part in parts)


def shortcut(key: str) -> str:
    """Write a key as aria-keyshortcuts wants it; a sequence of keys has no such form."""
    if " " in key:
        return ""
    return "+".join(SPOKEN.get(part, part) for part in key.split("+"))
