"""A demo authority, an impostor of the same names, their keys, and papers signed by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from motcua.signatures.actions.pades import pades_signed
from motcua.signatures.base import HeldKey, KeyAlgorithm
from motcua.signatures.providers.authority import DemoAuthority, Subject
from motcua.signatures.providers.pkcs12 import Pkcs12Keys
from motcua.signatures.verdicts.pdf import judge_pdf
from motcua.signatures.verdicts.trust import Trust
from motcua.ui import paper

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.signatures.verdicts.findings import Verdict

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
WARD = Subject("Ủy ban nhân dân phường Mẫu", "H26.11")
LEADER = Subject("Ủy ban nhân dân phường Mẫu", "H26.11", "Trần Văn Mẫu", "Chủ tịch")


@dataclass(frozen=True)
class Hand:
    """A key in somebody's hand, ready to sign."""

    key: HeldKey
    keys: Pkcs12Keys

    def signs(self, pdf: bytes, *, now: datetime = AT) -> bytes:
        return pades_signed(
            pdf, key=self.key, provider=self.keys, reason="Trả kết quả",
            signer_name="Ủy ban nhân dân phường Mẫu", now=now,
        )  # fmt: skip


@dataclass(frozen=True)
class House:
    """An authority with its folder."""

    authority: DemoAuthority

    def hand(
        self,
        reference: str,
        subject: Subject = WARD,
        *,
        algorithm: KeyAlgorithm = KeyAlgorithm.P256,
        now: datetime = AT,
    ) -> Hand:
        key = self.authority.issue(reference, subject, algorithm=algorithm, now=now)
        return Hand(key, self.authority.keys)

    @property
    def trust(self) -> Trust:
        root = self.authority.establish(now=AT)
        return Trust(anchors=(root.public_bytes(Encoding.DER),))


def house(folder: Path, *, now: datetime = AT - timedelta(days=30)) -> House:
    authority = DemoAuthority(Pkcs12Keys(folder), "motcua minh họa")
    authority.establish(now=now)
    return House(authority)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    return house(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Hand:
    """The same names, another root."""
    return house(tmp_path_factory.mktemp("stranger")).hand("ward")


@pytest.fixture(scope="session")
def ward(home: House) -> Hand:
    return home.hand("ward", algorithm=KeyAlgorithm.RSA2048)


@pytest.fixture(scope="session")
def leader(home: House) -> Hand:
    return home.hand("leader", LEADER)


@pytest.fixture(scope="session")
def trust(home: House) -> Trust:
    return home.trust


@pytest.fixture(scope="session")
def unsigned() -> bytes:
    data: dict[str, Any] = {
        "title": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
        "demo": True,
        "agency": {"parent": "Ủy ban nhân dân thành phố Hà Nội", "name": WARD.agency},
        "number": "03/TCHS",
        "date": "2026-11-20",
        "code": "H26.11-261120-0003",
        "office": "Trung tâm Phục vụ hành chính công phường Mẫu",
        "filer": {"name": "Nguyễn Thị Ngữ"},
        "request": "Đăng ký khai sinh",
        "reasons": ["Nơi cư trú không thuộc địa bàn phường."],
        "signer": {
            "authority": ["Người tiếp nhận hồ sơ"],
            "name": "Trần Văn Mẫu",
            "signed_at": "2026-11-20T15:30:00+07:00",
            "seal": True,
        },
    }
    return paper.render_pdf("slips/form03.typ", data, at=AT)


@pytest.fixture(scope="session")
def signed(unsigned: bytes, ward: Hand) -> bytes:
    return ward.signs(unsigned)


@pytest.fixture
def judged(trust: Trust) -> Any:
    """Judge as of an hour after signing, or as told."""

    def judge(data: bytes, *, at: datetime = AT + timedelta(hours=1), by: Trust = trust) -> Verdict:
        return judge_pdf(data, trust=by, at=at)

    return judge
