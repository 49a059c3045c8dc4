"""Forgets the caller of a case as two people and the house do, and says how many rows went: run as a process of that installation."""

from __future__ import annotations

import sys

from hotline.site import cli


def main(case: int) -> None:
    """Have somebody ask, another grant, and the house carry out."""
    with cli._django():
        from hotline.cases.models import Case
        from hotline.people.models import Person
        from hotline.people.roles import Role
        from hotline.privacy import actions as privacy
        from hotline.privacy.models import Erasure

        who = Case.objects.get(pk=case).caller
        assert who is not None
        admin, auditor = (
            Person.objects.with_role(role).order_by("pk")[0] for role in (Role.ADMIN, Role.AUDITOR)
        )
        privacy.grant(privacy.ask(who, by=admin, why="she showed her card"), by=auditor)
        assert privacy.carry_out_granted() == 1
        sys.stdout.write(f"{sum(Erasure.objects.get().erased.values())}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
