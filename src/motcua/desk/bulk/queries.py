"""What the pages of an act upon many show: each dossier, what is signed, and who may take it."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries.handling import Act
from motcua.dossiers.queries.many import IN_BULK, MOST, MOST_SIGNED, Chosen, chosen, takers_of
from motcua.dossiers.queries.narrowing import filters_from
from motcua.dossiers.queries.queues import Queue
from motcua.dossiers.queries.results import draft_seen, result_pictures
from motcua.dossiers.queries.scopes import visible_to
from motcua.dossiers.queries.second_hands import others_to_approve, said_instead
from motcua.dossiers.queries.standing_in import behalf_in_step, name_of_absent
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from motcua.agencies.queries.colleagues import Colleague
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """A chosen dossier, with its result as pictures where that is signed.

    `behalf` is the absent colleague for whom it would be done; empty where it is one's own.
    """

    chosen: Chosen
    pictures: tuple[str, ...]
    refusal: str
    seen: str = ""
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class Sure:
    """The one page that asks before: every dossier, what will be done, and to whom it goes."""

    act: Act
    lead: str | _StrPromise
    shown: tuple[Shown, ...]
    takers: tuple[Colleague, ...]
    token: str
    trail: str
    most: int

    @property
    def ready(self) -> int:
        """How many of them the act is open for."""
        return sum(one.chosen.is_open and not one.refusal for one in self.shown)

    @property
    def listed(self) -> tuple[Shown, ...]:
        """Those that stand in a list; what is signed has its tick beside its pages instead."""
        return tuple(one for one in self.shown if not one.pictures)

    @property
    def is_assigned(self) -> bool:
        """Say whether somebody has to be named."""
        return self.act is Act.ASSIGN


def sure(
    actor: Actor, act: Act, public_ids: Sequence[UUID], pairs: Mapping[str, str], now: datetime
) -> Sure:
    """Give the page that asks before many dossiers are acted upon."""
    most = MOST_SIGNED if act is Act.APPROVE else MOST
    language = pairs.get("lang", "vi")
    rows = chosen(actor, act, public_ids[:most], now, language)
    return Sure(
        act=act,
        lead=_LEADS[act],
        shown=tuple(_shown(row, act, now) for row in rows),
        takers=takers_of(rows, now) if act is Act.ASSIGN else (),
        token=secrets.token_urlsafe(16),
        trail=trail_of(pairs),
        most=most,
    )


def codes_of(actor: Actor, public_ids: Sequence[UUID]) -> list[str]:
    """Give the codes of chosen dossiers, of those an official may see."""
    rows = visible_to(actor).filter(public_id__in=public_ids[:MOST_SIGNED])
    return list(rows.order_by("code").values_list("code", flat=True))


def act_called(name: str) -> Act | None:
    """Give the act of a button's name, if many dossiers can be acted upon so."""
    return Act(name) if name in IN_BULK else None


def ids_from(texts: Sequence[str]) -> tuple[UUID, ...]:
    """Read the public ids that were ticked; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def trail_of(pairs: Mapping[str, str]) -> str:
    """Write the queue one comes from as the query of an address."""
    return urlencode(filters_from(pairs, Queue.ALL).as_pairs())


def _shown(row: Chosen, act: Act, now: datetime) -> Shown:
    standing, behalf = row.standing, ""
    result, run = standing.result, standing.run
    if run is not None and row.is_open:
        behalf = name_of_absent(behalf_in_step(standing.actor, row.dossier, run))
    if act is not Act.APPROVE or not row.is_open or result is None or run is None:
        return Shown(row, (), "", behalf=behalf)
    said = said_instead(others_to_approve(standing.actor, row.dossier, run, now))
    if said:
        return Shown(row, (), said)
    try:
        drawn = result_pictures(result, now=now)
    except DomainError as refusal:
        return Shown(row, (), refusal.text)
    pictures = (f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in drawn)
    return Shown(row, tuple(pictures), "", draft_seen(result), behalf)


_LEADS: Mapping[Act, _StrPromise] = {
    Act.ACCEPT: _("Mỗi hồ sơ được lập một giấy tiếp nhận và hẹn trả (mẫu 01), gửi cho người nộp."),
    Act.HAND_OVER: _("Mỗi hồ sơ được chuyển tới đơn vị giải quyết của nó."),
    Act.TAKE_UP: _("Anh/chị nhận bước đang làm của mỗi hồ sơ."),
    Act.ASSIGN: _("Bước đang làm của mỗi hồ sơ được giao cho cán bộ anh/chị chọn."),
    Act.APPROVE: _(
        "Dưới đây là từng văn bản sẽ được ký số. Anh/chị đọc hết, bỏ dấu ở văn bản chưa ký, rồi "
        "xác nhận một lần."
    ),
    Act.RETURN: _("Kết quả của mỗi hồ sơ được trả cho người nộp và hồ sơ được đóng."),
}
