"""Lets the town's cast move into an installation, and says who can sign in: run as a process of that installation."""

from __future__ import annotations

import json
import sys

from hotline.site import cli


def main() -> None:
    """Migrate, build the cast, give those at desks a password, and tell them on one line."""
    with cli._django():
        from django.conf import settings

        from hotline.people import actions as people
        from hotline.providers.models import Provider
        from hotline.site import migrating
        from tests import town as cast

        migrating.migrate(settings.CONFIGURATION)
        town = cast.build()
        Provider.objects.update(most_open=30_000)  # nobody is ever too busy
        admin = town.people["admin"]
        told = {
            "passwords": {
                name: people.set_password(town.people[name], by=admin)
                for name in ("op28", "op21", "leader", "admin")
            },
            "service": town.services["水管维修"].pk,
            "area": town.places["虹桥"].pk,
            "providers": {name: provider.pk for name, provider in town.providers.items()},
        }
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
