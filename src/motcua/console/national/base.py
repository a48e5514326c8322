"""What a flag of the national catalogue is, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import AgencyKind
from motcua.procedures.base.national.flags import FlagKind
from motcua.procedures.base.national.settling import asks_of
from motcua.procedures.enums import AuthorityLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.http import QueryDict
    from django.utils.functional import _StrPromise

_KEPT = ("q", "kind", "field", "tier", "ours", "state", "page")

GROUPS: Mapping[str, _StrPromise] = {
    "limit.": _("Thời hạn"),
    "fee.": _("Phí, lệ phí"),
    "law.": _("Căn cứ pháp lý"),
    "paper.": _("Giấy tờ"),
    "case.": _("Trường hợp"),
    "channel.": _("Cách nộp"),
    "subject.": _("Đối tượng"),
    "agency.": _("Cơ quan"),
    "tier.": _("Cấp thực hiện"),
    "result.": _("Kết quả"),
    "field.": _("Lĩnh vực"),
    "code.": _("Mã"),
}
"""Kinds by the beginning of their code."""

TIERS: Mapping[str, _StrPromise] = {
    AuthorityLevel.COMMUNE: _("Cấp xã"),
    AuthorityLevel.PROVINCE: _("Cấp tỉnh"),
    AuthorityLevel.MINISTRY: _("Bộ, trung ương"),
    AuthorityLevel.OTHER: _("Không nêu cấp"),
}
"""Tiers that settle procedures."""

TIER_OF_KIND: Mapping[str, str] = {
    AgencyKind.COMMUNE: AuthorityLevel.COMMUNE,
    AgencyKind.DEPARTMENT: AuthorityLevel.PROVINCE,
    AgencyKind.PROVINCE: AuthorityLevel.PROVINCE,
    AgencyKind.MINISTRY: AuthorityLevel.MINISTRY,
}
"""The tier whose procedures an agency settles, by what it is."""

KINDS: Mapping[str, _StrPromise] = {
    FlagKind.CODE_UNUSUAL: _("Mã viết khác thường"),
    FlagKind.LIMIT_MISSING: _("Không ghi thời hạn"),
    FlagKind.LIMIT_OTHER_UNIT: _("Thời hạn không có đơn vị rõ"),
    FlagKind.LIMIT_FRACTION: _("Thời hạn lẻ, không tròn đơn vị"),
    FlagKind.LIMIT_TOO_LONG: _("Thời hạn dài bất thường"),
    FlagKind.LIMIT_CONTRADICTED: _("Phần mô tả nói một thời hạn khác"),
    FlagKind.LIMIT_DEPENDS: _("Phần mô tả còn nói thời hạn cho trường hợp khác"),
    FlagKind.LIMITS_SEVERAL: _("Một cách nộp có nhiều thời hạn"),
    FlagKind.FEE_MISSING: _("Không nói có thu phí hay không"),
    FlagKind.FEE_LOST_THOUSANDS: _("Số tiền dưới 1.000 đồng, có thể mất ba số 0"),
    FlagKind.FEE_ONLY_IN_TEXT: _("Số tiền chỉ có trong phần mô tả"),
    FlagKind.FEE_CONTRADICTED: _("Phần mô tả nói số tiền khác"),
    FlagKind.FEE_SET_ELSEWHERE: _("Mức thu do văn bản khác quy định"),
    FlagKind.FEE_NOT_A_NUMBER: _("Số tiền không đọc được"),
    FlagKind.FEE_OTHER_CURRENCY: _("Không tính bằng đồng"),
    FlagKind.FEES_SEVERAL: _("Có nhiều mức thu, không rõ khi nào áp dụng mức nào"),
    FlagKind.LAW_NUMBER_MISSING: _("Căn cứ pháp lý không có số hiệu"),
    FlagKind.LAW_NUMBER_UNCLEAR: _("Số hiệu văn bản không đọc được"),
    FlagKind.LAWS_MISSING: _("Không nêu căn cứ pháp lý"),
    FlagKind.CASE_UNNAMED: _("Giấy tờ không ghi trường hợp, bên cạnh các trường hợp có tên"),
    FlagKind.CASE_IS_A_NOTE: _("Lời lưu ý đứng ở chỗ của trường hợp"),
    FlagKind.PAPER_UNNAMED: _("Giấy tờ không có tên"),
    FlagKind.PAPER_COUNTS_MISSING: _("Không ghi số bản chính, bản sao"),
    FlagKind.PAPER_MAY_DEPEND: _("Giấy tờ có thể chỉ cần trong một số trường hợp"),
    FlagKind.PAPERS_MISSING: _("Không nêu giấy tờ nào"),
    FlagKind.CHANNEL_UNKNOWN: _("Cách nộp lạ"),
    FlagKind.CHANNELS_MISSING: _("Không nêu cách nộp"),
    FlagKind.TIER_MISSING: _("Không nêu cấp thực hiện"),
    FlagKind.SUBJECT_UNKNOWN: _("Đối tượng lạ"),
    FlagKind.SUBJECTS_MISSING: _("Không nêu đối tượng"),
    FlagKind.AGENCY_MISSING: _("Không nêu cơ quan thực hiện"),
    FlagKind.RESULT_MISSING: _("Không nêu kết quả"),
    FlagKind.FIELD_MISSING: _("Không nêu lĩnh vực"),
}
"""What each kind of flag says."""

SOURCE_NAMES: Mapping[str, _StrPromise] = {
    "KENH": _("Cách nộp"),
    "THOIGIANGIAIQUYET": _("Thời gian giải quyết"),
    "DONVITINH": _("Đơn vị thời gian"),
    "MOTA": _("Mô tả"),
    "SOTIEN": _("Số tiền"),
    "DONVI": _("Đơn vị tiền"),
    "MAPHILEPHI": _("Mã khoản thu"),
    "TRUONGHOP": _("Trường hợp"),
    "TENGIAYTO": _("Tên giấy tờ"),
    "MAGIAYTO": _("Mã giấy tờ"),
    "TENMAUDON": _("Tên mẫu đơn"),
    "URL": _("Địa chỉ tệp mẫu"),
    "SOBANCHINH": _("Số bản chính"),
    "SOBANSAO": _("Số bản sao"),
    "SOVANBAN": _("Số hiệu văn bản"),
    "TENVANBAN": _("Tên văn bản"),
    "NGAYBANHANH": _("Ngày ban hành"),
    "COQUANBANHANH": _("Cơ quan ban hành"),
    "TENDONVI": _("Tên đơn vị"),
    "MADONVI": _("Mã đơn vị"),
    "TENKETQUA": _("Tên kết quả"),
    "MAKETQUA": _("Mã kết quả"),
    "TENLINHVUC": _("Tên lĩnh vực"),
    "MALINHVUC": _("Mã lĩnh vực"),
}
"""What the fields of a record are called."""

SOURCE_WORDS: Mapping[str, _StrPromise] = {
    "WORKING_DAY": _("ngày làm việc"),
    "DAY": _("ngày"),
    "HOUR": _("giờ"),
    "MONTH": _("tháng"),
    "YEAR": _("năm"),
    "OTHER": _("đơn vị khác"),
    "ONLINE": _("trực tuyến"),
    "DIRECT": _("trực tiếp"),
    "POSTAL": _("bưu chính"),
}
"""What the words mean that records write for machines."""

_WORD = re.compile(rf"\b(?:{'|'.join(SOURCE_WORDS)})\b")


def source_name(key: str) -> str:
    """Give the name of a field of a record; the key itself where it is none we know."""
    return str(SOURCE_NAMES.get(key, key))


def in_words(said: str) -> str:
    """Put what a record says for machines into words, its own beside them."""
    return _WORD.sub(lambda found: f"{SOURCE_WORDS[found[0]]} ({found[0]})", said)


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A group of kinds to narrow by, with its number of flags, and the kinds in it that there are.

    Rows are `(value, label, number, whether it is chosen)`.
    """

    label: str
    rows: tuple[tuple[str, str, int, bool], ...]


