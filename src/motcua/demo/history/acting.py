"""What somebody does next with a dossier: by its state, by chance, by the same actions as pages."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import working_calendar
from motcua.demo.history.exempting import see_proof
from motcua.demo.history.filing import upload_again
from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState, State
from motcua.dossiers.models import Dossier, Reappointment, Result, Supplement
from motcua.dossiers.queries import current_step, rules_of
from motcua.dossiers.queries.dues import apology_due_by, supplement_until
from motcua.dossiers.queries.handling import roles_over
from motcua.identity.models import Account
from motcua.identity.queries import actor_for
from motcua.kernel.calendar import nth_working_day
from motcua.kernel.clock import civil_date
from motcua.payments.actions import OrderLine, hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Product
from motcua.voice import actions as voice
from motcua.voice.queries.asking import AS_RECORDED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from motcua.demo.history.cast import Cast
    from motcua.kernel.actors import Actor

    Chapter = Callable[[Cast, Random, Dossier, datetime], str]

_BEFOREHAND = timedelta(hours=6)
_REASONS = (
    "Ảnh chụp mờ, không đọc được số và ngày cấp.",
    "Thiếu trang thứ hai.",
    "Giấy tờ chưa có chữ ký của người lập.",
)
_REFUSALS = (
    "Việc này thuộc thẩm quyền của cơ quan nơi cư trú khác.",
    "Không đủ điều kiện theo quy định; đã hướng dẫn thủ tục phù hợp.",
)
_COMMENTS = (
    "Nộp trên điện thoại rất nhanh, không phải đi lại.",
    "Cán bộ hướng dẫn tận tình.",
    "Nên có thêm ghế chờ ở bộ phận một cửa.",
    "Tin nhắn báo từng bước nên yên tâm.",
    "Tờ khai hơi dài, mong bớt những câu đã có trong dữ liệu.",
    "Hẹn buổi sáng mà tới chiều mới có kết quả.",
)
_LAND_TAX = OrderLine(
    "phi-xac-minh", {"vi": "Phí xác minh (minh họa)", "en": "Verification fee (invented)"}, 30_000
)


def act(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    """Do the next thing with a dossier; give its name, or nothing where nobody acts today."""
    chapter = _CHAPTERS.get(State(dossier.state))
    return chapter(cast, rng, dossier, now) if chapter else ""


def _filed(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    receptionist, chance = cast.officials["receptionist"], rng.random()
    if dossier.fee_state == FeeState.DUE:
        return pay_by_bank(dossier, now) if chance < 0.8 else ""
    if chance < 0.02:
        actions.withdraw(
            actor=_filer(dossier, now), dossier_id=dossier.pk, reason="Tôi sẽ nộp sau.", now=now
        )
        return "withdraw"
    if chance < 0.045:
        reason = rng.choice(_REFUSALS)
        actions.refuse(actor=receptionist, dossier_id=dossier.pk, reason=reason, now=now)
        return "refuse"
    if chance < 0.13 and not dossier.supplements.exists() and dossier.papers.exists():
        return _ask_supplement(receptionist, rng, dossier, now)
    see_proof(receptionist, dossier.pk, now)
    actions.accept(actor=receptionist, dossier_id=dossier.pk, now=now)
    return "accept"


def _accepted(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    del rng
    actions.hand_over(actor=cast.officials["receptionist"], dossier_id=dossier.pk, now=now)
    return "hand_over"


def _in_process(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    superior = _superior(cast, dossier)
    if superior is not None and _is_to_be_late(dossier, now):
        return _apologise(superior, dossier, now)
    official, products = cast.officials[dossier.step_role], current_step(dossier).produces
    if Product.SIGNATURE in products:
        actions.approve_result(actor=official, dossier_id=dossier.pk, now=now)
        return "approve_result"
    if Product.DRAFT in products:
        return _handle(official, cast, rng, dossier, now)
    if Product.APPROVAL in products and rng.random() < 0.03:
        reason = "Đề nghị kiểm tra lại lời khai."
        actions.send_back(actor=official, dossier_id=dossier.pk, reason=reason, now=now)
        return "send_back"
    actions.complete_step(actor=official, dossier_id=dossier.pk, now=now, note="Đồng ý.")
    return "complete_step"


def _is_to_be_late(dossier: Dossier, now: datetime) -> bool:
    """Say whether somebody apologises for a dossier today: for half of those that are short."""
    by = apology_due_by(dossier)
    if by is None or by == dossier.due_at or now < by - _BEFOREHAND:
        return False
    if Reappointment.objects.filter(dossier=dossier).exists():
        return False
    return Random(dossier.code).random() < 0.5  # noqa: S311 - a play, no secrets


def _superior(cast: Cast, dossier: Dossier) -> Actor | None:
    """Give the head or leader over the units that have a dossier; None where it is another's."""
    return next(
        (
            cast.officials[name]
            for name in ("head", "leader")
            if roles_over(cast.officials[name], dossier) & {Role.HEAD, Role.LEADER}
        ),
        None,
    )


