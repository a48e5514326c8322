"""A pack of a record: what is understood as structure, the rest as words, nothing guessed.

The record names no day from which its rules hold, so that they are given an early one. What it
lacks for filing (form, process, template of the result) is what packs share, `generated`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from motcua.kernel.text import fold
from motcua.procedures.base.faults import code_of
from motcua.procedures.base.forms.questions import ChoiceQuestion
from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.loading import read_yaml, with_lists
from motcua.procedures.base.national.cases import (
    Loose,
    Papers,
    UnderstoodPaper,
    papers_of,
    plain,
)
from motcua.procedures.base.national.flags import Flag, FlagKind
from motcua.procedures.base.national.laws import UnderstoodLaw, laws_of
from motcua.procedures.base.national.parties import Parties, parties_of
from motcua.procedures.base.national.ways import Way, ways_of
from motcua.procedures.base.packs import Pack, Result
from motcua.procedures.base.processes.spec import Process
from motcua.procedures.base.shared import SHARED, packs_folder
from motcua.procedures.base.texts import UNSAFE
from motcua.procedures.base.times import time_in_words
from motcua.procedures.errors import RecordInvalid

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from motcua.procedures.base.loading import Content
    from motcua.procedures.base.national.fees import UnderstoodFee
    from motcua.procedures.base.national.records import Record

GENERATED = "generated"
READING: Final = 2
"""Raised whenever the same record is understood otherwise; what was taken in before is then read
anew by the next import, so that an older guess does not stay in force unseen."""
PER_UNIT: Final = "mỗi "
"""What stands before the unit of a fee, at the end of what a record says of it."""
CASE: Final = "case"
"""The key of the question in which one of several cases is chosen."""
_EARLY = "2000-01-01"
_ALL_CASES = {"vi": "Chung cho mọi trường hợp", "en": "In all cases"}
_OTHER_CODE = "truong-hop-khac"
_OTHER_CASES = {
    "vi": "Không thuộc trường hợp nào nêu tên ở đây",
    "en": "None of the cases named here",
}
_LOOSE_NOTE = {
    "vi": (
        "Có giấy tờ danh mục quốc gia không ghi cần trong trường hợp nào: đó là những giấy tờ ở "
        f"mục “{_OTHER_CASES['vi']}”. Khi chưa xác định, các trường hợp có tên không bắt buộc "
        "phải nộp những giấy tờ ấy."
    ),
    "en": (
        "The national catalogue does not say in which case some papers are needed: those under "
        f"“{_OTHER_CASES['en']}”. Until that is settled, the named cases do not demand them."
    ),
}
_LONGEST_NAME = 200
_LONGEST_CODE = 50
_CODE = re.compile(r"\d\.\d{6}")
_PER = re.compile(rf"(?P<name>.+); {PER_UNIT}(?P<unit>[^;.,\d]{{1,60}})")
_NOTHING = re.compile(r"(không( có| quy định| yêu cầu)?|chưa quy định)?[\s.:;-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as a pack, and what an administrator has to settle."""

    pack: Pack
    flags: tuple[Flag, ...]


def draft_of(record: Record, loose: Loose = Loose.UNCLEAR) -> Draft:
    """Make a pack of a record; the same record gives the same pack everywhere.

    `loose`: what somebody said of papers that stand under no case, beside cases that have a name.
    Raises `RecordInvalid` with `(path in the pack, code)` where a record is too odd to be a pack.
    """
    ways, way_flags = ways_of(record)
    papers, paper_flags = papers_of(record)
    variants = _variants(record, papers, loose)
    laws, law_flags = laws_of(record)
    parties, party_flags = parties_of(record)
    content = {
        "code": record.MATTHC,
        "name": _say(record.TENTTHC),
        "summary": _say(record.TENTTHC),
        "field": _field(record),
        "authority": _authority(parties),
        "decision": {"number": one_line(record.QUYETDINH)},
        "keywords": {"vi": _keywords(record)},
        "subjects": list(parties.subjects),
        "results": _results(record),
        "requirements": _requirements(record),
        "legal_bases": [_law(law) for law in laws],
        "variants": variants,
        "paper_notes": _paper_notes(papers, loose),
        "channels": [_channel(record, way) for way in ways],
        "online": {"level": 1},
        "form": _form(record, variants if papers.cases else ()),
        "process": _process(),
        "result": _result(record),
    }
    flags = (*way_flags, *paper_flags, *law_flags, *party_flags, *_doubts(record))
    try:
        return Draft(with_lists(Pack.model_validate(content)), flags)
    except ValidationError as error:
        problems = [(".".join(map(str, each["loc"])), code_of(each)) for each in error.errors()]
        raise RecordInvalid(problems=problems) from None


