"""People to tell, and what they are told."""

from __future__ import annotations

from motcua.notifications.actions import Recipient, notify
from tests.cast import NOW

PHONE, EMAIL = "0912345678", "an@vidu.vn"
AN = Recipient(PHONE, EMAIL, "vi")
CONTEXT = {
    "code": "H26.101-261120-0001",
    "agency": "Ủy ban nhân dân phường Ba Đình",
    "procedure": "Đăng ký khai sinh",
    "at": "09:00 ngày 20/11/2026",
    "fee": "",
    "link": "http://localhost:8000/t/H26.101-261120-0001",
}


def tell(recipient=AN, *, key="submitted:1", template="submitted", now=NOW, **changes):
    """Write what somebody is to be told; give how many messages."""
    return notify(
        key=key,
        recipient=recipient,
        template=template,
        context=CONTEXT | changes,
        agency_id=None,
        now=now,
    )
