"""A procedure in the shape of the national portal's LayThuTuc answer.

What a record of the national catalogue became is written back as that record, word for word; only
what was settled or changed since replaces what the record says there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.exchange.amounts import amounts_of
from motcua.procedures.base.exchange.merging import merged
from motcua.procedures.base.national.cases import may_depend
from motcua.procedures.base.national.drafting import PER_UNIT, draft_of
from motcua.procedures.base.national.parties import NAMES_OF_SUBJECTS, NAMES_OF_TIERS
from motcua.procedures.base.national.records import Record
from motcua.procedures.base.national.ways import CHANNELS
from motcua.procedures.base.times import time_in_words
from motcua.procedures.enums import LimitUnit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.packs import ChannelSpec, Facts, Fee, Limit, Paper, Variant
    from motcua.procedures.base.texts import Text

Shape = dict[str, Any]

_KENH = {channel: word for word, channel in CHANNELS.items()}
_UNITS: Mapping[LimitUnit, str] = {
    LimitUnit.WORKING_DAY: "WORKING_DAY",
    LimitUnit.DAY: "ngày",
    LimitUnit.HOUR: "HOUR",
    LimitUnit.MONTH: "MONTH",
    # The shape has no unit for it; the words beside it say what is meant.
    LimitUnit.SAME_DAY: "OTHER",
}
_SHOWN = "Giấy tờ phải xuất trình"
_NOTE = "Lưu ý"


def laythuthuc_of(facts: Facts, day: date, source: Mapping[str, Any] | None = None) -> Shape:
    """Give a procedure as on a day; `source` is the record of the national catalogue, if any."""
    now = shape_of(facts, day)
    if source is None:
        return now
    before = shape_of(draft_of(Record.model_validate(source)).pack, day)
    found = merged(source, before, now)
    assert isinstance(found, dict)
    return found


def shape_of(facts: Facts, day: date) -> Shape:
    """Write what is said of a procedure on a day, without regard to any record."""
    authority = facts.authority
    return {
        "MATTHC": facts.code,
        "TENTTHC": _vi(facts.name),
        "QUYETDINH": facts.decision.number,
        "CAPTHUCHIEN": NAMES_OF_TIERS.get(authority.level, ""),
        "LINHVUCTHUCHIEN": [{"TENLINHVUC": _vi(facts.field.name), "MALINHVUC": facts.field.code}],
        "TRINHTUTHUCHIEN": list(_courses(facts.variants)),
        "CACHTHUCTHUCHIEN": [_way(way, day) for way in facts.channels],
        "THANHPHANHOSO": list(_cases(facts)),
        "DOITUONGTHUCHIEN": [NAMES_OF_SUBJECTS[subject] for subject in facts.subjects],
        "KETQUATHUCHIEN": [
            {"TENKETQUA": _vi(row.name), "MAKETQUA": row.code} for row in facts.results
        ],
        "CANCUPHAPLY": [
            {"SOVANBAN": law.number, "TENVANBAN": _vi(law.title)} for law in facts.legal_bases
        ],
        "COQUANTHUCHIEN": [{"TENDONVI": _vi(authority.name)}],
        "COQUANCOTHAMQUYEN": _vi(authority.deciding),
        "COQUANPHOIHOP": _vi(authority.coordinating),
        "YEUCAU": "\n".join(_vi(row.text) for row in facts.requirements) or "Không",
        "MOTA": _vi(facts.summary) if facts.summary != facts.name else "",
        "TUKHOA": ", ".join(facts.keywords.get("vi", ())),
    }


def _vi(text: Text | None) -> str:
    return text["vi"] if text else ""


def _courses(variants: Sequence[Variant]) -> Iterator[Shape]:
    """Yield the steps of each case, once where all cases have the same."""
    if len({tuple(map(_vi, variant.steps)) for variant in variants}) == 1:
        variants = variants[:1]
    for variant in variants:
        steps = [{"TENTRINHTU": _vi(step)} for step in variant.steps]
        yield {"TRUONGHOP": _vi(variant.name) if len(variants) > 1 else "", "TRINHTU": steps}


def _cases(facts: Facts) -> Iterator[Shape]:
    """Yield the papers of each case, those that are only shown, and the notes."""
    several = len(facts.variants) > 1
    shown = [tuple(paper for paper in row.papers if paper.is_shown) for row in facts.variants]
    apart = len({tuple(map(_named, papers)) for papers in shown}) == 1
    for variant in facts.variants:
        papers = [paper for paper in variant.papers if not (apart and paper.is_shown)]
        rows = [_paper(paper) for paper in papers]
        yield {"TRUONGHOP": _vi(variant.name) if several else "", "GIAYTO": rows}
    if apart and shown[0]:
        yield {"TRUONGHOP": _SHOWN, "GIAYTO": [_paper(paper) for paper in shown[0]]}
    if facts.paper_notes:
        notes = [{"TENGIAYTO": _vi(note)} for note in facts.paper_notes]
        yield {"TRUONGHOP": _NOTE, "GIAYTO": notes}


def _paper(paper: Paper) -> Shape:
    return {
        "MAGIAYTO": paper.code,
        "TENGIAYTO": _named(paper),
        "SOBANCHINH": paper.originals,
        "SOBANSAO": paper.copies,
    }


def _named(paper: Paper) -> str:
    """Give a paper's whole name; the shape tells in it that not everybody needs the paper."""
    name, more = _vi(paper.name), _vi(paper.help)
    whole = more if name.endswith("…") and more.startswith(name[:-1]) else name
    is_asked_of_all = paper.needed == "required" and paper.when is None
    return whole if is_asked_of_all or may_depend(whole) else f"{whole} (nếu có)"


def _way(way: ChannelSpec, day: date) -> Shape:
    fees = [
        _fee(fee, *amount)
        for fee in way.fees
        if fee.holds_on(day)
        for amount in amounts_of(fee, way.channel, day)
    ]
    if not fees:
        # An amount left empty is one that nobody knows.
        amount = "" if way.fees_unclear else "0"
        fees = [{"SOTIEN": amount, "DONVI": "VNĐ", "MOTA": ""}]
    limits = [limit for limit in way.limits if limit.holds_on(day)]
    times: list[Shape] = [_time(limit) for limit in limits]
    times = times or [{"THOIGIANGIAIQUYET": "", "DONVITINH": "", "MOTA": ""}]
    times[0]["MOTA"] = " ".join(filter(None, (times[0]["MOTA"], _vi(way.note))))
    return {"KENH": _KENH[way.channel], "THOIGIAN": [{**row, "PHILEPHI": fees} for row in times]}


def _time(limit: Limit) -> Shape:
    words = _vi(limit.words)
    return {
        "THOIGIANGIAIQUYET": str(limit.amount),
        "DONVITINH": _UNITS[limit.unit],
        "MOTA": "" if words == time_in_words(limit.amount, limit.unit)["vi"] else words,
    }


def _fee(fee: Fee, amount: int | None, up_to: int | None) -> Shape:
    said = [_vi(fee.name)]
    if up_to is not None:
        said.append(f"đến {up_to}")
    if amount is None:
        said.append("mức thu do Hội đồng nhân dân cấp tỉnh quy định")
    said += [f"{'giảm' if row.percent else 'miễn'}: {_vi(row.name)}" for row in fee.exemptions]
    if fee.unit is not None:
        said.append(f"{PER_UNIT}{_vi(fee.unit)}")
    return {
        "MAPHILEPHI": fee.code,
        "SOTIEN": "" if amount is None else str(amount),
        "DONVI": "VNĐ",
        "MOTA": "; ".join(said),
    }
