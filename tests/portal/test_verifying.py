"""Whether a document is genuine: four answers in plain words, and nothing kept."""

from __future__ import annotations

import io
import textwrap

import pikepdf
import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Result
from motcua.kernel.models import StoredFile
from motcua.signatures.models import TrustAnchor
from tests.cast import NOW
from tests.portal.typing import pdf, upload


@pytest.fixture
def result(world):
    """A birth certificate, signed and returned; gives its row."""
    dossier = world.receive(world.file())
    world.finish(dossier)
    actions.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    return Result.objects.get(dossier=dossier)


@pytest.fixture
def signed(result, citizen):
    """The signed PDF and the signed data, as the citizen has them."""
    address = f"/dossiers/{result.dossier.public_id}/result"
    return {
        kind: b"".join(citizen.client.get(f"{address}.{kind}").streaming_content)
        for kind in ("pdf", "json")
    }


def check(browser, content, name="ket-qua.pdf"):
    return browser.post("/verify", {"file": upload(content, name)})


def verdict(browser):
    return browser.words("//*[@class='mc-verdict__word']")


def test_a_genuine_result_is_valid_as_paper_and_as_data(stranger, signed, result):
    kept = StoredFile.objects.count()
    check(stranger, signed["pdf"])
    assert verdict(stranger).startswith("Hợp lệ")
    assert "Ủy ban nhân dân phường Ba Đình" in stranger.text
    assert f"/v/{result.verification_id}" in stranger.response.content.decode()
    check(stranger, signed["json"], "du-lieu.json")
    assert verdict(stranger).startswith("Hợp lệ")
    assert StoredFile.objects.count() == kept


def test_a_genuine_result_is_named_with_its_agency_and_the_kind_of_its_signature(
    stranger, signed, result
):
    check(stranger, signed["pdf"])
    facts = stranger.words("//dl[1]")
    for word in ("Giấy khai sinh", result.number, result.verification_id, "phường Ba Đình"):
        assert word in facts
    assert "09:00 20/11/2026" in facts
    assert "Con dấu số của cơ quan" in stranger.text
    check(stranger, signed["json"], "du-lieu.json")
    assert result.dossier.code in stranger.words("//dl[1]")
    assert "phường Ba Đình" in stranger.words("//dl[1]")


def test_whoever_asks_reads_before_what_each_answer_means(stranger, world):
    stranger.go("/verify")
    for word in ("Hợp lệ", "đã bị thay đổi sau khi ký", "Chưa rõ người ký", "Chưa kết luận được"):
        assert word in stranger.words("//dl//dt")
    assert "dù chỉ một chữ" in stranger.words("//dl//dd")


def test_one_byte_changed_is_told(stranger, signed):
    flipped = bytearray(signed["pdf"])
    flipped[len(flipped) // 3] ^= 1
    check(stranger, bytes(flipped))
    assert verdict(stranger) == "Không hợp lệ: tệp đã bị thay đổi sau khi ký"
    assert "chưa được xác nhận" in stranger.text
    data = signed["json"].replace(b'"payload":"', b'"payload":"A', 1)
    assert data != signed["json"]
    check(stranger, data, "du-lieu.json")
    assert not verdict(stranger).startswith("Hợp lệ")


def test_what_was_added_after_signing_is_named_and_the_signed_part_is_given(stranger, signed):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed["pdf"])) as opened:
        opened.docinfo["/Title"] = "Đã sửa"
        opened.save(out)
    changed = signed["pdf"] + _increment(signed["pdf"])
    check(stranger, changed)
    assert verdict(stranger) == "Không hợp lệ: tệp đã bị thay đổi sau khi ký"
    assert "Phần bị thay đổi" in stranger.text
    assert "Bản gốc trước khi bị thay đổi" in stranger.text
    stranger.post("/verify", {"file": upload(changed, "sua.pdf"), "_revision": "1"})
    assert stranger.response.content == signed["pdf"]
    assert stranger.response["Content-Disposition"].startswith("attachment")
    check(stranger, out.getvalue())
    assert not verdict(stranger).startswith("Hợp lệ")


def _increment(content):
    """Give an update that a reader appends: another page content."""
    start = content.rindex(b"startxref") + len(b"startxref")
    xref = int(content[start:].split()[0])
    with pikepdf.open(io.BytesIO(content)) as opened:
        page = opened.pages[0].obj.objgen
        root = opened.Root.objgen
        size = int(opened.trailer.Size)
    body = f"{page[0]} {page[1]} obj\n<</Type/Page/MediaBox[0 0 100 100]/Parent 1 0 R>>\nendobj\n"
    at = len(content)
    table = (
        f"xref\n{page[0]} 1\n{at:010} {page[1]:05} n \n"
        f"trailer\n<</Size {size}/Root {root[0]} {root[1]} R/Prev {xref}>>\n"
        f"startxref\n{at + len(body)}\n%%EOF\n"
    )
    return (body + table).encode()


