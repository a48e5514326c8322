"""Procedures as the national catalogue gives them: each can be opened, filed and settled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from motcua.procedures.base.national.drafting import draft_of
from motcua.procedures.base.national.files import read_lines
from motcua.procedures.base.national.records import read_record
from motcua.proving.actions import Terms, rehearse
from tests.cast import NOW
from tests.procedures.national import record

pytestmark = pytest.mark.django_db
CATALOGUE = Path(os.environ.get("MOTCUA_TEST_CATALOGUE", "../shared/data/procedures.jsonl.gz"))
EVERY_WAY = Terms(("online", "counter", "post"))


def failures(pack):
    return rehearse(pack, EVERY_WAY, now=NOW).kept()["failures"]


def test_a_generated_procedure_is_proved(places):
    assert failures(draft_of(record()).pack) == []
