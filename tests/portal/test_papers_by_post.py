"""Prepared online, sent by post: chosen, priced, filed without files, told what to put inside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from motcua.deliveries.models import PostRate
from motcua.dossiers.models import Dossier, Draft, Errand, PostedPapers
from motcua.kernel.caching import forget_all
from motcua.notifications.models import Message
from motcua.payments.queries import orders_of
from motcua.procedures.models import Offering
from tests.cast import NOW
from tests.deliveries.conftest import tariff_rows
from tests.portal.test_drafts import send_papers
from tests.portal.test_post import DOOR
from tests.qr import read_svg

FETCHED = {**DOOR, "way": "fetched"}


@pytest.fixture(autouse=True)
def _post(world, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.BANK_ACCOUNT = "970436:1012345678"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    tariff_rows()
    Offering.objects.update(channels=["online", "counter", "post"])
    forget_all()


@pytest.fixture
def draft(citizen, filled):
    """Give the address of a form that is filled in; no paper was sent."""
    return filled(child_case="ordinary", parents="married")


def choose(citizen, draft, fields=FETCHED):
    return citizen.post(f"{draft}/giay-to/cach-gui", fields)


def file(citizen, draft):
    citizen.post(f"{draft}/check", {"_next": ""}).follow()
    return Dossier.objects.get()


def test_the_price_is_said_before_and_the_address_comes_from_the_profile(citizen, draft):
    assert "Cách gửi giấy tờ" in citizen.go(f"{draft}/check").text
    citizen.go(f"{draft}/giay-to/cach-gui")
    assert "18.000 đ" in citizen.text
    assert "Bảng cước thử" in citizen.text
    assert citizen.value("line") == "Số 1 phố Hoa Sữa"
    assert citizen.value("place") == "01"
    assert citizen.value("phone") == "0912345678"


def test_the_address_is_asked_for_once_for_both_ways(citizen, draft):
    choose(citizen, draft, {**FETCHED, "line": "Số 9 ngõ Hai"})
    assert citizen.go(f"{draft}/ket-qua/cach-nhan").value("line") == "Số 9 ngõ Hai"


def test_without_files_it_is_filed_and_what_goes_into_the_envelope_is_said(citizen, draft, world):
    citizen.go(f"{draft}/check")
    assert citizen.problems, "online the papers lack"
    choose(citizen, draft).follow()
    assert "Bưu chính đến nhà lấy" in citizen.text
    assert "Bỏ vào phong bì, gửi qua bưu chính" in citizen.text
    assert not citizen.problems
    dossier = file(citizen, draft)
    for words in ("Gửi giấy tờ qua bưu chính", "Bỏ vào phong bì", dossier.code, "18.000 đ"):
        assert words in citizen.text
    assert dossier.channel == "post"
    assert dossier.accepted_at is None, "the limit does not run before the papers are there"
    posted = PostedPapers.objects.get()
    assert posted.dossier == dossier
    assert posted.codes
    world.settle()
    (order,) = (one for one in orders_of("dossier", dossier.pk) if ":post:" in one.key)
    assert order.amount == 18_000
    assert Message.objects.filter(template="submitted").first().context["posted"]


def test_the_cover_sheet_has_the_code_for_a_reader_and_for_a_pen(citizen, draft):
    choose(citizen, draft)
    dossier = file(citizen, draft)
    citizen.open("dossier", dossier.public_id)
    assert "Chờ giấy tờ qua bưu chính" in citizen.text
    assert "chưa phải làm gì" not in citizen.text
    citizen.open("dossier-envelope", dossier.public_id)
    assert dossier.code in citizen.text
    assert "ký tên vào trang cuối" in citizen.text
    drawn = citizen.response.content.decode().partition('class="mc-qr"')[2]
    assert read_svg(re.search(r"<svg.*?</svg>", drawn, re.DOTALL)[0]) == dossier.code


def test_a_paper_that_was_sent_as_a_file_is_not_asked_for_in_the_envelope(citizen, draft):
    choose(citizen, draft)
    send_papers(citizen, draft)
    file(citizen, draft)
    assert PostedPapers.objects.get().codes == ["to-khai"], "which online is the form itself"


def test_who_brings_it_to_the_post_himself_owes_the_office_nothing(citizen, draft):
    choose(citizen, draft, {"way": "brought"})
    dossier = file(citizen, draft)
    assert "mang phong bì ra bưu điện" in citizen.text
    assert not Errand.objects.exists()
    assert not [one for one in orders_of("dossier", dossier.pk) if ":post:" in one.key]


def test_the_last_word_counts_and_files_are_asked_for_again(citizen, draft):
    choose(citizen, draft)
    choose(citizen, draft, {"way": "files"}).follow()
    assert citizen.problems
    assert Draft.objects.get().channel == "online"
    assert not PostedPapers.objects.exists()


def test_filing_twice_makes_one_dossier_and_one_errand(citizen, draft):
    choose(citizen, draft)
    for _time in range(3):
        citizen.post(f"{draft}/check", {"_next": ""})
    assert Dossier.objects.count() == Errand.objects.count() == PostedPapers.objects.count() == 1


def test_where_the_post_fetches_no_more_nothing_is_filed(citizen, draft):
    choose(citizen, draft)
    PostRate.objects.update(valid_to=NOW.date())
    citizen.post(f"{draft}/check", {"_next": ""})
    assert "Bưu chính không còn đến lấy ở nơi này" in citizen.text
    assert not Dossier.objects.exists()


def test_where_the_office_takes_nothing_by_post_it_is_not_offered(citizen, draft):
    Offering.objects.update(channels=["online", "counter"])
    forget_all()
    assert "Cách gửi giấy tờ" not in citizen.go(f"{draft}/check").text
    assert citizen.go(f"{draft}/giay-to/cach-gui").status == 404


def test_a_door_that_is_not_whole_is_asked_for_and_nothing_typed_is_lost(citizen, draft):
    choose(citizen, draft, {"way": "fetched", "line": "Số 1 phố Hoa Sữa"})
    assert citizen.status == 422
    assert citizen.value("line") == "Số 1 phố Hoa Sữa"
    assert not PostedPapers.objects.exists()


def test_a_strangers_envelope_is_not_there(citizen, relative, draft):
    choose(citizen, draft)
    assert relative.go(f"{draft}/giay-to/cach-gui").status == 404
    dossier = file(citizen, draft)
    assert relative.open("dossier-envelope", dossier.public_id).status == 404


def test_what_is_to_be_done_after_filing_is_said_before(citizen, draft, world):
    citizen.go(f"{draft}/check")
    assert not citizen.page.xpath("//*[@id='errand']"), "files need no envelope"
    choose(citizen, draft).follow()
    said = citizen.words("//*[@id='errand']")
    for words in ("In tờ bìa", "Bỏ vào phong bì:", "Nộp cước 18.000 đ", "trong 30 ngày"):
        assert words in said
    assert "Giấy chứng sinh (chỉ cần một trong các giấy tờ cùng loại)" in said
    choose(citizen, draft, {"way": "brought"}).follow()
    assert f"gửi bảo đảm tới: {world.ward.name}" in citizen.words("//*[@id='errand']")


def test_the_dossiers_page_says_until_when_the_envelope_is_waited_for(citizen, draft):
    choose(citizen, draft).follow()
    dossier = file(citizen, draft)
    citizen.open("dossier", dossier.public_id)
    until = dossier.submitted_at + timedelta(days=30)
    assert f"Giấy tờ cần đến trước ngày {until:%d/%m/%Y}" in citizen.text
