"""What the fields of a document are filled in with: from dossier, applicant, agency and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.agencies.queries import letterhead, official_name
from motcua.documents.base.fields import known_fields
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.wording import filer_of, paper_names, procedure_name
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.questions import CompoundQuestion, GroupQuestion
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from motcua.dossiers.models import Dossier, Result
    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.rules import Rules


def document_values(
    dossier: Dossier, result: Result | None, *, official_id: int, now: datetime
) -> dict[str, Any]:
    """Give the values of every field but those of signing, in Vietnamese, as papers are written."""
    rules, today = rules_of(dossier), civil_date(now)
    filer = filer_of(dossier)
    return {
        "co_quan": office_values(dossier.agency_id),
        "ho_so": {
            "ma": dossier.code,
            "thu_tuc": procedure_name(dossier, "vi"),
            "ma_thu_tuc": dossier.procedure_code,
            "ngay_nop": _day(dossier.submitted_at),
            "ngay_tiep_nhan": _day(dossier.accepted_at),
            "hen_tra": _day(dossier.reappointed_at or dossier.due_at),
            "giay_to": [{"ten": name} for name in paper_names(dossier, "vi")],
        },
        "nguoi_nop": {
            "ho_ten": filer["name"],
            "dien_thoai": filer["phone"],
            "email": filer["email"],
        },
        "can_bo": {"ho_ten": official_name(official_id)},
        "nguoi_ky": {"chuc_vu": say(rules.pack.result.signer, "vi").upper()},
        "hom_nay": f"{today:%d/%m/%Y}",
        "to_khai": answered(rules.form, dossier.answers, today),
        "ket_qua": answered(rules.official_form, result.data if result else {}, today),
    }


def office_values(agency_id: int) -> dict[str, str]:
    """Give the values of an agency's own fields."""
    head = letterhead(agency_id)
    return {
        "ten": head.name,
        "ten_hoa": head.name.upper(),
        "cap_tren": head.parent,
        "cap_tren_hoa": head.parent.upper(),
        "dia_danh": bare(head.place),
        "dia_chi": head.address,
        "dien_thoai": head.phone,
    }


def fields_of_procedure(rules: Rules) -> frozenset[str]:
    """Give the fields that a template bound to a procedure may name besides the common ones."""
    return frozenset(
        (
            *_names("to_khai", rules.form.questions.values()),
            *_names("ket_qua", rules.official_form.questions.values()),
        )
    )


def common_labels() -> dict[str, str]:
    """Give what each field is that every template may name, in Vietnamese, by its name."""
    return {field.name: say(dict(field.label), "vi") for field in known_fields()}


def field_labels(rules: Rules) -> dict[str, str]:
    """Give what each field is, in Vietnamese, by its name: common ones and those of the answers."""
    forms = (("to_khai", rules.form), ("ket_qua", rules.official_form))
    return common_labels() | {
        name: label
        for room, form in forms
        for question in form.questions.values()
        for name, label in _labels(f"{room}.{question.key}", question)
    }


def long_day(day: date) -> str:
    """Write a day as documents do; days below 10 and the first two months keep their zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def bare(province: str) -> str:
    """Write a province as papers date themselves: "Hà Nội", not "Thành phố Hà Nội"."""
    for kind in ("Thành phố ", "Tỉnh "):
        province = province.removeprefix(kind)
    return province


def _labels(name: str, question: Asked) -> Iterator[tuple[str, str]]:
    whole = say(dict(question.label), "vi")
    yield name, whole
    if isinstance(question, CompoundQuestion):
        rows, parts = name, question.parts
    elif isinstance(question, GroupQuestion):
        rows, parts = f"{name}[]", question.questions
    else:
        return
    yield from ((f"{rows}.{part.key}", f"{whole}, {say(dict(part.label), 'vi')}") for part in parts)


def _names(room: str, questions: Any) -> Iterator[str]:
    for question in questions:
        name = f"{room}.{question.key}"
        yield name
        if isinstance(question, CompoundQuestion):
            yield from (f"{name}.{part.key}" for part in question.parts)
        elif isinstance(question, GroupQuestion):
            yield from (f"{name}[].{part.key}" for part in question.questions)


def answered(form: CompiledForm, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Give every answer in words: parts of a person by their keys, rows of a group as a list."""
    said = {
        row.path: row.answer
        for page in summary(form, answers, "vi", today=today)
        for row in page.rows
    }
    return {
        key: _said(question, key, answers.get(key), said)
        for key, question in form.questions.items()
    }


def _said(question: Asked, key: str, value: Any, said: Mapping[str, str]) -> Any:
    if isinstance(question, GroupQuestion):
        return [
            {part.key: said.get(f"{key}.{at}.{part.key}", "") for part in question.questions}
            for at, _row in enumerate(value or ())
        ]
    if isinstance(question, CompoundQuestion):
        return {part.key: said.get(f"{key}.{part.key}", "") for part in question.parts}
    return said.get(key, "")


def _day(moment: datetime | None) -> str:
    return f"{civil_date(moment):%d/%m/%Y}" if moment else ""
