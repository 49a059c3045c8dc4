"""A store of the test's own for the pictures that go with papers."""

from tests.papers.conftest import store_folder

__all__ = ["store_folder"]