def _apologise(superior: Actor, dossier: Dossier, now: datetime) -> str:
    assert dossier.due_at
    last = max(civil_date(dossier.due_at), civil_date(now))
    again_on = nth_working_day(last, 3, working_calendar(dossier.agency_id))
    actions.apologise(
        actor=superior,
        dossier_id=dossier.pk,
        reason="Cần thêm thời gian xác minh tại nơi cư trú cũ.",
        again_on=again_on,
        now=now,
    )
    return "apologise"


def _handle(official: Actor, cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    chance = rng.random()
    if chance < 0.05 and dossier.papers.exists() and _may_be_supplemented(dossier, now):
        return _ask_supplement(official, rng, dossier, now)
    if chance < 0.07:
        actions.ask_payment(actor=official, dossier_id=dossier.pk, line=_LAND_TAX, now=now)
        return "ask_payment"
    if chance < 0.085:
        actions.stop(
            actor=cast.officials["head"], dossier_id=dossier.pk, reason=_REFUSALS[1], now=now
        )
        return "stop"
    rules = rules_of(dossier)
    if not Result.objects.filter(dossier=dossier).exists():
        data = sample_answers(rules.official_form, seed=rng.getrandbits(32), today=civil_date(now))
        actions.draft_result(actor=official, dossier_id=dossier.pk, data=data, now=now)
    note = "Hồ sơ đầy đủ, thông tin khớp."
    actions.complete_step(actor=official, dossier_id=dossier.pk, now=now, note=note)
    return "complete_step"


def _supplement(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    del cast
    if rng.random() > 0.3:
        return ""
    filer = _filer(dossier, now)
    asked = Supplement.objects.get(dossier=dossier, answered_at=None)
    types = {paper.code: paper.types for _variant, paper in rules_of(dossier).pack.papers()}
    uploads = {
        item["code"]: [upload_again(filer, item["code"], now, types[item["code"]])]
        for item in asked.items
        if item["kind"] == "paper"
    }
    actions.answer_supplement(
        actor=filer, dossier_id=dossier.pk, answers={}, uploads=uploads, now=now
    )
    return "answer_supplement"


def _payment(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    del cast
    return pay_by_bank(dossier, now) if rng.random() < 0.5 else ""


def _finished(cast: Cast, rng: Random, dossier: Dossier, now: datetime) -> str:
    if dossier.fee_state == FeeState.DUE:
        return pay_by_bank(dossier, now)
    actions.return_result(actor=cast.officials["receptionist"], dossier_id=dossier.pk, now=now)
    if rng.random() < 0.4:
        _rate(rng, dossier, now)
    return "return_result"


def _rate(rng: Random, dossier: Dossier, now: datetime) -> None:
    opened = voice.open_by_account(actor=_filer(dossier, now), dossier_id=dossier.public_id)
    said = dict.fromkeys(("3", "4"), AS_RECORDED)
    said |= {code: rng.choices("210", weights=(70, 24, 6))[0] for code in ("6", "7")}
    comment = rng.choice(_COMMENTS) if rng.random() < 0.3 else ""
    voice.rate(opened=opened, said=said, comment=comment, now=now)


_CHAPTERS: dict[State, Chapter] = {
    State.FILED: _filed,
    State.ACCEPTED: _accepted,
    State.IN_PROCESS: _in_process,
    State.SUPPLEMENT_AT_RECEIPT: _supplement,
    State.SUPPLEMENT_IN_PROCESS: _supplement,
    State.PAYMENT_AT_RECEIPT: _payment,
    State.PAYMENT_IN_PROCESS: _payment,
    State.FINISHED: _finished,
}


def _ask_supplement(official: Actor, rng: Random, dossier: Dossier, now: datetime) -> str:
    codes = sorted(set(dossier.papers.values_list("code", flat=True)))
    items = [
        actions.SupplementItem("paper", code, rng.choice(_REASONS))
        for code in codes[: rng.randrange(1, 3)]
    ]
    actions.ask_supplement(actor=official, dossier_id=dossier.pk, items=items, now=now)
    return "ask_supplement"


def _may_be_supplemented(dossier: Dossier, now: datetime) -> bool:
    until = supplement_until(dossier)
    asked = dossier.supplements.filter(phase="process").exists()
    return not asked and until is not None and now <= until


def pay_by_bank(dossier: Dossier, now: datetime) -> str:
    """Let the bank say that the open order was paid, through the same door as its webhook."""
    order = next((row for row in orders_of("dossier", dossier.pk) if row.state == "open"), None)
    if order is None:
        return ""
    word = Word(
        event_id=f"demo-{order.reference}",
        kind="received",
        name="transfer.received",
        reference=order.reference,
        amount=order.amount,
        transaction=f"DEMO{order.pk:012}",
    )
    hear(provider="bank", word=word, body=b"{}", now=now)
    return "pay"


def _filer(dossier: Dossier, now: datetime) -> Actor:
    return actor_for(Account.objects.get(dossiers=dossier), now)
