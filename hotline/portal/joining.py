"""Where an application stands, in words for whoever applied; and how often one may ask, from where.

Whoever applies is counted by his address before anything is written; whoever asks with a code is counted as whoever asks
for a case, so that nobody can guess.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from hotline.people import lockout
from hotline.providers import codes
from hotline.providers.credentials import queries as papers
from hotline.providers.life import Status
from hotline.providers.models import Provider
from hotline.today import today

from . import actions
from .standing import Standing


class Knock(lockout.Attempt):
    """One application: from where."""

    @property
    def name_key(self) -> str:
        """Return what stands for the household that applies."""
        return lockout.hashed("join", lockout.network(self.address))

    @property
    def address_key(self) -> str:
        """Return the same again: there is no name to guess at."""
        return lockout.hashed("joins", lockout.network(self.address))


class Receipt(lockout.Attempt):
    """One look at an application: by which code, from where."""

    @property
    def name_key(self) -> str:
        """Return what stands for the code."""
        return lockout.hashed("receipt", self.username)

    @property
    def address_key(self) -> str:
        """Return what stands for the address, as of those who ask for a case."""
        return lockout.hashed("asker", lockout.network(self.address))


def knock(*, address: str) -> None:
    """Count an application; raises `lockout.TooMany` after too many from one address."""
    lockout.count(Knock("", address))


def find(code: str, *, address: str) -> Provider | None:
    """Return whose code it is, or None; raises `lockout.TooMany` after too many wrong ones."""
    wanted = codes.read(code)
    look = Receipt(wanted, address)
    left = lockout.count(look)
    found = Provider.objects.filter(code=wanted).first() if wanted else None
    if found is None:
        if min(left.name, left.address) <= 0:
            actions.lock_out(address=address)
        return None
    lockout.forgive(look)
    return found


def standing(provider: Provider) -> Standing:
    """Return where an application stands, and what comes next."""
    match provider.status:
        case Status.APPLIED:
            return Standing(_("申请收到了，等核对材料"), _next(provider))
        case Status.CHECKED:
            return Standing(_("材料核对好了"), _("接下来我们来您的店里看看，来之前打电话。"))
        case Status.VISITED:
            return Standing(_("已经看过，等批准"), _("批准以后，就开始试用派单。"))
        case Status.TRIAL:
            return Standing(_("批准了，正在试用"), _("有新派单会发短信给接单的师傅。"))
        case Status.SIGNED:
            return Standing(_("已签约"))
        case Status.SUSPENDED:
            return Standing(_("现在停派"), _("为什么停、怎么恢复，请打电话问。"))
        case Status.REFUSED:
            return Standing(_("这次没有通过"), _("为什么没有通过、能不能再申请，请打电话问。"))
    return Standing(_("已经不在名单里"), _("要再申请，请打电话。"))


def _next(provider: Provider) -> str:
    lacks = papers.lacking(provider, today=today())
    if not lacks:
        return _("材料都看到了，核对好会打电话给您。")
    return _("请带这些原件来热线：%(papers)s。") % {"papers": str(_("、")).join(lacks)}
