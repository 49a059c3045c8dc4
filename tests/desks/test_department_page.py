"""The department's desk: what a unit has to do by the clock, signing many, one assignment."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments.life import Level, Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.departments import actions as departments
from hotline.journal import tickets
from hotline.journal.models import Entry
from hotline.people.roles import Role, home_of
from hotline.replies import actions as replies
from tests.assignments.hands import monday, sent, signed
from tests.assignments.hands import replies as answered
from tests.desks.at_a_unit import FRAGMENT, GOOD, At, of, page
from tests.stories.steps import as_it_is
from tests.town import Town

pytestmark = pytest.mark.usefixtures("on_monday")


# -- the inbox ------------------------------------------------------------------------------------


def test_a_units_people_begin_at_their_inbox(clerk: Client) -> None:
    assert home_of(Role.DEPARTMENT) == "/inbox/"
    assert "没有要办的" in page(clerk)


def test_whoever_speaks_for_no_unit_is_told_why_it_is_empty(town: Town, at: At) -> None:
    bureau = town.units["供电公司"]
    departments.dismiss(bureau, by=town.people["admin"], liaison=bureau.liaisons.get())
    assert "还不是任何单位的联络人" in page(at("power"))


def test_what_is_due_first_stands_first_whichever_clock_it_is(town: Town, clerk: Client) -> None:
    old = signed(town)  # its reply is due in a week
    with clock.frozen(monday(10)):
        new = sent(town)  # to be signed for by tomorrow
        shown = page(clerk)
    assert shown.index(as_it_is(new.case).number) < shown.index(as_it_is(old.case).number)
    assert "签收" in shown
    assert "联系市民" in shown


def test_overdue_and_near_stand_out_and_can_be_shown_alone(town: Town, clerk: Client) -> None:
    late, near = sent(town), signed(town)
    Assignment.objects.filter(pk=late.pk).update(sign_by_at=monday(8))
    Assignment.objects.filter(pk=near.pk).update(reply_by_at=monday(9, days=1))
    numbers = late.case.number, near.case.number
    for part, wanted in (("late", [True, False]), ("soon", [False, True])):
        shown = page(clerk, f"/inbox/?show={part}")
        assert [number in shown for number in numbers] == wanted, part
    shown = page(clerk)
    assert 'data-state="late"' in shown
    assert 'data-state="soon"' in shown


def test_what_will_be_overdue_this_week_is_counted_by_its_days(town: Town, clerk: Client) -> None:
    for days in (1, 1, 3, 9):
        Assignment.objects.filter(pk=signed(town).pk).update(reply_by_at=monday(15, days=days))
    shown = page(clerk)
    assert "不办就要超时：明天 2 件，10月18日 1 件<" in shown.replace("\n", "")


def test_a_clock_that_stands_is_due_at_no_time_and_comes_last(town: Town, clerk: Client) -> None:
    stands, runs = signed(town), signed(town)
    pleas.ask_wait(stands, by=town.people["clerk"], why="等市民开门")
    rulings.grant(Plea.objects.get(), by=town.people["reviewer"])
    shown = page(clerk)
    assert shown.index(runs.case.number) < shown.index(stands.case.number)
    assert "计时停止" in shown


@pytest.mark.parametrize(
    "asked", ["show=x", "page=x", "page=-1", "page=9999999999", "unit=²", "unit=" + "9" * 30]
)
def test_what_cannot_be_understood_shows_the_inbox(asked: str, town: Town, clerk: Client) -> None:
    sent(town)
    page(clerk, f"/inbox/?{asked}")


def test_the_inbox_asks_no_more_for_more_rows(town: Town, clerk: Client) -> None:
    sent(town)
    counted = []
    for _ in range(2):
        page(clerk)
        with CaptureQueriesContext(connection) as asked:
            page(clerk)
        counted.append(len(asked))
        for _more in range(6):
            sent(town)
            signed(town)
    assert counted[0] == counted[1]
    assert counted[0] <= 16


def test_of_more_than_can_be_counted_the_soonest_are(
    town: Town, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.desks.department.queries.MOST", 3)
    one = sent(town)
    shown = page(clerk)
    assert "只数最先到期的" not in shown
    late = [sent(town) for _ in range(3)]
    Assignment.objects.filter(pk=late[-1].pk).update(sign_by_at=monday(8))
    shown = page(clerk)
    assert "只数最先到期的" in shown
    assert "<small>2+</small>" in shown
    assert 'show=late">已超时 <small>1</small>' in shown, "what is late comes first, and is known"
    assert shown.index(late[-1].case.number) < shown.index(one.case.number)
    assert shown.count('id="a') == 3, "and as many can be turned to"


def test_the_inbox_renews_itself_with_its_fragment_alone(town: Town, clerk: Client) -> None:
    one = sent(town)
    fragment = clerk.get("/inbox/", headers=FRAGMENT).content.decode()
    assert one.case.number in fragment
    assert "<html" not in fragment
    may_hear = tickets.read(clerk.get("/inbox/ticket").json()["ticket"])
    assert may_hear
    own = {one.unit.about, town.units["市政一中队"].about}
    assert set(may_hear["only"]) == own, "all that its units have and get, and nothing else"


# -- signing --------------------------------------------------------------------------------------


def test_many_are_signed_for_at_once_and_each_is_told(town: Town, clerk: Client) -> None:
    one, two, already = sent(town), sent(town), signed(town)
    other = sent(town, to="供电公司")
    picked = [one.pk, two.pk, already.pk, other.pk, "²", "x"]
    told = clerk.post("/inbox/sign_many", {"pick": picked, "key": "k"}).content.decode()
    assert [as_it_is(each).status for each in (one, two, other)] == [
        Status.SIGNED, Status.SIGNED, Status.SENT,
    ]  # fmt: skip
    assert "不能再签收" in told
    assert "不是您单位的" in told
    assert other.case.number not in told
    assert "有 2 项看不懂" in told


def test_signing_many_sent_twice_is_done_once_and_told_the_same(town: Town, clerk: Client) -> None:
    one = sent(town)
    first, second = (
        clerk.post("/inbox/sign_many", {"pick": [one.pk], "key": "k"}).content.decode()
        for _ in range(2)
    )
    assert "已签收" in first
    assert "没有签收" not in second
    assert Entry.objects.filter(kind="assignment", subject=one.pk, act="sign").count() == 1


def test_nothing_ticked_signs_nothing_and_says_so(town: Town, clerk: Client) -> None:
    one = sent(town)
    assert "没有选中" in clerk.post("/inbox/sign_many", {"key": "k"}).content.decode()
    assert as_it_is(one).status == Status.SENT


def test_too_many_at_once_or_without_a_key_are_refused(town: Town, clerk: Client) -> None:
    one = sent(town)
    many = [*range(1, 300), one.pk]
    assert clerk.post("/inbox/sign_many", {"pick": many, "key": "k"}).status_code == 409
    assert clerk.post("/inbox/sign_many", {"pick": [one.pk], "key": ""}).status_code == 409
    assert as_it_is(one).status == Status.SENT


# -- one assignment -------------------------------------------------------------------------------


def test_every_due_time_says_why(town: Town, clerk: Client) -> None:
    shown = page(clerk, of(sent(town)))
    assert "5 个工作日，从周一 09:00 起" in shown
    assert "1 个工作日" in shown


def test_the_unit_signs_contacts_and_replies(town: Town, clerk: Client) -> None:
    one = sent(town)
    assert clerk.post(of(one, "sign"), {"key": "1"}).status_code == 204
    said = clerk.post(of(one, "contact"), {"contacted_from": "65810000", "key": "2"})
    assert "Location" not in said, "what is typed in the reply stays"
    known = {name: words for name, words in GOOD.items() if name != "why_no_contact"}
    assert clerk.post(of(one, "reply"), known | {"key": "3"}).status_code == 204
    done = as_it_is(one)
    assert (done.status, done.answer) == (Status.REPLIED, "灯亮了")
    shown = page(clerk, of(one))
    assert "灯亮了" in shown
    assert 'id="reply"' not in shown


def test_a_reply_sent_twice_is_one_reply(town: Town, clerk: Client) -> None:
    one = signed(town)
    answers = [clerk.post(of(one, "reply"), GOOD | {"key": "r"}).status_code for _ in range(2)]
    assert answers == [204, 204]
    assert Entry.objects.filter(subject=one.pk, act="reply", kind="assignment").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"is_true": "maybe"}, "is_true"),
        ({"solved": "no"}, "why_not"),
        ({"why_no_contact": ""}, "why_no_contact"),
        ({"contacted_at": "yesterday", "contacted_from": "1"}, "contacted_at"),
        ({"account": "长" * 2001}, "account"),
    ],
)
def test_a_wrong_reply_is_said_beside_its_field_and_changes_nothing(
    wrong: dict[str, str], field: str, town: Town, clerk: Client
) -> None:
    one = sent(town)
    assignments.sign(one, by=town.people["clerk"])
    answer = clerk.post(of(one, "reply"), GOOD | wrong | {"key": "k"})
    assert answer.status_code == 422
    form = answer.content.decode()
    assert f'name="{field}"' in form
    assert 'class="error"' in form
    assert as_it_is(one).status == Status.SIGNED


def test_of_a_reply_nothing_is_asked_that_is_known(town: Town, clerk: Client) -> None:
    shown = page(clerk, of(signed(town)))
    reply = shown[shown.index('id="reply"') :].partition("</section>")[0]
    assert "why_no_contact" not in reply
    assert "why_alone" not in reply


def test_what_was_sent_back_begins_with_what_was_said(town: Town, clerk: Client) -> None:
    one = answered(signed(town), town)
    assignments.send_back(one, by=town.people["reviewer"], why="没说灯亮没亮")
    shown = page(clerk, of(one))
    reply = shown[shown.index('id="reply"') :].partition("</section>")[0]
    assert "灯亮了" in reply
    assert "没说灯亮没亮" in shown
    assert "退回 1 次" in shown


def test_a_plea_shows_its_state_and_can_be_taken_back(town: Town, clerk: Client) -> None:
    one = signed(town)
    asked = {"days": "3", "why": "镇流器要调", "key": "k"}
    assert clerk.post(of(one, "ask_extension"), asked).status_code == 204
    shown = page(clerk, of(one))
    assert "待审批" in shown
    assert "时限加上批准的天数" in shown
    assert of(one, "ask_wait") not in shown, "one plea at a time"
    plea = Plea.objects.get()
    assert clerk.post(f"/inbox/pleas/{plea.pk}/withdraw", {"key": "w"}).status_code == 204
    assert "已撤回" in page(clerk, of(one))
    assert clerk.post(f"/inbox/pleas/{plea.pk}/withdraw", {"key": "w2"}).status_code == 409


def test_a_return_that_is_taken_back_shows_the_form_to_reply_again(
    town: Town, clerk: Client
) -> None:
    one = signed(town)
    answer = clerk.post(of(one, "ask_return"), {"why": "归供电公司", "key": "k"})
    assert answer["Location"] == of(one), "its form to reply goes"
    shown = page(clerk, of(one))
    assert 'id="reply"' not in shown
    assert f'name="next" value="{of(one)}"' in shown
    there = f"/inbox/pleas/{Plea.objects.get().pk}/withdraw"
    assert clerk.post(there, {"next": of(one), "key": "w"})["Location"] == of(one)
    assert 'id="reply"' in page(clerk, of(one))


@pytest.mark.parametrize("days", ["", "x", "-1", "0", "99", "1e9"])
def test_a_plea_with_bad_days_is_none(days: str, town: Town, clerk: Client) -> None:
    one = signed(town)
    sent_ = {"days": days, "why": "要调货", "key": "k"}
    assert clerk.post(of(one, "ask_extension"), sent_).status_code in (409, 422)
    assert not Plea.objects.exists()


def test_a_step_that_is_not_offered_is_not_shown(town: Town, clerk: Client) -> None:
    shown = page(clerk, of(sent(town)))
    for step in ("send_back", "resume", "answer_supervision", "accept", "move", "withdraw"):
        assert of(Assignment.objects.get(), step) not in shown, step
    assert of(Assignment.objects.get(), "sign") in shown


def test_a_supervision_is_shown_and_answered(town: Town, clerk: Client) -> None:
    one = signed(town)
    watching.supervise(one, by=town.leader, level=Level.ONE, demand="三天内亮灯")
    assert "答复督办" in page(clerk)
    shown = page(clerk, of(one))
    assert "督办〔2012〕1 号" in shown
    clerk.post(of(one, "answer_supervision"), {"words": "今晚换", "key": "k"})
    assert "今晚换" in page(clerk, of(one))


def test_the_story_names_the_units_own_people_and_of_the_line_nobody(
    town: Town, clerk: Client
) -> None:
    one = sent(town)
    assignments.sign(one, by=town.people["clerk"])
    watching.urge(one, by=town.operator_28, words="市民又来电")
    shown = page(clerk, of(one))
    story = shown[shown.index("经过") :]
    assert "孙科员" in story
    assert "热线 · " in story
    assert "市民又来电" in story
    assert "林晓" not in shown


def test_an_assignments_page_asks_no_more_for_a_longer_story(town: Town, clerk: Client) -> None:
    one = signed(town)
    counted = []
    for round_ in range(2):
        page(clerk, of(one))
        with CaptureQueriesContext(connection) as asked:
            page(clerk, of(one))
        counted.append(len(asked))
        for _more in range(5):
            watching.urge(one, by=town.operator_28, words="快点")
            replies.keep(
                one.unit, title=f"模板{round_}{_more}", answer="好了", by=town.people["clerk"]
            )
    assert counted[0] == counted[1]
