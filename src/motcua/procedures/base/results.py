"""From answers to a result: what the template receives and what the signed data hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.kernel.numerals import date_words, money_words
from motcua.procedures.base.conditions.compiling import last_day_of
from motcua.procedures.base.forms.questions import Asked, CompoundQuestion, GroupQuestion
from motcua.procedures.base.forms.wording import Wording, full_name, short_date
from motcua.procedures.base.texts import FALLBACK, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from motcua.procedures.base.packs import Registry, Taken
    from motcua.procedures.base.rules import Rules


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a result; `authority` are the lines above the name (`KT. CHỦ TỊCH` …)."""

    authority: tuple[str, ...]
    name: str = ""
    agency: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResultContext:
    """What a result says besides answers: its number, day and agency, its dossier, its signer.

    `qr` is `{svg, caption, url}` as the papers draw it; `is_demo` puts a watermark, and so does
    a signer without a signing time: what nobody signed is a draft.
    """

    agency_code: str
    agency_name: str
    agency_parent: str
    place: str
    dossier_code: str
    issued_on: date
    number: str = ""
    signer: Signer | None = None
    qr: Mapping[str, str] | None = None
    is_demo: bool = False


def sample_context(day: date) -> ResultContext:
    """Give the context of a result that nobody issued, to try a template with."""
    return ResultContext(
        agency_code="H26.1",
        agency_name="Ủy ban nhân dân phường Mẫu",
        agency_parent="Ủy ban nhân dân thành phố Mẫu",
        place="Mẫu",
        dossier_code="H26.1-261120-0001",
        issued_on=day,
        number="01/2026",
        is_demo=True,
    )


def registry_number(registry: Registry, number: int, year: int) -> str:
    """Write a number of the registry, padded below ten (Decree 30/2020)."""
    return registry.pattern.replace("{number}", f"{number:02d}").replace("{year}", str(year))


def paper_data(
    rules: Rules,
    answers: Mapping[str, Any],
    official: Mapping[str, Any],
    context: ResultContext,
) -> dict[str, Any]:
    """Give what `result.typ` reads, in Vietnamese, whatever language the applicant used."""
    result = rules.pack.result
    signer = context.signer or Signer((say(result.signer, FALLBACK),))
    data: dict[str, Any] = {
        "title": say(result.title, FALLBACK),
        "demo": context.is_demo,
        "draft": signer.signed_at is None,
        "agency": {"parent": context.agency_parent, "name": context.agency_name},
        "number": context.number,
        "place": context.place,
        "date": context.issued_on.isoformat(),
        "code": context.dossier_code,
        "signer": {
            "authority": list(signer.authority),
            "name": signer.name,
            "agency": signer.agency,
            "seal": context.is_demo,
        },
        "fields": _Taking(rules, answers, official, context).take(result.data),
    }
    if signer.signed_at is not None:
        data["signer"]["signed_at"] = signer.signed_at.isoformat()
    if context.qr is not None:
        data["qr"] = dict(context.qr)
    return data


def signed_data(
    rules: Rules,
    answers: Mapping[str, Any],
    official: Mapping[str, Any],
    context: ResultContext,
) -> dict[str, Any]:
    """Give the data signed beside the PDF: `{type, procedure, dossier, fields}`, for machines."""
    result = rules.pack.result
    return {
        "type": result.signed_type,
        "procedure": rules.code,
        "dossier": context.dossier_code,
        "fields": _Taking(rules, answers, official, context).take(result.signed),
    }


class _Taking:
    """Takes fields from answers and context, each written in its style."""

    def __init__(
        self,
        rules: Rules,
        answers: Mapping[str, Any],
        official: Mapping[str, Any],
        context: ResultContext,
    ) -> None:
        places = rules.form.places
        self._wording = Wording(FALLBACK, rules.pack.lists, places)
        self._sources: dict[str, Mapping[str, Any]] = {
            "answers": answers,
            "official": official,
            "registry": {"number": context.number, "issued_on": context.issued_on.isoformat()},
            "agency": {"code": context.agency_code, "name": context.agency_name},
            "dossier": {"code": context.dossier_code},
        }
        self._questions: dict[str, Mapping[str, Asked]] = {
            "answers": dict(rules.form.questions),
            "official": dict(rules.official_form.questions),
        }

    def take(self, fields: Mapping[str, Taken]) -> dict[str, Any]:
        """Take every field; what was not answered is None."""
        return {key: self._one(taken, {}, {}) for key, taken in fields.items()}

    def _one(self, taken: Taken, row: Mapping[str, Any], row_questions: Mapping[str, Asked]) -> Any:
        source, _, path = taken.source.partition(".")
        key, _, part = path.partition(".")
        values = row if source == "row" else self._sources[source]
        value = values.get(key)
        if part:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None or value == "":
            return [] if taken.style == "rows" else None
        questions = row_questions if source == "row" else self._questions.get(source, {})
        question = part_of(questions.get(key), part) if part else questions.get(key)
        if taken.style == "rows":
            assert isinstance(question, GroupQuestion)
            inner = {item.key: item for item in question.questions}
            return [
                {name: self._one(field, item, inner) for name, field in taken.fields.items()}
                for item in value
            ]
        if taken.style == "plain":
            return self._wording.write(question, value) if question else str(value)
        return STYLES[taken.style](value)


def part_of(question: Asked | None, part: str) -> Asked | None:
    """Give the question of a part of a person or an enterprise."""
    parts = question.parts if isinstance(question, CompoundQuestion) else ()
    return next((one for one in parts if one.key == part), None)


def _long_date(value: Any) -> str:
    day = date.fromisoformat(value)
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def _words_of_day(value: Any) -> str:
    return date_words(last_day_of(value) or date.fromisoformat(value))


STYLES: dict[str, Callable[[Any], Any]] = {
    "raw": lambda value: value,
    "date": short_date,
    "long-date": _long_date,
    "date-words": _words_of_day,
    "year": lambda value: value[:4],
    "upper": lambda value: str(value).upper(),
    "name-upper": lambda value: full_name(value).upper(),
    "money-words": money_words,
}
