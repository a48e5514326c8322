"""Who comes to the office on this day: twenty people, over three channels, and how each fares.

What stands here was worked out by hand from the rules; it is what the books are held against.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.dossiers.enums import NationalCode as Code, State
from tests.cast import BIRTH, BUSINESS, RESIDENCE

BORN = date(1985, 3, 5)
_IN_WORDS = {
    Code.NEW: "Đã nộp, chờ tiếp nhận",
    Code.ACCEPTED: "Đã tiếp nhận",
    Code.NOT_ACCEPTED: "Không được tiếp nhận",
    Code.IN_PROCESS: "Đang xử lý",
    Code.SUPPLEMENT: "Chờ anh/chị bổ sung",
    Code.FINANCIAL: "Chờ anh/chị nộp tiền",
    Code.WITHDRAWN: "Đã rút hồ sơ",
    Code.STOPPED: "Dừng xử lý",
    Code.FINISHED: "Đã có kết quả, chờ trả",
    Code.RETURNED: "Đã có kết quả",
}
COUNTER, ONLINE, POST = "counter", "online", "post"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who files on this day.

    Attributes:
        channel: how he files.
        paid: what he pays for his dossier in all, in đồng, postage included.
        ends, code: the dossier's own state and its national code when the office closes.
        promised: when slip 01 promises the result, as it stands at closing; empty before receipt.
        told: which messages he gets, in order.
        has_account: whether he follows his dossier online.

    """

    name: str
    number: str
    phone: str
    procedure: str
    channel: str
    ends: State
    code: Code
    told: tuple[str, ...]
    promised: str = ""
    paid: int = 0
    has_account: bool = False

    @property
    def card(self) -> str:
        """What the QR of his identity card says."""
        return f"{self.number}||{self.name}|{BORN:%d%m%Y}|Nam|Số 5 phố Huế, Hà Nội|10052021"

    @property
    def mailbox(self) -> str:
        """Where letters reach him, if he has an account."""
        return f"{self.phone}@dan.example"

    def told_at(self, address: str) -> tuple[str, ...]:
        """Give what he is told at his telephone or his mailbox."""
        if self == SON_OF_HERS:
            return () if address == self.phone else self.told
        is_reached = address == self.phone or (self.has_account and self != MOTHER)
        return self.told if is_reached else ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no public page may tell of him."""
        return self.name, self.number, self.phone

    @property
    def state_in_words(self) -> str:
        """What the public page says of where his dossier stands."""
        return _IN_WORDS[self.code]

    @property
    def is_shown_promise(self) -> bool:
        """Say whether the public page says when the result comes, or was to come."""
        return self.code in {Code.ACCEPTED, Code.IN_PROCESS, Code.FINISHED, Code.RETURNED}

    @property
    def due_in_words(self) -> str:
        """Write the promise as pages do."""
        day, _, hour = self.promised.partition(" ")
        return f"{hour} {day}/2026"

    @property
    def is_late(self) -> bool:
        """Say whether he waits, when the office has closed, for what was promised for today."""
        return self.code == Code.IN_PROCESS and self.promised.startswith(_TODAY)

    @property
    def is_settled(self) -> bool:
        """Say whether his result is there."""
        return self.ends in {State.FINISHED, State.RETURNED}


_TODAY = "20/11"
_ONE = 7000
_PHONE = 8000


def _visitor(
    number: int,
    name: str,
    how: tuple[str, str],
    ends: tuple[State, Code],
    told: str,
    *,
    promised: str = "",
    paid: int = 0,
) -> Visitor:
    procedure, channel = how
    return Visitor(
        name=name,
        number=f"001085{number:02}{_ONE + number}",
        phone=f"09{number:02}00{_PHONE + number}",
        procedure=procedure,
        channel=channel,
        ends=ends[0],
        code=ends[1],
        told=tuple(told.split()),
        promised=promised,
        paid=paid,
        has_account=channel == ONLINE,
    )


_HELPED = "mandate-code helped-filing"
_BACK = "finished returned rating"
_EARLY = "finished_early returned rating"
_RETURNED, _IN_PROCESS = (State.RETURNED, Code.RETURNED), (State.IN_PROCESS, Code.IN_PROCESS)
_ASKED = (State.SUPPLEMENT_AT_RECEIPT, Code.SUPPLEMENT)
_REFUSED, _NEW = (State.REFUSED, Code.NOT_ACCEPTED), (State.FILED, Code.NEW)

# Online.
AN = _visitor(
    *(1, "Nguyễn Thị An", (RESIDENCE, ONLINE), _IN_PROCESS, "submitted accepted"),
    promised="02/12 17:00",
    paid=10_000,
)
BINH = _visitor(
    *(2, "Trần Văn Bình", (BUSINESS, ONLINE), _RETURNED),
    "submitted accepted finished_early parcel parcel returned rating",
    promised="26/11 17:00",
    paid=118_000,
)
CHI = _visitor(
    *(3, "Lê Thị Chi", (BIRTH, ONLINE), _RETURNED, f"submitted accepted supplement {_BACK}"),
    promised="20/11 17:00",
)
MOTHER = _visitor(
    *(4, "Phạm Thị Dung", (BIRTH, ONLINE), _RETURNED, f"{_HELPED} submitted accepted {_BACK}"),
    promised="20/11 17:00",
)
EM = _visitor(5, "Hoàng Văn Em", (BIRTH, ONLINE), _REFUSED, "submitted refused")
GIANG = _visitor(6, "Vũ Thị Giang", (BIRTH, ONLINE), (State.WITHDRAWN, Code.WITHDRAWN), "submitted")
HA = _visitor(7, "Đỗ Thị Hà", (BIRTH, ONLINE), _ASKED, "submitted supplement")
KHOA = _visitor(8, "Bùi Văn Khoa", (BUSINESS, ONLINE), _NEW, "submitted")

# At the counters.
LAN = _visitor(
    *(9, "Đặng Thị Lan", (BUSINESS, COUNTER), _RETURNED, f"submitted accepted {_EARLY}"),
    promised="26/11 17:00",
    paid=100_000,
)
MINH = _visitor(
    *(10, "Ngô Văn Minh", (BIRTH, COUNTER), (State.FINISHED, Code.FINISHED)),
    "submitted accepted finished",
    promised="20/11 17:00",
)
NGA = _visitor(11, "Dương Thị Nga", (BUSINESS, COUNTER), _ASKED, "submitted supplement")
OANH = _visitor(12, "Lý Thị Oanh", (BUSINESS, COUNTER), _REFUSED, "submitted refused")
PHUC = _visitor(
    *(13, "Mai Văn Phúc", (BIRTH, COUNTER), _IN_PROCESS, "submitted accepted"),
    promised="20/11 17:00",
)
QUAN = _visitor(
    *(
        14,
        "Tô Văn Quân",
        (RESIDENCE, COUNTER),
        (State.ACCEPTED, Code.ACCEPTED),
        "submitted accepted",
    ),
    promised="02/12 17:00",
    paid=20_000,
)
# On paper, while the system was out of order.
SON = _visitor(
    *(15, "Đinh Văn Sơn", (BUSINESS, COUNTER), _IN_PROCESS, "submitted accepted"),
    promised="26/11 17:00",
    paid=100_000,
)
THU = _visitor(
    *(16, "Trịnh Thị Thu", (BIRTH, COUNTER), _IN_PROCESS, "submitted accepted"),
    promised="20/11 17:00",
)

# By post.
UYEN = _visitor(17, "Cao Thị Uyên", (BUSINESS, POST), _NEW, "submitted")
VAN = _visitor(
    *(18, "Hồ Thị Vân", (BIRTH, POST), (State.STOPPED, Code.STOPPED), "submitted accepted stopped"),
    promised="20/11 17:00",
)
XUAN = _visitor(
    *(19, "Phan Thị Xuân", (BUSINESS, POST), (State.PAYMENT_IN_PROCESS, Code.FINANCIAL)),
    "submitted accepted payment",
    promised="26/11 17:00",
    paid=100_000,
)
YEN = _visitor(
    *(20, "Võ Thị Yến", (BIRTH, POST), _IN_PROCESS, "submitted accepted"),
    promised="20/11 17:00",
)

EVERYBODY = (
    *(AN, BINH, CHI, MOTHER, EM, GIANG, HA, KHOA),
    *(LAN, MINH, NGA, OANH, PHUC, QUAN, SON, THU),
    *(UYEN, VAN, XUAN, YEN),
)
SON_OF_HERS = Visitor(
    name="Phạm Văn Dũng",
    number="001085217021",
    phone="0921008021",
    procedure="",
    channel=ONLINE,
    ends=State.FILED,
    code=Code.NEW,
    told=("submitted", "accepted", "finished"),
    has_account=True,
)
"""He files for his mother and nothing for himself; what he is told ends when she ends it."""
