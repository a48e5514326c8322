"""What is kept of where a carrier says a parcel is: its offices and known places, nothing else."""

from __future__ import annotations

import re

from motcua.agencies.queries.places import names_of_places
from motcua.kernel.text import fold

# What offices of the post are called, folded; the longest first.
_OFFICE = re.compile(
    r"^(buu cuc|buu dien|trung tam|diem phuc vu|khai thac|chia chon|giao nhan|van chuyen|phat|kho"
    r"|cap [1-3]|thanh pho|tinh|phuong|xa|quan|huyen|thi xa|thi tran|dac khu|tp\.?|vung)\b ?"
)
_PARTS = re.compile(r"\s*[,;/()–|]\s*|\s-\s")
_POSTCODE = re.compile(r"[0-9]{5,6}")


def office_said(text: str) -> str:
    """Keep the parts of a text that name an office of the post by a known place, or a postcode.

    Carriers write there who took a parcel in, or a telephone; whoever tracks it would read that.
    """
    kept = (part for part in _PARTS.split(text.strip()) if part and _is_office(fold(part)))
    return ", ".join(kept)


def _is_office(part: str) -> bool:
    rest = part
    while found := _OFFICE.match(rest):
        rest = rest[found.end() :]
    is_of_the_post = not rest or bool(_POSTCODE.fullmatch(rest))
    # "Phường Ba Đình" is known as "Ba Đình"; "Phú Quý" begins with no word of an office.
    return is_of_the_post or rest in names_of_places() or part in names_of_places()
