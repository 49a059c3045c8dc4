"""What is a telephone number, how it is written down once, and how much of it may be shown. Pure.

One number has one `text`, however it was typed or sent: E.164 for what can be dialled from abroad,
plain digits for short numbers, nothing when withheld. Who may see how much is left to `queries`
and `actions`. `read` is for what people type and refuses with a sentence; `from_carrier` is for
what the network sends and refuses nothing, because a call must not fail over its number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import PhoneNumberFormat

from hotline.life.errors import NotSo

AREA_CODE = "0577"
"""The area code of numbers that are dialled without one."""

_SEPARATORS = re.compile(r"[\s().\u2010-\u2015-]+")
# Shapes, not the library's tables of what is in use: new numbers are given out faster than those.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHORT = re.compile(r"1\d\d|[1-9]\d{4}")
_LANDLINE = re.compile(r"0(?:(10|2[0-57-9])[2-9]\d{7}|([3-9]\d\d)[2-9]\d{6,7})")
_TOLL = re.compile(r"[48]00\d{7}")
_WITHHELD = {"", "anonymous", "unknown", "unavailable", "private", "restricted", "withheld"}
_HIDDEN = "****"


class NotANumber(NotSo):
    """What was typed is no telephone number; the sentence says what is wrong with it."""


class Kind(TextChoices):
    """What sort of number it is."""

    MOBILE = "mobile", gettext_lazy("手机")
    LANDLINE = "landline", gettext_lazy("座机")
    TOLL = "toll", gettext_lazy("400 或 800 号码")
    SHORT = "short", gettext_lazy("短号")
    FOREIGN = "foreign", gettext_lazy("境外号码")
    ODD = "odd", gettext_lazy("其他号码")  # as the network sent it; nobody can say what it is
    WITHHELD = "withheld", gettext_lazy("匿名")


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number in its one writing."""

    kind: Kind
    text: str

    def __repr__(self) -> str:
        """Keep the number out of logs and error pages."""
        return f"<Number {self.kind.value}>"

    @property
    def known(self) -> bool:
        """Say whether there is a number at all."""
        return self.kind is not Kind.WITHHELD

    @property
    def dialled(self) -> str:
        """Return what the switch dials: national digits at home, 00 and the rest abroad."""
        if self.kind is Kind.FOREIGN:
            return self.text.replace("+", "00", 1)
        national = self.text.removeprefix("+86")
        return f"0{national}" if self.kind is Kind.LANDLINE else national


WITHHELD = Number(Kind.WITHHELD, "")


def read(typed: str, *, area_code: str = AREA_CODE) -> Number:
    """Read a number as people type it; raise `NotANumber` with what is wrong with it."""
    digits = _digits(typed)
    if digits.lower() in _WITHHELD:
        return WITHHELD
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise NotANumber(_("电话号码只能有数字。"))
    digits, at_home = re.subn(r"^(?:\+|00)86", "", digits)
    if digits.startswith(("+", "00")):
        return _foreign(digits)
    if _is_mobile(digits):
        return Number(Kind.MOBILE, f"+86{digits.removeprefix('0')}")
    if _SHORT.fullmatch(digits):
        return Number(Kind.SHORT, digits)
    if _TOLL.fullmatch(digits):
        return Number(Kind.TOLL, f"+86{digits}")
    if at_home and len(digits) > 8:
        digits = f"0{digits.removeprefix('0')}"
    return _landline(digits, area_code)


def from_carrier(sent: str, *, area_code: str = AREA_CODE) -> Number:
    """Take a number as the network sends it, whatever it is."""
    try:
        return read(sent, area_code=area_code)
    except NotANumber:
        digits = re.sub(r"[^0-9]", "", _digits(sent))[:20]
        return Number(Kind.ODD, digits) if digits else WITHHELD


def display(number: Number) -> str:
    """Write the whole number in groups: "138 0000 5126"."""
    if not number.known:
        return _("匿名")
    if number.kind is Kind.FOREIGN:
        parsed = phonenumbers.parse(number.text)
        return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    if number.kind in (Kind.SHORT, Kind.ODD):
        return number.text
    head = _head(number)
    rest = number.dialled.removeprefix(head)
    return f"{head} {rest[:-4]} {rest[-4:]}"


def masked(number: Number) -> str:
    """Write what anybody of the line may see: "138****5126", "0577****2345"; no more than 7 digits.

    The trunk 0 before an area code is not counted. Short numbers belong to offices: shown whole.
    """
    if not number.known or number.kind is Kind.SHORT:
        return display(number)
    if number.kind is Kind.ODD:
        return _HIDDEN + (number.text[-2:] if len(number.text) > 4 else "")
    if number.kind is Kind.FOREIGN:
        return f"+{phonenumbers.parse(number.text).country_code}{_HIDDEN}{number.text[-3:]}"
    return _head(number) + _HIDDEN + number.text[-4:]


def _head(number: Number) -> str:
    """Return what tells little about a person: the area code, or a mobile's first three digits."""
    area = _LANDLINE.fullmatch(number.dialled)
    return f"0{area[1] or area[2]}" if area else number.dialled[:3]


def _digits(typed: str) -> str:
    """Drop what people put between digits, and read full-width ones."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))


def _is_mobile(digits: str) -> bool:
    """Say whether it is a mobile number; raise when it is one of the wrong length."""
    digits = re.sub(r"^0(?=1[3-9])", "", digits)
    if not re.match(r"1[3-9]", digits) or len(digits) < 6:
        return False
    if len(digits) < 11:
        raise NotANumber(_("手机号要 11 位，还差 %(n)s 位。") % {"n": 11 - len(digits)})
    if len(digits) > 11:
        raise NotANumber(_("手机号要 11 位，多了 %(n)s 位。") % {"n": len(digits) - 11})
    return bool(_MOBILE.fullmatch(digits))


def _landline(digits: str, area_code: str) -> Number:
    """Read a land line, with its area code or, at home, without."""
    local = not digits.startswith("0")
    if local and not 7 <= len(digits) <= 8:
        raise NotANumber(_("没有这样的号码：手机号 11 位，座机 7、8 位，短号 3、5 位。"))
    whole = area_code + digits if local else digits
    if not _LANDLINE.fullmatch(whole):
        raise NotANumber(_("没有这样的座机号码，请核对区号和位数。"))
    return Number(Kind.LANDLINE, f"+86{whole[1:]}")


def _foreign(digits: str) -> Number:
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", digits))
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise NotANumber(_("没有这样的境外号码，请核对国家代码和位数。"))
    return Number(Kind.FOREIGN, phonenumbers.format_number(parsed, PhoneNumberFormat.E164))
