"""Procedures as the national catalogue gives them: each can be opened, filed and settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from motcua.procedures.base.national.drafting import draft_of
from motcua.procedures.base.national.files import read_lines
from motcua.procedures.base.national.records import read_record
from motcua.procedures.base.national.settling import Asks, asks_of, place_of, settled_pack
from motcua.proving.actions import Terms, rehearse
from tests.cast import NOW
from tests.procedures.national import record, with_time

pytestmark = pytest.mark.django_db
CATALOGUE = Path(__file__).parents[3] / "shared" / "data" / "procedures.jsonl.gz"
EVERY_WAY = Terms(("online", "counter", "post"))


def failures(pack):
    return rehearse(pack, EVERY_WAY, now=NOW).kept()["failures"]


def settled(read):
    """Make a pack of a record with each unclear limit said to be ten working days."""
    draft = draft_of(read)
    value = {"settled": {"value": {"amount": 10, "unit": "working-day"}}}
    flags = [
        {"kind": str(flag.kind), "path": flag.path} | value
        for flag in draft.flags
        if asks_of(flag.kind) is Asks.LIMIT
        and draft.pack.channel(place_of(read, flag.kind, flag.path).subject).limit_unclear
    ]
    return settled_pack(read, draft.pack, flags)


def test_a_generated_procedure_is_proved(places):
    assert failures(draft_of(record()).pack) == []


def test_an_unclear_limit_is_named_and_once_it_is_settled_all_goes_well(places):
    unclear = with_time("1", "OTHER", "Trong ngày")
    (failure,) = failures(draft_of(unclear).pack)
    assert failure["where"] == "channels.online"
    assert failures(settled(unclear)) == []


@pytest.mark.drill
@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the national catalogue is not beside us")
def test_every_procedure_of_the_national_catalogue_is_proved(places):
    failed, proved = {}, 0
    for each in read_lines(CATALOGUE):
        pack = settled(read_record(each.content)[0])
        if found := failures(pack):
            failed[pack.code] = found
        proved += 1
    assert failed == {}
    assert proved == 5083
