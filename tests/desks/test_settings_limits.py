"""The pages of time limits: what holds and why, a case tried, a change looked at before it is set; the calendar; storm mode."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from hotline import clock
from hotline.exchanges.models import Exchange
from hotline.timelimits import actions, queries
from hotline.timelimits.life import Status
from hotline.timelimits.limits import Clock, Scope
from hotline.timelimits.models import Holiday, OfficeHours, Season, Storm, TimeLimit
from hotline.worktime.calendar import CHINA
from tests.desks.conftest import BACKEND
from tests.timelimits.taking import take_in_all
from tests.town import Town

NOW = datetime(2026, 9, 23, 14, 20, tzinfo=CHINA)  # a Wednesday, Friday is the Mid-Autumn Festival
TOMORROW = "2026-09-24"
LENGTH: dict[str, Any] = {
    "amount": 3,
    "measure": "working d",
    "counting": "next_day",
    "from_on": TOMORROW,
}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def client(town: Town, who: str = "leader") -> Client:
    signed = Client()
    signed.force_login(town.people[who], backend=BACKEND)
    return signed


def get(town: Town, path: str, who: str = "leader", **asked: Any) -> str:
    answer = client(town, who).get(path, asked)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def post(town: Town, path: str, who: str = "leader", **sent: Any) -> int:
    return client(town, who).post(path, {"key": uuid4().hex, **sent}).status_code


def complaints() -> TimeLimit:
    return TimeLimit.objects.get(clock="reply", kind="complaint", urgency=None, until_on=None)


def test_every_limit_is_in_the_table_with_its_reason(town: Town) -> None:
    page = get(town, "/timelimits/", "auditor")
    for words in (
        "签收",
        "办理",
        "投诉 · 紧急",
        "5 个工作日",
        "30 分钟",
        "12345 国家规定",
        "风暴模式",
    ):
        assert words in page
    assert "新定一条" not in page  # the auditor reads


def test_a_case_is_tried_and_each_clock_says_why(town: Town) -> None:
    take_in_all(by=town.leader)
    page = get(town, "/timelimits/", kind="complaint", urgency=1, unit="", at="")
    assert "5 个工作日，从周三 14:20 起" in page
    assert "周五到周日放假（中秋节）" in page
    assert "10月1日周四到10月7日周三放假（国庆节）" in page


def test_a_trial_that_cannot_be_understood_says_so(town: Town) -> None:
    for asked in (
        {"kind": "nonsense"},
        {"kind": "help", "urgency": "9"},
        {"kind": "help", "at": "x"},
    ):
        assert client(town).get("/timelimits/", asked).status_code == 422


def test_a_change_is_looked_at_before_it_is_set(town: Town) -> None:
    row = complaints()
    page = get(town, f"/timelimits/{row.pk}/", **LENGTH)
    assert "投诉 · 一般" in page
    assert "投诉 · 紧急" not in page.split('id="trial"')[1].split("</table>")[0]
    assert TimeLimit.objects.count() == len(TimeLimit.objects.filter(set_by=None))
    scope = {"clock": "reply", "kind": "complaint"}
    assert post(town, "/timelimits/set_limit", **LENGTH, **scope, why="提速") == 302
    page = get(town, f"/timelimits/{row.pk}/")
    assert "3 个工作日" in page
    assert "最后一天" in page
    assert "提速" in page
    assert "还没生效" in page


def test_a_rule_that_would_slow_urgent_cases_says_so(town: Town) -> None:
    page = get(town, "/timelimits/new/", clock="reply", kind="report", **LENGTH)
    assert "紧急的也跟着变了" in page
    assert "举报 · 紧急" in page


def test_a_rule_that_changes_nothing_says_so(town: Town) -> None:
    page = get(
        town,
        "/timelimits/new/",
        clock="sign",
        urgency=3,
        **(LENGTH | {"amount": 30, "measure": "min"}),
    )
    assert "什么都不会变" in page


def test_what_cannot_be_understood_is_said_beside_its_field(town: Town) -> None:
    asked = client(town).get("/timelimits/new/", LENGTH | {"clock": "reply", "amount": 0})
    assert asked.status_code == 422
    asked = client(town).get(f"/timelimits/{complaints().pk}/", LENGTH | {"from_on": "2026-09-23"})
    assert asked.status_code == 422
    assert "请选明天以后" in asked.content.decode()
    assert post(town, "/timelimits/set_limit", clock="reply", **LENGTH, why="") == 422
    assert (
        post(town, "/timelimits/set_limit", clock="reply", **(LENGTH | {"amount": 999}), why="x")
        == 422
    )


def test_a_rule_is_set_for_a_unit_ended_and_taken_back(town: Town) -> None:
    unit = town.units["供电公司"].pk
    scope: dict[str, Any] = {"clock": "sign", "unit": unit}
    sent: dict[str, Any] = LENGTH | {"amount": 2, "measure": "h"}
    assert post(town, "/timelimits/set_limit", **sent, **scope, why="协议") == 302
    row = TimeLimit.objects.get(unit=unit)
    assert "供电公司" in get(town, "/timelimits/")
    assert post(town, f"/timelimits/{row.pk}/withdraw_limit", why="误") == 302
    assert "撤回，没有生效" in get(town, f"/timelimits/{row.pk}/")
    row = actions.set_limit(
        Scope(Clock.SIGN, unit=unit), length="2 h", from_on=date(2026, 9, 24),
        by=town.leader, why="协议",
    )  # fmt: skip
    with clock.frozen(datetime(2026, 9, 24, 9, 0, tzinfo=CHINA)):
        assert (
            post(town, f"/timelimits/{row.pk}/end_limit", last_on="2026-09-30", why="到期") == 302
        )
        page = get(town, f"/timelimits/{row.pk}/")
    assert "到期" in page


def test_a_season_is_added_and_a_rule_may_speak_of_it(town: Town) -> None:
    assert post(town, "/timelimits/add_season", name="汛期", starts="05-01", ends="10-15") == 302
    season = Season.objects.get()
    assert (
        post(
            town,
            "/timelimits/set_limit",
            clock="reply",
            kind="help",
            season=season.pk,
            **LENGTH,
            why="汛期",
        )
        == 302
    )
    assert "求助 · 汛期" in get(town, "/timelimits/")
    assert post(town, "/timelimits/add_season", name="", starts="x", ends="") == 422


def test_the_calendar_that_comes_with_the_house_is_taken_in_after_a_dry_run(town: Town) -> None:
    assert "还没有导入" in get(town, "/holidays/", year=2026)
    answer = client(town).post("/holidays/2026/upload", {"key": "k"})
    assert answer.status_code == 302
    assert Holiday.objects.count() == 0
    page = client(town).get(answer["Location"]).content.decode()
    assert "全部写入" in page
    seal = page.split('name="seal" value="')[1].split('"')[0]
    kept = Exchange.objects.get()
    assert post(town, f"/tables/{kept.pk}/write_table", seal=seal) == 302
    page = get(town, "/holidays/", year=2026)
    assert "国办发明电〔2025〕7号" in page
    assert "放假 9 天" in page
    assert client(town).post("/holidays/1999/upload", {"key": "k2"}).status_code == 404


def test_the_city_declares_a_day_and_takes_it_back(town: Town) -> None:
    sent: dict[str, Any] = {
        "on": "2026-09-29",
        "sort": "free",
        "name": "防台停工",
        "why": "市防指令",
    }
    assert post(town, "/holidays/declare_day", **sent) == 302
    assert "防台停工" in get(town, "/holidays/")
    day = Holiday.objects.get()
    assert post(town, f"/holidays/{day.pk}/withdraw_day", why="解除") == 302
    assert "改过的" in get(town, "/holidays/")
    assert post(town, "/holidays/declare_day", **(sent | {"sort": "maybe"})) == 422


def test_office_hours_of_a_unit_are_set(town: Town) -> None:
    hours = "09:00-12:00、13:00-17:00"
    sent: dict[str, Any] = {
        "unit": town.units["供电公司"].pk,
        "weekdays": hours,
        "moved": hours,
        "from_on": TOMORROW,
    }
    assert post(town, "/holidays/set_hours", **sent, why="供电公司办公时间") == 302
    assert hours in get(town, "/holidays/")
    assert OfficeHours.objects.filter(unit=town.units["供电公司"].pk).count() == 1
    assert post(town, "/holidays/set_hours", **(sent | {"weekdays": ""}), why="x") == 422


def test_storm_mode_is_switched_on_seen_everywhere_and_switched_off(town: Town) -> None:
    assert "没有开" in get(town, "/storms/")
    assert post(town, "/storms/switch_on", name="台风“海神”", why="红色预警") == 302
    storm = Storm.objects.get()
    for path in ("/timelimits/", "/holidays/", "/storms/"):
        assert "风暴模式开着：台风“海神”" in get(town, path, "auditor")
    tried = get(town, "/timelimits/", kind="help", urgency=3, unit="", at="")
    assert "10 分钟，从周三 14:20 起" in tried
    assert post(town, f"/storms/{storm.pk}/note", said="登陆") == 302
    assert post(town, f"/storms/{storm.pk}/switch_off", why="解除") == 302
    storm.refresh_from_db()
    assert storm.status == Status.OFF
    assert "解除" not in get(town, "/timelimits/")
    assert queries.storm_at(clock.now()) is None


def test_who_may_not_switch_storm_mode_has_no_button_and_is_refused(town: Town) -> None:
    assert "开启风暴模式" not in get(town, "/storms/", "auditor")
    assert post(town, "/storms/switch_on", "admin", name="x", why="x") == 403
    assert post(town, "/timelimits/set_limit", "op28", clock="reply", **LENGTH, why="x") == 403
