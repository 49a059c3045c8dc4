"""Mail leaves over TLS, once, as the same letter at each try; what is refused for good is told once."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings

from hotline import clock
from hotline.journal.models import Entry
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.outbox import actions as outbox
from hotline.outbox import patience
from hotline.outbox.models import Message, State
from hotline.outbox.ways import NotTaken
from tests.outbox.certificates import made
from tests.outbox.postoffice import PASSWORD, USER, PostOffice, open_office
from tests.town import Town

Configure = Callable[..., None]


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Name a mail server in the settings of an installation in service."""

    def name(address: str, **more: object) -> None:
        file = tmp_path / "password"
        file.write_text(f"{PASSWORD}\n")
        given = {
            "demo": False, "public_url": "https://line.example.org", "mail_url": address,
            "mail_user": USER, "mail_password_file": file, "mail_from": "line@city.example",
            "trust_file": tmp_path / "authority.pem",
        }  # fmt: skip
        ours = replace(settings.CONFIGURATION, **given | more)  # type: ignore[arg-type]
        monkeypatch.setattr(settings, "CONFIGURATION", ours)

    return name


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    return made(tmp_path)[1]


@pytest.fixture
def office(tls: ssl.SSLContext, configure: Configure) -> Iterator[PostOffice]:
    """Have a mail server that begins TLS when it is asked to."""
    with open_office(tls) as one:
        configure(f"smtp://localhost:{one.port}")
        yield one


def a_letter(mailbox: str = "liu@works.example") -> Message:
    return outbox.post_mail(
        to="市政局", mailbox=mailbox, subject="新的交办\n单", text="请签收。\n.\n第二行",
        about="assignment:1",
    )  # fmt: skip


@pytest.fixture
def letter(town: Town) -> Message:
    return a_letter()


