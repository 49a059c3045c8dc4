"""Who gets in: number and code together, nobody who guesses, nobody into another's case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.journal.models import Entry
from tests.desks.papers import a_case
from tests.portal.citizens import acts, look_up, page
from tests.town import Town
from tests.town import at as at_


def tried(number: str, code: str, *, address: str = "192.0.2.7") -> tuple[int, str]:
    """Try a number and a code; return the status, and the answer without what was typed and the token."""
    client = Client(REMOTE_ADDR=address)
    answer = client.post("/track/", {"number": number, "code": code})
    text = answer.content.decode()
    fault = text.partition('role="alert">')[2].partition("</p>")[0]
    return answer.status_code, fault


def test_number_and_code_open_the_case_and_leave_an_entry(case: Case) -> None:
    chen = look_up(case)
    assert case.number in page(chen)
    assert acts(case) == ["look_up"]


@pytest.mark.parametrize("write", [str.lower, lambda c: f"{c[:4]} {c[4:]}", lambda c: f"{c[:4]}-{c[4:]}"])  # fmt: skip
def test_the_code_is_read_as_people_write_it(case: Case, write: object) -> None:
    assert callable(write)
    assert tried(str(case.serial), write(case.query_code))[0] == 302


def test_a_number_typed_on_a_chinese_keyboard_is_understood(case: Case) -> None:
    wide = case.number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert tried(wide.replace("-", "\u2014"), case.query_code)[0] == 302


def test_a_wrong_number_and_a_wrong_code_are_told_alike(case: Case) -> None:
    wrong_code = tried(case.number, "22222222")
    wrong_number = tried("20120926-99999", case.query_code)
    void = tried("junk", "junk")
    assert wrong_code == wrong_number == void
    assert wrong_code[0] == 422
    assert "对不上" in wrong_code[1]


def test_guessing_one_case_ends_soon_even_from_many_addresses(case: Case, town: Town) -> None:
    with clock.frozen(at_(8, 0)):
        for n in range(5):
            assert tried(case.number, "22222222", address=f"192.0.2.{n}")[0] == 422
        status, said = tried(case.number, case.query_code, address="192.0.2.99")
        assert status == 422
        assert "08:15" in said
        clock.pass_time(timedelta(minutes=15))
        assert tried(case.number, case.query_code)[0] == 302


def test_a_case_that_does_not_exist_is_locked_in_the_same_words(case: Case) -> None:
    with clock.frozen(at_(8, 0)):
        told = [
            [tried(number, "22222222", address="192.0.2.1") for _n in range(6)][-1]
            for number in (case.number, "20120926-99999")
        ]
    assert told[0] == told[1]
    assert "太多" in told[0][1]


def test_trying_many_cases_from_one_address_ends_too(case: Case) -> None:
    with clock.frozen(at_(8, 0)):
        for n in range(50):
            tried(f"20120926-{70_000 + n}", "22222222", address="2001:db8::1")
        assert "太多" in tried(case.number, case.query_code, address="2001:db8::2")[1]
        assert tried(case.number, case.query_code, address="2001:db8:1::2")[0] == 302
    assert Entry.objects.filter(act="lock_out", kind="person").count() == 1


def test_who_gets_it_right_is_not_counted(case: Case) -> None:
    for _time in range(8):
        tried(case.number, "22222222")
        assert tried(case.number, case.query_code)[0] == 302


def test_citizens_who_guess_lock_no_colleague_out(case: Case, town: Town) -> None:
    from hotline.people import lockout

    for n in range(60):
        tried(f"20120926-{70_000 + n}", "22222222", address="192.0.2.1")
    lockout.count(lockout.Attempt("op28", "192.0.2.1"))


def test_the_cookie_opens_one_case_and_no_other(case: Case, town: Town) -> None:
    other = a_case(town, said="别人家的事，不能看")
    chen = look_up(case)
    for address in (f"/cases/{case.pk}/", f"/cases/{other.pk}/", "/cases/"):
        assert chen.get(address).status_code == 302
    forged = Client()
    forged.cookies["track"] = chen.cookies["track"].value.replace(
        chen.cookies["track"].value[:2], "xx", 1
    )
    assert forged.get("/track/case/").status_code == 302
    assert "别人家" not in page(chen)


def test_a_link_is_no_cookie_and_a_cookie_no_link(case: Case) -> None:
    from hotline.portal import links

    chen = look_up(case)
    assert chen.get(f"/track/l/{chen.cookies['track'].value}/").status_code == 410
    forged = Client()
    forged.cookies["track"] = links.make(case=case.pk)
    assert forged.get("/track/case/").status_code == 302


def test_the_case_is_closed_again_after_a_while_without_a_look(case: Case) -> None:
    import time
    from unittest import mock

    chen = look_up(case)
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 31 * 60):
        assert chen.get("/track/case/")["Location"] == "/track/"


def test_the_cookie_is_kept_from_scripts_and_from_other_pages(case: Case) -> None:
    cookie = look_up(case).cookies["track"]
    assert cookie["httponly"]
    assert cookie["path"] == "/track/"
    assert cookie["samesite"] == "Lax"
    assert 0 < int(cookie["max-age"]) <= 3600


def test_who_leaves_has_to_look_it_up_again(case: Case) -> None:
    chen = look_up(case)
    chen.post("/track/leave")
    assert chen.get("/track/case/").status_code == 302


def test_a_case_written_down_by_mistake_is_not_found(case: Case, town: Town) -> None:
    chen = look_up(case)
    cases.make_void(case, by=town.operator_28, why="记错了")
    assert chen.get("/track/case/").status_code == 302
    assert tried(case.number, case.query_code)[0] == 422


def test_every_form_wants_its_token(case: Case) -> None:
    chen = Client(enforce_csrf_checks=True)
    chen.cookies["track"] = look_up(case).cookies["track"].value
    for address in ("/track/", "/track/case/urge", "/track/case/photo", "/track/leave"):
        assert chen.post(address, {"words": "x"}).status_code == 403
