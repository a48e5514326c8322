"""Writing registers and reports out: asked for with a purpose, audited, kept for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from procrastinate.contrib.django import app as jobs

from motcua.agencies.queries.humans import one_human
from motcua.agencies.queries.locking import lock_officials
from motcua.dossiers.base.sensitive import most_exported
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.queries.agreeing import is_for_two
from motcua.dossiers.queries.leading import looked_on
from motcua.dossiers.queries.prints import register_pdf
from motcua.dossiers.queries.register import registers_of
from motcua.identity.queries import STRANGER, account_of_official, actor_for
from motcua.insight.base.sheets import workbook
from motcua.insight.enums import Purpose, ReportFormat, ReportKind, ReportState
from motcua.insight.errors import PeriodOdd, ReportNotFound, TooMuchForPaper
from motcua.insight.models import Report
from motcua.insight.queries.reports import lines_of_report, may_decide, sheets_of, wanted_of
from motcua.kernel import audit, files
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.disk import require_room
from motcua.kernel.errors import NotAllowed
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.insight.base.sheets import Sheet, Value
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

KEPT = timedelta(days=1)
AT_ONCE = 500
_LONGEST = 366
_MOST_ON_PAPER = 3000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """What is asked for: a kind, as what, of which agency and days (both included), what for.

    A register may be narrowed to a unit, by its public id, and to a procedure.
    """

    kind: ReportKind
    format: ReportFormat
    agency_id: int
    since: date
    until: date
    purpose: Purpose
    unit: UUID | None = None
    procedure: str = ""


@transaction.atomic
def ask_report(*, actor: Actor, terms: ReportTerms, now: datetime) -> Report:
    """Ask for a report of an agency one looks on; it is written afterwards, by `write_report`.

    A register is also written out by who keeps it, as far as he keeps it; a large one waits for a
    second person, and so does what makes several of one day large together. Of more than `AT_ONCE`
    lines a job sees to that; fewer the caller may have written at once. Raises `NotAllowed`,
    `PeriodOdd`, `TooMuchForPaper`, and `NoRoom` while the disk is down to its reserve.
    """
    require_room()
    if not _may_ask(actor, terms):
        raise NotAllowed
    if not timedelta(0) <= terms.until - terms.since <= timedelta(days=_LONGEST):
        raise PeriodOdd
    assert actor.official_id is not None
    report = Report(
        official_id=actor.official_id,
        agency_id=terms.agency_id,
        kind=terms.kind,
        format=terms.format,
        since=terms.since,
        until=terms.until,
        unit=terms.unit,
        procedure=terms.procedure,
        purpose=terms.purpose,
        asked_at=now,
    )
    report.lines = lines_of_report(report, actor)
    if terms.format == ReportFormat.PDF and report.lines > _MOST_ON_PAPER:
        raise TooMuchForPaper
    report.needs_second = _is_for_two(report, now)
    report.save()
    audit.record(
        actor=actor,
        action="insight.export",
        subject=("report", str(report.public_id)),
        agency_id=terms.agency_id,
        now=now,
        purpose=str(terms.purpose),
        data={
            "kind": str(terms.kind),
            "format": str(terms.format),
            "since": terms.since.isoformat(),
            "until": terms.until.isoformat(),
            "lines": report.lines,
            "for_two": report.needs_second,
        },
    )
    if report.lines > AT_ONCE and not report.needs_second:
        _write_later(report)
    return report


@transaction.atomic
def decide_report(*, actor: Actor, public_id: UUID, is_agreed: bool, now: datetime) -> Report:
    """Agree to a large register that a colleague asked for, or say no; agreed, a job writes it.

    Raises `ReportNotFound` for who looks on another agency or asked himself, and where it is
    decided already.
    """
    report = Report.objects.select_for_update().filter(public_id=public_id).first()
    if report is None or not report.waits_for_second or not may_decide(actor, report):
        raise ReportNotFound
    report.decided_by_id, report.decided_at, report.is_agreed = actor.official_id, now, is_agreed
    if not is_agreed:
        report.state = ReportState.FAILED
    report.save(update_fields=["decided_by", "decided_at", "is_agreed", "state"])
    audit.record(
        actor=actor,
        action="insight.export_agreed" if is_agreed else "insight.export_refused",
        subject=("report", str(report.public_id)),
        agency_id=report.agency_id,
        now=now,
        purpose=report.purpose,
        data={"lines": report.lines, "first": report.official_id},
    )
    if is_agreed:
        _write_later(report)
    return report


def write_report(*, public_id: UUID, now: datetime) -> None:
    """Write a report in the name of who asked for it; one that is written stays as it is.

    What he may no longer see is refused: the report then says that it could not be written. It
    waits while the disk is down to its reserve: raises `NoRoom`.
    """
    require_room()
    with transaction.atomic():
        report = Report.objects.select_for_update().filter(public_id=public_id).first()
        if report is None or report.state in {ReportState.READY, ReportState.GONE}:
            return
        if report.needs_second and not report.is_agreed:
            return
        report.state, report.done = ReportState.WRITING, 0
        report.save(update_fields=["state", "done"])
    account = account_of_official(report.official_id)
    try:
        content = _written(report, actor_for(account, now) if account else STRANGER, now)
    except NotAllowed:
        Report.objects.filter(pk=report.pk).update(state=ReportState.FAILED)
        return
    with transaction.atomic():
        is_book = report.format == ReportFormat.XLSX
        name = f"{report.kind}-{report.since:%Y%m%d}-{report.until:%Y%m%d}.{report.format}"
        file = files.keep_own(
            content, name=name, media_type=_XLSX if is_book else "application/pdf", now=now
        )
        report.file, report.state, report.done = file, ReportState.READY, report.lines
        report.ends_at = now + KEPT
        report.save(update_fields=["file", "state", "done", "ends_at"])


@transaction.atomic
def open_report(*, actor: Actor, report: Report, now: datetime) -> StoredFile:
    """Give the file of one's own report, and say in the log that it was taken.

    Raises `ReportNotFound` before it is written and after its day.
    """
    if report.file is None or report.official_id != actor.official_id:
        raise ReportNotFound
    audit.record(
        actor=actor,
        action="insight.download",
        subject=("report", str(report.public_id)),
        agency_id=report.agency_id,
        now=now,
        purpose=report.purpose,
    )
    return report.file


@transaction.atomic
def throw_reports_away(*, now: datetime) -> int:
    """Throw away the files whose day is over; give their number."""
    over = Report.objects.select_for_update(skip_locked=True).filter(
        state=ReportState.READY, ends_at__lte=now
    )
    count = 0
    for report in over.select_related(None):
        file, report.file, report.state = report.file, None, ReportState.GONE
        report.save(update_fields=["file", "state"])
        if file is not None:
            file.delete()
        count += 1
    return count


def _is_for_two(report: Report, now: datetime) -> bool:
    """Say whether a second person has to agree: dossiers by name, and many of them."""
    if report.kind != ReportKind.REGISTER:
        return False
    day = civil_date(now)
    most = most_exported(day)
    is_large = most is not None and report.lines + _alone_before(report, now) > most
    return is_large or is_for_two(report.agency_id, Sensitive.EXPORT, day)


def _alone_before(report: Report, now: datetime) -> int:
    """Count the lines of other stretches of the register that he had written out by himself.

    Those of the last day, by any record of his: a large register in pieces is a large register.
    """
    human = one_human(report.official_id)
    lock_officials(human)
    before = Report.objects.filter(
        official_id__in=human,
        agency_id=report.agency_id,
        kind=ReportKind.REGISTER,
        needs_second=False,
        asked_at__gt=now - KEPT,
    )
    same = {"since": report.since, "until": report.until, "procedure": report.procedure}
    others = before.exclude(**same, unit=report.unit)
    return others.aggregate(lines=Sum("lines"))["lines"] or 0


def _write_later(report: Report) -> None:
    jobs.configure_task("insight.write_report").defer(report=str(report.public_id))


def _may_ask(actor: Actor, terms: ReportTerms) -> bool:
    if terms.kind == ReportKind.REGISTER and terms.agency_id in registers_of(actor):
        return True
    return any(look.agency_id == terms.agency_id for look in looked_on(actor))


def _written(report: Report, actor: Actor, now: datetime) -> bytes:
    def note(done: int) -> None:
        Report.objects.filter(pk=report.pk).update(done=min(done, report.lines))

    if (report.kind, report.format) == (ReportKind.REGISTER, ReportFormat.PDF):
        return register_pdf(actor, wanted_of(report), now)
    sheets = sheets_of(report, actor)
    if report.format == ReportFormat.XLSX:
        return workbook(sheets, note)
    data = {
        "title": str(ReportKind(report.kind).label),
        "tables": [_table(sheet) for sheet in sheets],
    }
    return render_pdf("reports/tables.typ", data, at=now)


def _table(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "under": sheet.title[-1],
        "columns": list(sheet.columns),
        "widths": list(sheet.widths),
        "rows": [[_text(value) for value in row] for row in sheet.rows],
    }


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{civil(value):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
