"""Cover sheets, what they say, and the tray of scans that found no paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries.counters import counters_held
from motcua.counters.base.naming import printable
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import ScanPart
from motcua.counters.queries.knowing import who_of
from motcua.dossiers.queries.supplements import papers_for
from motcua.kernel.clock import civil
from motcua.kernel.sandbox import Sandbox
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules
from motcua.ui.paper import qr_svg, render_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from motcua.agencies.models import Unit
    from motcua.counters.models import CounterFiling, CoverSheet, SpareCover
    from motcua.kernel.actors import Actor

PREFIX: Final = "MOTCUA:COVER:"
"""What the text of a cover sheet's QR begins with; its public id follows."""
SPLITTING: Final = Sandbox("motcua.counters.base.splitting", "motcua.counters.base.letters")
"""Where scans are parted; its hosts start when they are first needed."""
REASONS: Final[dict[str, _StrPromise]] = {
    "no-cover": _("Không có tờ bìa"),
    "unknown-cover": _("Tờ bìa không còn dùng"),
    "full": _("Giấy tờ này đã đủ tệp"),
    "unbound-cover": _("Tờ bìa in sẵn chưa gắn với giấy tờ nào"),
    "encrypted": _("Tệp có mật khẩu"),
    "no-picture": _("Tệp soạn trên máy, không phải bản quét"),
    "too-large": _("Tệp quá lớn"),
    "no-file": _("Thư không kèm bản quét"),
    "unreadable": _("Không đọc được tệp"),
}
_SECONDS, _MEGABYTES = 60, 1500
_BROUGHT_BACK_FOR, _MOST_DROPPED = timedelta(days=7), 20
_OF_LETTERS = 700


@dataclass(frozen=True, slots=True)
class Segment:
    """Pages of a scan behind one cover sheet: its id as text, and their PDF."""

    cover: str
    pages: int
    pdf: bytes


def split_scan(content: bytes) -> list[Segment]:
    """Part a scan at its cover sheets, in the sandbox. Raises `ParsingFailed`."""
    answer = SPLITTING.run(
        "motcua.counters.base.splitting.split",
        [content],
        options={"prefix": PREFIX},
        seconds=_SECONDS,
        megabytes=_MEGABYTES,
    )
    segments, start = [], 0
    for part in answer.data["parts"]:
        end = start + int(part["size"])
        cover = printable(str(part["cover"]).removeprefix(PREFIX))
        segments.append(Segment(cover, int(part["pages"]), answer.output[start:end]))
        start = end
    return segments


def attachments_of(raw: bytes) -> list[tuple[str, bytes]]:
    """Give what is attached to an e-mail, by name, read in the sandbox. Raises `ParsingFailed`."""
    answer = SPLITTING.run(
        "motcua.counters.base.letters.attached", [raw], seconds=_SECONDS, megabytes=_OF_LETTERS
    )
    files, start = [], 0
    for row in answer.data["files"]:
        end = start + int(row["size"])
        files.append((str(row["name"]), answer.output[start:end]))
        start = end
    return files


def arranged(files: Sequence[bytes], pages: Sequence[tuple[int, int, int]]) -> bytes:
    """Make one PDF of pages (file, page, quarter turns), in the sandbox. Raises `ParsingFailed`."""
    return SPLITTING.run(
        "motcua.counters.base.splitting.arrange",
        list(files),
        options={"pages": [list(page) for page in pages]},
        seconds=_SECONDS,
        megabytes=_MEGABYTES,
    ).output


def joined(pictures: Sequence[bytes]) -> bytes:
    """Make one PDF of the pictures of some pages, in the sandbox. Raises `ParsingFailed`."""
    return SPLITTING.run(
        "motcua.counters.base.splitting.join",
        list(pictures),
        options={},
        seconds=_SECONDS,
        megabytes=_MEGABYTES,
    ).output


