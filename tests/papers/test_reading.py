"""What a file is, is found in its content; what a camera has written into it stays behind."""

from __future__ import annotations

import pytest

from hotline.papers import apart, reading
from hotline.papers.reading import Reason, Unfit
from tests.papers.paperwork import bomb, letter, opened, photo


@pytest.mark.parametrize(
    ("form", "kept"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")]
)
def test_a_photo_is_known_by_its_content(form: str, kept: str) -> None:
    clean = apart.read(photo(form))
    assert clean.format == kept
    assert opened(clean.whole).size == (320, 200)
    assert opened(clean.preview).format == "JPEG"


def test_place_and_camera_stay_behind() -> None:
    data = photo(secret="NIKON of Ms Chen")
    assert b"NIKON" in data
    clean = reading.read(data)
    for kept in (clean.whole, clean.preview):
        assert b"NIKON" not in kept
        assert b"Exif" not in kept
        assert not opened(kept).getexif()


def test_a_photo_taken_on_its_side_stands_upright() -> None:
    clean = reading.read(photo(turned=6))
    upright = opened(clean.whole)
    assert upright.size == (200, 320)
    top = upright.getpixel((100, 20))
    assert isinstance(top, tuple)
    assert top[0] > 200  # the red left half is the top now


def test_a_photo_with_holes_keeps_them_and_its_preview_lies_on_white() -> None:
    clean = reading.read(photo("WEBP", mode="RGBA"))
    assert clean.format == "image/png" or opened(clean.whole).mode == "RGB"
    assert opened(clean.preview).mode == "RGB"


def test_a_large_photo_is_made_smaller() -> None:
    clean = reading.read(photo(size=(6000, 4000)))
    assert max(opened(clean.whole).size) == reading.LONGEST
    assert max(opened(clean.preview).size) == reading.PREVIEW


def test_a_letter_is_kept_as_it_is_with_its_first_page_as_a_picture() -> None:
    data = letter(3)
    clean = apart.read(data)
    assert (clean.format, clean.pages, clean.whole) == ("application/pdf", 3, data)
    assert opened(clean.preview).height == reading.PREVIEW


def test_an_enormous_page_is_drawn_small() -> None:
    assert max(opened(reading.read(letter(1, (14_000, 9_000))).preview).size) <= reading.PREVIEW


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><script>alert(1)</script>", Reason.UNKNOWN),
        (b"GIF89a" + bytes(100), Reason.UNKNOWN),
        (b"\x7fELF" + bytes(100), Reason.UNKNOWN),
        (b"%PDF-1.7 and then nothing", Reason.BROKEN),
        (photo(size=(1600, 1200))[:6000], Reason.BROKEN),
        (bomb(), Reason.BIG),
        (bomb(6_000), Reason.BROKEN),  # says less than it holds: read, and found short
        (letter(reading.MOST_PAGES + 1), Reason.BIG),
    ],
    ids=["page", "gif", "programme", "no letter", "cut off", "bomb", "short", "book"],
)
def test_what_is_not_taken_says_why(data: bytes, reason: Reason) -> None:
    with pytest.raises(Unfit) as unfit:
        apart.read(data)
    assert unfit.value.reason is reason


def test_a_reader_that_ends_badly_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "run", lambda *_a, **_k: apart.Ended(-9, b""))
    with pytest.raises(Unfit) as unfit:
        apart.read(photo())
    assert unfit.value.reason is Reason.SLOW


def test_the_reader_knows_nothing_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    told = "import os; print('DATABASE_URL' in os.environ)"
    ended = apart.run([sys.executable, "-c", told], b"", within_s=20, environ={"PYTHONPATH": ""})
    assert ended.answer == b"False\n"
