"""A circular as a Word file: real headings, real tables, charts as pictures; what a bureau's office edits and files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document as File
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from hotline.circulars.document import Document, Section, Table
from hotline.circulars.drawing import Chart

from . import printing

BODY, HEADS, TITLE = "FangSong", "SimHei", "SimSun"
"""The letters of official documents; Word puts its own where they are missing."""
RED = RGBColor(0xC0, 0x1A, 0x1A)
WIDTH = Cm(13)


def write(document: Document) -> bytes:
    """Return a circular as a Word file; without pictures where the machine cannot draw them."""
    with translation.override(settings.LANGUAGE_CODE):
        file: File = docx.Document()
        _set_up(file, document)
        _head(file, document)
        for heading, section in document.numbered:
            _section(file, heading, section)
        end = file.add_paragraph(_("（取数时间 %(when)s）") % {"when": document.counted})
        end.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _set_up(file: File, document: Document) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.5)
    for name, letters, size in (
        ("Normal", BODY, 12), ("Title", TITLE, 22), ("Heading 1", HEADS, 15), ("Heading 2", HEADS, 12),
    ):  # fmt: skip
        style = file.styles[name]
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        _letters(style, letters)
    file.core_properties.title = document.title
    file.core_properties.author = str(settings.CONFIGURATION.line_number)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(foot)


def _letters(style: Any, name: str) -> None:
    """Set the letters of a style, those for Chinese too, which Word keeps apart."""
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for of in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(of), name)
    for of in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(of), None)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _head(file: File, document: Document) -> None:
    """Write the red head: who says it, under which number, on which day; a line; the title."""
    issuer = file.add_paragraph()
    issuer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = issuer.add_run(
        _("%(line)s 服务热线%(kind)s")
        % {"line": settings.CONFIGURATION.line_number, "kind": document.kind}
    )
    run.bold, run.font.size, run.font.color.rgb = True, Pt(26), RED
    number = file.add_paragraph(f"{document.number}　　{_day(document)}")
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _red_line(number)
    if document.withdrawn or document.draft:
        mark = file.add_paragraph(_("已撤回") if document.withdrawn else _("草稿，未发布"))
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = file.add_paragraph(document.title, "Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in file.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _day(document: Document) -> str:
    day = document.dated_on
    return _("%(y)s 年 %(m)s 月 %(d)s 日") % {"y": day.year, "m": day.month, "d": day.day}


def _red_line(paragraph: Any) -> None:
    border = OxmlElement("w:pBdr")
    below = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        below.set(qn(f"w:{name}"), value)
    border.append(below)
    paragraph._p.get_or_add_pPr().append(border)


def _section(file: File, title: str, section: Section) -> None:
    file.add_heading(title, level=1)
    for words in section.words:
        file.add_paragraph(words).paragraph_format.first_line_indent = Pt(24)
    for table in section.tables:
        _table(file, table)
    for chart in section.charts:
        _chart(file, chart)


def _table(file: File, table: Table) -> None:
    file.add_heading(table.title, level=2)
    made = file.add_table(1, len(table.head), "Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, words in zip(made.rows[0].cells, table.head, strict=True):
        _fill(cell, words, bold=True)
    _repeats(made.rows[0])
    for row in table.rows:
        for n, (cell, what) in enumerate(zip(made.add_row().cells, row, strict=True)):
            _fill(cell, f"{what.text} {what.small}".strip(), right=n >= table.words)
    if table.note:
        file.add_paragraph(table.note).runs[0].font.size = Pt(9)


def _fill(cell: Any, words: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(9)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeats(row: Any) -> None:
    """Let the head of a table stand on each of its pages."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _chart(file: File, chart: Chart) -> None:
    try:
        picture = printing.picture(chart)
    except printing.NoPrinter:
        return
    shown = file.add_picture(BytesIO(picture), width=WIDTH)
    shown._inline.docPr.set("descr", chart.alt)
    file.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = file.add_paragraph(_legend(chart))
    words.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words.runs[0].font.size = Pt(9)


def _legend(chart: Chart) -> str:
    """Say below a picture what it shows."""
    return (
        f"{chart.title}（{_('、').join(words for _key, words in chart.keys)}）"
        if chart.keys
        else chart.title
    )