def page_counts(files: Sequence[bytes]) -> list[int]:
    """Count the pages of files, in the sandbox. Raises `ParsingFailed`."""
    answer = SPLITTING.run(
        "motcua.counters.base.splitting.count",
        list(files),
        options={},
        seconds=_SECONDS,
        megabytes=_MEGABYTES,
    )
    return [int(one) for one in answer.data["pages"]]


def covers_pdf(filing: CounterFiling, sheets: Sequence[CoverSheet], *, now: datetime) -> bytes:
    """Set the cover sheets of a filing, an A4 page for each paper."""
    names = {row.code: say(row.paper.name, "vi") for row in papers_for(filing.draft, now)}
    agency, printed = filing.draft.offering.agency, sheets[0].printed_at
    data: dict[str, Any] = {
        "title": "Tờ bìa quét giấy tờ",
        "demo": settings.DEMO,
        "agency": {"parent": "", "name": agency.name},
        "procedure": say(rules(filing.draft.version_id).pack.name, "vi"),
        "who": who_of(filing).full_name,
        "printed_at": civil(printed).isoformat(timespec="seconds"),
        "sheets": [
            {"paper": names.get(one.paper_code, ""), "svg": qr_svg(f"{PREFIX}{one.public_id}")}
            for one in sheets
        ],
    }
    return render_pdf("slips/cover.typ", data, at=printed)


def spare_covers_pdf(unit: Unit, sheets: Sequence[SpareCover], *, now: datetime) -> bytes:
    """Set cover sheets printed in advance, an A4 page each with its number."""
    data: dict[str, Any] = {
        "title": "Tờ bìa in sẵn",
        "demo": settings.DEMO,
        "agency": {"parent": "", "name": unit.agency.name},
        "procedure": unit.name,
        "who": "Gắn tờ này với giấy tờ ở trang nhập hồ sơ: quét mã hoặc gõ số.",
        "printed_at": civil(now).isoformat(timespec="seconds"),
        "sheets": [
            {"paper": str(one), "svg": qr_svg(f"{PREFIX}{one.public_id}")} for one in sheets
        ],
    }
    return render_pdf("slips/cover.typ", data, at=now)


def tray_of(actor: Actor) -> list[ScanPart]:
    """Give what lies in the trays of the offices where an official receives, the oldest first."""
    rows = _parts_near(actor).filter(settled_at=None)
    return list(rows.order_by("scan__received_at", "pk"))


def dropped_of(actor: Actor, now: datetime) -> list[ScanPart]:
    """Give what was thrown out of those trays lately, the last first; it can be laid back.

    What was put to a paper keeps no reason why it lay in the tray.
    """
    rows = _parts_near(actor).filter(settled_at__gte=now - _BROUGHT_BACK_FOR)
    return list(rows.exclude(reason="").order_by("-settled_at", "-pk")[:_MOST_DROPPED])


def _parts_near(actor: Actor) -> QuerySet[ScanPart]:
    units = set(counters_held(actor).values_list("unit_id", flat=True))
    return ScanPart.objects.filter(scan__unit__in=units).select_related("scan__unit", "file__blob")


def part_for(actor: Actor, part_id: UUID) -> ScanPart:
    """Give what lies in one's tray. Raises `CounterNotFound`."""
    found = next((one for one in tray_of(actor) if one.public_id == part_id), None)
    if found is None:
        raise CounterNotFound
    return found


def stamped_copy(content: bytes, agency: str, *, now: datetime) -> bytes:
    """Make the electronic copy of a scan: its pictures, with agency and time top right on page 1.

    Source: Decree 30/2020, annex I. Raises `ParsingFailed` for what is no scan.
    """
    data = {
        "title": "Bản sao điện tử",
        "agency": {"parent": "", "name": agency},
        "signed_at": civil(now).isoformat(timespec="seconds"),
    }
    mark = render_pdf("slips/copy-stamp.typ", data, at=now, standard=("1.7",))
    return SPLITTING.run(
        "motcua.counters.base.splitting.stamp",
        [content, mark],
        options={},
        seconds=_SECONDS,
        megabytes=_MEGABYTES,
    ).output
