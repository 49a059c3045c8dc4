"""What an auditor asks after: acts by what they do to somebody's secrets. Pure.

Looking is an act here as much as changing: whoever opens a number, a paper or a recording has left an entry, and so has
whoever looks a case up by its code.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Some acts under one word: those named, or all but those."""

    name: str
    label: str | Promise
    acts: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    empty: str | Promise = ""


SEEN = ("unmask", "see", "listen", "look_up")
EXPORTED = ("export",)
SIGNED_IN = (
    "sign_in", "sign_out", "sign_out_everywhere", "end_session", "fail_to_sign_in", "lock_out", "unlock",
)  # fmt: skip
OURS = ("read_journal", "verify", "seal", "dial")
"""What changes nothing and shows nothing: the journal's own upkeep, and the switch that dials."""

GROUPS = {
    group.name: group
    for group in (
        Group("", _("全部"), empty=_("这里会列出每个人做的每一件事。")),
        Group(
            "seen",
            _("看了谁"),
            SEEN,
            empty=_("没有人看过完整号码或附件、听过录音，也没有人查过进度。"),
        ),
        Group("exported", _("导出"), EXPORTED, empty=_("没有人导出过数据。")),
        Group("changed", _("改动"), but=(*SEEN, *EXPORTED, *SIGNED_IN, *OURS)),
        Group("signed_in", _("登录"), SIGNED_IN),
    )
}
