"""The settings of nodes of their own, as the tests of the command line have them."""

from tests.cli.conftest import environment

__all__ = ["environment"]
