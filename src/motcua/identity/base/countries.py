"""Countries a sign-up offers as issuers of passports: the neighbours and those most met here."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language, gettext_lazy as _

from motcua.kernel.text import collation_key, fold

HOME: Final = "VN"
HOME_LANGUAGE: Final = "vi"
ELSEWHERE: Final = "ZZ"
"""ISO 3166-1 leaves this code to its users; here any country that is not listed."""

COUNTRIES: Final = (
    (HOME, _("Việt Nam")),
    ("AU", _("Úc")),
    ("BE", _("Bỉ")),
    ("BN", _("Bru-nây")),
    ("CA", _("Ca-na-đa")),
    ("CH", _("Thụy Sĩ")),
    ("CN", _("Trung Quốc")),
    ("CZ", _("Séc")),
    ("DE", _("Đức")),
    ("DK", _("Đan Mạch")),
    ("ES", _("Tây Ban Nha")),
    ("FI", _("Phần Lan")),
    ("FR", _("Pháp")),
    ("GB", _("Vương quốc Anh")),
    ("HK", _("Hồng Kông (Trung Quốc)")),
    ("HU", _("Hung-ga-ri")),
    ("ID", _("In-đô-nê-xi-a")),
    ("IN", _("Ấn Độ")),
    ("IT", _("Ý")),
    ("JP", _("Nhật Bản")),
    ("KH", _("Cam-pu-chia")),
    ("KR", _("Hàn Quốc")),
    ("LA", _("Lào")),
    ("MM", _("Mi-an-ma")),
    ("MY", _("Ma-lai-xi-a")),
    ("NG", _("Ni-giê-ri-a")),
    ("NL", _("Hà Lan")),
    ("NO", _("Na Uy")),
    ("NZ", _("Niu Di-lân")),
    ("PH", _("Phi-líp-pin")),
    ("PL", _("Ba Lan")),
    ("RU", _("Nga")),
    ("SE", _("Thụy Điển")),
    ("SG", _("Xin-ga-po")),
    ("TH", _("Thái Lan")),
    ("TW", _("Đài Loan (Trung Quốc)")),
    ("UA", _("U-crai-na")),
    ("US", _("Hoa Kỳ")),
    ("ZA", _("Nam Phi")),
    (ELSEWHERE, _("Nước khác")),
)


def countries_in_order() -> list[tuple[str, str]]:
    """Give codes and names by the alphabet of the page's language; any other country comes last."""
    key = collation_key if (get_language() or HOME_LANGUAGE) == HOME_LANGUAGE else fold
    named = [(code, str(name)) for code, name in COUNTRIES]
    return sorted(named, key=lambda row: (row[0] == ELSEWHERE, key(row[1])))
