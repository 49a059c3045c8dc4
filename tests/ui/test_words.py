"""How times, lengths, amounts, numbers, keys and attributes are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template import engines
from django.utils import timezone, translation
from jinja2 import Undefined

from hotline import clock
from hotline.ui import attributes, figures, keys, times

NOW = datetime(2026, 9, 26, 0, 14, 0, tzinfo=UTC)  # 08:14 on the line's own wall


@pytest.fixture(autouse=True)
def at_quarter_past_eight() -> Iterator[None]:
    with clock.frozen(NOW), timezone.override("Asia/Shanghai"), translation.override("en"):
        yield


def test_a_time_is_said_by_the_lines_own_wall() -> None:
    assert times.hm(NOW) == "08:14"


def test_days_near_are_named_and_others_dated() -> None:
    said = [times.day(NOW + timedelta(days=n)) for n in (0, -1, 1)]
    assert len(set(said)) == 3
    assert not any(character.isdigit() for character in "".join(said))
    assert times.day(NOW - timedelta(days=2)) == "Sep 24"
    assert times.day(NOW - timedelta(days=400)).endswith("2025")


def test_a_day_follows_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert times.day(NOW - timedelta(days=2)) == "9\u670824\u65e5"


def test_a_day_turns_at_the_lines_own_midnight() -> None:
    before_midnight = datetime(2026, 9, 25, 15, 59, tzinfo=UTC)
    assert times.day(before_midnight) != times.day(before_midnight + timedelta(minutes=2))


def test_todays_day_goes_without_saying() -> None:
    assert times.day_hm(NOW) == "08:14"
    assert times.day_hm(NOW - timedelta(days=2)) == "Sep 24 08:14"


@pytest.mark.parametrize(
    ("seconds", "numbers"), [(7500, "2 5"), (7200, "2"), (75, "1 15"), (40, "40"), (90_000, "1 1")]
)
def test_a_length_is_said_in_its_two_largest_units(seconds: int, numbers: str) -> None:
    said = times.duration(timedelta(seconds=seconds))
    assert " ".join(word for word in said.split() if word.isdigit()) == numbers
    assert times.duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"), (60, "1 minute"), (61, "1 minute 1 second"), (7260, "2 hours 1 minute"),
        (86400 + 3600, "1 day 1 hour"), (2 * 86400 + 30, "2 days"), (0, "0 seconds"),
    ],
)  # fmt: skip
def test_one_is_not_said_as_many(seconds: int, said: str) -> None:
    assert times.duration(seconds) == said


def test_a_minute_ago_is_one() -> None:
    ago = [times.ago(NOW - timedelta(seconds=s)) for s in (60, 120, 3600, 7200)]
    assert ago == ["1 minute ago", "2 minutes ago", "1 hour ago", "2 hours ago"]
    with translation.override("zh-hans"):
        assert times.ago(NOW - timedelta(minutes=1)) == "1 \u5206\u949f\u524d"


@pytest.mark.parametrize(
    ("seconds", "said"), [(7530, "2:05"), (38 * 60, "0:38"), (119, "0:01"), (0, "0:00")]
)
def test_a_chip_has_room_for_hours_and_minutes(seconds: int, said: str) -> None:
    assert times.short(seconds) == said


def test_a_chip_says_long_times_in_one_unit() -> None:
    assert "20" in times.short(20 * 3600)
    assert "3" in times.short(3.5 * 86400)
    assert times.short(222, "ms") == "3:42"


def test_left_and_over_are_different_words() -> None:
    ahead, behind = times.left(NOW + timedelta(hours=1)), times.left(NOW - timedelta(hours=1))
    assert "1:00" in ahead
    assert "1:00" in behind
    assert ahead != behind


def test_ago_becomes_coarser_with_distance() -> None:
    said = [times.ago(NOW - timedelta(seconds=s)) for s in (5, 300, 7200, 3 * 86400)]
    assert "5" in said[1]
    assert "2" in said[2]
    assert said[3] == "Sep 23"


def test_a_running_clock_shows_hours_only_when_there_are_any() -> None:
    assert (times.ms(134), times.ms(3734)) == ("02:14", "1:02:14")


def test_the_share_used_stays_between_nothing_and_all() -> None:
    hour = timedelta(hours=1)
    assert times.used(NOW - hour, NOW + hour) == 0.5
    assert times.used(NOW + hour, NOW + 2 * hour) == 0
    assert times.used(NOW - 2 * hour, NOW - hour) == 1
    assert times.used(None, NOW) == 0


def test_nothing_is_said_of_what_is_not_there() -> None:
    assert [f(None) for f in (times.hm, times.day, times.day_hm, times.ago)] == [""] * 4
    assert (times.duration(None), times.iso(None), figures.money(None)) == ("", "", "")


def test_an_amount_shows_fen_only_where_there_are_any() -> None:
    assert figures.money(Decimal("50.00")) == "¥50"
    assert figures.money(Decimal("1234.5")) == "¥1,234.50"


def test_a_share_is_said_in_percent_and_none_as_a_dash() -> None:
    assert (figures.percent(0.9864), figures.percent(None)) == ("98.6%", "\N{EM DASH}")


def test_a_mobile_number_is_written_in_groups() -> None:
    assert figures.phone("13800005126") == "138 0000 5126"
    assert figures.phone("+8613800005126") == "138 0000 5126"
    assert figures.phone("138****5126") == "138 **** 5126"
    assert figures.phone("057765810000") == "057765810000"


def test_a_key_is_drawn_as_its_cap_and_spoken_as_the_standard_wants() -> None:
    assert [keys.cap(k) for k in ("Ctrl+Enter", "Alt+1", "j", "G A")] == [
        "Ctrl \N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}", "Alt 1", "J", "G A",
    ]  # fmt: skip
    assert (keys.shortcut("Ctrl+Enter"), keys.shortcut("G A")) == ("Control+Enter", "")


def test_attributes_are_escaped_bare_or_left_out() -> None:
    given: dict[str, object] = {
        "a": '"<', "b": True, "c": False, "d": None, "e": "", "f": Undefined(), "g": 0,
    }  # fmt: skip
    assert attributes.written(given) == ' a="&#34;&lt;" b g="0"'


def render(source: str, **context: Any) -> str:
    jinja: Any = engines["jinja2"]
    return str(jinja.from_string('{% import "ui/all.html" as ui %}' + source).render(context))


def test_what_people_write_is_escaped() -> None:
    bad = "<script>alert(1)</script>"
    source = "{{ ui.badge(x) }}{{ ui.note(x) }}{{ ui.text_field(x, 'n', x) }}{{ ui.empty(x) }}"
    assert "<script>" not in render(source + "{{ ui.moment(x, x, text=x) }}", x=bad)


def test_a_rating_is_never_preselected() -> None:
    assert "checked" not in render('{{ ui.rate("how", "r", [("a", "A", "good")]) }}')


def test_segments_choose_nothing_unless_told() -> None:
    options = [("", "none"), ("a", "A")]
    assert "checked" not in render('{{ ui.segments("k", "k", o) }}', o=options)
    assert render('{{ ui.segments("k", "k", o, "a") }}', o=options).count("checked") == 1


def test_a_fact_without_words_is_left_out() -> None:
    assert render('{{ ui.facts([("a", "1"), ("b", "")]) }}').count("<dt>") == 1


def test_a_fault_is_tied_to_its_field() -> None:
    html = render('{{ ui.text_field("phone", "p", "1", error="too short", hint="eleven") }}')
    assert 'aria-describedby="p-error p-hint"' in html
    assert 'id="p-error"' in html
    assert 'id="p-hint"' in html


def test_every_form_has_a_key_of_its_own() -> None:
    html = render('{% for n in [1, 2] %}{% call ui.step_form("/") %}{% endcall %}{% endfor %}')
    found = [part.split('"')[0] for part in html.split('name="key" value="')[1:]]
    assert len(set(found)) == 2


@pytest.mark.parametrize(("page", "of"), [(1, 1), (1, 9), (5, 9), (9, 9), (2, 3)])
def test_pages_show_the_first_the_last_and_the_one_you_are_on(page: int, of: int) -> None:
    html = render('{{ ui.pages(page, of, "?page={}") }}', page=page, of=of)
    assert f'<a aria-current="page">{page}</a>' in html
    assert of == page or f'href="?page={of}"' in html
    assert ('rel="next"' in html, 'rel="prev"' in html) == (page < of, page > 1)
