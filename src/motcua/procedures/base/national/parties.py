"""Who settles a procedure of a record, and who may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.base.national.flags import Flag, FlagKind
from motcua.procedures.enums import AuthorityLevel, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.national.records import Record

_TIERS: Mapping[str, AuthorityLevel] = {
    "Cấp Xã": AuthorityLevel.COMMUNE,
    "Cấp Tỉnh": AuthorityLevel.PROVINCE,
    "Cấp Bộ/Trung ương": AuthorityLevel.MINISTRY,
}
_SUBJECTS: Mapping[str, Subject] = {
    "Công dân Việt Nam": Subject.CITIZEN,
    "Công dân Việt Nam mà không xác định được nơi thường trú hoặc nơi tạm trú": Subject.CITIZEN,
    "Đảng viên": Subject.CITIZEN,
    "Cán bộ, công chức, viên chức": Subject.CITIZEN,
    "Người Việt Nam định cư ở nước ngoài": Subject.OVERSEAS_VIETNAMESE,
    "Người Việt Nam định cư ở nước ngoài, nhóm 1": Subject.OVERSEAS_VIETNAMESE,
    "Người nước ngoài": Subject.FOREIGNER,
    "Người nước ngoài cư trú tại Việt Nam": Subject.FOREIGNER,
    "Người nước ngoài đã cư trú tại Việt Nam": Subject.FOREIGNER,
    "Doanh nghiệp": Subject.ENTERPRISE,
    "Doanh nghiệp Việt Nam": Subject.ENTERPRISE,
    "Doanh nghiệp có vốn đầu tư nước ngoài": Subject.ENTERPRISE,
    "Hợp tác xã": Subject.ENTERPRISE,
    "Hộ kinh doanh": Subject.HOUSEHOLD_BUSINESS,
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": Subject.ORGANISATION,
    "Tổ chức nước ngoài": Subject.ORGANISATION,
    "Tổ chức Đảng": Subject.ORGANISATION,
}
NAMES_OF_TIERS: Mapping[AuthorityLevel, str] = {tier: name for name, tier in _TIERS.items()}
"""What the catalogue calls a tier."""
# The first name of a subject is the widest.
NAMES_OF_SUBJECTS: Mapping[Subject, str] = {
    subject: name for name, subject in reversed(tuple(_SUBJECTS.items()))
}
"""What the catalogue calls who may ask, in the widest word."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The tier that settles it, the agencies by name, and who may ask."""

    tier: AuthorityLevel
    agency: str
    deciding: str
    coordinating: str
    subjects: tuple[Subject, ...]


def parties_of(record: Record) -> tuple[Parties, list[Flag]]:
    """Read tier, agencies and subjects."""
    flags: list[Flag] = []
    tier = _TIERS.get(record.CAPTHUCHIEN)
    if tier is None:
        flags.append(Flag(FlagKind.TIER_MISSING, "CAPTHUCHIEN", record.CAPTHUCHIEN))
    agency = next((row.TENDONVI for row in record.COQUANTHUCHIEN if row.TENDONVI), "")
    deciding = record.COQUANCOTHAMQUYEN
    if not agency and not deciding:
        flags.append(Flag(FlagKind.AGENCY_MISSING, "COQUANTHUCHIEN"))
    subjects: dict[Subject, None] = {}
    for place, said in enumerate(_whole(record.DOITUONGTHUCHIEN)):
        if said in _SUBJECTS:
            subjects[_SUBJECTS[said]] = None
        else:
            flags.append(Flag(FlagKind.SUBJECT_UNKNOWN, f"DOITUONGTHUCHIEN.{place}", said))
    if not record.DOITUONGTHUCHIEN:
        flags.append(Flag(FlagKind.SUBJECTS_MISSING, "DOITUONGTHUCHIEN"))
    parties = Parties(
        tier or AuthorityLevel.OTHER,
        agency or deciding,
        deciding,
        record.COQUANPHOIHOP,
        tuple(subjects),
    )
    return parties, flags


def _whole(said: tuple[str, ...]) -> Iterator[str]:
    """Put together what was parted at a comma inside brackets."""
    open_part = ""
    for part in said:
        text = f"{open_part}, {part}" if open_part else part
        if text.count("(") > text.count(")"):
            open_part = text
        else:
            open_part = ""
            yield text
    if open_part:
        yield open_part
