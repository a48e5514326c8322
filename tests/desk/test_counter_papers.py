"""Papers at the counter: pages photographed one by one, sheets tied by hand, forms of true size."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from motcua.counters import actions as counters
from motcua.counters.models import CounterFiling
from motcua.dossiers import actions
from motcua.dossiers.models import Slip
from motcua.dossiers.queries.prints import slip_pdf
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.files import content_of
from tests.cast import PDF
from tests.desk.conftest import Desk
from tests.desk.test_counter import act, begin, send
from tests.identity.doors import code_of, enrol, signed_in

pytestmark = pytest.mark.django_db
HEIC = (Path(__file__).parents[1] / "portal" / "files" / "phone.heic").read_bytes()
TURNED = 6  # EXIF: the camera was held upright, the sensor lies


@pytest.fixture
def clerk(office, desk_of):
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    begin(browser, office)
    browser.filing = CounterFiling.objects.get()
    browser.open("counter-filing", browser.filing.public_id)
    place = "//*[@class='desk-place']//input[@type='file']/@name"
    browser.paper = browser.page.xpath(place)[0]
    return browser


def photograph(shade, *, kind="JPEG"):
    """Give a page held upright, as a telephone keeps it: lying, with a note which way is up."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = TURNED
    picture = Image.new("RGB", (800, 600), (shade, shade, shade))
    picture.save(out, kind, exif=exif) if kind == "JPEG" else picture.save(out, kind)
    return SimpleUploadedFile(f"{shade}.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")


def shades_in(content):
    with pikepdf.open(io.BytesIO(content)) as made:
        for page in made.pages:
            picture = pikepdf.PdfImage(next(iter(page.get_images().values()))).as_pil_image()
            _left, _low, right, high = (float(side) for side in page.mediabox)
            yield picture.convert("L").resize((1, 1)).getpixel((0, 0)), picture.size, right < high


def test_twelve_photographed_pages_become_one_upright_pdf_in_their_order(clerk):
    sent = [photograph(20 * n) for n in range(1, 11)]
    sent.append(SimpleUploadedFile("may-ảnh.heic", HEIC, "image/heic"))
    sent.append(photograph(240, kind="PNG"))
    send(clerk, clerk.filing, **{clerk.paper: sent}, _save="1")
    assert clerk.status == 302, clerk.text
    (upload,) = uploads_of(clerk.filing.draft)
    pages = list(shades_in(content_of(upload.file)))
    assert len(pages) == 12
    assert [abs(shade - 20 * n) <= 3 for n, (shade, _s, _p) in enumerate(pages[:10], 1)] == [
        True
    ] * 10
    assert all(size[0] < size[1] and upright for _shade, size, upright in pages[:10])
    assert abs(pages[11][0] - 240) <= 3


def test_pictures_stay_apart_where_the_clerk_says_so(clerk):
    sent = [photograph(100), photograph(200)]
    send(clerk, clerk.filing, **{clerk.paper: sent, "join": []}, _save="1")
    assert len(uploads_of(clerk.filing.draft)) == 2


def test_a_pdf_among_the_pictures_leaves_them_apart(clerk):
    sent = [photograph(100), SimpleUploadedFile("a.pdf", PDF, "application/pdf")]
    send(clerk, clerk.filing, **{clerk.paper: sent}, _save="1")
    assert len(uploads_of(clerk.filing.draft)) == 2


def test_a_picture_that_is_none_is_said_and_the_rest_of_the_page_stays(clerk):
    broken = SimpleUploadedFile("hong.jpg", b"\xff\xd8\xff\xe0 nothing more", "image/jpeg")
    send(clerk, clerk.filing, **{clerk.paper: [photograph(100), broken]}, _save="1")
    assert clerk.status == 422
    assert "Không đọc được" in clerk.text
    assert uploads_of(clerk.filing.draft) == []


def test_a_sheet_printed_in_advance_is_tied_on_the_page(clerk, office):
    counters.print_spare_covers(actor=SYSTEM, unit=office.unit, count=1, now=office.now)
    fields = {"tie-cover": "TB-0001", "tie-paper": clerk.paper, "_tie": "1"}
    send(clerk, clerk.filing, **fields).follow()
    assert "Đã gắn tờ bìa TB-0001." in clerk.words("//body")
    send(clerk, clerk.filing, **(fields | {"tie-cover": "TB-0099"})).follow()
    assert "Không có tờ bìa này" in clerk.words("//body")


