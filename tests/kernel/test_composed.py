"""A read composed once asks for what its values say, each time anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q

from motcua.kernel.composed import composed
from motcua.kernel.models import AuditLog

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def _logs():
    made = [
        AuditLog(agency_id=n, size=n, root=b"", sealed_at=NOW + timedelta(n)) for n in (1, 2, 3)
    ]
    AuditLog.objects.bulk_create(made)


@composed
def _sealed_since(moment, least):
    rows = AuditLog.objects.filter(Q(size__gte=least), sealed_at__gt=moment)
    return rows.order_by("agency_id").values_list("agency_id")


def test_it_gives_what_fits_the_values_of_each_call():
    _logs()
    assert _sealed_since(moment=NOW, least=0) == [(1,), (2,), (3,)]
    assert _sealed_since(moment=NOW + timedelta(1), least=0) == [(2,), (3,)]
    assert _sealed_since(moment=NOW, least=3) == [(3,)]
    assert _sealed_since(moment=NOW + timedelta(9), least=0) == []


def test_its_values_may_come_in_any_order_but_none_may_lack():
    _logs()
    assert _sealed_since(least=2, moment=NOW) == [(2,), (3,)]
    with pytest.raises(KeyError):
        _sealed_since(moment=NOW)


def test_it_is_composed_at_its_first_call_only():
    calls = []

    @composed
    def sizes(least):
        calls.append(least)
        return AuditLog.objects.filter(size__gte=least).values_list("size")

    for least in range(3):
        sizes(least=least)
    assert len(calls) == 1
