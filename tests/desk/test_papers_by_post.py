"""An envelope at the counter: matched by its code, scanned, compared, accepted or found wanting."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.counters.models import Comparison, CounterFiling
from motcua.dossiers.models import Dossier, PostedPapers, Slip
from tests.cast import PDF
from tests.deliveries.conftest import tariff_rows
from tests.desk.test_counter import act, boxes
from tests.dossiers.posted import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _post(db, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    tariff_rows()


@pytest.fixture
def clerk(office, desk_of):
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    return browser


@pytest.fixture
def dossier(world):
    return prepared(world, address=None)


def scan(browser, code):
    browser.response = browser.client.post(browser.at("parcel-receive"), {"code": code})
    return browser


def send(browser, **fields):
    filing = CounterFiling.objects.get()
    address = browser.at("counter-posted", filing.public_id)
    browser.go(address)
    browser.response = browser.client.post(address, boxes(browser) | fields)
    return browser


def scanned(browser):
    """Put a scan of each paper in, and hold each against its original."""
    names = [one.get("name") for one in browser.page.xpath("//input[@type='file']")]
    files = {
        name: SimpleUploadedFile(f"{name}.pdf", PDF + name.encode(), "application/pdf")
        for name in names
    }
    send(browser, **files, _save="1").follow()
    marks = {name: "compared" for name in boxes(browser) if name.startswith("mark.")}
    return send(browser, **marks, _next="")


def test_an_envelope_is_matched_by_its_code_scanned_and_accepted(clerk, dossier):
    scan(clerk, dossier.code.lower()).follow()
    assert dossier.applicant_name in clerk.text
    assert "Phong bì cần có" in clerk.text
    assert "Giấy chứng sinh (một trong các giấy tờ này)" in clerk.text
    scanned(clerk).follow()
    assert "Đã nhận giấy tờ gửi qua bưu chính" in clerk.text
    dossier.refresh_from_db()
    assert dossier.accepted_at == PostedPapers.objects.get().arrived_at
    assert dossier.papers.exists()
    assert Comparison.objects.exists()
    assert Slip.objects.filter(dossier=dossier, form="01").exists()
    assert not CounterFiling.objects.exists()
    assert Dossier.objects.count() == 1


def test_what_lacks_is_said_and_asked_for_at_once(clerk, dossier):
    scan(clerk, dossier.code)
    send(clerk, _next="")
    assert clerk.status == 422
    assert "Chưa có" in clerk.text
    send(clerk, _lacking="1")
    assert clerk.response["Location"].endswith(f"{dossier.public_id}/supplement")
    dossier.refresh_from_db()
    assert dossier.accepted_at is None


def test_without_a_counter_the_arrival_is_noted_all_the_same(desk_of, dossier):
    browser = scan(desk_of("receptionist"), dossier.code).follow()
    assert "Mở quầy để quét và tiếp nhận" in browser.text
    assert PostedPapers.objects.get().arrived_at is not None


def test_the_dossiers_page_says_what_it_waits_for(clerk, dossier):
    clerk.open("dossier", dossier.public_id)
    assert "Chờ giấy tờ gửi qua bưu chính" in clerk.text


def test_what_was_thrown_away_is_begun_anew_and_the_dossier_stays(clerk, dossier):
    scan(clerk, dossier.code)
    send(clerk, _discard="1")
    assert not CounterFiling.objects.exists()
    scan(clerk, dossier.code)
    assert CounterFiling.objects.count() == 1
    assert Dossier.objects.get().state == "filed"


def test_a_stranger_s_envelope_is_not_found(desk_of, dossier):
    browser = scan(desk_of("outsider"), dossier.code)
    assert browser.response["Location"].endswith("/parcels") or browser.status == 302
    assert PostedPapers.objects.get().arrived_at is None


def test_the_post_page_leads_to_what_still_waits_for_its_envelope(clerk, dossier):
    clerk.open("parcels")
    (link,) = clerk.page.xpath("//main//a[contains(., 'chờ phong bì')]/@href")
    clerk.go(link)
    assert dossier.code in clerk.text
    assert "Chờ phong bì" in clerk.text


def test_nothing_is_accepted_before_its_papers_are_there(desk_of, dossier, world):
    browser = desk_of("receptionist")
    browser.open("dossier", dossier.public_id)
    assert "Chờ giấy tờ gửi qua bưu chính." in browser.text
    address = browser.at("accept", dossier.public_id)
    accept = f"//*[starts-with(@href, '{address}') or starts-with(@action, '{address}')]"
    assert not browser.page.xpath(accept)
    assert "Nhận lúc này thì hẹn trả" not in browser.text
    scan(browser, dossier.code).follow()
    assert "Quét giấy tờ đã đến" in browser.text
    assert browser.page.xpath(accept)