def size_of(content):
    with pikepdf.open(io.BytesIO(content)) as paper:
        return {
            tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
            for page in paper.pages
        }


def test_forms_01_02_and_03_are_true_a5(world):
    accepted = world.receive(world.file())
    lacking, refused = world.file(key="two", seed=4), world.file(key="three", seed=5)
    paper = lacking.papers.first().code
    by = {"actor": world.actor("receptionist"), "now": world.now}
    item = actions.SupplementItem("paper", paper, "Mờ")
    actions.ask_supplement(dossier_id=lacking.pk, items=[item], **by)
    actions.refuse(dossier_id=refused.pk, reason="Không thuộc thẩm quyền.", **by)
    for dossier, form in ((accepted, "01"), (lacking, "02"), (refused, "03")):
        slip = Slip.objects.get(dossier=dossier, form=form)
        assert size_of(slip_pdf(slip)) == {(148, 210)}, form


def test_an_administrator_lets_a_scanner_send_by_mail_and_ends_it(desk_of, office):
    browser = desk_of("administrator")
    fields = {
        "act": "sender",
        "sender-counter": office.one.pk,
        "sender-address": "May-Quet@co-quan.example",
    }
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    browser.follow()
    assert "may-quet@co-quan.example" in browser.text
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    assert browser.status == 409
    assert "đã được phép" in browser.text
    chosen = browser.open("counter-setup").page.xpath(
        "//form[input[@value='end-sender']]/button/@value"
    )[0]
    fields = {"act": "end-sender", "id": chosen}
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    browser.follow()
    assert "may-quet@co-quan.example" not in browser.text


def test_a_kind_gives_no_numbers_after_its_hour(desk_of, office):
    browser = desk_of("administrator")
    fields = {
        "act": "kind",
        "kind-unit": office.unit.pk,
        "kind-letters": "C",
        "kind-name": "Chứng thực",
        "kind-minutes": "5",
        "kind-last_at": "08:30",
    }
    browser.response = browser.client.post(browser.at("counter-setup"), fields)
    browser.follow()
    assert "ngừng phát số lúc 08:30" in browser.text
    clerk = desk_of("receptionist")
    act(clerk, office.one, act="open").follow()
    assert "Hộ tịch" in clerk.text
    assert "Chứng thực" not in clerk.text


def test_a_long_queue_is_listed_as_far_as_one_calls_soon(desk_of, office):
    for number in range(30):
        office.take(key=str(number))
    clerk = desk_of("receptionist").open("counter", office.one.pk)
    assert "30 người chờ" in clerk.text
    assert "và 5 người nữa" in clerk.text
    assert len(clerk.page.xpath("//main//table//tbody/tr")) == 25


def test_copies_are_signed_only_after_the_second_factor_and_nothing_sent_is_lost(office, world):
    world.give_a_key()
    account = world.accounts["receptionist"]
    secret = enrol(signed_in(account, steps=("password",)))
    account.refresh_from_db()
    clerk = Desk(signed_in(account, steps=("password", "mfa")))
    act(clerk, office.one, act="open")
    begin(clerk, office)
    filing = CounterFiling.objects.get()
    page = clerk.open("counter-filing", filing.public_id).page
    paper = page.xpath("//*[@class='desk-place']//input[@type='file']/@name")[0]
    send(clerk, filing, _save="", join="on", **{paper: [photograph(80), photograph(90)]})
    (upload,) = uploads_of(filing.draft)
    mark = clerk.open("counter-filing", filing.public_id).page.xpath(
        "//*[@class='desk-place']//select/@name"
    )[0]
    send(clerk, filing, _sign="1", **{mark: "compared", paper: photograph(120)})
    assert "Xác nhận là anh/chị" in clerk.text
    assert "Tệp cần chọn lại" not in clerk.text
    assert upload.file.name in clerk.text
    assert len(uploads_of(filing.draft)) == 2
    assert not [one for one in uploads_of(filing.draft) if one.file.name.endswith("-sao-y.pdf")]
    hidden = clerk.page.xpath("//main//form//input[@type='hidden' and @value]")
    again = {one.get("name"): one.get("value") for one in hidden}
    code = code_of(secret, at=time.time() + 30)
    clerk.response = clerk.client.post(
        clerk.at("counter-filing", filing.public_id), {**again, "confirm-code": code}
    )
    assert clerk.status == 302
    assert [one.file.name.endswith("-sao-y.pdf") for one in uploads_of(filing.draft)].count(
        True
    ) == 1
