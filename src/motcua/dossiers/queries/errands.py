"""How a filer gets his result, and what the post fetches and brings, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.deliveries.enums import Contents, Direction, ParcelState
from motcua.deliveries.errors import NoRate
from motcua.deliveries.queries import is_offered, parcels_of, rate_for, story_of
from motcua.dossiers.enums import ErrandKind, ReturnWay, State
from motcua.dossiers.models import Dossier, Errand
from motcua.dossiers.models.errands import ReturnWish
from motcua.dossiers.queries.kept import kept
from motcua.kernel.caching import once_a_reading
from motcua.payments.queries import orders_of, refunds_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.deliveries.models import Parcel, PostRate, TrackingEvent
    from motcua.dossiers.models import Draft
    from motcua.payments.models import Order, Refund

SUBJECT = "dossier"
CONTENTS = {ErrandKind.RETURN: Contents.RESULT, ErrandKind.COLLECT: Contents.PAPERS}
DIRECTIONS = {ErrandKind.RETURN: Direction.DELIVER, ErrandKind.COLLECT: Direction.COLLECT}
_BEFORE_THE_END = frozenset(State) - {
    State.RETURNED,
    State.REFUSED,
    State.STOPPED,
    State.WITHDRAWN,
}

_TONES = {
    ParcelState.DELIVERED: "done",
    ParcelState.LOST: "late",
    ParcelState.REFUSED: "late",
    ParcelState.BROUGHT_BACK: "late",
    ParcelState.CANCELLED: "plain",
}
_STEPS = {
    "parcel.picked_up": _("Bưu chính đã lấy bưu phẩm"),
    "parcel.in_transit": _("Đang vận chuyển"),
    "parcel.delayed": _("Bưu chính báo chậm"),
    "parcel.delivered": _("Đã phát"),
    "parcel.refused": _("Người nhận không nhận"),
    "parcel.brought_back": _("Đã chuyển hoàn"),
    "parcel.lost": _("Thất lạc"),
    "parcel.cancelled": _("Đã hủy"),
    "desk.received": _("Cơ quan đã nhận"),
    "clock.lost": _("Quá lâu chưa đến, coi như thất lạc"),
}


LATE = "late"
TROUBLES = {
    (Contents.PAPERS, LATE): _(
        "Giấy tờ gửi qua bưu chính đến muộn. Cơ quan đang hỏi bưu chính; anh/chị chưa phải làm gì. "
        "Thời hạn giải quyết tính từ khi giấy tờ đến nơi."
    ),
    (Contents.PAPERS, ParcelState.LOST): _(
        "Giấy tờ gửi qua bưu chính bị thất lạc. Hồ sơ vẫn giữ nguyên mã. Anh/chị gửi lại bản khác: "
        "nhờ bưu chính đến lấy lần nữa, không phải trả thêm, hoặc mang đến quầy."
    ),
    (Contents.PAPERS, ParcelState.BROUGHT_BACK): _(
        "Bưu chính đã trả giấy tờ về cho anh/chị. Hãy gửi lại: nhờ bưu chính đến lấy lần nữa, "
        "không phải trả thêm, hoặc mang đến quầy."
    ),
    (Contents.RESULT, LATE): _("Bưu phẩm kết quả đến muộn. Cơ quan đang hỏi bưu chính."),
    (Contents.RESULT, ParcelState.LOST): _(
        "Bưu phẩm kết quả bị thất lạc. Cơ quan sẽ gửi lại, anh/chị không phải trả thêm; hoặc "
        "anh/chị đến nhận tại quầy."
    ),
    (Contents.RESULT, ParcelState.REFUSED): _(
        "Bưu chính báo không phát được kết quả. Anh/chị xem lại địa chỉ, hoặc đến nhận tại quầy."
    ),
}
"""What is said to its filer of a parcel in trouble, and what to do now: by contents and turn."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a parcel, in words."""

    said: str
    place: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Tracked:
    """A parcel with what was told of it, oldest first."""

    parcel: Parcel
    state: str
    tone: str
    is_late: bool
    events: tuple[Step, ...]

    @property
    def todo(self) -> str:
        """What is to be done about it; empty where all is well."""
        turn = LATE if self.is_late else self.parcel.state
        return str(TROUBLES.get((Contents(self.parcel.contents), turn), ""))


@dataclass(frozen=True, slots=True)
class PostPage:
    """The post of a dossier.

    Attributes:
        way: how the result is to come; None where nobody said.
        order: the postage that is to be paid now; `unpaid` are also those whose order has expired.
        refunds: what goes back, or went back, of postage that served for nothing.
        may_choose: whether the way may still be changed.
        is_offered: whether there is a post at all.

    """

    way: ReturnWay | None
    errand: Errand | None
    order: Order | None
    unpaid: tuple[Errand, ...]
    parcels: tuple[Tracked, ...]
    may_choose: bool
    is_offered: bool
    refunds: tuple[Refund, ...] = ()

    @property
    def is_due(self) -> bool:
        """Say whether postage is still to be paid."""
        return bool(self.unpaid)


@once_a_reading
def errands_of(dossier: Dossier) -> tuple[Errand, ...]:
    """Give what is in force."""
    return tuple(row for row in kept(Errand, dossier.pk) if row.ended_at is None)


def errand_of(dossier: Dossier, kind: ErrandKind) -> Errand | None:
    """Give what is in force of a kind."""
    return next((row for row in errands_of(dossier) if row.kind == kind), None)


def key_of(errand: Errand) -> str:
    """Give the name of an errand's debt and of its parcel."""
    return f"dossier:{errand.dossier_id}:post:{errand.pk}"


