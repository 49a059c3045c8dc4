"""Questions about workers: what was checked of each."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.providers.models import Credential, Member, MemberQuerySet, PaperKind


@dataclass(frozen=True, slots=True)
class Checked:
    """A worker, and what stands of him now."""

    member: Member
    identity: Credential | None
    card: Credential | None
    certificates: tuple[Credential, ...]

    @property
    def may_come(self) -> bool:
        """Say whether somebody has seen who he is."""
        return self.identity is not None


def checked(members: MemberQuerySet) -> list[Checked]:
    """Return workers with their newest papers, who answers offers first; two queries."""
    found = list(members.select_related("person").order_by("-answers_offers", "pk"))
    papers: dict[int | None, list[Credential]] = {}
    rows = Credential.objects.newest().filter(member__in=found).select_related("checked_by")
    for one in rows.order_by("pk"):
        papers.setdefault(one.member_id, []).append(one)
    return [_checked(member, papers.get(member.pk, [])) for member in found]


def _checked(member: Member, papers: list[Credential]) -> Checked:
    kinds = {one.kind: one for one in papers}
    return Checked(
        member,
        kinds.get(PaperKind.IDENTITY),
        kinds.get(PaperKind.CARD),
        tuple(one for one in papers if one.kind in (PaperKind.PERMIT, PaperKind.CERTIFICATE)),
    )
