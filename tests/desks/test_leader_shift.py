"""The page of the shift: the roster, coming to work, the handover with its two signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline import clock
from hotline.people import actions as people
from hotline.people.roles import Role
from hotline.shifts.life import Status
from hotline.shifts.models import Duty, Handover
from tests.desks.test_leader_floor import SCRIPT, client
from tests.town import at

if TYPE_CHECKING:
    from tests.town import Town


def test_the_roster_is_written_for_some_days_and_read_by_all(town: Town) -> None:
    leader, operator = client(town), client(town, "op28")
    given = {
        "person": town.operator_28.pk, "shift": "day",
        "from_on": "2012-09-26", "until_on": "2012-09-28",
    }  # fmt: skip
    with clock.frozen(at(7, 30)):
        assert leader.post("/floor/shift/assign", given, headers=SCRIPT).status_code == 204
        assert Duty.objects.count() == 3
        wrong = given | {"until_on": "2012-09-20"}
        assert leader.post("/floor/shift/assign", wrong, headers=SCRIPT).status_code == 422
        page = operator.get("/floor/shift/").content.decode()
        assert page.count("林晓") >= 3
        assert "assign" not in page  # not the operator's to write
        assert "林晓" not in operator.get("/floor/shift/?week=2012-10-08").content.decode()
        assert operator.get("/floor/shift/?week=2012-99-99").status_code == 200

        # 28 comes; then nobody takes him off.
        [duty] = Duty.objects.filter(works_on="2012-09-26")
        assert f"/duties/{duty.pk}/sign_on" in page
        operator.post(f"/floor/shift/duties/{duty.pk}/sign_on", headers=SCRIPT)
        release = f"/floor/shift/duties/{duty.pk}/release"
        assert leader.post(release, headers=SCRIPT).status_code == 409
    with clock.frozen(at(8, 30)):
        assert "07:30 到岗" in client(town, "op28").get("/floor/shift/now").content.decode()
    other = Duty.objects.get(works_on="2012-09-28")
    assert client(town, "op21").post(
        f"/floor/shift/duties/{other.pk}/sign_on", headers=SCRIPT
    ).status_code == 403  # fmt: skip


def test_a_handover_is_drawn_up_signed_by_two_and_read_later(town: Town) -> None:
    town.people["leader02"] = people.engage(
        "leader02", name="赵值班", number="02", role=Role.LEADER, by=town.people["admin"]
    )
    going, coming, operator = client(town), client(town, "leader02"), client(town, "op28")
    with clock.frozen(at(8)):
        assert "夜班交接单" in going.get("/floor/shift/").content.decode()
        to = going.post("/floor/shift/draw_up")["Location"]
        assert going.post("/floor/shift/draw_up")["Location"] == to  # there is one only
        handover = Handover.objects.get()
        steps = f"/shifts/handovers/{handover.pk}"
        words = {"words": "请先打电话给虹桥那户。"}
        assert operator.post(f"{steps}/add_words", words, headers=SCRIPT).status_code == 204
        assert operator.post(f"{steps}/hand_over", {"key": "a"}, headers=SCRIPT).status_code == 403
        assert "签字交班" not in operator.get(to).content.decode()
        going.post(f"{steps}/hand_over", headers=SCRIPT)
        assert "签字接班" not in going.get(to).content.decode()  # not his own
        assert going.post(f"{steps}/take_over", {"key": "b"}, headers=SCRIPT).status_code == 403
        assert "签字接班" in coming.get(to).content.decode()
        coming.post(f"{steps}/take_over", headers=SCRIPT)
    with clock.frozen(at(20)):
        operator = client(town, "op28")
        page = operator.get(to).content.decode()
        fragment = operator.get(to, headers={"X-Requested-With": "live-region"})
    assert Handover.objects.get().status == Status.TAKEN
    assert "请先打电话给虹桥那户" in page
    assert "补充" not in page.partition('class="row acts"')[2].partition("</div>")[0]
    assert "没打完的电话" in page
    assert "<html" not in fragment.content.decode()
