"""Drawing the lives: `docs/lives.md` is made from the tables, so it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise

from .steps import LIVES, Life


def document(roles: Mapping[object, str | Promise]) -> str:
    """Return every life as a drawing and a table of who may take which step."""
    parts = [
        "# Lives\n\nDrawn from each package's `life.py` by `make docs`; a test holds this page to the code.\n"
    ]
    parts += ["\n".join(_life(life, roles)) for life in LIVES.values()]
    return "\n".join(parts)


def _life(life: Life, roles: Mapping[object, str | Promise]) -> Iterator[str]:
    yield f"\n## {life.kind} {life.name}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield f"    [*] --> {life.first.value}"
    for status in life.status:
        yield f"    {status.value}: {status.value} {status.label}"
    for step in life.steps.values():
        if step.to is not None:  # what stays is in the table alone
            for whence in step.whence:
                yield f"    {whence.value} --> {step.to.value}: {step.name}"
    for last in sorted(life.ended()):
        yield f"    {last.value} --> [*]"
    yield "```\n"
    yield "| step | button | from | to | by | asks for | undo from |\n|---|---|---|---|---|---|---|"
    for step in life.steps.values():
        starts = ", ".join(status.value for status in step.whence)
        hands = ", ".join(str(roles[role]) for role in step.by)
        asks = ", ".join(ask.name if ask.required else f"({ask.name})" for ask in step.asks)
        to = step.to.value if step.to else "stays"
        back = ", ".join(status.value for status in step.undo)
        yield f"| `{step.name}` | {step.label} | {starts} | {to} | {hands} | {asks} | {back} |"
