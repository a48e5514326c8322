"""The machine officials: each step done, opinions asked, signed, returned; the citizen receives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import actions
from motcua.dossiers.actions.signing import sign_result
from motcua.dossiers.enums import State
from motcua.dossiers.queries import dossier_for, rules_of
from motcua.dossiers.queries.processes import consultable, open_runs, step_called
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.files import content_of
from motcua.procedures.base.forms.sample_files import sample_pdf
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Product
from motcua.proving.actions.paying import pay_an_obligation, pay_fees
from motcua.signatures.queries import Conclusion, passing_trust, verify_json, verify_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from motcua.dossiers.actions import Submitted
    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.processes.spec import Step
    from motcua.proving.actions.stage import Stage
    from motcua.proving.base.outcomes import Outcome
    from motcua.signatures.queries import Verdict

_MOST_ACTS = 80
_MOST_TRIES = 3
_NOTE = "Hồ sơ đầy đủ, đúng quy định."


def settle(
    stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime, seed: int = 1
) -> set[str]:
    """Take a received dossier to its end; give the steps it went through.

    `seed` decides what officials fill in. Raises what the acts raise where one is refused that
    must not be.
    """
    desk = stage.officials["receptionist"]
    actions.hand_over(actor=desk, dossier_id=filed.dossier_id, now=now)
    went: set[str] = set()
    for number in range(_MOST_ACTS):
        dossier = dossier_for(stage.citizen, filed.public_id)
        if dossier.state != State.IN_PROCESS:
            break
        went.add(_act(stage, dossier, seed + number, now))
        outcome.tried["step"] += 1
    if dossier.state != State.FINISHED:
        outcome.fail(
            "process",
            f"Quy trình không đi đến hết: dừng ở bước {dossier.step_code or '…'}.",
            f"The process does not come to its end: it stands at step {dossier.step_code or '…'}.",
        )
        return went
    pay_fees(filed.dossier_id, outcome, now=now)
    actions.return_result(actor=desk, dossier_id=filed.dossier_id, now=now)
    _receive(stage, filed, outcome, now=now)
    return went


def _act(stage: Stage, dossier: Dossier, seed: int, now: datetime) -> str:
    """Do one thing with a dossier: ask an opinion nobody gave yet, else finish a step."""
    run, step = _next_of(dossier)
    official = stage.officials[step.role]
    given = {each.code for each in dossier.steps.all()}
    asked = next((one for one in consultable(dossier, run.code) if one.code not in given), None)
    if asked is not None and run.asked_by_id is None:
        actions.consult(
            actor=official,
            dossier_id=dossier.pk,
            to=asked.code,
            request="Đề nghị cho ý kiến.",
            now=now,
            step=run.code,
        )
        return asked.code
    if Product.FEE in step.produces:
        pay_an_obligation(official, dossier, now=now)
    _finish(official, dossier, step, seed, now)
    return step.code


def _next_of(dossier: Dossier) -> tuple[StepRun, Step]:
    """Choose a step in hand: opinions first, what signs last."""
    found = []
    for run in open_runs(dossier):
        step = step_called(dossier, run.code)
        if step is not None:
            found.append((run.asked_by_id is None, Product.SIGNATURE in step.produces, run, step))
    if not found:
        raise LookupError(f"nobody has anything in hand at {dossier.step_code}")
    *_order, run, step = min(found, key=lambda row: row[:2])
    return run, step


def _finish(official: Actor, dossier: Dossier, step: Step, seed: int, now: datetime) -> None:
    """Leave behind what a step must, and pass the dossier on."""
    mine: dict[str, Any] = {"actor": official, "dossier_id": dossier.pk, "now": now}
    mine |= {"step": step.code}
    rules, day = rules_of(dossier), civil_date(now)
    if Product.DRAFT in step.produces:
        data = sample_answers(rules.official_form, seed=1, today=day)
        actions.draft_result(**mine, data=data)
    if Product.SIGNATURE in step.produces:
        actions.approve_result(**mine)
        sign_result(actor=SYSTEM, dossier_id=dossier.pk, now=now)
        return
    form = rules.step_forms.get(step.code)
    filled = sample_answers(form, seed=seed, today=day) if form else {}
    if Product.DOCUMENT in step.produces:
        content = sample_pdf(f"{dossier.code} {step.code}")
        mine["document"] = SimpleUploadedFile("văn bản.pdf", content, "application/pdf")
    actions.complete_step(**mine, note=_NOTE, filled=filled)


def _receive(stage: Stage, filed: Submitted, outcome: Outcome, *, now: datetime) -> None:
    """Let the citizen open the result, and check its signatures."""
    result = dossier_for(stage.citizen, filed.public_id).result
    assert result.pdf is not None
    assert result.signed_data is not None
    trust = passing_trust()
    pdf, data = content_of(result.pdf), content_of(result.signed_data)
    checks = (
        lambda: verify_pdf(pdf, trust=trust, at=now),
        lambda: verify_json(data, trust=trust, at=now),
    )
    if not all(_is_valid(check) for check in checks):
        outcome.fail(
            "result", "Chữ ký trên kết quả không đúng.", "The result's signature is not valid."
        )
    outcome.tried["result"] += 1


def _is_valid(check: Callable[[], Verdict]) -> bool:
    """Judge a signature; where the judge had no time on a busy machine, once or twice again."""
    for _try in range(_MOST_TRIES):
        conclusion = check().verdict
        if conclusion is not Conclusion.INDETERMINATE:
            break
    return conclusion is Conclusion.VALID
