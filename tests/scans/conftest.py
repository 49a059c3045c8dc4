"""A store of the test's own."""

from tests.papers.conftest import store_folder

__all__ = ["store_folder"]