def errand_number(key: str) -> int | None:
    """Read an errand's number from the name of a debt; None where it is another's."""
    kind, _dossier, what, number = (*key.split(":"), "", "", "", "")[:4]
    is_ours = kind == SUBJECT and what == "post" and number.isdecimal()
    return int(number) if is_ours else None


def parcel_of(errand: Errand) -> Parcel | None:
    """Give the parcel of an errand; None before there is one."""
    key = key_of(errand)
    return next((row for row in parcels_of(SUBJECT, errand.dossier_id) if row.key == key), None)


def post_page(dossier: Dossier, now: datetime) -> PostPage:
    """Give the post of a dossier for its filer."""
    errand = errand_of(dossier, ErrandKind.RETURN)
    errands = errands_of(dossier)
    keys = {key_of(row) for row in errands}
    orders = (order for order in orders_of(SUBJECT, dossier.pk) if order.key in keys)
    parcels = parcels_of(SUBJECT, dossier.pk)
    return PostPage(
        way=ReturnWay(errand.way) if errand else None,
        errand=errand,
        order=next((order for order in orders if order.is_payable(now)), None),
        unpaid=tuple(row for row in errands if row.postage and row.paid_at is None),
        parcels=tuple(_tracked(parcels)),
        may_choose=may_choose(dossier),
        is_offered=is_offered(now),
        refunds=tuple(
            refund
            for refund in refunds_of(SUBJECT, dossier.pk)
            if refund.order and errand_number(refund.order.key) is not None
        ),
    )


def may_choose(dossier: Dossier) -> bool:
    """Say whether the filer may still say how the result is to come."""
    if dossier.state not in _BEFORE_THE_END:
        return False
    errand = errand_of(dossier, ErrandKind.RETURN)
    parcel = parcel_of(errand) if errand else None
    return parcel is None or parcel.state not in {
        ParcelState.IN_TRANSIT,
        ParcelState.REFUSED,
        ParcelState.DELIVERED,
    }


def rate_to(dossier: Dossier, kind: ErrandKind, province: str, now: datetime) -> PostRate:
    """Give what the post to or from a province costs. Raises `NoRate`."""
    return rate_of(dossier.agency, kind, province, now)


def rate_of(agency: Agency, kind: ErrandKind, province: str, now: datetime) -> PostRate:
    """Give what the post between an agency and a province costs. Raises `NoRate`."""
    office = province_of(agency)
    ends = (office, province)
    origin, target = ends if kind == ErrandKind.RETURN else ends[::-1]
    return rate_for(direction=DIRECTIONS[kind], origin=origin, target=target, grams=GRAMS, now=now)


GRAMS = 250
"""What a letter with some papers weighs."""


def prices(
    agency: Agency, now: datetime, kind: ErrandKind = ErrandKind.RETURN
) -> tuple[PostRate | None, PostRate | None]:
    """Give what the post costs within the province and beyond; None where it does not go."""
    near = province_of(agency)
    far = "00" if near != "00" else "99"
    return price_of(agency, kind, near, now), price_of(agency, kind, far, now)


def office_province(dossier: Dossier) -> str:
    """Give the code of the province an office lies in; the capital's for a ministry."""
    return province_of(dossier.agency)


def province_of(agency: Agency) -> str:
    """Give the code of the province an agency lies in; the capital's for a ministry."""
    place = agency.place
    while place is not None and place.parent is not None:
        place = place.parent
    return place.code if place is not None else "01"


def wish_of(draft: Draft) -> ReturnWish | None:
    """Give how the result of a draft is to come; None where nobody said."""
    return ReturnWish.objects.filter(draft=draft).first()


def postage_of(draft: Draft, wish: ReturnWish, now: datetime) -> PostRate | None:
    """Give what the post of a draft's wish costs today; None where it goes no more."""
    agency = draft.offering.agency
    if not wish.address:
        return None
    return price_of(agency, ErrandKind.RETURN, wish.address["place"], now)


def price_of(agency: Agency, kind: ErrandKind, province: str, now: datetime) -> PostRate | None:
    """Give what the post costs between an agency and a province; None where it does not go."""
    try:
        return rate_of(agency, kind, province, now)
    except NoRate:
        return None


def _tracked(parcels: Iterable[Parcel]) -> Iterable[Tracked]:
    for parcel in parcels:
        yield Tracked(
            parcel,
            str(ParcelState(parcel.state).label),
            _TONES.get(ParcelState(parcel.state), "info"),
            is_late=parcel.late_at is not None and parcel.is_open,
            events=tuple(_step(event) for event in story_of(parcel)),
        )


def _step(event: TrackingEvent) -> Step:
    return Step(str(_STEPS.get(event.name, event.name)), event.place, event.received_at)


def expected_for(parcels: Iterable[Parcel]) -> dict[int, Dossier]:
    """Give the dossiers that some parcels belong to, by number."""
    numbers = {row.subject_id for row in parcels if row.subject_kind == SUBJECT}
    return Dossier.objects.defer("answers").in_bulk(numbers)


def is_waiting_again(parcel: Parcel) -> bool:
    """Say whether a result was lost or came back, and nothing else was tried since."""
    if parcel.subject_kind != SUBJECT or parcel.contents != Contents.RESULT:
        return False
    if parcel.state not in {ParcelState.LOST, ParcelState.BROUGHT_BACK}:
        return False
    number = errand_number(parcel.key) or 0
    open_ones = Errand.objects.filter(pk=number, ended_at=None, dossier__is_open=True)
    return open_ones.exists()
