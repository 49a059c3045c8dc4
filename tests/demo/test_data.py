"""The sample town's files: whole, believable in what can be reckoned, and of nobody real."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from hotline.callers.models import Title
from hotline.cases.life import Result
from hotline.cases.models import Kind as CaseKind
from hotline.catalogue.models import HandledBy, PriceMode
from hotline.demo import records
from hotline.people.roles import Role
from hotline.providers.models import Form
from hotline.worktime.hours import ROUND_THE_CLOCK, covers

FIRST_DAY = date(2012, 9, 26)
WIDER = date(2012, 12, 13)
WHOLE = date(2013, 6, 30)
YEAR_LATER = date(2013, 9, 26)
SMALL_HOURS = datetime(2013, 7, 1, 3, tzinfo=records.LOCAL)
CENTRE = {"01", "02", "03"}

AREAS = {area.code: area for area in records.areas()}
SERVICES = {service.code: service for service in records.services()}
GROUPS = {row["code"]: row for row in records.rows("groups")}
PROVIDERS = {row["code"]: row for row in records.rows("providers")}
MEMBERS = list(records.rows("members"))
PEOPLE = {row["username"]: row for row in records.rows("people")}
CALLERS = {row["code"]: row for row in records.rows("callers")}


def offered_on(day: date) -> list[records.ServiceRecord]:
    return [service for service in SERVICES.values() if service.valid_from <= day]


def does(provider: records.Row, code: str) -> bool:
    return code in records.words(provider["services"])


def serves(provider: records.Row, area: str) -> bool:
    return provider["areas"] == "*" or area[:2] in records.words(provider["areas"])


def served_from(code: str | None) -> date:
    """Return the day of the place, or of what it lies in."""
    while code is not None:
        if day := AREAS[code].served_from:
            return day
        code = AREAS[code].parent
    raise AssertionError("an area that is never served")


# -- the catalogue ---------------------------------------------------------------------------------


def test_it_grew_from_10_groups_of_25_services_to_17_of_129() -> None:
    def size(day: date) -> tuple[int, int]:
        found = offered_on(day)
        return len({service.group for service in found}), len(found)

    assert size(FIRST_DAY - timedelta(days=1)) == (0, 0)
    assert size(FIRST_DAY) == (10, 25)
    assert size(YEAR_LATER) == (17, 129)
    assert len({service.valid_from for service in SERVICES.values()}) >= 8
    assert len(list(records.rows("catalogue"))) == len(SERVICES)
    assert {service.group for service in SERVICES.values()} == set(GROUPS)


def test_the_power_line_brought_its_services_with_it() -> None:
    power = [service for service in SERVICES.values() if service.group == "16"]
    assert {service.valid_from for service in power} == {date(2013, 6, 20)}


def test_no_name_or_alias_stands_for_two_services() -> None:
    said = Counter(word for s in SERVICES.values() for word in (s.terms.name, *s.terms.aliases))
    assert [word for word, times in said.items() if times > 1] == []


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda s: s.code)
def test_a_service_is_told_in_full(service: records.ServiceRecord) -> None:
    terms = service.terms
    assert len(terms.aliases) >= 3
    assert 4 <= len(set(terms.keywords)) <= 12
    assert not set(terms.keywords) & {terms.name, *terms.aliases}
    assert all(2 <= len(word) <= 12 for word in (*terms.aliases, *terms.keywords))
    assert len(terms.description) >= 8
    assert terms.unit
    assert terms.price_fits
    assert terms.urgent <= ((terms.promised_arrival_min or 0) <= 240)
    assert terms.warranty_days <= 730


def test_somebody_comes_unless_it_is_answered_by_word() -> None:
    nobody_comes = [s for s in SERVICES.values() if s.terms.promised_arrival_min is None]
    assert all(s.terms.price_mode == PriceMode.FREE for s in nobody_comes)
    assert len(nobody_comes) < 10


# -- areas -----------------------------------------------------------------------------------------


def test_coverage_widened_from_the_centre_to_ten_subdistricts_to_the_whole_city() -> None:
    towns = [code for code, area in AREAS.items() if area.kind == "town"]
    assert {code for code in towns if served_from(code) <= FIRST_DAY} == CENTRE
    assert len([code for code in towns if served_from(code) <= WIDER]) == 10
    assert len([code for code in towns if served_from(code) <= WHOLE]) == 15
    assert {served_from(code) for code in AREAS} == {FIRST_DAY, WIDER, WHOLE}


def test_every_area_lies_in_one_named_before_it() -> None:
    seen: set[str | None] = {None}
    for area in records.areas():
        assert area.parent in seen
        assert area.name.startswith(area.short)
        seen.add(area.code)
    assert len(seen) == len(list(records.rows("areas"))) + 1
    parts = Counter(area.parent for area in AREAS.values() if area.kind == "community")
    assert len(parts) == 15
    assert min(parts.values()) >= 4


# -- providers and people --------------------------------------------------------------------------


def test_there_are_24_providers_with_one_to_four_members_each() -> None:
    members = Counter(member["provider"] for member in MEMBERS)
    assert set(members) == set(PROVIDERS)
    assert len(PROVIDERS) == 24
    assert set(members.values()) <= {1, 2, 3, 4}
    assert {Form(provider["form"]) for provider in PROVIDERS.values()} == set(Form)


def test_every_service_has_a_provider_from_the_day_it_is_offered() -> None:
    for service in SERVICES.values():
        if service.terms.handled_by == HandledBy.DEPARTMENT:
            continue
        ready = [
            provider
            for provider in PROVIDERS.values()
            if does(provider, service.code)
            and date.fromisoformat(provider["trial_from"]) <= service.valid_from
        ]
        assert ready, service.code


def test_urgent_services_of_the_night_have_a_provider_at_three_in_the_morning() -> None:
    for service in SERVICES.values():
        terms = service.terms
        if not terms.around_the_clock or terms.handled_by == HandledBy.DEPARTMENT:
            continue
        awake = [p for p in PROVIDERS.values() if covers(p["hours"], SMALL_HOURS)]
        assert any(does(p, service.code) and serves(p, "01") for p in awake), service.code


@pytest.mark.parametrize("trade", ["0101", "0102", "0201", "0301"])
def test_two_of_each_trade_of_the_night_are_awake(trade: str) -> None:
    awake = [p for p in PROVIDERS.values() if p["hours"] == ROUND_THE_CLOCK and does(p, trade)]
    assert len(awake) >= 2


def test_providers_do_only_what_the_line_offers_where_it_serves() -> None:
    for provider in PROVIDERS.values():
        assert set(records.words(provider["services"])) <= set(SERVICES)
        assert provider["areas"] == "*" or set(records.words(provider["areas"])) <= set(AREAS)
        assert int(provider["capacity"]) >= 1
        if provider["signed_on"] != records.NONE:
            assert provider["signed_on"] >= provider["trial_from"]


def test_twelve_representatives_signed_on_the_first_day_of_signing() -> None:
    signed = Counter(provider["signed_on"] for provider in PROVIDERS.values())
    assert signed["2013-03-22"] == 12
    assert min(day for day in signed if day != records.NONE) == "2013-03-22"
    assert signed[records.NONE] >= 3


def test_every_service_of_a_provider_has_a_member_with_the_permits_it_asks_for() -> None:
    for provider in PROVIDERS.values():
        own = [member for member in MEMBERS if member["provider"] == provider["code"]]
        assert {c for m in own for c in records.words(m["services"])} == set(
            records.words(provider["services"])
        )
        for member in own:
            for code in records.words(member["services"]):
                needed = set(SERVICES[code].terms.permits)
                assert needed <= set(records.words(member["permits"])), (member["name"], code)


def test_the_floor_is_staffed() -> None:
    roles = Counter(person["role"] for person in PEOPLE.values())
    assert set(roles) == {
        "operator", "leader", "reviewer", "callback", "auditor", "admin", "department", "provider",
    }  # fmt: skip
    assert all(Role[role.upper()] for role in roles)
    assert roles["department"] == 7
    assert {"21", "22", "28", "35", "01"} <= {person["number"] for person in PEOPLE.values()}
    numbers = Counter(p["number"] for p in PEOPLE.values() if p["number"] != records.NONE)
    assert max(numbers.values()) == 1
    assert all(
        person["organisation"] in PROVIDERS
        for person in PEOPLE.values()
        if person["role"] == "provider"
    )


# -- callers and what they asked -------------------------------------------------------------------


def test_every_number_is_one_that_nobody_has() -> None:
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(records.FILES.glob("*.tsv"))
    )
    numbers = re.findall(r"\d{11,}|0\d{3}-\d{4} \d{4}", everything)
    assert len(numbers) > 100
    assert [n for n in numbers if not re.fullmatch(r"1380000\d{4}|0577-6500 0\d{3}", n)] == []
    told = [row["phone"] for row in (*PROVIDERS.values(), *MEMBERS, *CALLERS.values())]
    assert set(told) <= set(numbers)
    assert len(set(told)) == len(told)


def test_forty_callers_live_in_the_town() -> None:
    assert len(CALLERS) == 40
    assert {caller["area"] for caller in CALLERS.values()} <= set(AREAS)
    assert {Title(caller["title"]) for caller in CALLERS.values()} == {Title.MS, Title.MR}
    assert all(caller["address"] and caller["surname"] for caller in CALLERS.values())


def test_past_matters_happened_when_and_where_they_could() -> None:
    matters = records.matters()
    assert len(matters) >= 60
    assert [m.at for m in matters] == sorted(m.at for m in matters)
    for matter in matters:
        on = matter.at.date()
        assert FIRST_DAY <= on <= YEAR_LATER
        assert matter.caller in CALLERS
        assert matter.service is None or SERVICES[matter.service].valid_from <= on, matter.said
        if matter.handler in PROVIDERS:
            _could_do(PROVIDERS[matter.handler], matter)
        else:
            assert matter.handler is None or PEOPLE[matter.handler]["role"] == "department"


def _could_do(provider: records.Row, matter: records.Matter) -> None:
    area = CALLERS[matter.caller]["area"]
    assert matter.service, matter.said
    assert served_from(area) <= matter.at.date(), matter.said
    assert does(provider, matter.service), matter.said
    assert serves(provider, area), matter.said
    assert date.fromisoformat(provider["trial_from"]) <= matter.at.date(), matter.said
    assert matter.accepted_min is not None
    assert matter.done_min is not None
    assert matter.accepted_min <= (matter.there_min or matter.done_min) <= matter.done_min
    if matter.urgent:
        assert covers(provider["hours"], matter.at), matter.said


def test_past_matters_ended_in_every_way_and_mostly_well() -> None:
    matters = records.matters()
    assert {Result(m.result) for m in matters} == set(Result)
    assert {CaseKind(m.kind) for m in matters} == set(CaseKind)
    assert {m.satisfied for m in matters} == {"very", "yes", "no"}
    assert sum(m.satisfied == "no" for m in matters) <= len(matters) * 0.05
