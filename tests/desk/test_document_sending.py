"""Word versions come in pieces: cut off they go on, and what is refused is told at once."""

from __future__ import annotations

import base64
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.documents.base.files import look
from motcua.dossiers.models import PartialUpload
from motcua.kernel.files import content_of
from tests.desk.test_documents import begun, post
from tests.documents.files import document as written, with_part

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def desk(desk_of):
    return desk_of("specialist")


@pytest.fixture
def document(desk, world, filed):
    return begun(desk, world.receive(filed))


def at(desk, name, document, *more):
    return desk.at(name, document.dossier.public_id, document.public_id, *more)


def begin(desk, document, size, name="sửa.docx"):
    told = {"filename": name, "field": "file", "changed": "1"}
    pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": ",".join(pairs)}
    return desk.client.post(at(desk, "document-parts", document), headers=headers)


def go_on(desk, address, offset, piece):
    headers = {**TUS, "Upload-Offset": str(offset)}
    return desk.client.patch(address, piece, content_type=PIECE, headers=headers)


def send(desk, document, content):
    address = begin(desk, document, len(content))["Location"]
    half = len(content) // 2
    assert go_on(desk, address, 0, content[:half]).status_code == 204
    assert desk.client.head(address, headers=TUS)["Upload-Offset"] == str(half)
    assert go_on(desk, address, half, content[half:]).status_code == 204
    return address.rpartition("/")[2]


def take_in(desk, document, **sent):
    return desk.client.post(at(desk, "document-files", document), sent)


def test_a_file_that_was_cut_off_goes_on_and_becomes_the_next_version(desk, document):
    content = written("Bản gửi từng phần")
    part = send(desk, document, content)
    shown = take_in(desk, document, part=part)
    assert shown.status_code == 200
    assert "sửa.docx" in shown.content.decode()
    desk.open("document", document.dossier.public_id, document.public_id)
    assert "sửa.docx" in desk.text
    post(desk, "document-add", *ids(document), based_on=1, note="").follow()
    assert "Đã lưu bản mới." in desk.text
    assert content_of(document.versions.latest("ordinal").file) == content
    assert not PartialUpload.objects.exists()


def ids(document):
    return document.dossier.public_id, document.public_id


def test_the_form_sent_twice_adds_one_version(desk, document):
    take_in(desk, document, part=send(desk, document, written("Một")))
    post(desk, "document-add", *ids(document), based_on=1, note="")
    again = post(desk, "document-add", *ids(document), based_on=1, note="")
    assert again.status == 422
    assert document.versions.count() == 2


def test_what_is_no_word_file_is_refused_before_anything_is_written(desk, document):
    hostile = with_part(written("x"), "word/vbaProject.bin", b"x")
    refused = take_in(desk, document, part=send(desk, document, hostile))
    assert refused.status_code == 422
    assert "macro" in refused.json()["detail"]
    assert not PartialUpload.objects.exists()
    small = take_in(desk, document, file=SimpleUploadedFile("a.docx", b"khong phai"))
    assert small.status_code == 422
    assert begin(desk, document, 11 * 1024 * 1024).status_code == 413
    assert take_in(desk, document).status_code == 422
    assert document.versions.count() == 1


def test_a_small_file_is_sent_at_once_and_the_last_one_chosen_is_added(desk, document):
    for name in ("Một", "Hai"):
        file = SimpleUploadedFile(f"{name}.docx", written(name))
        assert take_in(desk, document, file=file).status_code == 200
    assert PartialUpload.objects.count() == 1
    post(desk, "document-add", *ids(document), based_on=1, note="").follow()
    assert look(content_of(document.versions.latest("ordinal").file)).lines == ("Hai",)


def test_a_file_may_be_given_up_and_then_one_is_asked_for(desk, document):
    take_in(desk, document, part=send(desk, document, written("Một")))
    key = PartialUpload.objects.get().public_id
    post(desk, "document-add", *ids(document), _drop=key).follow()
    assert not PartialUpload.objects.exists()
    assert post(desk, "document-add", *ids(document), based_on=1, note="").status == 422
    assert "Chưa trả lời: Tệp Word" in desk.text


def test_without_scripts_the_file_travels_with_the_form(desk, document):
    file = SimpleUploadedFile("a.docx", written("Cả tệp"))
    post(desk, "document-add", *ids(document), file=file, based_on=1, note="").follow()
    assert document.versions.count() == 2


def test_nobody_takes_up_another_ones_file_or_one_of_another_document(desk, desk_of, document):
    part = send(desk, document, written("Của tôi"))
    other = desk_of("head")
    assert take_in(other, document, part=part).status_code == 404
    assert (
        other.client.head(at(other, "document-part", document, part), headers=TUS).status_code
        == 404
    )
    second = begun(desk, document.dossier, "to-trinh")
    assert take_in(desk, second, part=part).status_code == 409
    assert take_in(desk, document, part=uuid4()).status_code == 404
    outsider = desk_of("outsider")
    assert begin(outsider, document, 10).status_code == 404


def test_a_settled_document_and_a_reader_get_no_room(desk, desk_of, document, world):
    assert begin(desk_of("auditor"), document, 10).status_code == 403
    type(document).objects.filter(pk=document.pk).update(settled_at=world.now)
    assert begin(desk, document, 10).status_code == 409


def test_what_can_go_on_is_listed_for_its_sender(desk, document):
    begin(desk, document, 100)
    (row,) = desk.client.get(at(desk, "document-parts", document)).json()["parts"]
    assert (row["name"], row["size"], row["arrived"]) == ("sửa.docx", 100, 0)
