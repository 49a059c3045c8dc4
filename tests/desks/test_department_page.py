"""The department's desk: what a unit has to do by the clock, one assignment, signing many, templates; nothing of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
from hotline.cases import actions as cases
from hotline.departments import actions as departments
from hotline.departments.life import Part
from hotline.desks.department.acts import STEPS
from hotline.journal.models import Entry
from hotline.papers import actions as papers
from hotline.papers.models import Paper
from hotline.people.roles import Role, home_of
from hotline.replies import actions as replies
from hotline.replies.models import Template
from tests.assignments.hands import a_case, monday, sent, signed, until
from tests.assignments.hands import replies as answered
from tests.papers.conftest import store_folder
from tests.papers.paperwork import photo
from tests.stories.steps import as_it_is
from tests.town import Town

__all__ = ["store_folder"]

At = Callable[[str], Client]
FRAGMENT = {"X-Requested-With": "live-region"}
GOOD = {
    "is_true": "yes", "solved": "yes", "account": "换了镇流器", "answer": "灯亮了",
    "why_no_contact": "市民没有留电话",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.frozen(monday(9)):
        yield


@pytest.fixture
def clerk(at: At) -> Client:
    """Sit at the bureau's desk."""
    return at("clerk")


def page(client: Client, path: str = "/inbox/") -> str:
    answer = client.get(path, headers={"X-Requested-With": ""})
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def of(one: Assignment, step: str = "") -> str:
    return f"/inbox/assignments/{one.pk}/{step}"


# -- the inbox -------------------------------------------------------------------------------------


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


def test_the_inbox_renews_itself_with_its_fragment_alone(town: Town, clerk: Client) -> None:
    one = sent(town)
    fragment = clerk.get("/inbox/", headers=FRAGMENT).content.decode()
    assert one.case.number in fragment
    assert "<html" not in fragment
    assert clerk.get("/inbox/ticket").json()["ticket"]
    assert clerk.get(of(one, "ticket")).json()["ticket"]


# -- signing ---------------------------------------------------------------------------------------


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


# -- one assignment --------------------------------------------------------------------------------


def test_every_due_time_says_why(town: Town, clerk: Client) -> None:
    shown = page(clerk, of(sent(town)))
    assert "5 个工作日，从周一 09:00 起" in shown
    assert "1 个工作日" in shown


def test_the_unit_signs_contacts_and_replies(town: Town, clerk: Client) -> None:
    one = sent(town)
    assert clerk.post(of(one, "sign"), {"key": "1"}).status_code == 204
    said = clerk.post(of(one, "contact"), {"contacted_from": "65810000", "key": "2"})
    assert said["Location"] == of(one)
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


# -- templates -------------------------------------------------------------------------------------


def test_a_template_is_kept_chosen_written_anew_and_dropped(town: Town, clerk: Client) -> None:
    words = {"title": "路灯已修", "account": "换件", "answer": "路灯已经修好，请您查看。"}
    kept = clerk.post("/inbox/templates/keep", words | {"key": "k"})
    assert kept["Location"] == "/inbox/templates/"
    made = Template.objects.get()
    one = signed(town)
    shown = page(clerk, of(one) + f"?template={made.pk}")
    reply = shown[shown.index('id="reply"') :].partition("</section>")[0]
    assert ">\n路灯已经修好，请您查看。</textarea>" in reply
    at = f"/inbox/templates/{made.pk}/"
    assert clerk.post(at + "rewrite", words | {"answer": "修好了", "key": "w"}).status_code == 204
    assert clerk.post(at + "drop", {"key": "d"}).status_code == 204
    assert "修好了" not in page(clerk, of(one))
    assert "已停用" in page(clerk, "/inbox/templates/")
    assert clerk.post(at + "restore", {"key": "e"}).status_code == 204
    assert "修好了" in page(clerk, of(one))


def test_two_templates_of_a_unit_have_two_names(town: Town, clerk: Client) -> None:
    words = {"title": "路灯", "answer": "修好了"}
    assert clerk.post("/inbox/templates/keep", words | {"key": "1"}).status_code == 204
    assert clerk.post("/inbox/templates/keep", words | {"key": "1"}).status_code == 204  # again
    assert clerk.post("/inbox/templates/keep", words | {"key": "2"}).status_code == 409
    assert clerk.post("/inbox/templates/keep", {"title": "", "key": "3"}).status_code == 422
    assert Template.objects.count() == 1


