"""Forms to print: anybody may ask for one, and nobody for one after the other."""

from __future__ import annotations

import pytest

from tests.cast import BIRTH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_forms_to_print_are_not_set_without_end_for_one_address(stranger):
    answers = [stranger.go(f"/procedures/{BIRTH}/form.pdf").response for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) <= 60
