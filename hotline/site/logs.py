"""What the parts write to their logs: one JSON line an event for machines, plain lines for somebody at a terminal.

Decides that no personal data gets in: only the fields named here are written, addresses are routes and never paths,
long numbers are masked, and a fault is told by its kind and its places in the code, because its text may quote a
citizen. One id runs from the click to the entry and on to whatever follows from it.
"""

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import psycopg
from django.db import Error
from pythonjsonlogger.json import JsonFormatter

from hotline import discretion
from hotline.journal import clicks

PART = "HOTLINE_PART"
"""Environment variable: which part this process is."""
NUMBER = re.compile(r"(?<![\w-])\+?\d[\d -]{5,}\d(?!\w)")
FRAMES = 12
FIELDS = ("view", "method", "status", "ms", "person", "task", "job")
"""What an event may say beside its sentence."""

_Fault = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def settings() -> dict[str, Any]:
    """Return what Python's logging is told: on a terminal lines, else JSON."""
    form = "line" if sys.stderr.isatty() else "json"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"known": {"()": "hotline.site.logs.Known"}},
        "formatters": {
            "line": {"()": "hotline.site.logs.Line"},
            "json": {"()": "hotline.site.logs.Json"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["known"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "hotline": {"level": "INFO"},
            "hotline.requests": {"level": "INFO" if form == "json" else "WARNING"},
            "django": {"level": "WARNING", "handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
        },
    }


class Known(logging.Filter):
    """Adds to every event which part says it and on whose click; takes out of it whatever may name somebody."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Make the event fit to be written; an answer without a fault has its line among the requests."""
        if record.name == "django.request" and not (record.exc_info or record.exc_text):
            return False
        record.part = os.environ.get(PART, "hotline")
        record.request_id = clicks.request_id.get()
        record.msg, record.args = _sentence(record), ()
        if record.exc_info:
            record.exc_text = "\n".join(told(record.exc_info))
            record.exc_info = None
        record.stack_info = None
        return True


class Line(logging.Formatter):
    """Lines for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(part)s %(name)s: %(message)s", "%H:%M:%S")


class Json(JsonFormatter):
    """Lines for machines: the named fields and nothing else."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def format(self, record: logging.LogRecord) -> str:
        """Write one event as one line."""
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "part": getattr(record, "part", ""),
            "request": getattr(record, "request_id", ""),
            "logger": record.name,
            "message": record.getMessage(),
        }
        event |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_text:
            event["fault"] = record.exc_text
        return self.jsonify_log_record(event)


def told(fault: _Fault) -> Iterator[str]:
    """Tell a fault by its kind and its places: never by its text, in which anybody may stand."""
    _kind, error, where = fault
    while error is not None:
        kind, _space, broken = discretion.told(error).partition(" ")
        yield f"{type(error).__module__}.{kind}{f' ({broken})' if broken else ''}"
        for frame in traceback.extract_tb(where)[-FRAMES:]:
            yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        error = error.__cause__
        where = error.__traceback__ if error else None


def _short(path: str) -> str:
    """Name a file of code from its package on: where it is installed is nobody's business."""
    return re.sub(r"^.*/(?:site-packages|lib/python[\d.]+)/|^.*?/(?=hotline/)", "", path)


def route_of(request: Any) -> str:
    """Return the address's pattern; the address itself may hold a number or a signed link."""
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else "-"


def masked(text: str) -> str:
    """Take long numbers out of a sentence."""
    return NUMBER.sub("…", text)


def _sentence(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if request is not None and record.name.startswith("django."):
        status = getattr(record, "status_code", "")
        return f"{status} at {getattr(request, 'method', '')} {route_of(request)}"
    if isinstance(record.args, tuple):
        record.args = tuple(_plain(one) for one in record.args)
    return masked(record.getMessage())


def _plain(given: object) -> object:
    """Say a database's fault by its kind, since it quotes the row, and any other by its first line."""
    if isinstance(given, psycopg.Error | Error):
        return discretion.told(given)
    if isinstance(given, BaseException):
        return (str(given).splitlines() or [type(given).__name__])[0]
    return given
