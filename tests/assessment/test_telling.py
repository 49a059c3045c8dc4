"""Units hear of their months: that they may object and until when, how they were answered, what is out, what was taken back."""

from __future__ import annotations

import pytest

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment.hearing import actions as hearing
from hotline.assessment.models import Month
from hotline.outbox import actions as outbox
from hotline.outbox.models import Message
from tests.assessment.september import DAY, Said, September, standing
from tests.stories.steps import the_house_reacts
from tests.town import Town

TELEPHONES = {"执法局": "65810001", "供电公司": "65810002"}


pytestmark = pytest.mark.usefixtures("in_october")


@pytest.fixture
def month(town: Town) -> Month:
    """A September that was sent out to two units which can be reached."""
    for name, telephone in TELEPHONES.items():
        unit = town.units[name]
        type(unit).objects.filter(pk=unit.pk).update(telephone=telephone)
    september = September(town)
    for name in TELEPHONES:
        september.one(name, said=Said())
    return assessment.send_out(september.drafted(), by=town.leader)


def told() -> list[tuple[str, str]]:
    """Return to which telephone what was sent; then nothing is new any more."""
    the_house_reacts()
    rows = Message.objects.exclude(telephone="")
    found = sorted((one.telephone, one.text) for one in rows)
    rows.delete()
    return found


def test_every_unit_is_told_until_when_it_may_object(month: Month) -> None:
    found = told()
    assert [telephone for telephone, _text in found] == sorted(TELEPHONES.values())
    for _telephone, text in found:
        assert "2012年9月考核" in text
        assert "请在 10月12日 17:30 前提出" in text


def test_the_unit_that_objected_alone_is_told_the_answer_and_no_word_of_it(
    month: Month, town: Town
) -> None:
    told()
    words, answer = "丁家的灯不能算我们的", "丁家的事已经查清"
    for step, says in ((hearing.uphold, "异议成立"), (hearing.refuse, "异议不成立")):
        one = hearing.object_to(standing(month, "供电公司"), by=town.people["power"], words=words)
        step(one, by=town.leader, answer=answer)
        [(telephone, text)] = told()
        assert telephone == TELEPHONES["供电公司"]
        assert says in text
        assert "丁家" not in text


def test_every_unit_is_told_that_a_month_is_out_and_that_it_was_taken_back_without_why(
    month: Month, town: Town
) -> None:
    told()
    clock.pass_time(6 * DAY)
    assert told() == [], "that the term is over was said with the term"
    assessment.publish(month, by=town.leader)
    found = told()
    assert [telephone for telephone, _text in found] == sorted(TELEPHONES.values())
    assert all("2012年9月考核已发布" in text for _telephone, text in found)
    assessment.take_back(month, by=town.leader, why="丁家的件算错了")
    found = told()
    assert len(found) == 2
    assert all("已收回重核" in text and "丁家" not in text for _telephone, text in found)


def test_a_programme_of_the_unit_hears_it_too(month: Month, town: Town) -> None:
    outbox.add_hook(
        name="执法局系统", address="https://works.example/", whose=town.units["执法局"].about,
        by=town.people["admin"],
    )  # fmt: skip
    the_house_reacts()
    [event] = Message.objects.exclude(event="")
    assert (event.event, event.about) == ("month.send_out", month.about)
    assert event.data["month"] == "2012-09"
    assert event.data["object_by_at"].startswith("2012-10-12")
