"""In the made-up world every agency that can sign gives receipts from the day it is started."""

from __future__ import annotations

from stdnum.vn import mst

from motcua.agencies.models import Agency
from motcua.demo.world.receipts import build_series
from motcua.receipts.models import Series
from tests.cast import NOW
from tests.receipts.making import paid, receipt_of


def test_every_start_finds_one_series_an_agency_with_a_sound_tax_code(world):
    Agency.objects.filter(pk=world.ward.pk).update(is_invented=True)
    world.give_a_key()
    for _ in range(2):
        build_series(NOW)
    [row] = Series.objects.filter(agency=world.ward)
    assert mst.is_valid(row.collector_tax_code)
    assert receipt_of(paid(world.ward)).symbol == "AA-26E"
