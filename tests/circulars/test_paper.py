"""A circular on paper: the PDF and the Word file say what the page says; nothing is fetched; a machine without Pango says so."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NoReturn

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image

from hotline import clock
from hotline.circulars import document
from hotline.circulars.models import Circular
from hotline.desks.circulars import printing, word
from hotline.journal.models import Entry
from hotline.people.models import Person
from tests import sample
from tests.circulars.days import NEXT_MORNING, drafted, published
from tests.stories.steps import as_it_is
from tests.town import Town


@pytest.fixture(autouse=True)
def _next_morning() -> Iterator[None]:
    with clock.frozen(NEXT_MORNING):
        yield


@pytest.fixture
def circular(town: Town) -> Circular:
    return published(town)


def taken(person: Person, circular: Circular, form: str, key: str = "k") -> Any:
    return sample.signed_in(person).post(f"/circulars/{circular.pk}/{form}", {"key": key})


def words_of(pdf: bytes) -> str:
    file = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in file]
    file.close()
    return "".join("".join(pages).split())


def tight(words: str) -> str:
    return "".join(words.split())


def cells(circular: Circular) -> list[str]:
    return [
        cell.text
        for section in document.build(circular).sections
        for table in section.tables
        for row in table.rows
        for cell in row
    ]


def test_the_pdf_says_every_word_and_figure_of_the_page(town: Town, circular: Circular) -> None:
    answer = taken(town.people["clerk"], circular, "pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    said = words_of(answer.content)
    assert "2012年第1期" in said
    assert "—1—" in said, "the pages are numbered"
    for words in (circular.title, circular.opening, circular.findings, circular.asks):
        for line in words.splitlines():
            assert tight(line) in said
    missing = [text for text in cells(circular) if tight(text) not in said]
    assert not missing
    for name in ("每天受理和办结", "诉求最多的小项"):
        assert name in said, "the charts are there"


def test_the_charts_of_the_pdf_are_drawn(town: Town, circular: Circular) -> None:
    shown = document.build(circular)
    for section in shown.sections:
        for chart in section.charts:
            image = Image.open(BytesIO(printing.picture(chart))).convert("RGB")
            colours = {colour for _n, colour in image.getcolors(1 << 20) or []}
            wanted = {"bar", "taken"} & {key for key, _words in chart.keys}
            for key in wanted:
                value = printing.PALETTE[key].lstrip("#")
                assert tuple(bytes.fromhex(value)) in colours, chart.title


def test_the_word_file_opens_with_its_tables_pictures_and_letters(
    town: Town, circular: Circular
) -> None:
    answer = taken(town.people["clerk"], circular, "word")
    assert answer.status_code == 200
    file = docx.Document(BytesIO(answer.content))
    shown = document.build(circular)
    tables = [table for section in shown.sections for table in section.tables]
    charts = [chart for section in shown.sections for chart in section.charts]
    assert len(file.tables) == len(tables)
    for made, table in zip(file.tables, tables, strict=True):
        assert [cell.text for cell in made.rows[0].cells] == list(table.head)
        assert [[cell.text.split(" ")[0] for cell in row.cells] for row in made.rows[1:]] == [
            [cell.text.split(" ")[0] for cell in row] for row in table.rows
        ]
    assert len(file.inline_shapes) == len(charts) > 1
    alts = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert alts == [chart.alt for chart in charts]
    fonts = file.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "FangSong"
    heads = [it.text for it in file.paragraphs if it.style and it.style.name == "Heading 1"]
    assert [head.partition("、")[2] for head in heads] == [one.title for one in shown.sections]
    assert circular.opening in [it.text for it in file.paragraphs]


def test_documents_of_a_published_circular_say_the_same_whenever_they_are_made(
    town: Town, circular: Circular
) -> None:
    def made() -> tuple[str, str]:
        shown = document.build(as_it_is(circular))
        file = docx.Document(BytesIO(word.write(shown)))
        return words_of(printing.pdf(shown)), file.element.body.xml

    now = made()
    with clock.frozen(NEXT_MORNING.replace(year=2014)):
        assert made() == now


def test_a_file_that_is_taken_away_is_put_on_record_once_for_each_press(
    town: Town, circular: Circular
) -> None:
    clerk = town.people["clerk"]
    for key in ("a", "a", "b"):
        assert taken(clerk, circular, "word", key).status_code == 200
    rows = Entry.objects.filter(kind="circular", subject=circular.pk, act="take_out")
    assert [(one.by, one.said["form"]) for one in rows] == [(clerk, "docx")] * 2
    assert sample.signed_in(clerk).get(f"/circulars/{circular.pk}/word").status_code == 405


def test_a_draft_is_marked_so_and_is_nobodys_outside(town: Town) -> None:
    draft = drafted(town)
    assert "草稿，未发布" in words_of(taken(town.leader, draft, "pdf").content)
    assert taken(town.people["clerk"], draft, "pdf").status_code == 404
    assert taken(town.people["lin"], draft, "pdf").status_code == 403


def test_nothing_is_ever_fetched(
    town: Town, circular: Circular, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Notes(printing.Refuses):
        def __call__(self, url: str, *args: Any, **given: Any) -> NoReturn:
            asked.append(url)
            super().__call__(url, *args, **given)

    monkeypatch.setattr(printing, "FETCHES_NOTHING", Notes())
    assert taken(town.leader, circular, "pdf").status_code == 200
    assert asked == [], "a circular has nothing outside itself"
    page = '<img src="http://127.0.0.1:1/a.png"><img src="file:///etc/hostname">好'
    assert "好" in words_of(printing._press(page, "@import url(http://127.0.0.1:1/a.css);"))
    assert {url.split(":")[0] for url in asked} == {"http", "file"}, "each was refused"


def test_a_machine_without_pango_says_what_to_install_and_offers_the_print_page(
    town: Town, circular: Circular, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **given: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **given)

    monkeypatch.setattr(builtins, "__import__", without)
    answer = taken(town.leader, circular, "pdf")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "libpangoft2-1.0-0" in page
    assert "fonts-noto-cjk" in page
    assert f"/circulars/{circular.pk}/print" in page
    assert not Entry.objects.filter(kind="circular", act="take_out").exists(), (
        "nobody took anything"
    )
    made = taken(town.leader, circular, "word")
    assert made.status_code == 200
    file = docx.Document(BytesIO(made.content))
    assert file.tables
    assert not file.inline_shapes


def test_words_that_look_like_markup_stay_words(town: Town) -> None:
    from hotline.circulars import actions as circulars

    made = circulars.edit(
        drafted(town), by=town.leader, title="<b>通报</b>", opening="<img src=x>好 & 坏"
    )
    said = words_of(taken(town.leader, made, "pdf").content)
    assert "<imgsrc=x>好&坏" in said
    file = docx.Document(BytesIO(taken(town.leader, made, "word").content))
    assert "<img src=x>好 & 坏" in [it.text for it in file.paragraphs]
