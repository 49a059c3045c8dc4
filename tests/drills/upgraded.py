"""The settings of the next version, as the drill has it."""

from hotline.site.settings import *  # noqa: F403

MIGRATION_MODULES = {"cases": "tests.drills.upgrade"}