def _doubts(record: Record) -> Iterator[Flag]:
    if not _CODE.fullmatch(record.MATTHC):
        yield Flag(FlagKind.CODE_UNUSUAL, "MATTHC", record.MATTHC)
    if not any(row.TENLINHVUC for row in record.LINHVUCTHUCHIEN):
        yield Flag(FlagKind.FIELD_MISSING, "LINHVUCTHUCHIEN")
    if not any(row.TENKETQUA for row in record.KETQUATHUCHIEN):
        yield Flag(FlagKind.RESULT_MISSING, "KETQUATHUCHIEN")


def one_line(text: str) -> str:
    """Give a text on one line, without what cannot be shown."""
    return " ".join(UNSAFE.sub(" ", text).split())


def _say(text: str) -> dict[str, str]:
    return {"vi": one_line(text)}


def _slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return words[:_LONGEST_CODE].rstrip("-") or "khac"


def _field(record: Record) -> Content:
    name = next((row.TENLINHVUC for row in record.LINHVUCTHUCHIEN if row.TENLINHVUC), "Khác")
    code = _slug(name)
    return {"code": _shipped_fields().get(code, code), "name": _say(name)}


def _authority(parties: Parties) -> Content:
    name = parties.agency or "Cơ quan nêu trong quyết định công bố"
    content: Content = {"level": parties.tier, "agency_kind": str(parties.tier), "name": _say(name)}
    others = {"deciding": parties.deciding, "coordinating": parties.coordinating}
    return content | {key: _say(said) for key, said in others.items() if one_line(said)}


def _keywords(record: Record) -> list[str]:
    words = (one_line(word) for word in re.split(r"[,;\n]", record.TUKHOA))
    return [word for word in dict.fromkeys(words) if word and "Không có" not in word]


def _results(record: Record) -> list[Content]:
    """Give the results by the catalogue's codes, or by their places where it has none."""
    found: dict[str, Content] = {}
    rows = [row for row in record.KETQUATHUCHIEN if one_line(row.TENKETQUA)]
    for place, row in enumerate(rows, 1):
        code = _slug(row.MAKETQUA) if one_line(row.MAKETQUA) else f"kq-{place}"
        code = f"{code[:_LONGEST_CODE]}-{place}" if code in found else code
        found[code] = {"code": code, "name": _say(row.TENKETQUA)}
    return list(found.values())


def _requirements(record: Record) -> list[Content]:
    said = one_line(record.YEUCAU)
    if _NOTHING.fullmatch(said):
        return []
    return [{"text": {"vi": said}, "basis": one_line(record.QUYETDINH)}]


def _law(law: UnderstoodLaw) -> Content:
    return {
        "number": law.number,
        "title": _say(law.title or law.number),
        "kind": law.kind or None,
        "year": law.year or None,
    }


def _variants(record: Record, papers: Papers, loose: Loose) -> list[Content]:
    """Give the cases, each with the papers that all of them need; one where none is named.

    As long as nobody said where loose papers belong, the named cases do not demand them, and who
    belongs to no named case finds them in a case of their own.
    """
    named = frozenset(fold(case.name) for case in papers.cases)
    if not papers.cases:
        steps = list(_steps(record, "", named))
        return [_variant(record, "chung", _ALL_CASES, papers.common, steps)]
    beside = papers.loose if loose is not Loose.OWN else ()
    if loose is Loose.UNCLEAR:
        beside = tuple(replace(paper, may_depend=True) for paper in beside)
    found = [
        (_case_code(number), _say(case.name), (*papers.common, *beside, *case.papers))
        for number, case in enumerate(papers.cases, 1)
    ]
    if papers.loose and loose is not Loose.EVERY:
        found.append((_OTHER_CODE, _OTHER_CASES, (*papers.common, *papers.loose)))
    return [
        _variant(record, code, name, asked, list(_steps(record, name["vi"], named)))
        | {"when": f"{CASE} == '{code}'"}
        for code, name, asked in found
    ]


def _variant(
    record: Record,
    code: str,
    name: Mapping[str, str],
    papers: Sequence[UnderstoodPaper],
    steps: Sequence[Content],
) -> Content:
    basis = one_line(record.QUYETDINH)
    asked = [_paper(paper, number, basis) for number, paper in enumerate(papers, 1)]
    return {
        "code": code,
        "name": dict(name),
        "papers": asked,
        "steps": list(steps),
    }


