"""How a step went from hand to hand, as lines of the dossier's history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.enums import Passed, ReceivedBy, Sensitive
from motcua.dossiers.models import HandOut, Passing
from motcua.dossiers.queries.kept import kept, proposals_of
from motcua.dossiers.queries.wording import step_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; `state` is how a time line draws it, `lines` what was written.

    `written_at` is when it was written down, where that was not when it happened.
    """

    at: datetime
    title: str
    who: str
    state: str = "done"
    lines: tuple[str, ...] = ()
    written_at: datetime | None = None


def hands_in(dossier: Dossier, language: str) -> Iterator[Happening]:
    """Tell who took steps up, gave them to whom and took them back."""
    rows = kept(Passing, dossier.pk, "run", "by", "giver", "taker", "behalf")
    for row in rows:
        yield Happening(
            at=row.at,
            title=_title(row, step_name(dossier, row.run.code, language)),
            who=for_whom(row.by.full_name, row.behalf.full_name if row.behalf else ""),
            lines=(row.reason,) if row.reason else (),
        )


def proposals_in(dossier: Dossier) -> Iterator[Happening]:
    """Tell what was proposed to a second person, and what he said."""
    for row in proposals_of(dossier):
        act = {"act": str(Sensitive(row.act).label)}
        reason = str(row.values.get("reason", ""))
        yield Happening(
            at=row.asked_at,
            title=_("Đề nghị người thứ hai: %(act)s") % act,
            who=row.asked_by.full_name,
            state="paused",
            lines=(reason,) if reason else (),
        )
        if row.decided_at is not None and row.decided_by is not None:
            words = _("Đồng ý: %(act)s") if row.is_agreed else _("Không đồng ý: %(act)s")
            yield Happening(
                at=row.decided_at,
                title=words % act,
                who=row.decided_by.full_name,
                lines=(row.reason,) if row.reason else (),
            )


def hand_outs_in(dossier: Dossier) -> Iterator[Happening]:
    """Tell to whom the result was handed out at the counter, and how he said that he has it."""
    row = next(iter(kept(HandOut, dossier.pk, "official")), None)
    if row is None or row.handed_at is None or row.official is None:
        return
    known = row.receiver
    lines = [str(ReceivedBy(row.way).label)]
    if known.get("relation"):
        lines.append(_("Nhận thay: %(relation)s") % {"relation": known["relation"]})
    yield Happening(
        at=row.handed_at,
        title=_("Giao kết quả cho %(name)s") % {"name": known.get("name", "")},
        who=row.official.full_name,
        lines=tuple(lines),
    )


def for_whom(who: str, absent: str) -> str:
    """Name who acted, and for whom he stood in."""
    return _("%(who)s thay mặt %(absent)s") % {"who": who, "absent": absent} if absent else who


def _title(row: Passing, step: str) -> str:
    names = {
        "step": step,
        "taker": row.taker.full_name if row.taker else "",
        "giver": row.giver.full_name if row.giver else "",
    }
    if row.kind == Passed.TAKEN:
        return _("Nhận việc: %(step)s") % names
    if row.kind == Passed.ASSIGNED:
        return _("Giao việc cho %(taker)s: %(step)s") % names
    if row.kind == Passed.FORWARDED:
        return _("Chuyển cho đồng nghiệp %(taker)s: %(step)s") % names
    return _("Lấy lại việc từ %(giver)s: %(step)s") % names