def test_a_units_templates_are_no_other_units(town: Town, at: At) -> None:
    made = replies.keep(
        town.units["执法局"], title="路灯", answer="修好了", by=town.people["clerk"]
    )
    power = at("power")
    assert "路灯" not in page(power, "/inbox/templates/")
    for step in ("rewrite", "drop", "restore"):
        gone = power.post(
            f"/inbox/templates/{made.pk}/{step}", {"key": step, "title": "a", "answer": "b"}
        )
        assert gone.status_code == 404
    theirs = signed(town, to="供电公司")
    shown = page(power, of(theirs) + f"?template={made.pk}")
    assert "修好了" not in shown


# -- evidence --------------------------------------------------------------------------------------


def test_evidence_is_kept_once_and_shown(town: Town, clerk: Client) -> None:
    one = signed(town)
    for _ in range(2):
        file = SimpleUploadedFile("lamp.png", photo(), "image/png")
        assert clerk.post(of(one, "add_evidence"), {"file": file, "key": "f"}).status_code == 204
    assert one.proofs.count() == 1
    assert Paper.objects.count() == 1
    assert "lamp" in page(clerk, of(one))
    assert clerk.get(f"/papers/{Paper.objects.get().pk}/").status_code == 200


def test_what_is_no_photo_or_of_an_ended_matter_is_not_taken(town: Town, clerk: Client) -> None:
    one = signed(town)
    bad = SimpleUploadedFile("a.png", b"MZ not a photo", "image/png")
    assert clerk.post(of(one, "add_evidence"), {"file": bad, "key": "1"}).status_code == 409
    assert clerk.post(of(one, "add_evidence"), {"key": "2"}).status_code == 409
    assignments.withdraw(one, by=town.leader, why="不用了")
    good = SimpleUploadedFile("a.png", photo(), "image/png")
    assert clerk.post(of(one, "add_evidence"), {"file": good, "key": "3"}).status_code == 409
    assert not Paper.objects.exists()


# -- with others -----------------------------------------------------------------------------------


def test_a_lead_reads_what_its_helpers_say_and_sends_it_back(
    town: Town, clerk: Client, at: At
) -> None:
    lead = signed(town)
    assignments.share(lead, by=town.leader, unit=town.units["供电公司"], task="查线路")
    part = Assignment.objects.get(under=lead)
    power = at("power")
    assert "查线路" in page(power, of(part))
    assert "主办：执法局" in page(power)
    assignments.sign(part, by=town.people["power"])
    said = {"is_true": "yes", "solved": "yes", "account": "查了", "answer": "线路没有问题"}
    assert power.post(of(part, "reply"), said | {"key": "r"}).status_code == 204
    assert clerk.get(of(part)).status_code == 404, "the part itself is the other unit's"
    assert "线路没有问题" in page(clerk, of(lead))
    back = clerk.post(of(part, "send_back"), {"why": "没有写查到哪里", "key": "b"})
    assert back["Location"] == of(lead)
    assert as_it_is(part).status == Status.SIGNED
    assert clerk.post(of(part, "reply"), said | {"key": "x"}).status_code == 404
    assert power.post(of(lead, "send_back"), {"why": "不行", "key": "y"}).status_code == 404


def test_a_reply_for_all_says_why_it_does_not_wait(town: Town, clerk: Client) -> None:
    lead = signed(town)
    assignments.share(lead, by=town.leader, unit=town.units["供电公司"], task="查线路")
    assert 'name="why_alone"' in page(clerk, of(lead))
    refused = clerk.post(of(lead, "reply"), GOOD | {"key": "1"})
    assert refused.status_code == 422
    assert "供电公司还没有答复" in refused.content.decode()
    alone = GOOD | {"why_alone": "与供电无关", "key": "2"}
    assert clerk.post(of(lead, "reply"), alone).status_code == 204


def test_a_case_is_given_down_to_units_below_alone(town: Town, clerk: Client, at: At) -> None:
    one = signed(town)
    shown = page(clerk, of(one))
    form = shown[shown.index(of(one, "give_down")) :].partition("</form>")[0]
    assert "市政一中队" in form
    assert "供电公司" not in form
    wrong = {"unit": town.units["供电公司"].pk, "task": "去看", "key": "1"}
    assert clerk.post(of(one, "give_down"), wrong).status_code == 422
    good = wrong | {"unit": town.units["市政一中队"].pk, "key": "2"}
    assert clerk.post(of(one, "give_down"), good).status_code == 204
    part = Assignment.objects.get(under=one)
    assert one.case.number in page(at("squad"))
    assert "下派" in page(clerk, of(part)), "whoever is above sees it too"
    assert at("squad").get(of(one)).status_code == 404, "and nobody looks up"


