"""What reports hold: the register line by line, and the period by unit, person and procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import agency_name
from motcua.agencies.queries.humans import one_human
from motcua.agencies.queries.subtrees import officials_named, units_below
from motcua.dossiers.queries.leading import looked_on
from motcua.dossiers.queries.register import Wanted, register_rows, registered
from motcua.insight.base.sheets import Sheet
from motcua.insight.enums import ReportKind
from motcua.insight.errors import ReportNotFound
from motcua.insight.models import Report
from motcua.insight.queries.sums import Sums, sums_of_days
from motcua.procedures.base.texts import say
from motcua.procedures.queries.browsing import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.queries.register import RegisterRow
    from motcua.insight.base.sheets import Value
    from motcua.kernel.actors import Actor

# Reports are in the language of the law.
_LANGUAGE = "vi"
_REGISTER = (
    *("TT", "Số vào sổ", "Mã hồ sơ", "Tên thủ tục hành chính", "Số bộ"),
    *("Tổ chức, cá nhân", "Liên hệ", "Cơ quan giải quyết", "Phương thức", "Ngày nộp"),
    *("Ngày tiếp nhận", "Hẹn trả", "Hẹn lại", "Ngày có kết quả", "Ngày trả", "Trạng thái"),
    *("Quá hạn", "Ghi chú"),
)
_WIDTHS = (6, 12, 24, 40, 7, 28, 28, 36, 14, 17, 17, 17, 17, 17, 17, 20, 9, 24)
_SECOND = (Role.HEAD, Role.LEADER)
_PERIOD = (
    *("Đã nhận", "Đã tiếp nhận", "Giải quyết đúng hạn", "Giải quyết quá hạn"),
    *("Tỷ lệ đúng hạn (%)", "Từ chối, rút, dừng"),
)


def own_reports(actor: Actor) -> QuerySet[Report]:
    """Give the reports an official asked for, the latest first."""
    mine = Report.objects.filter(official_id=actor.official_id or -1).select_related("agency")
    return mine.order_by("-asked_at", "-pk")


def report_for(actor: Actor, public_id: UUID) -> Report:
    """Give one of one's own reports. Raises `ReportNotFound`."""
    report = own_reports(actor).select_related("file").filter(public_id=public_id).first()
    if report is None:
        raise ReportNotFound
    return report


def may_decide(actor: Actor, report: Report) -> bool:
    """Say whether an official is the second person of a report: a head or leader who did not ask.

    Who stands in for who asked is not another person, nor is another record of his.
    """
    first = one_human(report.official_id)
    if actor.official_id is None or actor.official_id in first:
        return False
    return any(
        power.agency_id == report.agency_id and power.role in _SECOND and power.behalf not in first
        for power in actor.powers
    )


def reports_to_decide(actor: Actor) -> list[Report]:
    """Give the large registers that wait for an official's agreement, the oldest first."""
    rows = Report.objects.filter(
        needs_second=True, decided_at=None, agency_id__in=actor.agencies(*_SECOND)
    )
    found = rows.select_related("official").order_by("asked_at")
    return [report for report in found if may_decide(actor, report)]


def lines_of_report(report: Report, actor: Actor) -> int:
    """Count the lines a report will have. Raises `NotAllowed`."""
    if report.kind == ReportKind.REGISTER:
        return registered(actor, wanted_of(report)).count()
    return sum(len(parts) for _title, parts in _parts(report, actor))


def sheets_of(report: Report, actor: Actor) -> Iterator[Sheet]:
    """Give the sheets of a report, their rows read as they are written. Raises `NotAllowed`."""
    days = f"từ {report.since:%d/%m/%Y} đến hết {report.until:%d/%m/%Y}"
    title = str(ReportKind(report.kind).label).upper()
    head = (title, f"{agency_name(report.agency_id, _LANGUAGE)}, {days}")
    if report.kind == ReportKind.REGISTER:
        rows = register_rows(actor, wanted_of(report), _LANGUAGE)
        yield Sheet("Sổ theo dõi", head, _REGISTER, _WIDTHS, _numbered(rows))
        return
    for title, parts in _parts(report, actor):
        columns = (title, *_PERIOD)
        lines = ((name, *_values(sums)) for name, sums in parts)
        yield Sheet(f"Theo {title.lower()}", head, columns, (44, *(14,) * len(_PERIOD)), lines)


def wanted_of(report: Report) -> Wanted:
    """Give the part of the register that a report asks for."""
    return Wanted(
        since=report.since,
        until=report.until,
        agency=report.agency_id,
        unit=report.unit,
        procedure=report.procedure,
    )


def _numbered(rows: Iterator[RegisterRow]) -> Iterator[Sequence[Value]]:
    for number, row in enumerate(rows, 1):
        yield (
            *(number, row.entry, row.code, row.procedure, row.sets, row.applicant, row.contact),
            *(row.handled_by, row.channel, row.submitted_at, row.received_at, row.due_at),
            *(row.reappointed_at, row.finished_at, row.returned_at, row.state),
            *("x" if row.is_late else "", row.remark),
        )


def _values(sums: Sums) -> tuple[Value, ...]:
    rate = None if sums.per_mille is None else sums.per_mille / 10
    return (sums.received, sums.accepted, sums.on_time, sums.late, rate, sums.ended)


def _parts(report: Report, actor: Actor) -> list[tuple[str, list[tuple[str, Sums]]]]:
    """Give the sums of the report's days by unit, person and procedure, each with its name."""
    looks = [look for look in looked_on(actor) if look.agency_id == report.agency_id]

    def by(column: str) -> dict[object, Sums]:
        return sums_of_days(looks, report.since, report.until, column)

    units, people, codes = by("unit_id"), by("official_id"), by("procedure_code")
    unit_names = {card.id: card.name for card in units_below(report.agency_id, "")}
    people_names = officials_named([int(str(number)) for number in people])
    procedures = names_of([str(code) for code in codes], report.until)
    return [
        ("Đơn vị", _sorted({unit_names.get(int(str(k)), "–"): v for k, v in units.items()})),
        (
            "Cán bộ",
            _sorted(
                {
                    people_names[int(str(k))][1] if int(str(k)) in people_names else "Chưa giao": v
                    for k, v in people.items()
                }
            ),
        ),
        (
            "Thủ tục",
            _sorted(
                {
                    f"{code} {say(procedures[str(code)], _LANGUAGE)}"
                    if str(code) in procedures
                    else str(code): v
                    for code, v in codes.items()
                }
            ),
        ),
    ]


def _sorted(parts: dict[str, Sums]) -> list[tuple[str, Sums]]:
    return sorted(parts.items(), key=lambda pair: (-pair[1].received, pair[0]))
