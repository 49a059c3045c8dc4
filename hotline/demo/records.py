"""The sample town's files as typed records. Reads and checks their form; builds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path

from hotline.areas.models import Kind
from hotline.catalogue.models import HandledBy, PriceMode
from hotline.catalogue.permits import Permit
from hotline.catalogue.terms import Terms

FILES = Path(__file__).parent / "data"
NONE = "-"
LOCAL = timezone(timedelta(hours=8))

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """A place of the sample town."""

    code: str
    kind: Kind
    name: str
    short: str
    parent: str | None
    served_from: date | None


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service with the group it stands under and its first day."""

    code: str
    terms: Terms
    valid_from: date

    @property
    def group(self) -> str:
        """Return the code of its group, with which its own begins."""
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class Matter:
    """A past matter: what was said, who took it on, how it ended. Minutes count from the call."""

    at: datetime
    caller: str
    service: str | None
    kind: str
    said: str
    asked: str
    urgent: bool
    handler: str | None
    accepted_min: int | None
    there_min: int | None
    done_min: int | None
    result: str
    satisfied: str
    words: str


def rows(name: str) -> Iterator[Row]:
    """Return the rows of one file by the names in its first line; lines with # are remarks."""
    lines = (FILES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head, *body = (line.split("\t") for line in lines if line and not line.startswith("#"))
    for cells in body:
        yield dict(zip(head, cells, strict=True))


def words(cell: str) -> tuple[str, ...]:
    """Return a list that stands in one cell."""
    return () if cell == NONE else tuple(cell.split())


@cache
def areas() -> tuple[AreaRecord, ...]:
    """Return the town's areas, each after the one it lies in."""
    return tuple(
        AreaRecord(
            code=row["code"],
            kind=Kind(row["kind"]),
            name=row["name"],
            short=row["short"],
            parent=_or_none(row["parent"]),
            served_from=_day(row["served_from"]),
        )
        for row in rows("areas")
    )


@cache
def services() -> tuple[ServiceRecord, ...]:
    """Return the catalogue's services."""
    return tuple(
        ServiceRecord(row["code"], _terms(row), date.fromisoformat(row["valid_from"]))
        for row in rows("catalogue")
    )


@cache
def matters() -> tuple[Matter, ...]:
    """Return the past matters, in the order in which they were told."""
    return tuple(
        Matter(
            at=datetime.fromisoformat(row["at"]).replace(tzinfo=LOCAL),
            caller=row["caller"],
            service=_or_none(row["service"]),
            kind=row["kind"],
            said=row["said"],
            asked=row["asked"],
            urgent=row["urgency"] == "urgent",
            handler=_or_none(row["handler"]),
            accepted_min=_whole(row["accepted"]),
            there_min=_whole(row["there"]),
            done_min=_whole(row["done"]),
            result=row["result"],
            satisfied=row["satisfied"],
            words="" if row["words"] == NONE else row["words"],
        )
        for row in rows("cases")
    )


def _terms(row: Row) -> Terms:
    marks = words(row["marks"])
    return Terms(
        name=row["name"],
        description=row["description"],
        price_mode=PriceMode(row["price_mode"]),
        reference_price=None if row["price"] == NONE else Decimal(row["price"]),
        unit=row["unit"],
        warranty_days=int(row["warranty_days"]),
        promised_arrival_min=_whole(row["arrival_min"]),
        urgent="urgent" in marks,
        around_the_clock="night" in marks,
        handled_by=HandledBy(row["handled_by"]),
        aliases=words(row["aliases"]),
        keywords=words(row["keywords"]),
        permits=tuple(map(Permit, words(row["permits"]))),
    )


def _or_none(cell: str) -> str | None:
    return None if cell == NONE else cell


def _whole(cell: str) -> int | None:
    return None if cell == NONE else int(cell)


def _day(cell: str) -> date | None:
    return None if cell == NONE else date.fromisoformat(cell)
