"""Documents in a real browser: drafted, settled, looked at and signed; without barriers."""

from __future__ import annotations

import hashlib
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from motcua.dossiers.actions import documents as actions
from motcua.dossiers.models import Document
from tests.desk.test_in_a_browser import sit  # noqa: F401 - a fixture
from tests.documents.files import completed, document as written, with_part
from tests.identity.doors import code_of, enrol, signed_in
from tests.watching import barriers, look, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(name, *args):
    return reverse(f"desk:{name}", args=args, urlconf="tests.desk.addresses")


def tried(page, name):
    """See that a page has no barrier and fits, on a phone and on a desk."""
    settled(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
        look(page, f"{name}-{width}")
    assert barriers(page) == []


def test_a_document_is_drafted_settled_and_signed(sit, world):  # noqa: F811 - the fixture
    world.give_a_key()
    dossier = world.receive(world.file())
    page = sit("specialist")
    page.goto(at("documents", dossier.public_id))
    page.get_by_label("Mẫu văn bản").select_option("giay-moi")
    tried(page, "desk-documents")
    page.get_by_role("button", name="Điền mẫu").click()
    page.wait_for_url("**/van-ban/*-*")
    document = Document.objects.get()
    actions.add_version(
        actor=world.actor("head"),
        dossier_id=dossier.pk,
        document_id=document.public_id,
        file=SimpleUploadedFile("sửa.docx", written("Kính mời anh/chị.", "Đúng giờ.")),
        based_on=1,
        note="Viết gọn",
        now=world.now,
    )
    page.goto(at("document-compare", dossier.public_id, document.public_id))
    tried(page, "desk-document-compare")
    page.goto(at("document", dossier.public_id, document.public_id))
    page.get_by_label("Gửi người nộp").check()
    tried(page, "desk-document")
    page.get_by_role("button", name="Chốt để ký").click()
    expect(page.get_by_role("heading", name="Văn bản sẽ ký")).to_be_visible(timeout=60_000)
    tried(page, "desk-document-settled")


def test_the_leader_looks_and_signs_by_keyboard(sit, world):  # noqa: F811 - the fixture
    world.give_a_key()
    dossier = world.receive(world.file())
    by = {"actor": world.actor("specialist"), "dossier_id": dossier.pk, "now": world.now}
    document = actions.begin_document(**by, template="giay-moi")
    file = completed(document.versions.get())
    more = {"document_id": document.public_id, "based_on": 1, "note": ""}
    version = actions.add_version(**by, **more, file=file)
    settling = actions.Settling(version.public_id, "letter")
    actions.settle_document(**by, document_id=document.public_id, settling=settling)
    secret = enrol(signed_in(world.accounts["leader"], steps=("password",)))
    world.accounts["leader"].refresh_from_db()
    page = sit("leader", steps=("password", "mfa"))
    page.goto(at("documents-to-sign"))
    tried(page, "desk-to-sign")
    page.keyboard.press("t")
    page.get_by_label("Mã xác thực").wait_for()
    tried(page, "desk-confirm")
    page.get_by_label("Mã xác thực").fill("000000")
    page.keyboard.press("Enter")
    page.get_by_text("Mã không đúng hoặc đã dùng.").first.wait_for()
    tried(page, "desk-confirm-wrong")
    page.get_by_label("Mã xác thực").fill(code_of(secret, time.time() + 30))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kết quả ký văn bản")).to_be_visible(timeout=60_000)
    tried(page, "desk-signed")


def test_a_big_file_goes_in_pieces_and_is_there_before_the_form_is_sent(sit, world, tmp_path):  # noqa: F811
    dossier = world.receive(world.file())
    by = {"actor": world.actor("specialist"), "dossier_id": dossier.pk, "now": world.now}
    document = actions.begin_document(**by, template="giay-moi")
    big = tmp_path / "lớn.docx"
    big.write_bytes(with_part(written("Kính mời"), "word/x.xml", b"<a>%s</a>" % _noise()))
    page = sit("specialist")
    page.goto(at("document", dossier.public_id, document.public_id))
    page.locator("[data-upload] input[type=file]").first.set_input_files(big)
    page.get_by_text("Số tệp vừa nhận: 1.").wait_for(timeout=60_000)
    tried(page, "desk-document-sent")
    page.reload()
    page.get_by_text("lớn.docx").first.wait_for()
    page.get_by_role("button", name="Lưu thành bản mới").click()
    page.get_by_text("Đã lưu bản mới.").wait_for(timeout=60_000)
    assert document.versions.count() == 2


def test_places_left_open_are_listed_on_a_phone_too(sit, world):  # noqa: F811 - the fixture
    dossier = world.receive(world.file())
    by = {"actor": world.actor("specialist"), "dossier_id": dossier.pk, "now": world.now}
    document = actions.begin_document(**by, template="quyet-dinh")
    page = sit("specialist")
    page.goto(at("document", dossier.public_id, document.public_id))
    page.get_by_label("Gửi người nộp").check()
    page.get_by_role("button", name="Chốt để ký").click()
    page.get_by_text("Chỗ chưa điền").first.wait_for(timeout=60_000)
    tried(page, "desk-document-places")


def _noise():
    return hashlib.shake_256(b"x").hexdigest(1_500_000).encode()