def now(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_a_letter_leaves_over_tls_as_somebody_who_signed_in(
    office: PostOffice, letter: Message
) -> None:
    assert outbox.deliver(letter.pk)
    [taken] = office.taken
    assert (taken["To"], taken["From"]) == ("liu@works.example", "line@city.example")
    assert taken["Subject"] == "新的交办 单"
    assert taken.get_content().splitlines() == ["请签收。", ".", "第二行"]
    assert "tls AUTH" in office.heard
    assert [line for line in office.heard if line.startswith("plain")] == [
        "plain EHLO", "plain STARTTLS",
    ]  # fmt: skip
    assert now(letter).state == State.SENT
    assert not outbox.deliver(letter.pk)
    assert len(office.came) == 1


def test_tls_may_begin_at_once(tls: ssl.SSLContext, configure: Configure, letter: Message) -> None:
    with open_office(tls, at_once=True) as office:
        configure(f"smtps://localhost:{office.port}")
        assert outbox.deliver(letter.pk)
        assert len(office.taken) == 1


def test_a_server_with_a_strange_certificate_is_told_nothing(
    tls: ssl.SSLContext, configure: Configure, letter: Message
) -> None:
    for at_once, scheme in ((False, "smtp"), (True, "smtps")):
        with open_office(tls, at_once=at_once) as office:
            configure(f"{scheme}://localhost:{office.port}", trust_file=None)
            with pytest.raises(NotTaken, match="SSLCertVerificationError"):
                outbox.deliver(letter.pk)
            assert "tls AUTH" not in office.heard
            assert not office.came


def test_a_certificate_of_another_host_is_strange(
    office: PostOffice, configure: Configure, letter: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    real = socket.create_connection
    there = ("127.0.0.1", office.port)
    monkeypatch.setattr(socket, "create_connection", lambda _to, *rest: real(there, *rest))
    configure(f"smtp://mail.city.example:{office.port}")
    with pytest.raises(NotTaken, match="SSLCertVerificationError"):
        outbox.deliver(letter.pk)
    assert not office.came


def test_a_server_elsewhere_that_knows_no_tls_is_told_nothing(
    tls: ssl.SSLContext, configure: Configure, letter: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    with open_office(None) as office:
        real = socket.create_connection
        there = ("127.0.0.1", office.port)
        monkeypatch.setattr(socket, "create_connection", lambda _to, *rest: real(there, *rest))
        configure("smtp://mail.city.example")
        with pytest.raises(NotTaken, match="SMTPNotSupportedError"):
            outbox.deliver(letter.pk)
        assert not office.came
        configure(f"smtp://localhost:{office.port}", mail_user="")
        assert outbox.deliver(letter.pk)  # this machine's own may do without


def test_what_is_refused_for_good_is_given_up_and_told_once(
    office: PostOffice, letter: Message
) -> None:
    spam = a_letter()
    office.next = ["refuse", "spam"]
    assert not outbox.deliver(letter.pk)
    assert not outbox.deliver(spam.pk)
    for one, answer in ((letter, "550"), (spam, "554")):
        assert now(one).state == State.GIVEN_UP
        assert now(one).answer == answer  # the number: the server's words named somebody
        assert not outbox.deliver(one.pk)
    assert set(Message.objects.lost()) == {letter, spam}
    assert Entry.objects.filter(act="give_up", kind="message").count() == 2
    assert not office.taken


@pytest.mark.parametrize("way", ["busy", "unwelcome"])
def test_what_may_pass_is_tried_again(office: PostOffice, letter: Message, way: str) -> None:
    office.next = [way]
    with pytest.raises(NotTaken):
        outbox.deliver(letter.pk)
    assert now(letter).state == State.WAITING
    assert not Entry.objects.filter(act="give_up").exists()
    assert outbox.deliver(letter.pk)
    assert now(letter).tries == 2


@pytest.mark.parametrize("way", ["delay", "lose"])
def test_what_was_taken_without_an_answer_comes_again_as_the_same_letter(
    office: PostOffice, letter: Message, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "ANSWER_S", 1.0)
    office.next = [way]
    with pytest.raises(NotTaken, match="did not answer"):
        outbox.deliver(letter.pk)
    assert now(letter).state == State.WAITING
    assert outbox.deliver(letter.pk)
    first, second = office.came
    assert first == second
    assert message_from_bytes(first)["Message-ID"] == f"<{letter.key}@city.example>"


def test_a_letter_that_was_taken_is_not_sent_again_because_of_how_the_talk_ended(
    office: PostOffice, letter: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "ANSWER_S", 1.0)
    office.next = ["hang up late"]
    assert outbox.deliver(letter.pk)
    assert len(office.taken) == 1


def test_a_server_that_answers_a_letter_at_a_time_holds_nobody_up(
    office: PostOffice, letter: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "WHOLE_S", 1.5)
    office.next = ["drip"]
    with pytest.raises(NotTaken, match="did not answer"):
        outbox.deliver(letter.pk)
    assert outbox.deliver(letter.pk)


def test_a_wrong_password_or_no_server_is_no_fault_of_the_letter(
    office: PostOffice, letter: Message, configure: Configure, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("an old one")
    with pytest.raises(NotTaken, match="535"):
        outbox.deliver(letter.pk)
    configure("smtp://localhost:1")
    with pytest.raises(NotTaken, match="ConnectionRefusedError"):
        outbox.deliver(letter.pk)
    assert now(letter).state == State.WAITING


def test_a_letter_is_tried_for_a_day_and_then_given_up(
    office: PostOffice, letter: Message, town: Town
) -> None:
    for hours, state in ((1, State.WAITING), (23, State.WAITING), (24.1, State.GIVEN_UP)):
        office.next = ["busy"]
        with clock.frozen(letter.posted_at + timedelta(hours=hours)):
            try:
                outbox.deliver(letter.pk)
            except NotTaken:
                assert state == State.WAITING
        assert now(letter).state == state
    assert outbox.send_again(now(letter), by=town.leader).state == State.WAITING
    office.next = ["busy"]
    Message.objects.filter(pk=letter.pk).update(asked_at=clock.now() + timedelta(hours=30))
    with clock.frozen(clock.now() + timedelta(hours=53)), pytest.raises(NotTaken):
        outbox.deliver(letter.pk)  # it has another day
    assert outbox.deliver(letter.pk)
    with pytest.raises(NotNow):
        outbox.send_again(now(letter), by=town.leader)


def test_whoever_should_have_had_it_is_told_otherwise_and_that_is_said_once(
    office: PostOffice, letter: Message, town: Town
) -> None:
    office.next = ["refuse"]
    outbox.deliver(letter.pk)
    with pytest.raises(NotYours):
        outbox.see_to(letter, by=town.people["lin"])
    outbox.see_to(letter, by=town.leader)
    assert not Message.objects.lost().exists()
    with pytest.raises(NotNow):
        outbox.see_to(letter, by=town.leader)


@pytest.mark.parametrize(
    "mailbox", ["", "liu", "liu@works.example\nBcc: all@x.example", "刘@works.example", "a@b@c.d"]
)
def test_no_letter_is_posted_to_what_is_no_mailbox(db: None, mailbox: str) -> None:
    with pytest.raises(NotSo):
        a_letter(mailbox)


def test_in_the_sample_town_and_without_a_server_letters_stay(
    office: PostOffice, letter: Message, configure: Configure
) -> None:
    configure(f"smtp://localhost:{office.port}", demo=True)
    assert not outbox.deliver(letter.pk)
    configure("")
    assert not outbox.deliver(letter.pk)
    assert not office.talks
    assert now(letter).tries == 0


def test_the_library_still_knows_whose_certificate_it_asks_for() -> None:
    """`mail` sets the host before it connects, so that it can hang up while it does; were the name another, TLS would fail."""
    server = smtplib.SMTP()
    assert server._host == ""  # type: ignore[attr-defined]
