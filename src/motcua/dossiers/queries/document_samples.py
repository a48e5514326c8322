"""Made-up values of every field of a template, from the form's own definition; nobody's dossier.

A template is tried with these and not with somebody's dossier: an administrator handles none, and
what a real one happens to leave empty would be found by the next official only.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from motcua.dossiers.queries.document_values import answered, office_values
from motcua.procedures.base.forms.questions import CompoundQuestion, GroupQuestion
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.rules import Rules

LONG_NAME: Final = "Tôn Nữ Hoàng Nguyễn Thị Phương Khánh Quỳnh Trường Thụy"
_LONG_PROCEDURE: Final = (
    "Thủ tục đăng ký lại khai sinh có yếu tố nước ngoài cho người đã có hồ sơ, giấy tờ cá nhân "
    "thường trú ở khu vực biên giới"
)
_NAMES: Final = frozenset({"name", "name-parts"})
_SEED: Final = 5


class Filling(StrEnum):
    """How a template is tried: everything filled in at length, or only what must be."""

    FULL = "day-du"
    SPARSE = "it"


def sample_values(
    agency_id: int, on: date, rules: Rules | None, filling: Filling
) -> dict[str, Any]:
    """Give made-up values of every field; `rules` are those of the procedure it is bound to."""
    is_full = filling is Filling.FULL
    day = f"{on:%d/%m/%Y}"
    signer = say(rules.pack.result.signer, "vi").upper() if rules else "CHỨC VỤ"
    contact = {"dien_thoai": "0900 000 000", "email": "nguoi.nop.co-ten-dai@vi-du.example"}
    values: dict[str, Any] = {
        "co_quan": office_values(agency_id),
        "ho_so": {
            "ma": "H00.000-000000-0000",
            "thu_tuc": say(rules.pack.name, "vi") if rules else _LONG_PROCEDURE,
            "ma_thu_tuc": rules.pack.code if rules else "0.000000",
            "ngay_nop": day,
            "ngay_tiep_nhan": day if is_full else "",
            "hen_tra": day if is_full else "",
            "giay_to": [{"ten": f"Giấy tờ mẫu số {n}"} for n in range(1, 13 if is_full else 2)],
        },
        "nguoi_nop": {
            "ho_ten": LONG_NAME,
            **(contact if is_full else dict.fromkeys(contact, "")),
        },
        "can_bo": {"ho_ten": LONG_NAME},
        "nguoi_ky": {"chuc_vu": signer},
        "hom_nay": day,
    }
    if rules:
        values["to_khai"] = _answers(rules.form, on, is_full=is_full)
        values["ket_qua"] = _answers(rules.official_form, on, is_full=is_full)
    return values


def _answers(form: CompiledForm, on: date, *, is_full: bool) -> dict[str, Any]:
    said = answered(form, sample_answers(form, seed=_SEED, today=on), on)
    fill = _filled if is_full else _needed
    return {key: fill(question, said.get(key, "")) for key, question in form.questions.items()}


def _filled(question: Asked, said: Any) -> Any:
    """Give an answer at length; what the made-up answers left out is given by its label."""
    if isinstance(question, GroupQuestion):
        rows = said or [{}]
        return [_each(question.questions, row, full=True) for row in (*rows, *rows)]
    if isinstance(question, CompoundQuestion):
        return _each(question.parts, said or {}, full=True)
    if getattr(question, "kind", "") in _NAMES:
        return LONG_NAME
    return said or f"Ví dụ: {say(dict(question.label), 'vi')}"


def _needed(question: Asked, said: Any) -> Any:
    """Give an answer only where one must be given."""
    if isinstance(question, GroupQuestion):
        return [_each(question.questions, row, full=False) for row in (said or ())[:1]]
    if isinstance(question, CompoundQuestion):
        return _each(question.parts, said or {}, full=False)
    return _filled(question, said) if question.required and question.when is None else ""


def _each(parts: Sequence[Asked], said: dict[str, Any], *, full: bool) -> dict[str, Any]:
    fill = _filled if full else _needed
    return {part.key: fill(part, said.get(part.key, "")) for part in parts}
