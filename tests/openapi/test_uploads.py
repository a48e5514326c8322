"""What is sent ahead through the API is looked into as on the portal, and filed within limits."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pikepdf
import pytest

from motcua.dossiers.models import Dossier, Upload
from motcua.kernel.models import StoredFile
from tests.cast import PDF
from tests.openapi.caller import Caller, body_of, token_of

pytestmark = pytest.mark.django_db


def immense():
    """Give a PNG that says it is 60,000 pixels wide and high."""

    def chunk(kind, data):
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def locked():
    """Give a PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "make",
    [immense, locked, lambda: b"%PDF-1.4\nrubbish\n%%EOF\n"],
    ids=["png", "locked", "rubbish"],
)
def test_what_nobody_could_open_is_not_kept(citizen, make):
    before = StoredFile.objects.count()
    answer = citizen.send(make(), "a.pdf")
    assert answer.status_code == 422, answer.content
    assert StoredFile.objects.count() == before


def changed(change):
    """Give a PDF that somebody has put something into."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def program(pdf):
    pdf.attachments["hoa-don.exe"] = b"MZ"


def view(pdf):
    pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.XYZ, 0, 0, 1])


def invoice(pdf):
    pdf.attachments["hoa-don.xml"] = b"<HDon/>"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("change", "found"), [(script, "javascript"), (launch, "launch"), (program, "program")]
)
def test_a_pdf_that_would_run_something_is_refused_with_what_to_do(citizen, change, found):
    answer = citizen.send(changed(change), "a.pdf")
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "dossiers.file_active")
    assert found in told["found"]
    assert "Lưu thành PDF" in told["detail"]
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("change", [view, invoice])
def test_a_pdf_that_sets_its_view_or_carries_data_is_kept(citizen, change):
    assert citizen.send(changed(change), "a.pdf").status_code == 201


@pytest.mark.usefixtures("world")
def test_more_than_20_megabytes_are_not_kept(citizen):
    answer = citizen.send(PDF + bytes(20 * 1024**2))
    assert 400 <= answer.status_code < 500
    assert not Upload.objects.exists()


def test_more_files_than_a_paper_takes_are_not_filed(world, citizen):
    body = body_of(world)
    code = body["papers"][0]["code"]
    more = [world.upload(content=PDF + b"%d" % number) for number in range(20)]
    body["papers"] += [{"code": code, "file": str(upload.public_id)} for upload in more]
    told = citizen.file(body)
    assert (told.status_code, told.json()["code"]) == (422, "dossiers.file_limit")
    assert told.json()["papers"] == [code]
    assert not Dossier.objects.exists()


def test_one_upload_is_not_filed_twice(world, citizen):
    body = body_of(world)
    body["papers"].append(body["papers"][0])
    assert citizen.file(body).status_code == 422
    assert not Dossier.objects.exists()


def test_a_hundred_and_one_papers_are_refused_before_anything_is_read(world, citizen):
    body = body_of(world)
    body["papers"] = body["papers"][:1] * 101
    told = citizen.file(body).json()
    assert told["errors"] == [{"path": "body.papers", "code": "too_long"}]


def pieces_of(citizen, content, name="giấy tờ.pdf"):
    """Send a file in two pieces as tus says, and give where it lies."""
    told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {citizen.token}"}
    named = f"filename {base64.b64encode(name.encode()).decode()}"
    begun = citizen.client.post(
        "/api/v1/uploads",
        headers=told | {"Upload-Length": str(len(content)), "Upload-Metadata": named},
    )
    assert begun.status_code == 201, begun.content
    path, half = begun["Location"], len(content) // 2
    for at, piece in ((0, content[:half]), (half, content[half:])):
        answer = citizen.client.patch(
            path,
            piece,
            content_type="application/offset+octet-stream",
            headers=told | {"Upload-Offset": str(at)},
        )
        assert answer.status_code == 204, answer.content
    assert citizen.client.head(path, headers=told)["Upload-Offset"] == str(len(content))
    return path.removeprefix("/api/v1")


@pytest.mark.usefixtures("world")
def test_a_file_sent_in_pieces_is_the_one_sent_at_once_and_taken_in_once(citizen):
    at_once = citizen.send(PDF).json()
    path = pieces_of(citizen, PDF)
    first = citizen.post(f"{path}/file", b"")
    assert first.status_code == 201, first.content
    assert {**first.json(), "id": ""} == {**at_once, "id": ""}
    assert citizen.post(f"{path}/file", b"").json() == first.json()
    assert Upload.objects.filter(public_id=first.json()["id"]).count() == 1


@pytest.mark.usefixtures("world")
def test_a_file_in_pieces_is_the_senders_alone(citizen, world):
    path = pieces_of(citizen, PDF)
    other = Caller(token_of(world.accounts["relative"]))
    assert other.post(f"{path}/file", b"").status_code == 404
    assert Caller().post(f"{path}/file", b"").status_code == 401
    assert Caller().post("/uploads", b"").status_code == 401


@pytest.mark.usefixtures("world")
def test_a_file_in_pieces_beyond_the_limit_is_refused_before_its_first_byte(citizen):
    told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {citizen.token}"}
    size = str(20 * 1024**2 + 1)
    answer = citizen.client.post("/api/v1/uploads", headers=told | {"Upload-Length": size})
    assert answer.status_code == 413
