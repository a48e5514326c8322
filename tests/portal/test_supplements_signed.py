"""A supplement changes what was signed: the signature is of the earlier answers, and says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from motcua.dossiers.actions import Filing, answer_supplement, ask_supplement, submit
from motcua.dossiers.actions.supplementing import SupplementItem
from motcua.dossiers.errors import AnswersInvalid, PapersUnsigned
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.holdings import papers_in
from motcua.procedures.base.forms.samples import sample_answers
from motcua.signatures.actions import sign_remotely
from tests.cast import NOW
from tests.openapi.caller import Caller, token_of
from tests.portal.test_signing import (
    CODE,
    PAPER,
    _mail,
    answered,
    offer,
    ready,
    signed_form,
    signed_paper,
)
from tests.portal.typing import pdf, upload
from tests.procedures.every_kind import text

__all__ = ["_mail", "ready", "signed_form", "signed_paper"]
LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def ask(world, dossier, *items):
    ask_supplement(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        items=[SupplementItem(kind, code, "Chưa rõ") for kind, code in items],
        now=NOW,
    )


def answer(world, dossier, answers, uploads=None):
    answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers=answers,
        uploads=uploads or {},
        now=LATER,
    )
    dossier.refresh_from_db()
    return dossier


def test_the_clerk_reads_that_the_form_was_signed_for_earlier_answers(citizen, ready, world):
    citizen.post(f"{ready}/papers", {"_sign_remote": PAPER})
    citizen.post(f"{ready}/check", {"_next": ""})
    dossier = Dossier.objects.get()
    ask(world, dossier, ("question", "note"))
    (held,) = papers_in(dossier, "vi")
    assert held.signed.conclusion == "valid"
    dossier = answer(world, dossier, {"note": "Nội dung khác hẳn"})
    (held,) = papers_in(dossier, "vi")
    assert held.signed.words == "Ký cho các câu trả lời trước khi bổ sung"
    assert (held.signed.conclusion, held.signed.state) == ("indeterminate", "soon")
    assert held.signed.signers == ("Nguyễn Thị An",)


def test_a_supplement_that_changes_no_answer_leaves_the_signature_what_it_is(citizen, ready, world):
    citizen.post(f"{ready}/papers", {"_sign_remote": PAPER})
    citizen.post(f"{ready}/check", {"_next": ""})
    dossier = Dossier.objects.get()
    ask(world, dossier, ("question", "note"))
    same = {"note": dossier.answers["note"]} if "note" in dossier.answers else {}
    dossier = answer(world, dossier, same)
    (held,) = papers_in(dossier, "vi")
    assert (held.signed.conclusion, held.signed.is_for_earlier) == ("valid", False)


def test_a_signed_paper_that_is_sent_anew_must_be_signed_anew(citizen, begin, signed_paper, world):
    draft = answered(citizen, begin, signed_paper)
    own = sign_remotely(pdf().getvalue(), holder="t", name="Nguyễn Thị An", reason="x", now=NOW)
    citizen.post(f"{draft}/papers", {"to-trinh": upload(own, "to-trinh.pdf"), "_next": ""})
    citizen.post(f"{draft}/check", {"_next": ""})
    dossier = Dossier.objects.get()
    ask(world, dossier, ("paper", "to-trinh"))
    api = Caller(token_of(world.accounts["citizen"]))
    plain, signed = (UUID(api.send(content).json()["id"]) for content in (pdf().getvalue(), own))
    with pytest.raises(PapersUnsigned):
        answer(world, dossier, {}, {"to-trinh": [plain]})
    page = f"/dossiers/{dossier.public_id}/supplement"
    citizen.post(page, {"to-trinh": upload(pdf().getvalue(), "moi.pdf"), "_next": ""})
    citizen.post(f"{page}/check", {"_next": ""})
    assert any("chưa ký" in said for said in citizen.problems), citizen.text
    dossier.refresh_from_db()
    assert dossier.state == "supplement-at-receipt"
    assert answer(world, dossier, {}, {"to-trinh": [signed]}).state == "filed"


def counted(world):
    """File what is worked out from a number, and what is asked for small numbers only."""
    number = {"kind": "number", "max": 10**15, "basis": "Luật", "mark": "seen"}
    power = "times(parts, parts, parts, parts)"
    form = offer(
        world,
        {**number, "key": "parts", "label": text("Số phần")},
        {"key": "power", "kind": "calculated", "label": text("Lũy thừa"), "value": power},
        {**number, "key": "reason", "label": text("Số lý do"), "when": "parts < 3"},
    )
    answers = sample_answers(form, seed=5, today=NOW.date()) | {"parts": 2, "reason": 7}
    filing = Filing(world.offerings[CODE], "online", "vi", answers, ())
    filed = submit(actor=world.actor("citizen"), filing=filing, key="key-0001", now=NOW)
    dossier = Dossier.objects.get(pk=filed.dossier_id)
    assert (dossier.answers["power"], dossier.answers["reason"]) == (16, 7)
    ask(world, dossier, ("question", "parts"))
    return dossier


def test_what_hangs_on_a_changed_answer_follows_it(world):
    dossier = counted(world)
    others = dossier.answers.keys() - {"parts", "power", "reason"}
    before = {key: dossier.answers[key] for key in others}
    dossier = answer(world, dossier, {"parts": 3})
    assert dossier.answers == {**before, "parts": 3, "power": 81}


def test_a_changed_answer_with_which_nothing_can_be_worked_out_is_refused(world):
    dossier = counted(world)
    with pytest.raises(AnswersInvalid):
        answer(world, dossier, {"parts": 10**15})
    dossier.refresh_from_db()
    assert (dossier.answers["parts"], dossier.answers["power"]) == (2, 16)