def test_a_signer_nobody_here_knows_is_called_unknown(stranger, signed):
    TrustAnchor.objects.all().delete()
    check(stranger, signed["pdf"])
    assert verdict(stranger) == "Chưa rõ người ký"


@pytest.mark.parametrize(
    "content",
    [b"x", b"{}", b"{" * 5000, b"eyJ", b"%PDF-1.7\n%%EOF", b"\0" * 4096, b"PK\x03\x04", b"<xml/>"],
)
def test_what_cannot_be_told_is_said_so_and_never_a_fault(stranger, world, content):
    check(stranger, content, "la.pdf")
    assert stranger.status == 200
    assert verdict(stranger) == "Chưa kết luận được"


def test_a_pdf_without_a_signature_is_not_called_false(stranger, world):
    check(stranger, pdf().getvalue())
    assert verdict(stranger) == "Chưa kết luận được"
    assert "không có chữ ký số" in stranger.text


def test_no_file_and_too_large_a_file_are_told_beside_the_field(stranger, world):
    stranger.post("/verify", {})
    assert stranger.problems == {"Chọn tệp cần kiểm tra": "#file"}
    check(stranger, b"%PDF-1.4" + bytes(20 * 1024**2))
    assert stranger.problems == {"Tệp lớn hơn 20 MB": "#file"}
    stranger.post("/verify", {"file": "not a file"})
    assert stranger.problems


def test_a_signed_part_that_is_not_there_is_404(stranger, world):
    stranger.post("/verify", {"file": pdf(), "_revision": "1"})
    assert stranger.status == 404


def test_the_code_of_a_qr_shows_agency_signer_time_and_kind(stranger, signed, result):
    stranger.go(f"/v/{result.verification_id}")
    for word in ("phường Ba Đình", "Cán bộ leader", "09:00 20/11/2026", "Kết quả giải quyết"):
        assert word in stranger.text
    assert "Nguyễn Thị An" not in stranger.text
    stranger.go(f"/verify?code={result.verification_id}").follow()
    assert stranger.title == "Văn bản này do cổng cấp"
    copied = "+".join(textwrap.wrap(result.verification_id.upper(), 4))
    stranger.go(f"/verify?code=+{copied}").follow()
    assert stranger.title == "Văn bản này do cổng cấp"
    answer = stranger.client.get(f"/v/{result.verification_id}/file")
    assert b"".join(answer.streaming_content) == signed["pdf"]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("code", ["x", "0" * 26, "a-b_c", "9" * 300])
def test_a_code_nobody_gave_is_404(stranger, world, code):
    assert stranger.go(f"/v/{code}").status == 404
    assert "Cổng không cấp văn bản nào mang mã này" in stranger.text
    assert stranger.go(f"/v/{code}/file").status == 404


@pytest.mark.parametrize("code", ["", "a.b", "\0", "ộ", "<script>", "x" * 41])
def test_a_code_that_is_none_is_told_beside_the_field(stranger, world, code):
    stranger.response = stranger.client.get("/verify", {"code": code})
    assert "#code" in stranger.problems.values()


def test_who_guesses_at_codes_waits_an_hour_even_for_one_that_was_given(stranger, result):
    code = result.verification_id
    for number in range(20):
        assert stranger.go(f"/v/guess-{number}").status == 404
    assert stranger.go("/v/x").status == 429
    assert 60 < int(stranger.response["Retry-After"]) <= 3600
    assert stranger.go(f"/v/{code}").status == 429
    assert stranger.go(f"/v/{code}/file").status == 429


def test_codes_that_were_given_are_read_sixty_times_a_minute(stranger, result):
    code = result.verification_id
    for _ in range(60):
        assert stranger.go(f"/v/{code}").status == 200
    assert stranger.go(f"/v/{code}").status == 429
    assert int(stranger.response["Retry-After"]) <= 60


def test_a_result_not_yet_returned_is_told_of_but_not_given(stranger, world):
    dossier = world.receive(world.file())
    world.finish(dossier)
    code = Result.objects.get(dossier=dossier).verification_id
    stranger.go(f"/v/{code}")
    assert stranger.status == 200
    assert "Tải bản đã ký" not in stranger.text
    assert stranger.go(f"/v/{code}/file").status == 404
