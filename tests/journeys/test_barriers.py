"""No barrier on any citizen's page: axe, 320 px, the right language, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.people import BIRTH, OWN_HOUSE, RESIDENCE
from tests.watching import barriers, look

OPEN = (
    "/",
    "/procedures",
    "/procedures?q=dang+ky+khai+sinh",
    "/procedures?q=khongcogica",
    f"/procedures/{BIRTH}",
    f"/procedures/{RESIDENCE}",
    "/track",
    "/verify",
    "/help",
    "/privacy",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
)


def sweep(page, paths):
    """Give the barriers of pages."""
    found = []
    for path in paths:
        page.goto(path)
        found += barriers(page)
    return found


def on_paper(page, path, code):
    """See that a page prints its matter, and nothing that only a screen needs."""
    page.goto(path)
    page.emulate_media(media="print")
    assert page.get_by_text(code).first.is_visible()
    assert not page.get_by_role("navigation").first.is_visible()
    assert not page.get_by_role("button", name="Chép").first.is_visible()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_that_anybody_opens_have_no_barrier(device, language):
    page = device().new_page()
    page.goto("/")
    if language == "en":
        page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert sweep(page, OPEN) == []


def test_the_pages_of_errors_have_no_barrier(device, watch):
    watch.expect("status of 404", "status of 422")
    page = device().new_page()
    assert sweep(page, ["/nothing-here", "/v/nothing"]) == []


def test_a_form_its_errors_and_its_summary_have_no_barrier(citizen, office, watch):
    watch.expect("status of 422")
    draft = office.begin(code=RESIDENCE, email=citizen.facts["email"], fixed=OWN_HOUSE)
    citizen.sign_in(draft)
    stops = ["nguoi-dang-ky", "truong-hop", "chi-tiet", "chu-ho", "cung-chuyen", "papers", "check"]
    page = citizen.page
    assert sweep(page, [f"{draft}/{stop}" for stop in stops]) == []
    page.goto(f"{draft}/nguoi-dang-ky")
    page.locator('[name="full_name"]').fill("")
    page.get_by_role("button", name="Tiếp tục", exact=True).last.click()
    page.locator("[data-error-summary]").wait_for()
    look(page, "errors-390")
    assert barriers(page) == []


def test_the_pages_of_ones_dossiers_have_no_barrier_and_print_plainly(citizen, office):
    email = citizen.facts["email"]
    dossier = office.file(code=BIRTH, email=email, key=citizen.facts["number"])
    path = f"/dossiers/{office.look(dossier=dossier)['id']}"
    citizen.sign_in()
    paths = ["/my", "/", path, f"{path}/filed", f"{path}/withdraw"]
    assert sweep(citizen.page, paths) == []
    on_paper(citizen.page, f"{path}/filed", dossier)
    citizen.page.set_viewport_size(DESKTOP)
    citizen.page.goto("/")
    look(citizen.page, "home-1280")
    citizen.page.goto(path)
    look(citizen.page, "dossier-1280")
