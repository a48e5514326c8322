"""Series: opened by an agency's administrator from a day on, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from stdnum.vn import mst

from motcua.agencies.enums import Role
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import ZONE, civil_date
from motcua.receipts.actions.issuing import owe_lost
from motcua.receipts.base import rule_on
from motcua.receipts.errors import (
    SeriesNotFound,
    SeriesOfThePast,
    SeriesTaken,
    SymbolWrong,
    TaxCodeWrong,
)
from motcua.receipts.models import Series

if TYPE_CHECKING:
    from datetime import date

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A series as an administrator writes it; see `models.Series`."""

    form_symbol: str
    letters: str
    collector_name: str
    collector_tax_code: str
    dialect: str
    valid_from: date


@transaction.atomic
def open_series(*, actor: Actor, agency_id: int, facts: SeriesFacts, now: datetime) -> Series:
    """Let an agency's receipts take their numbers from a series, from a day on.

    The one before it ends there; what was paid since that day and has no receipt gets one. The same
    series again changes nothing. Raises `NotAllowed`, `SeriesOfThePast`, `SymbolWrong`,
    `TaxCodeWrong`, `SeriesTaken`.
    """
    _authorise(actor, agency_id)
    _check(facts, actor, now)
    known = Series.objects.filter(
        agency_id=agency_id,
        form_symbol=facts.form_symbol,
        letters=facts.letters,
        collector_tax_code=facts.collector_tax_code,
        valid_from=facts.valid_from,
    ).first()
    if known is not None:
        return known
    series = _opened(agency_id, facts, actor, now)
    earlier = Series.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=facts.valid_from),
        agency_id=agency_id,
        valid_from__lte=facts.valid_from,
    )
    earlier.exclude(pk=series.pk).update(valid_to=facts.valid_from)
    since = datetime.combine(facts.valid_from, time.min, ZONE)
    owe_lost(agency_id=agency_id, since=since)
    _record("receipts.open_series", series, actor=actor, now=now)
    return series


@transaction.atomic
def end_series(*, actor: Actor, agency_id: int, series_id: int, on: date, now: datetime) -> Series:
    """Let a series give no numbers from a day on; numbers that are left stay unused.

    Raises `NotAllowed`, `SeriesNotFound`, `SeriesOfThePast` for today and days before it, or one
    after its end.
    """
    _authorise(actor, agency_id)
    series = Series.objects.select_for_update().filter(pk=series_id, agency_id=agency_id).first()
    if series is None:
        raise SeriesNotFound
    is_over = series.valid_to is not None and series.valid_to <= on
    if on <= civil_date(now) or on < series.valid_from or is_over:
        raise SeriesOfThePast
    series.valid_to = on
    series.save(update_fields=["valid_to"])
    _record("receipts.end_series", series, actor=actor, now=now)
    return series


def _authorise(actor: Actor, agency_id: int) -> None:
    if actor != SYSTEM:
        actor.require_role(Role.ADMINISTRATOR, agency_id=agency_id)


def _check(facts: SeriesFacts, actor: Actor, now: datetime) -> None:
    if actor != SYSTEM and facts.valid_from < civil_date(now):
        raise SeriesOfThePast
    rule = rule_on(facts.valid_from)
    if not rule.takes_form(facts.form_symbol):
        raise SymbolWrong(field="form_symbol")
    if not rule.takes_letters(facts.letters):
        raise SymbolWrong(field="letters")
    if not mst.is_valid(facts.collector_tax_code):
        raise TaxCodeWrong


def _opened(agency_id: int, facts: SeriesFacts, actor: Actor, now: datetime) -> Series:
    try:
        with transaction.atomic():
            return Series.objects.create(
                agency_id=agency_id,
                form_symbol=facts.form_symbol,
                letters=facts.letters,
                collector_name=facts.collector_name,
                collector_tax_code=mst.compact(facts.collector_tax_code),
                dialect=facts.dialect,
                valid_from=facts.valid_from,
                opened_by=actor.official_id,
                opened_at=now,
            )
    except IntegrityError as error:
        raise SeriesTaken from error


def _record(act: str, series: Series, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=("series", str(series.pk)),
        agency_id=series.agency_id,
        now=now,
        data={
            "form": series.form_symbol,
            "letters": series.letters,
            "from": series.valid_from,
            "to": series.valid_to,
        },
    )
