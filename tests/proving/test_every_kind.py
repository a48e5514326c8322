"""The machine goes through a form with every kind of question, files and rows among them."""

from __future__ import annotations

import pytest

from motcua.proving.actions import Terms, rehearse
from tests.cast import NOW
from tests.portal.test_every_kind import a_pack

pytestmark = pytest.mark.usefixtures("places")


def test_a_procedure_that_asks_with_every_kind_is_proved():
    outcome = rehearse(a_pack(), Terms(("online",)), now=NOW)
    assert {failure.where: failure.words["en"] for failure in outcome.failures} == {}
    assert outcome.holds