def _steps(record: Record, case: str, named: Container[str]) -> Iterator[Content]:
    """Yield the steps of a case: those told of it, and those told of none of the `named` cases.

    A heading that names no case stands before its steps, so that it is seen what they are for.
    """
    for course in record.TRINHTUTHUCHIEN:
        heading = plain(course.TRUONGHOP)
        if fold(heading) in named and fold(heading) != fold(case):
            continue
        if heading and fold(heading) not in named and len(record.TRINHTUTHUCHIEN) > 1:
            yield _say(heading)
        for step in course.TRINHTU:
            if one_line(step.TENTRINHTU):
                yield _say(step.TENTRINHTU)


def _paper_notes(papers: Papers, loose: Loose) -> list[Content]:
    notes: list[Content] = [_say(note) for note in papers.notes if one_line(note)]
    if papers.loose and loose is Loose.UNCLEAR:
        notes.append(dict(_LOOSE_NOTE))
    return notes


def _case_code(number: int) -> str:
    return f"truong-hop-{number}"


def _paper(paper: UnderstoodPaper, number: int, basis: str) -> Content:
    content: Content = {
        "code": f"giay-to-{number}",
        "originals": paper.originals,
        "copies": paper.copies,
        "needed": "optional" if paper.may_depend else "required",
        "is_shown": paper.is_shown,
        "basis": basis,
    }
    name = one_line(paper.name)
    if len(name) <= _LONGEST_NAME:
        return content | {"name": {"vi": name}}
    short = name[:_LONGEST_NAME].rpartition(" ")[0].rstrip(",;:")
    return content | {"name": {"vi": f"{short}…"}, "help": {"vi": name}}


def _channel(record: Record, way: Way) -> Content:
    content: Content = {"channel": way.channel, "limits": [], "fees": []}
    basis = one_line(record.QUYETDINH)
    if way.limit is not None:
        amount, unit = way.limit
        words = _say(time_in_words(amount, unit)["vi"])
        content["limits"] = [
            {"valid_from": _EARLY, "amount": amount, "unit": unit, "words": words, "basis": basis}
        ]
    content["fees"] = [_fee(fee, number, basis) for number, fee in enumerate(way.fees or (), 1)]
    if way.said:
        content["note"] = _say(" · ".join(way.said))
    if way.limit is None:
        content["limit_unclear"] = True
    if way.fees is None:
        content["fees_unclear"] = True
    return content


def _fee(fee: UnderstoodFee, number: int, basis: str) -> Content:
    found = _PER.fullmatch(one_line(fee.said))
    name = found["name"] if found else fee.said
    content: Content = {
        "valid_from": _EARLY,
        "code": f"phi-{number}",
        "name": _say(name if 0 < len(name) <= _LONGEST_NAME else "Phí, lệ phí"),
        "amount": fee.amount,
        "due": "at-filing",
        "basis": basis,
    }
    return content | {"unit": _say(found["unit"])} if found else content


def _form(record: Record, cases: Sequence[Content]) -> FormSpec:
    """Give the form that packs share, with the question of the case where there are several."""
    shared = _shared_form()
    if not cases:
        return shared
    options = [{"value": case["code"], "label": case["name"]} for case in cases]
    question: Content = {
        "key": CASE,
        "kind": "choice",
        "label": {"vi": "Anh/chị thuộc trường hợp nào?", "en": "Which case is yours?"},
        "options": options,
        "look": "radios",
        "basis": one_line(record.QUYETDINH),
        "mark": "seen",
    }
    first, *others = shared.pages
    asked = (ChoiceQuestion.model_validate(question), *first.questions)
    page = first.model_copy(update={"questions": asked})
    return shared.model_copy(update={"pages": (page, *others)})


def _result(record: Record) -> Result:
    """Give the result that packs share, under the name the record has for it."""
    named = next((row.TENKETQUA for row in record.KETQUATHUCHIEN if row.TENKETQUA), "")
    title = one_line(named).rstrip(".;: ")
    if not 0 < len(title) <= _LONGEST_NAME:
        return _shared_result()
    return _shared_result().model_copy(update={"title": {"vi": title}})


# Read and checked once: five thousand packs share them.
@cache
def _shared_form() -> FormSpec:
    return FormSpec.model_validate(read_yaml(_folder() / "form.yaml"))


@cache
def _shipped_fields() -> dict[str, str]:
    """Give the codes that packs have for fields of these names: one field is listed once."""
    names = read_yaml(_folder() / "fields.yaml")
    return {_slug(name): code for code, name in names.items()}


@cache
def _process() -> Process:
    return Process.model_validate(read_yaml(_folder() / "process.yaml"))


@cache
def _shared_result() -> Result:
    template = (_folder() / "result.typ").read_text(encoding="utf-8")
    return Result.model_validate(read_yaml(_folder() / "result.yaml") | {"template": template})


def _folder() -> Path:
    return packs_folder() / SHARED / GENERATED
