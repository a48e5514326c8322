"""What was not understood of a record, for an administrator to settle: never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FlagKind(StrEnum):
    """Why a place of a record was left as text."""

    CODE_UNUSUAL = "code.unusual"  # "1.014955-Xoa"
    LIMIT_MISSING = "limit.missing"  # no number at all
    LIMIT_OTHER_UNIT = "limit.other-unit"  # "1 OTHER"
    LIMIT_FRACTION = "limit.fraction"  # 3.5 working days
    LIMIT_TOO_LONG = "limit.too-long"
    LIMIT_CONTRADICTED = "limit.contradicted"  # the text names another time
    LIMIT_DEPENDS = "limit.depends"  # the text names other times too, for other cases perhaps
    LIMITS_SEVERAL = "limit.several"  # a way of filing has several, and nothing says when which
    FEE_MISSING = "fee.missing"  # no row at all: that nothing is due is not said
    FEE_LOST_THOUSANDS = "fee.lost-thousands"  # 100 for 100,000
    FEE_ONLY_IN_TEXT = "fee.only-in-text"  # nothing or 0, and the text names money
    FEE_CONTRADICTED = "fee.contradicted"  # the text names other amounts
    FEE_SET_ELSEWHERE = "fee.set-elsewhere"  # nothing or 0, and the text refers to another rule
    FEE_NOT_A_NUMBER = "fee.not-a-number"
    FEE_OTHER_CURRENCY = "fee.other-currency"
    FEES_SEVERAL = "fee.several"  # several rows, and nothing says when which
    LAW_NUMBER_MISSING = "law.number-missing"
    LAW_NUMBER_UNCLEAR = "law.number-unclear"
    LAWS_MISSING = "law.none"
    CASE_UNNAMED = "case.unnamed"  # papers under no case, beside cases that have a name
    CASE_IS_A_NOTE = "case.is-a-note"  # "* Lưu ý:" stands where a case should
    PAPER_UNNAMED = "paper.unnamed"
    PAPER_COUNTS_MISSING = "paper.counts-missing"
    PAPER_MAY_DEPEND = "paper.may-depend"  # its name says "in case of …"
    PAPERS_MISSING = "paper.none"
    CHANNEL_UNKNOWN = "channel.unknown"
    CHANNELS_MISSING = "channel.none"
    TIER_MISSING = "tier.missing"
    SUBJECT_UNKNOWN = "subject.unknown"
    SUBJECTS_MISSING = "subject.none"
    AGENCY_MISSING = "agency.missing"
    RESULT_MISSING = "result.missing"
    FIELD_MISSING = "field.missing"


@dataclass(frozen=True, slots=True)
class Flag:
    """One place of a record, by its path (`CACHTHUCTHUCHIEN.0.THOIGIAN.0`), and what it says."""

    kind: FlagKind
    path: str
    said: str = ""
