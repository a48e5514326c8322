"""The whole of a declared outage: clocks stopped and set going, paper taken and lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Q

from motcua.agencies.queries import letterhead
from motcua.dossiers.models import Outage, Pause, ProvisionalCorrection
from motcua.dossiers.queries.provisional import entries_of
from motcua.dossiers.queries.sheets_out import sheets_of
from motcua.dossiers.queries.wording import moment_in_words
from motcua.kernel.clock import ZONE, civil
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from motcua.agencies.models import Official, Unit
    from motcua.dossiers.models import ProvisionalEntry
    from motcua.dossiers.queries.register import Wanted

_MOST_ON_PAPER = 5000


@dataclass(frozen=True, slots=True)
class Episode:
    """All that became of one outage: clocks stopped and set going, paper taken and lacking.

    `lacking` are the numbers given out in it and not entered; `lacking_earlier` those of before.
    `corrections` are of sheets that were called spoiled by mistake.
    """

    outage: Outage
    stopped: int
    standing: int
    taken: tuple[ProvisionalEntry, ...]
    spoiled: tuple[ProvisionalEntry, ...]
    lacking: tuple[str, ...]
    lacking_earlier: tuple[str, ...]
    corrections: tuple[ProvisionalCorrection, ...]

    @property
    def sheets(self) -> tuple[ProvisionalEntry, ...]:
        """Every sheet of it that something is known of: those taken, then the spoiled ones."""
        return (*self.taken, *self.spoiled)


def episode(outage: Outage) -> Episode:
    """Tell what became of an outage."""
    pauses = Pause.objects.filter(outage=outage)
    sheets, taken = sheets_of(outage), entries_of(outage)
    own = {entry.pk for entry in (*sheets.known, *taken)}
    corrections = ProvisionalCorrection.objects.filter(entry__in=own)
    return Episode(
        outage=outage,
        stopped=pauses.count(),
        standing=pauses.filter(ended_at=None).count(),
        taken=tuple(entry for entry in taken if not entry.spoiled),
        spoiled=sheets.spoiled,
        lacking=sheets.lacking,
        lacking_earlier=sheets.lacking_earlier,
        corrections=tuple(corrections.select_related("entry__block__agency", "official")),
    )


def outages_in_register(agency_id: int, wanted: Wanted) -> list[str]:
    """Give the declared outages of a register's days, each in a line, the first first.

    Those of the whole node are every agency's.
    """
    since = datetime.combine(wanted.since, time(), ZONE)
    until = datetime.combine(wanted.until + timedelta(days=1), time(), ZONE)
    touching = Q(end=None) | Q(end__gt=since)
    rows = Outage.objects.declared().at_agency(agency_id).filter(touching, started_at__lt=until)
    ordered = rows.select_related("agency").order_by("started_at", "pk")
    return [_in_words(row) for row in ordered]


def units_of(outage: Outage) -> list[Unit]:
    """Give the units that an outage is narrowed to; none where all of the agency stands still."""
    return list(outage.agency.units.filter(path__in=outage.unit_paths).order_by("path"))


def _in_words(outage: Outage) -> str:
    end = moment_in_words(outage.ended_at or outage.planned_end_at) or "…"
    begun = moment_in_words(outage.started_at)
    where = "".join(f", {unit.name}" for unit in units_of(outage))
    return f"{outage.reason}{where} ({outage.legal_basis}): {begun} – {end}"


def episode_pdf(outage: Outage, now: datetime) -> bytes:
    """Set the record of an outage: who declared it, whose clocks stood still, every sheet of paper.

    It names dossiers by their codes and officials; no applicant.
    """
    told = episode(outage)
    head = letterhead(outage.agency_id)
    data = {
        "title": "Biên bản sự cố",
        "demo": settings.DEMO,
        "agency": {"parent": head.parent, "name": head.name},
        "place": head.place,
        "date": civil(now).date().isoformat(),
        "number": "",
        "facts": _facts(told),
        "pauses": _pauses(outage),
        "left_out": max(told.stopped - _MOST_ON_PAPER, 0),
        "entries": [_entry(entry) for entry in told.sheets],
        "corrections": [_correction(row) for row in told.corrections],
        "lacking": list(told.lacking),
        "lacking_earlier": list(told.lacking_earlier),
        "signer": {"authority": ["NGƯỜI LẬP"], "name": ""},
    }
    return render_pdf("slips/outage.typ", data, at=now)


def _facts(told: Episode) -> list[list[str]]:
    outage = told.outage
    scope = "Mọi cơ quan của nút" if outage.whole_node else outage.agency.name
    rows = (
        ("Lý do", outage.reason),
        ("Căn cứ", outage.legal_basis),
        ("Phạm vi", " · ".join((scope, *(unit.name for unit in units_of(outage))))),
        ("Bắt đầu", moment_in_words(outage.started_at)),
        ("Dự kiến kết thúc", moment_in_words(outage.planned_end_at)),
        ("Kết thúc", moment_in_words(outage.ended_at)),
        ("Đề nghị", _by(outage.asked_by, outage.asked_at)),
        ("Duyệt", _by(outage.agreed_by, outage.agreed_at)),
        ("Ghi kết thúc", _by(outage.end_by, outage.end_noted_at)),
        ("Hủy trước khi bắt đầu", _by(outage.called_off_by, outage.called_off_at)),
        ("Hồ sơ đã dừng thời hạn", str(told.stopped)),
        ("Còn đang dừng", str(told.standing)),
        ("Giấy đã nhận theo số tạm", str(len(told.taken))),
        ("Tờ hỏng", str(len(told.spoiled))),
        ("Số tạm đã phát mà chưa nhập", str(len(told.lacking))),
        ("Số tạm của những lần trước còn chưa nhập", str(len(told.lacking_earlier) or "")),
    )
    return [[name, text] for name, text in rows if text]


def _by(official: Official | None, at: datetime | None) -> str:
    if at is None:
        return ""
    who = official.full_name if official else "Hệ thống, đúng giờ đã công bố"
    return f"{who}, {moment_in_words(at)}"


def _pauses(outage: Outage) -> list[list[str]]:
    rows = Pause.objects.filter(outage=outage).order_by("started_at", "dossier__code")
    named = rows.annotate(code=F("dossier__code")).values_list("code", "started_at", "ended_at")
    return [
        [code, moment_in_words(start), moment_in_words(end)]
        for code, start, end in named[:_MOST_ON_PAPER]
    ]


def _correction(row: ProvisionalCorrection) -> list[str]:
    return [row.entry.number, row.spoiled, row.reason, _by(row.official, row.at)]


def _entry(entry: ProvisionalEntry) -> list[str]:
    became = entry.dossier.code if entry.dossier else entry.spoiled and f"Hỏng: {entry.spoiled}"
    return [
        entry.number,
        moment_in_words(entry.taken_at),
        became or ("Đang nhập" if entry.draft_id else "Chưa nhập"),
        _by(entry.entered_by, entry.entered_at),
    ]
