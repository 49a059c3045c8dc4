"""The addresses of papers: what is handed to browsers, and how."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.journal import queries as journal
from hotline.papers import queries, uploads
from hotline.papers.models import Paper
from tests.desks.conftest import at
from tests.papers.paperwork import letter, photo

if TYPE_CHECKING:
    from tests.town import Town

__all__ = ["at"]
At = Callable[[str], Client]


def send(client: Client, case: Case, *datas: bytes, key: str = "", name: str = "水槽.jpg") -> int:
    files = [SimpleUploadedFile(name, data, content_type="text/html") for data in datas]
    answer = client.post(
        f"/papers/of/{case.pk}/add", {"file": files, "key": key or str(uuid.uuid4())}
    )
    return answer.status_code


def acts(paper: Paper) -> list[str]:
    return [told.entry.act for told in journal.story(paper)]


def test_files_are_added_each_once_however_often_they_are_sent(at: At, case: Case) -> None:
    desk = at("op28")
    assert [send(desk, case, photo(), letter(), key="k") for _twice in range(2)] == [204, 204]
    assert [str(one) for one in queries.of_case(case)] == ["水槽", "水槽"]


def test_a_refused_file_says_why_and_nothing_of_the_rest_is_kept(at: At, case: Case) -> None:
    assert send(at("op28"), case, photo(), b"<svg onload=alert(1)>") == 409
    assert not queries.of_case(case).exists()


def test_a_file_too_large_never_reaches_the_disk(
    at: At, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    client = at("op28")
    file = SimpleUploadedFile("x.jpg", bytes(200_000))
    answer = client.post(f"/papers/of/{case.pk}/add", {"file": file})
    assert answer.status_code == 409
    assert "文件太大" in answer.content.decode()


def test_what_is_handed_out_is_never_run(at: At, case: Case) -> None:
    desk = at("op28")
    send(desk, case, letter())
    paper = queries.of_case(case).get()
    whole = desk.get(f"/papers/{paper.pk}/file")
    assert whole["Content-Disposition"].startswith("attachment; filename=")
    assert whole["Content-Type"] == "application/pdf"
    preview = desk.get(f"/papers/{paper.pk}/preview")
    assert preview["Content-Type"] == "image/jpeg"
    for answer in (whole, preview):
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]


def test_whoever_is_handed_the_whole_is_put_on_record(at: At, case: Case) -> None:
    send(at("op28"), case, photo())
    paper = queries.of_case(case).get()
    at("auditor").get(f"/papers/{paper.pk}/preview")
    assert acts(paper) == ["add"]
    at("auditor").get(f"/papers/{paper.pk}/file")
    assert acts(paper) == ["add", "see"]


def test_of_a_secret_case_every_look_is_put_on_record(at: At, town: Town) -> None:
    asked = cases.Asked(said="家里的事", secret=True)
    case = cases.take_in(asked, by=town.operator_28)
    send(at("op28"), case, photo())
    paper = queries.of_case(case).get()
    page = at("op28").get(f"/cases/{case.pk}/").content.decode()
    assert f'<img src="/papers/{paper.pk}/preview"' not in page
    at("leader").get(f"/papers/{paper.pk}/preview")
    assert acts(paper) == ["add", "see"]


def test_strangers_to_the_case_find_no_paper(at: At, case: Case) -> None:
    send(at("op28"), case, photo())
    paper = queries.of_case(case).get()
    for part in ("", "preview", "file"):
        assert at("zheng").get(f"/papers/{paper.pk}/{part}").status_code == 404
    assert send(at("lin"), case, photo()) == 403
    assert send(at("auditor"), case, photo()) == 403
    assert queries.of_case(case).count() == 1


def test_the_page_of_a_case_shows_its_papers_and_works_without_script(at: At, case: Case) -> None:
    desk = at("op28")
    send(desk, case, photo())
    paper = queries.of_case(case).get()
    page = desk.get(f"/cases/{case.pk}/").content.decode()
    assert f'href="/papers/{paper.pk}/"' in page
    assert 'enctype="multipart/form-data"' in page
    bare = Client()
    bare.cookies = desk.cookies
    assert "水槽" in bare.get(f"/papers/{paper.pk}/").content.decode()
    answer = bare.post(f"/papers/{paper.pk}/withdraw", {"why": "拍错了", "key": "w"})
    assert answer.status_code == 302
    assert not queries.of_case(case).exists()


def test_a_paper_withdrawn_by_mistake_is_put_back(at: At, case: Case) -> None:
    desk = at("op28")
    send(desk, case, photo())
    paper = queries.of_case(case).get()
    taken = desk.post(f"/papers/{paper.pk}/withdraw", {"why": "点错了", "key": "w"})
    assert not queries.of_case(case).exists()
    assert "撤销“撤下”" in desk.get(f"/papers/{paper.pk}/").content.decode()
    assert (
        "撤销"
        not in at("leader")
        .get(f"/papers/{paper.pk}/")
        .content.decode()
        .partition("<main")[2]
        .partition("</main")[0]
    )
    assert desk.post(taken["X-Undo"], {"key": "b"}).status_code == 204
    assert queries.of_case(case).get() == paper


def test_erased_papers_say_so(at: At, case: Case, town: Town) -> None:
    send(at("op28"), case, photo())
    paper = queries.of_case(case).get()
    assert at("admin").post(f"/papers/{paper.pk}/erase", {"why": "市民要求"}).status_code == 204
    assert at("admin").get(f"/papers/{paper.pk}/file").status_code == 404
    assert "已经销毁" in at("admin").get(f"/papers/{paper.pk}/").content.decode()
