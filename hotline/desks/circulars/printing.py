"""A circular on paper: one template for the browser's own print and for the PDF; charts as pictures for Word.

Nothing is ever fetched: what a document shows stands in it. WeasyPrint needs Pango, a library of the system; where it is missing the
reader is told so, and printed pages go on working. One document is made at a time: PDFium is not made for several threads at once.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from hotline.circulars.document import Document
from hotline.circulars.drawing import WIDE, Chart

CSS = Path(__file__).parent / "static" / "circulars" / "print.css"
PALETTE = {
    "bar": "#b8461e", "prior": "#c9c4bc", "taken": "#b8461e", "ended": "#2f6f5e", "grid": "#d9d5ce",
    "ink": "#2b2622",
}  # fmt: skip
"""The colours on paper; on the page the sheet of styles says them."""
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
"""What Debian calls the libraries and the letters that a PDF needs."""
DOTS = 3
"""Pixels to a unit of a chart: sharp on paper."""
_one_at_a_time = Lock()


class Refuses:
    """Fetches nothing, from wherever: WeasyPrint asks it for whatever a page names outside itself."""

    _fail_on_errors = False
    """What it cannot have it leaves out (WeasyPrint asks for this by its name)."""

    def __call__(self, url: str, *_args: Any, **_given: Any) -> NoReturn:
        raise ValueError(url)


FETCHES_NOTHING = Refuses()


class NoPrinter(Exception):
    """The libraries that make a PDF are not on this machine."""


def html(document: Document, **given: Any) -> str:
    """Return a circular as a page to be printed."""
    told = {"document": document, "palette": PALETTE, "line": settings.CONFIGURATION.line_number}
    return render_to_string("circulars/paper.html", told | given)


def pdf(document: Document) -> bytes:
    """Return a circular as a PDF, in the line's own language."""
    with translation.override(settings.LANGUAGE_CODE), _one_at_a_time:
        return _press(html(document), CSS.read_text(encoding="utf-8"))


def picture(chart: Chart) -> bytes:
    """Return a chart as a PNG, for a file that takes no drawings."""
    with translation.override(settings.LANGUAGE_CODE):
        drawn = render_to_string("circulars/chart_alone.html", {"chart": chart, "palette": PALETTE})
    sheet = f"@page {{ size: {WIDE}px {chart.height + 4}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
    sheet += ' text { font-family: "Noto Sans CJK SC", "WenQuanYi Zen Hei", sans-serif; font-size: 11px }'
    with _one_at_a_time:
        return _first_page(_press(drawn, sheet))


def _press(page: str, sheet: str) -> bytes:
    try:
        import weasyprint
    except OSError as missing:
        raise NoPrinter from missing
    style = weasyprint.CSS(string=sheet, url_fetcher=FETCHES_NOTHING)
    made: bytes = weasyprint.HTML(string=page, url_fetcher=FETCHES_NOTHING).write_pdf(
        stylesheets=[style]
    )
    return made


def _first_page(data: bytes) -> bytes:
    import pypdfium2

    file = pypdfium2.PdfDocument(data)
    try:
        image: Image.Image = file[0].render(scale=DOTS * 96 / 72).to_pil()
    finally:
        file.close()
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
