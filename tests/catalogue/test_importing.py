"""The catalogue as a table: every line judged before anything is written; what goes out comes back as nothing to do."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.catalogue import actions as catalogue
from hotline.catalogue import importing, sheet
from hotline.catalogue.models import Group, HandledBy, PriceMode, Service
from hotline.catalogue.permits import Permit
from hotline.catalogue.terms import Terms
from hotline.life.errors import NotDone, NotSo
from hotline.people import actions as people
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.sheets import reading
from hotline.sheets.columns import headings, written
from hotline.sheets.dry_run import DryRun, Verdict
from hotline.sheets.lines import Line, Table
from hotline.sheets.writing import Form, write

DAY = timedelta(days=1)
START, TODAY = date(2012, 9, 26), date(2013, 3, 1)
PIPES = Terms(
    name="水管维修", description="-", price_mode=PriceMode.VISIT_FEE, reference_price=Decimal(30), unit="次",
    keywords=("漏水", "爆管"), permits=(Permit.ELECTRICIAN,), promised_arrival_min=30,
)  # fmt: skip
NEW, CHANGED, SAME, WRONG = Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.WRONG


@pytest.fixture
def leader(db: None) -> Person:
    return people.engage("leader", name="-", role=Role.LEADER, by=None)


@pytest.fixture
def pipes(leader: Person) -> Service:
    group = catalogue.open_group("01", name="水电", by=leader)
    return catalogue.offer("0101", group=group, terms=PIPES, valid_from=START, by=leader)


def judged(*rows: dict[str, str], head: tuple[str, ...] = ()) -> DryRun:
    """Judge lines given by the keys of their columns."""
    keys = head or tuple(dict.fromkeys(key for row in rows for key in row))
    lines = [Line(n, tuple(row.get(key, "") for key in keys)) for n, row in enumerate(rows, 2)]
    return importing.check(Table(keys, tuple(lines)), start=TODAY, today=TODAY)


def exported(form: Form = Form.CSV) -> bytes:
    rows = [written(value, sheet.COLUMNS) for value in importing.exported(TODAY)]
    return write(form, headings(sheet.COLUMNS), rows)


def verdicts(run: DryRun) -> list[Verdict]:
    return [line.verdict for line in run.lines]


@pytest.mark.parametrize("form", list(Form))
def test_what_goes_out_comes_back_as_nothing_to_do(pipes: Service, form: Form) -> None:
    run = importing.check(reading.read(exported(form)), start=TODAY, today=TODAY)
    assert verdicts(run) == [SAME]
    assert not run.may_be_written


WORDS = st.text("水电=+-@'\"、a1 ", max_size=6).map(str.strip)
TERMS = st.builds(
    Terms,
    name=WORDS.filter(bool),
    description=WORDS.filter(bool),
    price_mode=st.just(PriceMode.FIXED),
    reference_price=st.decimals("0.01", 9999, places=2),
    unit=st.just("次"),
    warranty_days=st.integers(0, 100),
    promised_arrival_min=st.none() | st.integers(1, 100),
    urgent=st.booleans(),
    around_the_clock=st.booleans(),
    handled_by=st.sampled_from(HandledBy),
    aliases=st.lists(st.text("水电=-a", min_size=1, max_size=4), max_size=2, unique=True).map(
        tuple
    ),
    permits=st.sets(st.sampled_from(Permit), max_size=3).map(tuple),
)


@settings(max_examples=25)
@given(offers=st.lists(TERMS, min_size=1, max_size=4), form=st.sampled_from(Form))
def test_any_catalogue_goes_out_and_comes_back(offers: list[Terms], form: Form) -> None:
    from hotline.people.queries import the_clock  # noqa: F401  (the tables are there)

    with transaction.atomic():
        leader = people.engage("one", name="-", role=Role.LEADER, by=None)
        group = catalogue.open_group("01", name="=水电", by=leader)
        for n, terms in enumerate(offers):
            catalogue.offer(f"{n:04}", group=group, terms=terms, valid_from=START, by=leader)
        run = importing.check(reading.read(exported(form)), start=TODAY, today=TODAY)
        transaction.set_rollback(True)
    assert verdicts(run) == [SAME] * len(offers), [line.faults for line in run.lines]


test_any_catalogue_goes_out_and_comes_back = pytest.mark.usefixtures("database")(
    test_any_catalogue_goes_out_and_comes_back
)


def test_other_terms_are_a_new_version_from_the_day_that_was_said(
    pipes: Service, leader: Person
) -> None:
    run = judged({"code": "0101", "name": "水管维修", "参考价": "40"})
    assert verdicts(run) == [CHANGED]
    said = {str(one.label): (one.was, one.now) for one in run.lines[0].differences}
    assert said["参考价"] == ("30.00", "40.00")
    assert said["开始日期"] == ("2012-09-26", "2013-03-01")
    catalogue.take_in(run.orders, by=leader, why="-")
    assert Service.objects.offered_on(TODAY - DAY).get().reference_price == 30
    after = Service.objects.offered_on(TODAY).get()
    assert (after.reference_price, after.keywords) == (Decimal(40), ["漏水", "爆管"])


def test_a_line_may_say_its_own_day(pipes: Service, leader: Person) -> None:
    later = TODAY + 30 * DAY
    run = judged({"code": "0101", "name": "水管", "开始日期": later.isoformat()})
    catalogue.take_in(run.orders, by=leader, why="-")
    assert Service.objects.offered_on(later - DAY).get().name == "水管维修"
    assert Service.objects.offered_on(later).get().name == "水管"


def test_a_last_day_ends_a_service(pipes: Service, leader: Person) -> None:
    run = judged({"code": "0101", "name": "水管维修", "停止日期": (TODAY + DAY).isoformat()})
    assert verdicts(run) == [CHANGED]
    catalogue.take_in(run.orders, by=leader, why="-")
    assert not Service.objects.offered_on(TODAY + DAY).exists()


def test_a_new_service_opens_its_group(pipes: Service, leader: Person) -> None:
    row = {
        "code": "0201", "name": "开锁", "大项编码": "02", "大项": "门锁", "计价方式": "起价", "参考价": "80",
        "单位": "次", "受理说明": "先核身份", "所需证照": "开锁业公安备案",
    }  # fmt: skip
    run = judged(row, row | {"code": "0202", "name": "换锁", "大项": ""})
    assert verdicts(run) == [NEW, NEW]
    catalogue.take_in(run.orders, by=leader, why="-")
    assert list(Group.objects.get(code="02").services.values_list("code", flat=True)) == [
        "0201",
        "0202",
    ]


LINES = {
    "past": {"参考价": "40", "开始日期": "2012-10-01"},
    "price": {"计价方式": "面议"},
    "group": {"大项编码": "77"},
    "group name": {"大项编码": "01", "大项": "水"},
    "day": {"停止日期": "2013-02-30"},
    "day over": {"停止日期": "2013-01-01"},
    "nothing new": {"开始日期": "2013-05-01"},
    "mode": {"计价方式": "随便"},
    "permit": {"所需证照": "驾照"},
}


@pytest.mark.parametrize("what", LINES)
def test_what_is_wrong_is_said_and_nothing_ordered(pipes: Service, what: str) -> None:
    run = judged({"code": "0101", "name": "水管维修"} | LINES[what])
    assert verdicts(run) == [WRONG]
    assert run.lines[0].faults
    assert run.orders == []
    assert not run.may_be_written


def test_a_code_that_lost_its_noughts_is_not_a_new_service(pipes: Service) -> None:
    run = judged({"code": "101", "name": "水管维修", "大项编码": "01"})
    assert verdicts(run) == [WRONG]
    assert "0101" in str(run.lines[0].faults[0])


def test_a_line_told_twice_is_wrong_the_second_time(pipes: Service) -> None:
    row = {"code": "0101", "name": "水管维修"}
    assert verdicts(judged(row, row)) == [SAME, WRONG]


def test_the_seal_changes_when_what_it_meets_has_changed(pipes: Service, leader: Person) -> None:
    row = {"code": "0101", "name": "水管", "大项编码": "01"}
    before = judged(row).seal
    assert judged(row).seal == before
    catalogue.take_in(judged(row).orders, by=leader, why="-")
    assert judged(row).seal != before


def test_two_who_offer_one_code_at_once_are_told_so_in_a_sentence(committed: str) -> None:
    leader = people.engage("leader", name="-", role=Role.LEADER, by=None)
    group = catalogue.open_group("01", name="水电", by=leader)
    told: list[Exception] = []
    gate = threading.Barrier(2)

    def press() -> None:
        try:
            gate.wait()
            catalogue.offer("0101", group=group, terms=PIPES, valid_from=START, by=leader)
        except Exception as why:
            told.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Service.objects.count() == 1
    assert len(told) == 1
    assert isinstance(told[0], NotDone)


def test_a_group_is_opened_once(pipes: Service, leader: Person) -> None:
    with pytest.raises(NotSo, match="01"):
        catalogue.open_group("01", name="-", by=leader)


def test_a_group_is_renamed(pipes: Service, leader: Person) -> None:
    catalogue.rename_group(pipes.group, name="水电维修", by=leader)
    assert Group.objects.get().name == "水电维修"
    with pytest.raises(NotSo):
        catalogue.rename_group(pipes.group, name=" ", by=leader)
