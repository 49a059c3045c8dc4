"""The settings of the system that is measured: its own, and one address more."""

from hotline.site.settings import *  # noqa: F403  (all of them)

ROOT_URLCONF = "tests.benchmarks.addresses"
