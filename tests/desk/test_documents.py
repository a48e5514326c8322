"""Writing and signing documents by the desk's pages, without scripts."""

from __future__ import annotations

import io
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.demo.world.documents import written_out
from motcua.dossiers.models import Document
from motcua.kernel.files import content_of
from tests.documents.files import document as written, saved, with_picture


@pytest.fixture
def dossier(world, filed):
    world.give_a_key()
    return world.receive(filed)


def post(desk, name, *args, **answers):
    desk.response = desk.client.post(desk.at(name, *args), answers)
    return desk


def begun(desk, dossier, template="giay-moi"):
    post(desk, "documents", dossier.public_id, template=template).follow()
    return Document.objects.latest("pk")


def upload(desk, document, content, based_on=1):
    file = SimpleUploadedFile("sửa.docx", content)
    at = (document.dossier.public_id, document.public_id)
    return post(desk, "document-add", *at, file=file, based_on=based_on, note="")


def filled_in(desk, document):
    """Send back the first version with every place written that was left to the official."""
    upload(desk, document, written_out(content_of(document.versions.get().file)))


def settle(desk, document, use="letter", **more):
    at = (document.dossier.public_id, document.public_id)
    version = document.versions.latest("ordinal").public_id
    return post(desk, "document-settle", *at, version=version, use=use, **more)


def test_a_draft_is_begun_on_the_dossiers_page_edited_elsewhere_and_sent_back(desk_of, dossier):
    desk = desk_of("specialist").open("dossier", dossier.public_id)
    assert desk.page.xpath(f"//a[@href='{desk.at('documents', dossier.public_id)}']")
    document = begun(desk, dossier)
    first = document.versions.get()
    at = (dossier.public_id, document.public_id)
    response = desk.client.get(desk.at("document-docx", *at, first.public_id))
    assert response["Content-Disposition"].startswith("attachment")
    edited = docx.Document(io.BytesIO(b"".join(response.streaming_content)))
    edited.add_paragraph("Mang theo bản chính.")
    upload(desk, document, saved(edited)).follow()
    assert "Đã lưu bản mới." in desk.text
    desk.open("document-compare", *at)
    assert "Mang theo bản chính." in desk.text
    assert "Có 1 đoạn khác nhau." in desk.text


def test_two_who_edit_at_once_are_told_and_both_versions_are_there(desk_of, dossier):
    desk, other = desk_of("specialist"), desk_of("head")
    document = begun(desk, dossier)
    upload(other, document, written("Của trưởng phòng")).follow()
    upload(desk, document, written("Của chuyên viên")).follow()
    assert "Đã có bản mới hơn" in desk.text
    assert document.versions.count() == 3


def test_what_stands_in_the_way_of_settling_is_said_on_the_page(desk_of, dossier):
    desk = desk_of("specialist")
    document = begun(desk, dossier)
    upload(desk, document, with_picture())
    assert settle(desk, document).status == 422
    assert "hình ảnh hoặc hình vẽ" in desk.text
    assert upload(desk, document, b"khong phai").status == 422


def test_places_left_to_the_official_are_listed_on_the_page(desk_of, dossier):
    desk = desk_of("specialist")
    document = begun(desk, dossier)
    assert settle(desk, document).status == 422
    assert "Văn bản còn 4 chỗ chưa điền." in desk.text
    rows = desk.page.xpath("//main//table[1]//tr/td[2]")
    assert [row.text_content() for row in rows[:2]] == ["[giờ, ngày]", "[Chưa có: Địa chỉ cơ quan]"]


def test_the_leader_sees_every_page_and_signs_several_with_one_confirmation(
    desk_of, world, dossier
):
    desk = desk_of("specialist")
    documents = [begun(desk, dossier), begun(desk, dossier, "to-trinh")]
    for document, use in zip(documents, ("letter", "internal"), strict=True):
        filled_in(desk, document)
        settle(desk, document, use).follow()
    assert desk.page.xpath("//section[@class='desk-preview']//img")
    leader = desk_of("leader").open("documents-to-sign")
    boxes = leader.page.xpath("//input[@name='d']/@value")
    assert len(boxes) == 2
    assert len(leader.page.xpath("//section//img")) == 2
    token = uuid4().hex
    for _ in range(2):
        post(leader, "documents-to-sign", d=boxes, token=token)
        assert "Đã làm 2, không làm được 0." in leader.text
    world.settle()
    shown = leader.open("document", dossier.public_id, documents[0].public_id)
    assert "01/GM-UBND" in shown.text
    pdf = leader.client.get(leader.at("document-pdf", dossier.public_id, documents[0].public_id))
    assert pdf.content.startswith(b"%PDF-")
    assert "Không có văn bản nào chờ ký" in leader.open("documents-to-sign").text


def test_what_changed_after_it_was_shown_is_not_signed(desk_of, dossier):
    desk = desk_of("specialist")
    document = begun(desk, dossier)
    filled_in(desk, document)
    settle(desk, document)
    leader = desk_of("leader").open("documents-to-sign")
    (box,) = leader.page.xpath("//input[@name='d']/@value")
    at = (dossier.public_id, document.public_id)
    post(desk, "document-act", *at, act="reopen").follow()
    upload(desk, document, written("Khác"))
    settle(desk, document)
    post(leader, "documents-to-sign", d=box, token="t")
    assert "Đã làm 0, không làm được 1." in leader.text


def test_only_leaders_have_the_page_of_what_waits(desk_of, dossier):
    assert desk_of("specialist").open("documents-to-sign").status == 403
    assert desk_of("outsider").open("documents", dossier.public_id).status == 404
