"""Six scenes of one dossier, each a click: filed, received, signed, verified, forged, counted."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from motcua.demo.accounts import account_of
from motcua.demo.history.acting import pay_by_bank
from motcua.demo.history.effects import at_once
from motcua.demo.history.exempting import see_proof
from motcua.demo.history.filing import file_one
from motcua.demo.world.offerings import BIRTH
from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import rules_of
from motcua.identity.queries import actor_for, current_identifier
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.files import open_stored
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.models import Offering
from motcua.signatures.queries import node_trust, verify_pdf
from motcua.ui.paper import qr_for_page

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from motcua.kernel.actors import Actor

Session = MutableMapping[str, Any]
_KEY = "demo_scene"


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene: its code, what is done, and what to look at."""

    code: str
    title: _StrPromise
    words: _StrPromise


SCENES = (
    Scene("file", _("Nộp hồ sơ"), _("Một người dân nộp hồ sơ đăng ký khai sinh và có mã ngay.")),
    Scene("receive", _("Tiếp nhận"), _("Cán bộ một cửa tiếp nhận, hẹn ngày trả và chuyển xử lý.")),
    Scene("sign", _("Thẩm tra và ký"), _("Chuyên viên soạn, trưởng phòng duyệt, lãnh đạo ký số.")),
    Scene(
        "verify", _("Kiểm tra bằng điện thoại"), _("Quét mã QR: ai ký, khi nào, còn nguyên không.")
    ),
    Scene("forge", _("Sửa một byte"), _("Sửa đúng một byte trong tệp đã ký rồi kiểm tra lại.")),
    Scene("figures", _("Con số và hồ sơ"), _("Mở những hồ sơ đứng sau một con số của lãnh đạo.")),
)


def played(session: Session) -> dict[str, dict[str, Any]]:
    """Give what came of the scenes played in this session, by scene."""
    found: dict[str, dict[str, Any]] = session.get(_KEY, {})
    return found


def file(session: Session, now: datetime) -> None:
    """Let the demo's citizen file a birth registration."""
    actor = _part("citizen", now)
    offering = Offering.objects.get(
        procedure__code=BIRTH, agency_id=_part("receptionist", now).powers[0].agency_id
    )
    rng = Random(now.timestamp())  # noqa: S311 - an invented dossier
    with at_once(offering.agency_id, now):
        filed = file_one(actor=actor, offering_id=offering.pk, rng=rng, now=now)
    account = account_of("citizen")
    assert account is not None
    assert account.person is not None
    identifier = current_identifier(account.person)
    session[_KEY] = {
        "file": {
            "code": filed.code,
            "dossier": filed.dossier_id,
            "track": f"{settings.PORTAL_URL}/t/{filed.code}",
            "last_four": str(identifier.number)[-4:] if identifier else "",
        }
    }


def receive(session: Session, now: datetime) -> None:
    """Let the citizen pay what he owes, and the receptionist accept and hand the dossier over."""
    dossier = _dossier(session, now)
    receptionist = _part("receptionist", now)
    if dossier.state == "filed" and dossier.fee_state == FeeState.DUE:
        with at_once(dossier.agency_id, now):
            pay_by_bank(dossier, now)
    if dossier.state == "filed":
        with at_once(dossier.agency_id, now):
            see_proof(receptionist, dossier.pk, now)
            actions.accept(actor=receptionist, dossier_id=dossier.pk, now=now)
    with at_once(dossier.agency_id, now):
        if Dossier.objects.get(pk=dossier.pk).state == "accepted":
            actions.hand_over(actor=receptionist, dossier_id=dossier.pk, now=now)
    dossier.refresh_from_db()
    due = f"{civil(dossier.due_at):%H:%M %d/%m/%Y}" if dossier.due_at else ""
    _note(session, "receive", {"due": due, "desk": _on_the_desk(dossier)})


def sign(session: Session, now: datetime) -> None:
    """Let the specialist draft, the head agree and the leader sign."""
    receive(session, now)
    dossier = _dossier(session, now)
    while dossier.state == "in-process":
        _next_step(dossier, now)
        dossier.refresh_from_db()
    result = dossier.result
    address = f"{settings.PORTAL_URL}/v/{result.verification_id}"
    _note(session, "sign", {"number": result.number, "verify": address})


def verify(session: Session, now: datetime) -> None:
    """Show the QR code of the signed result."""
    if "sign" not in played(session):
        sign(session, now)
    address = played(session)["sign"]["verify"]
    _note(session, "verify", {"address": address, "qr": qr_for_page(address)})


def forge(session: Session, now: datetime) -> None:
    """Change one byte of the signed paper and judge both files."""
    if "sign" not in played(session):
        sign(session, now)
    pdf = _dossier(session, now).result.pdf
    assert pdf is not None
    with open_stored(pdf) as handle:
        right = handle.read()
    place = len(right) // 3
    wrong = right[:place] + bytes((right[place] ^ 1,)) + right[place + 1 :]
    trust = node_trust(at=now)
    verdicts = [str(verify_pdf(file, trust=trust, at=now).verdict) for file in (right, wrong)]
    _note(session, "forge", {"place": place, "right": verdicts[0], "wrong": verdicts[1]})


def figures(session: Session, now: datetime) -> None:
    """Point to the leader's page; its figures open the dossiers behind them."""
    del now
    _note(session, "figures", {"desk": f"{settings.DESK_URL}/leading/"})


PLAYS: dict[str, Callable[[Session, datetime], None]] = {
    "file": file,
    "receive": receive,
    "sign": sign,
    "verify": verify,
    "forge": forge,
    "figures": figures,
}


def _next_step(dossier: Dossier, now: datetime) -> None:
    actor = _part(dossier.step_role, now)
    with at_once(dossier.agency_id, now):
        if dossier.step_role == "leader":
            actions.approve_result(actor=actor, dossier_id=dossier.pk, now=now)
            return
        if dossier.step_role == "specialist":
            form = rules_of(dossier).official_form
            data = sample_answers(form, seed=dossier.pk, today=civil_date(now))
            actions.draft_result(actor=actor, dossier_id=dossier.pk, data=data, now=now)
        actions.complete_step(
            actor=actor, dossier_id=dossier.pk, now=now, note="Hồ sơ đầy đủ, thông tin khớp."
        )


def _dossier(session: Session, now: datetime) -> Dossier:
    if "file" not in played(session):
        file(session, now)
    with transaction.atomic():
        return Dossier.objects.get(pk=played(session)["file"]["dossier"])


def _on_the_desk(dossier: Dossier) -> str:
    return f"{settings.DESK_URL}/dossiers/{dossier.public_id}"


def _part(code: str, now: datetime) -> Actor:
    account = account_of(code)
    assert account is not None
    return actor_for(account, now)


def _note(session: Session, code: str, outcome: dict[str, Any]) -> None:
    session[_KEY] = {**played(session), code: outcome}
