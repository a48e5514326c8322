"""Tracking without signing in, and what keeps others from guessing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import BIRTH
from tests.watching import barriers, look, settled


@pytest.fixture
def dossier(citizen, office):
    return office.file(code=BIRTH, email=citizen.facts["email"], key=citizen.facts["number"])


@pytest.fixture
def stranger(device):
    return device().new_page()


def track(page, code, digits):
    page.goto(f"/t/{code}")
    page.get_by_label("4 số cuối").fill(digits)
    page.get_by_role("button", name="Tra cứu").click()


@pytest.mark.parametrize("by", ["number", "phone"])
def test_code_and_four_digits_show_step_office_and_date_but_nobody(
    dossier, citizen, office, stranger, by
):
    office.receive(dossier=dossier)
    track(stranger, dossier, citizen.facts[by][-4:])
    expect(stranger.get_by_text(dossier).first).to_be_visible()
    expect(stranger.get_by_text("Ủy ban nhân dân phường Ba Đình").first).to_be_visible()
    expect(stranger.locator('[aria-current="step"]')).to_be_visible()
    settled(stranger)
    words = stranger.locator("main").inner_text()
    for secret in (citizen.facts["name"], citizen.facts["number"], citizen.facts["phone"]):
        assert secret not in words
    assert barriers(stranger) == []
    look(stranger, f"tracked-{by}-390")


def test_a_wrong_pair_and_a_code_that_is_not_get_the_same_answer(dossier, stranger, watch):
    watch.expect("status of 404")
    track(stranger, dossier, "0000")
    said = stranger.get_by_text("Không có hồ sơ nào khớp")
    expect(said).to_be_visible()
    settled(stranger)
    first = stranger.locator("main").inner_text()
    track(stranger, "H26.101-990101-9999", "0000")
    expect(said).to_be_visible()
    settled(stranger)
    assert stranger.locator("main").inner_text() == first


def test_the_sixth_wrong_try_says_how_long_to_wait_and_the_owner_still_gets_in(
    dossier, citizen, stranger, watch
):
    watch.expect("status of 404", "status of 429")
    for _ in range(6):
        track(stranger, dossier, "0000")
    said = stranger.get_by_text(re.compile(r"chờ \d+ giây|sau \d+ giờ"))
    expect(said.first).to_be_visible()
    citizen.sign_in()
    expect(citizen.page.get_by_text(dossier)).to_be_visible()
