"""A dossier in words, for slips, messages and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _, override

from motcua.agencies.queries import agency_name, letterhead, unit_name
from motcua.dossiers.models import Paper as KeptPaper
from motcua.dossiers.queries.processes import rules_of, step_called
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.composed import composed
from motcua.kernel.money import show
from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.texts import say
from motcua.procedures.enums import FeeDue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.packs import Paper


AUTHORITY = "quyen-nop-thay"
"""The code of the paper by which somebody filed for another; no procedure asks for it."""
HANDED_OUT = "bien-nhan-ket-qua"
"""The code of what the receiver of a result signed on paper."""
_OWN_NAMES = {
    AUTHORITY: {"vi": "Giấy tờ thể hiện quyền nộp thay", "en": "Paper of authority to file"},
    HANDED_OUT: {"vi": "Biên nhận kết quả có chữ ký", "en": "Signed receipt of the result"},
}


def procedure_name(dossier: Dossier, language: str) -> str:
    """Give the procedure's name in the version under which the dossier was filed."""
    return say(rules_of(dossier).pack.name, language)


def filer_of(dossier: Dossier) -> dict[str, str]:
    """Give the filer as slips print him: name, and the contacts he gave."""
    contact: Mapping[str, str] = dossier.contact
    return {
        "name": dossier.applicant_name,
        "address": "",
        "phone": contact.get("phone", ""),
        "email": contact.get("email", ""),
    }


def papers_of(dossier: Dossier) -> dict[str, Paper]:
    """Give the papers of the dossier's case, by code."""
    return rules_of(dossier).every_paper


def paper_name(code: str, known: Mapping[str, Paper], language: str) -> str:
    """Give the name of a paper: one the procedure asks for, or one of ours; else its code."""
    if code in known:
        return say(known[code].name, language)
    return say(_OWN_NAMES[code], language) if code in _OWN_NAMES else code


def paper_names(dossier: Dossier, language: str) -> list[str]:
    """Give the names of what was handed in, each once, with the number of files."""
    known = papers_of(dossier)
    counts: dict[str, int] = {}
    for code in _handed_in(dossier=dossier.pk):
        counts[code] = counts.get(code, 0) + 1
    names = [
        paper_name(code, known, language) + (f" ({count} tệp)" if count > 1 else "")
        for code, count in counts.items()
        if code in known or code in _OWN_NAMES
    ]
    return names or [
        {"vi": "Tờ khai điện tử tương tác", "en": "Interactive electronic form"}.get(
            language, "Tờ khai điện tử tương tác"
        )
    ]


@composed
def _handed_in(dossier: Any) -> QuerySet[KeptPaper, str]:
    """Give the codes of the papers that count, one for each file: asked at every acceptance."""
    kept = KeptPaper.objects.filter(dossier=dossier, replaced_at=None)
    return kept.values_list("code", flat=True)


def item_in_words(dossier: Dossier, item: Mapping[str, str], language: str) -> str:
    """Write one item of a supplement request: what, and why."""
    return f"{item_name(dossier, item, language)}: {item['reason']}"


def item_name(dossier: Dossier, item: Mapping[str, str], language: str) -> str:
    """Name the question or paper of a supplement item."""
    rules = rules_of(dossier)
    if item["kind"] == "paper":
        paper = papers_of(dossier).get(item["code"])
        return say(paper.name, language) if paper else item["code"]
    question = rules.form.questions.get(item["code"])
    return say(question.label, language) if question else item["code"]


def time_allowed(dossier: Dossier, language: str) -> str:
    """Write the time limit in the words of the law."""
    limit = rules_of(dossier).limit(
        dossier.channel, civil_date(dossier.submitted_at), dossier.answers
    )
    return say(limit.words, language)


def fee_in_words(dossier: Dossier, language: str) -> str:
    """Write what is due at filing, or that it is free."""
    if not dossier.fee_at_filing:
        return {"vi": "Không thu", "en": "Free"}.get(language, "Không thu")
    return show(dossier.fee_at_filing, language)


def fee_lines_in_words(dossier: Dossier, language: str) -> list[str]:
    """Write each fee with its amount, how that was worked out, and when it is due."""
    with override(language):
        return [
            "; ".join(
                (
                    f"{say(line['name'], language)}: {_amount(line, language)}",
                    explained(line, language),
                    str(FeeDue(line["due"]).label).lower(),
                )
            )
            for line in dossier.fee_lines
        ]


def _amount(line: Mapping[str, Any], language: str) -> str:
    if line.get("is_open"):
        return _("theo mức của tỉnh, thành phố")
    return show(line["total"], language)


def tracking_link(dossier: Dossier) -> str:
    """Give the address of the tracking page, the code filled in; digits are still asked for."""
    return f"{settings.PORTAL_URL}/t/{dossier.code}"


def step_name(dossier: Dossier, code: str, language: str) -> str:
    """Name a step of the process."""
    step = step_called(dossier, code)
    return say(step.name, language) if step else code


def moment_in_words(moment: datetime | None) -> str:
    """Write a moment as messages do: 17:00 ngày 02/12/2026 without the word for day."""
    return f"{civil(moment):%H:%M %d/%m/%Y}" if moment else ""


def office_of(dossier: Dossier, language: str = "vi") -> str:
    """Name the one-door office that received the dossier."""
    if dossier.unit_id is None:
        return agency_name(dossier.agency_id, language)
    return unit_name(dossier.unit_id, language)


def place_to_fetch(dossier: Dossier, language: str) -> str:
    """Say where a result is fetched: the one-door office, and its address."""
    address = letterhead(dossier.agency_id).address
    return ", ".join(part for part in (office_of(dossier, language), address) if part)