# -- who may know what -----------------------------------------------------------------------------


def every_address(one: Assignment) -> list[tuple[str, str]]:
    posts = [("post", of(one, step)) for step in (*STEPS, "add_evidence")]
    return [("get", of(one)), ("get", of(one, "ticket")), *posts]


def test_a_unit_gets_nothing_of_anothers_whatever_it_asks_for(town: Town, clerk: Client) -> None:
    theirs = signed(town, to="供电公司")
    pleas.ask_wait(theirs, by=town.people["power"], why="等")
    before = Entry.objects.count()
    good = GOOD | {
        "why": "w", "contacted_from": "1", "days": "1", "task": "t", "words": "w", "plan": "p",
        "check_on": "2012-11-01", "unit": town.units["市政一中队"].pk,
    }  # fmt: skip
    for method, address in every_address(theirs):
        answer = getattr(clerk, method)(address, good | {"key": address})
        assert answer.status_code == 404, address
    withdraw = f"/inbox/pleas/{Plea.objects.get().pk}/withdraw"
    assert clerk.post(withdraw, {"key": "k"}).status_code == 404
    for path in (
        "/inbox/",
        "/inbox/past/",
        "/inbox/figures/sent/",
        f"/inbox/?unit={theirs.unit_id}",
    ):
        assert theirs.case.number not in page(clerk, path), path
    assert Entry.objects.count() == before


def test_no_unit_reads_who_asked_or_from_which_number(town: Town, clerk: Client) -> None:
    one = signed(town)
    case = one.case
    for path in ("/inbox/", of(one), "/inbox/past/", "/inbox/figures/sent/"):
        shown = page(clerk, path)
        assert "沈" not in shown
        assert "13868800006" not in shown
        assert "0006" not in shown
    for path in (
        f"/cases/{case.pk}/",
        "/cases/",
        f"/callers/{case.caller_id}/",
        "/cases/find?q=138",
    ):
        assert clerk.get(path).status_code in (403, 404), path


def test_of_a_secret_case_neither_address_nor_photo_is_shown(town: Town, clerk: Client) -> None:
    case = a_case(town, secret=True, address="虹桥路 8 号")
    one = assignments.send(case, to=town.units["执法局"], by=town.operator_28)
    papers.receive(case, files=[(photo(), "沈家门口")], by=town.operator_28, key="p")
    shown = page(clerk, of(one))
    assert "市民要求保密" in shown
    assert "虹桥路" not in shown
    assert "沈家门口" not in shown
    assert clerk.get(f"/papers/{Paper.objects.get().pk}/preview").status_code == 404
    cases.consent(as_it_is(case), by=town.operator_28, words="可以去")
    shown = page(clerk, of(one))
    assert "虹桥路 8 号" in shown


def test_whoever_is_dismissed_sees_nothing_any_more(town: Town, clerk: Client) -> None:
    one = sent(town)
    bureau = town.units["执法局"]
    departments.dismiss(
        bureau, by=town.people["admin"],
        liaison=bureau.liaisons.get(part=Part.LIAISON),
    )  # fmt: skip
    assert clerk.get(of(one)).status_code == 404
    assert one.case.number not in page(clerk)
    assert clerk.post(of(one, "sign"), {"key": "k"}).status_code == 404


@pytest.mark.parametrize("who", ["op28", "leader", "reviewer", "admin", "lin", "auditor"])
def test_nobody_but_a_units_people_comes_in(who: str, town: Town, at: At) -> None:
    one = sent(town)
    client = at(who)
    for path in ("/inbox/", of(one), "/inbox/figures/", "/inbox/templates/", "/inbox/past/"):
        assert client.get(path).status_code == 403
    assert client.post(of(one, "sign"), {"key": "k"}).status_code == 403
    assert as_it_is(one).status == Status.SENT


def test_the_past_holds_what_is_replied_and_over(town: Town, clerk: Client) -> None:
    done = answered(signed(town), town)
    open_ = sent(town)
    shown = page(clerk, "/inbox/past/")
    assert done.case.number in shown
    assert open_.case.number not in shown


def test_a_late_signing_is_said_to_be_late(town: Town, clerk: Client) -> None:
    one = sent(town)
    until(monday(9, days=4))
    told = clerk.post("/inbox/sign_many", {"pick": [one.pk], "key": "k"}).content.decode()
    assert "逾期签收" in told
    assert "逾期" in page(clerk, of(one))
