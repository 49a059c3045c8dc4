"""What is said of personal data beside the tables that hold it: which columns, why, how long, and how they are emptied.

Decides the words of it alone. Each domain says it of its own tables in its `personal.py`; the register that is made from
all of them, erasing and the daily sweep are `hotline/privacy`'s matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Erased(Enum):
    """How a column is emptied."""

    BLANK = "blank"  # the column is emptied, the row stays
    FILE = "file"  # the file that it names is deleted, then the column is emptied
    ROW = "row"  # the row goes
    STAYS = "stays"  # of our own people, in office: it goes with the account


ERASED_LABELS: dict[Erased, Text] = {
    Erased.BLANK: _("清空"),
    Erased.FILE: _("删除文件并清空"),
    Erased.ROW: _("删除整行"),
    Erased.STAYS: _("随账号保留"),
}


@dataclass(frozen=True)
class Column:
    """One column that may tell of a person."""

    name: str
    why: Text
    erased: Erased = Erased.BLANK
    place: Callable[[Any], str] | None = None
    """For what it is sealed, where it is: the second argument of `sealing.seal`."""


@dataclass(frozen=True)
class Table:
    """What one table holds of people."""

    model: type[models.Model]
    label: Text = ""
    """What the table is called where the model has no name for readers."""
    columns: tuple[Column, ...] = ()
    kept: str | timedelta | None = None
    """How long: a rule in days, or a time that never changes; None: for as long as what it belongs to."""
    since: str = ""
    """From when it is counted: a moment's column; empty where an action of the domain's own sees to it."""
    caller: tuple[str, ...] = ()
    """The ways from a row to the caller it tells of."""
    part_of: str = ""
    """The relation to the row that it belongs to, and is emptied with."""
    about: tuple[str, ...] = ()
    """The columns that name what it belongs to where no relation leads there: kind and key, or both as "case:42"."""
    emptied_at: str = ""
    """The column that says since when a row is empty."""
    act: Callable[[Sequence[Any]], object] | None = None
    """The domain's own act that empties rows, where their life has one: it changes their status and leaves their entries."""
    others: Mapping[str, str] = field(default_factory=dict)
    """The other columns that could hold words, each with why they hold nobody's."""