def kind_groups(counts: Mapping[str, tuple[int, int]], chosen: str) -> list[KindGroup]:
    """Give the groups of kinds that there are, each with all of it first."""
    return [
        KindGroup(str(label), tuple(_rows(group, counts, chosen)))
        for group, label in GROUPS.items()
        if any(kind.startswith(group) for kind in counts)
    ]


def _rows(
    group: str, counts: Mapping[str, tuple[int, int]], chosen: str
) -> Iterator[tuple[str, str, int, bool]]:
    kinds = [kind for kind in counts if kind.startswith(group)]
    if len(kinds) > 1 or chosen == group:
        total = sum(counts[kind][0] for kind in kinds)
        yield group, f"{GROUPS[group]}", total, chosen == group
    for kind in sorted(kinds, key=lambda each: -counts[each][0]):
        yield kind, str(KINDS.get(kind, kind)), counts[kind][0], chosen == kind


def asks_the_same(kinds: Iterable[str]) -> bool:
    """Say whether flags of these kinds can be answered together."""
    return len({asks_of(kind) for kind in kinds}) == 1


def key_of(code: str, kind: str, path: str) -> str:
    """Give a flag as the list sends it."""
    return f"{code}|{kind}|{path}"


def kept(given: QueryDict) -> str:
    """Give what narrows the list, to come back to it as it was; nothing where nothing does."""
    query = urlencode([(name, given.get(name, "")[:200]) for name in _KEPT if given.get(name)])
    return f"?{query}" if query else ""
