"""The named cast: operator 28, Ms Chen, 家家乐, Mr Zhou … built from the actions alone, for tests that tell a story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hotline.areas import actions as areas
from hotline.areas.models import Area
from hotline.areas.models import Kind as AreaKind
from hotline.callers import actions as callers
from hotline.callers import numbers
from hotline.callers.models import Caller
from hotline.catalogue import actions as catalogue
from hotline.catalogue.models import HandledBy, PriceMode, Service
from hotline.catalogue.terms import Terms
from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.departments.models import Unit
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers import actions as providers
from hotline.providers.models import Provider

RUIAN = ZoneInfo("Asia/Shanghai")
FIRST_DAY = date(2012, 9, 26)


def at(hour: int, minute: int = 0, *, day: date = FIRST_DAY) -> datetime:
    """Return a moment in Ruian, on the first day unless said otherwise."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=RUIAN)


@dataclass
class Town:
    """Everybody the stories need, by name."""

    people: dict[str, Person] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    places: dict[str, Area] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    @property
    def operator_28(self) -> Person:
        return self.people["op28"]

    @property
    def leader(self) -> Person:
        return self.people["leader"]

    def caller(self, name: str, number: str) -> Caller:
        """Write a caller down as the operator does."""
        return callers.take_down(number=numbers.read(number), by=self.operator_28, name=name)


def build() -> Town:
    """Build the smallest town in which the stories can happen."""
    town = Town()
    admin = people.engage("admin", name="管理员", role=Role.ADMIN, by=None)
    _people(town, admin)
    _places(town, admin)
    _services(town, admin)
    _providers(town, admin)
    _units(town, admin)
    return town


def _people(town: Town, admin: Person) -> None:
    town.people["admin"] = admin
    for username, name, number, role in (
        ("op28", "林晓", "28", Role.OPERATOR),
        ("op21", "陈静", "21", Role.OPERATOR),
        ("leader", "王值班", "01", Role.LEADER | Role.OPERATOR),
        ("callback", "周回访", "61", Role.CALLBACK),
        ("reviewer", "徐审核", "71", Role.REVIEWER),
        ("auditor", "吴审计", "", Role.AUDITOR),
        ("clerk", "孙科员", "", Role.DEPARTMENT),
        ("head", "方局长", "", Role.DEPARTMENT),
        ("squad", "曹队长", "", Role.DEPARTMENT),
        ("power", "高主任", "", Role.DEPARTMENT),
        ("anyang", "贾干事", "", Role.DEPARTMENT),
        ("lin", "林师傅", "", Role.PROVIDER),
        ("pan", "潘师傅", "", Role.PROVIDER),
        ("zheng", "郑师傅", "", Role.PROVIDER),
    ):
        town.people[username] = people.engage(
            username, name=name, number=number, role=role, by=admin
        )


def _places(town: Town, admin: Person) -> None:
    city = areas.draw("ra", name="瑞安市", kind=AreaKind.CITY, by=admin)
    anyang = areas.draw(
        "ay", name="安阳街道", short="安阳", kind=AreaKind.TOWN, within=city, by=admin,
        served_from=FIRST_DAY,
    )  # fmt: skip
    hongqiao = areas.draw(
        "ay-hq", name="虹桥社区", short="虹桥", kind=AreaKind.COMMUNITY, within=anyang, by=admin
    )
    town.places = {"瑞安": city, "安阳": anyang, "虹桥": hongqiao}


def _services(town: Town, admin: Person) -> None:
    group = catalogue.open_group("SD", name="水电维修", by=admin)
    for code, name, urgent, keywords in (
        ("SD01", "水管维修", False, ("水管漏水", "管道漏水", "水龙头坏了", "漏水")),
        ("SD02", "电路维修", True, ("停电", "跳闸", "电表坏了", "没电")),
    ):
        terms = Terms(
            name=name, keywords=keywords, description=name, price_mode=PriceMode.VISIT_FEE,
            reference_price=Decimal(30), unit="次", urgent=urgent, around_the_clock=True,
            promised_arrival_min=30, warranty_days=30, handled_by=HandledBy.PROVIDER,
        )  # fmt: skip
        town.services[name] = catalogue.offer(
            code, group=group, terms=terms, valid_from=date(2012, 1, 1), by=admin
        )


def _providers(town: Town, admin: Person) -> None:
    for name, short, member, services, most_open in (
        ("家家乐家政服务中心", "家家乐", "lin", ["水管维修"], 8),
        ("老潘水电（个体）", "老潘水电", "pan", ["水管维修", "电路维修"], 3),
        ("明光电工", "明光电工", "zheng", ["电路维修"], 4),
    ):
        provider = providers.enter(
            name, short_name=short, telephone="13800000001", since_on=date(2012, 6, 30),
            most_open=most_open, by=admin,
        )  # fmt: skip
        for service in services:
            providers.serve(provider, town.services[service], areas=[town.places["瑞安"]], by=admin)
        providers.send_member(
            provider, town.people[member], telephone="13800000001", answers_offers=True, by=admin
        )
        town.providers[short] = provider


def _units(town: Town, admin: Person) -> None:
    """A bureau with a squad below it, a utility and a town; each with its people, each answers for something."""
    for name, short, above, group in (
        ("市综合执法局", "执法局", "", "部门"),
        ("市综合执法局市政一中队", "市政一中队", "执法局", ""),
        ("市供电公司", "供电公司", "", "公用企业"),
        ("安阳街道办事处", "安阳街道", "", "镇街"),
    ):
        town.units[short] = departments.found_unit(
            name, short=short, parent=town.units.get(above), group=group, by=admin
        )
    for short, username, part in (
        ("执法局", "clerk", Part.LIAISON),
        ("执法局", "head", Part.HEAD),
        ("市政一中队", "squad", Part.LIAISON),
        ("供电公司", "power", Part.LIAISON),
        ("安阳街道", "anyang", Part.LIAISON),
    ):
        departments.appoint(town.units[short], person=town.people[username], part=part, by=admin)
    city, water = town.places["瑞安"], town.services["水管维修"]
    departments.assign_remit(
        town.units["供电公司"], service=town.services["电路维修"], area=city,
        co_units=[town.units["安阳街道"]], from_on=date(2012, 1, 1), by=admin,
    )  # fmt: skip
    departments.assign_remit(
        town.units["执法局"], service=water, area=city, from_on=date(2012, 1, 1), by=admin
    )
    departments.assign_remit(
        town.units["安阳街道"], area=town.places["安阳"], from_on=date(2012, 1, 1), by=admin
    )
