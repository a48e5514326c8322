"""Procedures as the national catalogue gives them: each can be opened, filed and settled."""

from __future__ import annotations

import math
import os
import random
import time
from pathlib import Path

import pytest

from motcua.procedures.base.national.drafting import draft_of
from motcua.procedures.base.national.files import read_lines
from motcua.procedures.base.national.records import read_record
from motcua.procedures.base.national.settling import Asks, asks_of, place_of, settled_pack
from motcua.proving.actions import Terms, rehearse
from motcua.proving.actions.ending import alone, undone_after
from motcua.proving.actions.stage import set_stage
from motcua.proving.actions.trial import rehearse_on
from tests.cast import NOW
from tests.procedures.national import record, with_time

pytestmark = pytest.mark.django_db
CATALOGUE = Path(__file__).parents[3] / "shared" / "data" / "procedures.jsonl.gz"
SEED = 5083
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
@pytest.mark.timeout(0)
@pytest.mark.skipif(not CATALOGUE.is_file(), reason="the national catalogue is not beside us")
def test_procedures_of_the_national_catalogue_are_proved(places, capsys):
    """A hundred of them, drawn with a seed, in a minute; all of them with MOTCUA_DRILL=all."""
    lines = list(read_lines(CATALOGUE))
    assert len(lines) == 5083
    if os.environ.get("MOTCUA_DRILL") != "all":
        lines = random.Random(SEED).sample(lines, 100)
    failed, began = {}, time.monotonic()
    for several in batched(lines, 25):
        with alone(), undone_after(math.inf):
            stage = set_stage(now=NOW)
            for each in several:
                pack = settled(read_record(each.content)[0])
                outcome = rehearse_on(stage, pack, EVERY_WAY, now=NOW)
                if not outcome.holds:
                    failed[pack.code] = outcome.kept()["failures"]
    with capsys.disabled():
        print(f"\n{len(lines)} procedures proved in {time.monotonic() - began:.0f} s")  # noqa: T201 - asked for
    assert failed == {}


def batched(lines, number):
    for start in range(0, len(lines), number):
        yield lines[start : start + number]
