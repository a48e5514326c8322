"""The mailbox's scanner: what is laid on it is a letter in the Maildir of whoever reads it."""

from __future__ import annotations

import io
import mailbox

import pytest
from PIL import Image

from tests.sandbox.conftest import Process
from tests.sandbox.test_mail import deliver, letter, listed

READER, SENDER = "quet@vidu.vn", "may-quet@vidu.vn"
PDF = b"%PDF-1.7\r\n--x\r\n\x00\xff"


@pytest.fixture
def scanner(tmp_path):
    """Run a mailbox whose reader's letters are laid in a Maildir."""
    folder = tmp_path / "letters"
    process = Process("mail", tmp_path / "mail", f"--lay={READER}={folder}", f"--scanner={SENDER}")
    process.folder = folder
    yield process
    process.terminate()


def laid(scanner):
    return list(mailbox.Maildir(scanner.folder, create=True))


def scan(scanner, *files, sender=SENDER):
    return scanner.web.post(
        "/scan",
        data={"sender": sender},
        files=[("files", (name, content, "application/pdf")) for name, content in files],
    )


def test_files_leave_the_scanner_as_one_letter(scanner):
    assert 'href="/scan"' in scanner.web.get("/").text
    assert SENDER in scanner.web.get("/scan").text
    answer = scan(scanner, ("giấy khai sinh.pdf", PDF), ("2.pdf", b"%PDF-2"))
    assert answer.headers["location"] == "/scan?sent=1"
    assert 'role="status"' in scanner.web.get("/scan?sent=1").text
    (message,) = laid(scanner)
    assert message["From"] == SENDER
    files = [part for part in message.walk() if part.get_filename()]
    assert [part.get_payload(decode=True) for part in files] == [PDF, b"%PDF-2"]
    (shown,) = listed(scanner, READER)
    assert shown["attachments"][0]["name"] == "giấy khai sinh.pdf"


def test_without_a_file_a_sample_page_is_scanned_another_one_each_time(scanner):
    for _time in range(2):
        # A browser sends an empty file where none was chosen.
        assert scan(scanner, ("", b"")).status_code == 303
    pages = [
        part.get_payload(decode=True)
        for message in laid(scanner)
        for part in message.walk()
        if part.get_filename()
    ]
    assert len(set(pages)) == 2
    for page in pages:
        with Image.open(io.BytesIO(page)) as picture:
            picture.load()
            assert picture.width < picture.height


def test_a_letter_by_smtp_to_the_reader_is_laid_too_and_nobody_elses(scanner):
    deliver(scanner, letter(to=READER), to=("Quet@vidu.vn", "an@vidu.vn"))
    deliver(scanner, letter(), to=("an@vidu.vn",))
    assert len(laid(scanner)) == 1
    assert len(listed(scanner)) == 2


def test_a_scan_of_megabytes_is_taken_and_one_too_large_is_refused(scanner):
    assert scan(scanner, ("a.pdf", b"x" * 5_000_000)).status_code == 303
    assert scan(scanner, ("a.pdf", b"x" * 10_000_000)).status_code == 413
    assert len(laid(scanner)) == 1


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"sender=a@b.vn", 415),
        ("multipart/form-data", b"x", 415),
        ("multipart/form-data; boundary=b", b"", 400),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n", 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="sender"\r\n\r\n\xff\r\n--b--\r\n',
            400,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="sender"\r\n\r\nai\r\n--b--\r\n',
            400,
        ),
    ],
)
def test_what_is_no_scan_sends_nothing(scanner, kind, body, status):
    answer = scanner.web.post("/scan", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert laid(scanner) == []


def test_no_name_or_address_writes_a_heading_of_the_letter(scanner):
    answer = scan(scanner, ('a".pdf', PDF), sender="a@b.vn\r\nBcc: x@y.vn")
    assert answer.status_code == 303
    (message,) = laid(scanner)
    assert message["Bcc"] is None


def test_without_a_scanner_there_is_no_such_page(mail):
    assert mail.web.get("/scan").status_code == 404
