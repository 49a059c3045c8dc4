"""To which unit a case belongs: the most exact remit that holds on the day, with the reason; against a naive count, too."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from hotline.areas import actions as areas
from hotline.areas.models import Area, Kind
from hotline.cases import actions as cases
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import Service
from hotline.catalogue.terms import Terms
from hotline.departments import actions as departments
from hotline.departments import queries
from hotline.departments.models import Remit, Unit
from hotline.departments.queries import About
from hotline.life.errors import NotSo
from hotline.people.models import Person
from hotline.today import today
from tests.town import Town

DAY = date(2012, 1, 1)
HERE = ZoneInfo("Asia/Shanghai")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=HERE)


def short(town: Town, service: str | None, place: str | None) -> str:
    """Return whom a case of this would be proposed."""
    about = About(
        town.services[service] if service else None, town.places[place] if place else None
    )
    unit = queries.proposed(about).unit
    return unit.short if unit else ""


def test_a_case_is_proposed_the_unit_of_its_service_with_the_reason(town: Town) -> None:
    asked = cases.Asked(
        said="路灯不亮", service=town.services["电路维修"], area=town.places["虹桥"]
    )
    found = queries.proposed(cases.take_in(asked, by=town.operator_28))
    assert found.unit == town.units["供电公司"]
    assert [one.short for one in found.co_units] == ["安阳街道"]
    assert str(found.reason) == ("派单目录：“电路维修”在瑞安市由市供电公司主办（2012-01-01 起）")
    with translation.override("en"):
        assert isinstance(str(found.reason), str)


def test_a_remit_for_an_area_covers_what_lies_in_it_and_the_nearer_one_goes_first(
    town: Town,
) -> None:
    assert short(town, "电路维修", "虹桥") == short(town, "电路维修", "安阳") == "供电公司"
    departments.assign_remit(
        town.units["执法局"],
        service=town.services["电路维修"],
        area=town.places["虹桥"],
        from_on=DAY,
        by=town.leader,
    )
    assert short(town, "电路维修", "虹桥") == "执法局"
    assert short(town, "电路维修", "安阳") == "供电公司"  # not upwards


def test_a_service_goes_before_its_group_and_that_before_everything(town: Town) -> None:
    group = town.services["水管维修"].group
    by = town.leader
    departments.assign_remit(
        town.units["市政一中队"], group=group, area=town.places["虹桥"], from_on=DAY, by=by
    )
    assert short(town, "水管维修", "虹桥") == "执法局"  # for the whole city, but for the service
    water = Remit.objects.get(lead=town.units["执法局"])
    departments.end_remit(water, until_on=today(), why="停", by=by)
    assert short(town, "水管维修", "虹桥") == "市政一中队"
    assert short(town, "水管维修", "安阳") == "安阳街道"  # whatever is asked there
    reason = queries.proposed(About(town.services["水管维修"], town.places["安阳"])).reason
    assert "没有更细的规定" in str(reason)


def test_what_no_remit_covers_goes_to_the_leader_and_says_why(town: Town) -> None:
    for service, place, why in (
        ("水管维修", None, "没有写在哪个区域"),
        (None, "瑞安", "没有写小项"),
    ):
        about = About(
            town.services[service] if service else None, town.places[place] if place else None
        )
        found = queries.proposed(about)
        assert (found.unit, list(found.co_units), found.remit) == (None, [], None)
        assert why in str(found.reason)
        assert "请值班长定" in str(found.reason)
    Remit.objects.filter(area=town.places["瑞安"]).update(until_on=date(2012, 2, 1))
    found = queries.proposed(About(town.services["水管维修"], town.places["瑞安"]))
    assert "没有“水管维修”在瑞安市归谁管" in str(found.reason)


def test_a_remit_anywhere_covers_a_case_whose_area_nobody_wrote_down(town: Town) -> None:
    departments.assign_remit(
        town.units["执法局"], service=town.services["电路维修"], from_on=DAY, by=town.leader
    )
    assert short(town, "电路维修", None) == "执法局"
    assert short(town, "电路维修", "虹桥") == "供电公司"  # the city is nearer than anywhere


def test_a_new_version_of_a_service_keeps_who_answers_for_it(town: Town) -> None:
    old = town.services["电路维修"]
    terms = catalogue_terms(old)
    new = catalogue.offer(
        "SD02", group=old.group, terms=terms, valid_from=date(2030, 1, 1), by=town.leader
    )
    assert new.pk != old.pk
    found = queries.proposed(About(new, town.places["虹桥"]), noon(date(2030, 1, 2)))
    assert found.unit == town.units["供电公司"]


def catalogue_terms(service: Service) -> Terms:
    """Return the terms of a service, to be offered anew."""
    return Terms(**{one.name: getattr(service, one.name) for one in fields(Terms)})


@pytest.mark.parametrize(
    ("hour", "minute", "day", "unit"),
    [
        (23, 59, 30, "供电公司"),
        (0, 0, 1, "执法局"),
        (0, 1, 1, "执法局"),
        (7, 59, 1, "执法局"),  # still yesterday in UTC
        (8, 1, 1, "执法局"),
    ],
)
def test_a_change_holds_from_midnight_where_the_line_is(
    town: Town, hour: int, minute: int, day: int, unit: str
) -> None:
    old = Remit.objects.get(lead=town.units["供电公司"])
    departments.change_remit(
        old, lead=town.units["执法局"], from_on=date(2031, 7, 1), why="移交", by=town.leader
    )
    at = datetime(2031, 7 if day == 1 else 6, day, hour, minute, tzinfo=HERE)
    about = About(town.services["电路维修"], town.places["虹桥"])
    found = queries.proposed(about, at).unit
    assert found is not None
    assert found.short == unit


# against a naive count


class Ground:
    """A town with two groups, four services, a city of six places, and remits by lot."""

    def __init__(self, town: Town, dice: random.Random) -> None:
        self.dice, by = dice, town.people["admin"]
        old = town.services["水管维修"]
        terms = catalogue_terms(old)
        other = catalogue.open_group("QT", name="其他", by=by)
        extra = [
            catalogue.offer(f"QT0{n}", group=other, terms=terms, valid_from=DAY, by=by)
            for n in (1, 2)
        ]
        self.services = [*town.services.values(), *extra]
        city = town.places["瑞安"]
        towns = [
            areas.draw(f"t{n}", name=f"镇{n}", kind=Kind.TOWN, within=city, by=by) for n in (1, 2)
        ]
        villages = [
            areas.draw(f"v{n}", name=f"村{n}", kind=Kind.COMMUNITY, within=towns[n % 2], by=by)
            for n in range(3)
        ]
        self.places = [*town.places.values(), *towns, *villages]
        self.units = list(Unit.objects.all())
        Remit.co_units.through.objects.all().delete()
        Remit.objects.all().delete()
        self.days = [DAY + timedelta(days=n) for n in range(12)]
        for _turn in range(40):
            self.assign(by)

    def assign(self, by: Person) -> None:
        """Let somebody answer for something, if nobody does on those days."""
        dice = self.dice
        kind = dice.randrange(3)
        begins = dice.choice(self.days)
        ends = dice.choice([None, *[one for one in self.days if one > begins]])
        try:
            departments.assign_remit(
                dice.choice(self.units),
                service=dice.choice(self.services) if kind == 0 else None,
                group=dice.choice(self.services).group if kind == 1 else None,
                area=dice.choice([None, *self.places]),
                from_on=begins,
                until_on=ends,
                by=by,
            )
        except NotSo:
            return


def naive(service: Service | None, area: Area | None, day: date) -> Unit | None:
    """Look through every remit as somebody with the printed catalogue would: by service, by group, by everything."""
    chain: list[Area | None] = []
    while area is not None:
        chain.append(area)
        area = area.parent
    chain.append(None)
    held = [
        one
        for one in Remit.objects.select_related("service", "group", "area", "lead")
        if one.from_on <= day and (one.until_on is None or day < one.until_on)
    ]
    pages = (
        lambda one: (
            one.service is not None and service is not None and one.service.code == service.code
        ),
        lambda one: one.group is not None and service is not None and one.group == service.group,
        lambda one: one.service is None and one.group is None,
    )
    for page in pages:
        for place in chain:
            for one in held:
                if page(one) and one.area == place:
                    return one.lead
    return None


@pytest.mark.parametrize("seed", range(6))
def test_whoever_is_proposed_is_whom_a_reader_of_the_whole_catalogue_finds(
    town: Town, seed: int
) -> None:
    ground = Ground(town, random.Random(seed))
    assert Remit.objects.count() > 15
    found = []
    for service in [None, *ground.services]:
        for place in [None, *ground.places]:
            for day in (ground.days[0], ground.dice.choice(ground.days), ground.days[-1]):
                unit = queries.proposed(About(service, place), noon(day)).unit
                assert unit == naive(service, place, day), (service, place, day)
                found.append(unit)
    assert None in found or len(set(found)) > 1  # it was no empty question
