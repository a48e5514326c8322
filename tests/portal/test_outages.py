"""Where somebody files or follows a dossier, an outage is told: what, since when, what to do."""

from __future__ import annotations

import pytest

from tests.cast import BIRTH
from tests.dossiers.episodes import declare, second

__all__ = ["declare", "second"]
WORDS = (
    "Đang có sự cố: Cháy phòng máy chủ",
    "Từ 08:00 20/11/2026",
    "cho tới khi cơ quan công bố hết sự cố",
    "Bản nháp của anh/chị vẫn được giữ",
    "số tạm",
    "Quyết định 12/QĐ-UBND",
)


def told(browser):
    return browser.words("//*[@data-outage='now']")


@pytest.fixture
def addresses(world, begin):
    """The pages of filing and of a dossier that is in process."""
    dossier = world.receive(world.file())
    draft = begin()
    office = f"office={world.offerings[BIRTH]}"
    return {
        "procedure": f"/procedures/{BIRTH}?{office}",
        "start": f"/procedures/{BIRTH}/start?{office}",
        "filing": draft,
        "dossier": f"/dossiers/{dossier.public_id}",
        "code": dossier.code,
    }


def test_pages_of_filing_and_following_say_what_is_wrong_and_what_to_do(
    citizen, stranger, addresses, declare
):
    code = addresses.pop("code")
    for name, address in addresses.items():
        citizen.go(address)
        while citizen.status in {301, 302}:
            citizen.follow()
        assert citizen.status == 200, name
        assert told(citizen) == "", name
    declare("2026-11-20T08:00", now="2026-11-20T08:30")
    for name, address in addresses.items():
        citizen.go(address)
        while citizen.status in {301, 302}:
            citizen.follow()
        assert [word for word in WORDS if word not in told(citizen)] == [], name
    stranger.post("/track", {"code": code, "digits": "0123"})
    assert [word for word in WORDS if word not in told(stranger)] == []
