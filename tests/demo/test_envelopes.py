"""The made-up ward has envelopes: one awaited, one there, one late on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.agencies.actions import seed_calendar
from motcua.deliveries.models import Parcel
from motcua.demo.history.envelopes import let_envelopes_travel
from motcua.dossiers.models import Dossier, PostedPapers
from motcua.kernel.caching import forget_all
from motcua.notifications.models import Message
from motcua.procedures.models import Offering
from tests.deliveries.conftest import tariff_rows

pytestmark = pytest.mark.django_db


def test_three_envelopes_are_on_three_ways_and_nobody_is_told(world, now, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    seed_calendar()
    tariff_rows()
    Offering.objects.update(channels=["online", "counter", "post"])
    forget_all()
    later = now + timedelta(days=60)
    for _time in range(2):
        let_envelopes_travel(later)
    assert Dossier.objects.filter(channel="post").count() == 3
    assert PostedPapers.objects.exclude(arrived_at=None).count() == 1
    parcel = Parcel.objects.get()
    assert parcel.state == "in-transit"
    assert parcel.late_at is not None
    assert not Message.objects.exists()
