"""Files: what is taken in, what is refused, and what comes out of quarantine."""

from __future__ import annotations

import errno
import io
import os
import socketserver
import struct
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import img2pdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.kernel import files, keys
from motcua.kernel.antivirus import antivirus
from motcua.kernel.enums import FileState
from motcua.kernel.errors import Unavailable
from motcua.kernel.file_names import shown_name
from motcua.kernel.kinds import DOCUMENTS
from motcua.kernel.models import Blob, StoredFile
from motcua.kernel.storage import LocalStore
from motcua.kernel.transitions import MoveRefused

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
MEGABYTE = 1024 * 1024
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def image(kind, size=(40, 30)):
    output = io.BytesIO()
    Image.new("RGB", size, "red").save(output, kind)
    return output.getvalue()


def archive():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as packed:
        packed.writestr("a.txt", "hidden")
    return output.getvalue()


PNG, JPEG = image("PNG"), image("JPEG")
PDF = img2pdf.convert([JPEG])
LARGE_PDF = PDF.replace(b"%%EOF", b"%" + b"x" * 5000 + b"\n%%EOF")
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40


@pytest.fixture(autouse=True)
def store_folder(settings, tmp_path):
    """Give the folder of a store of this test's own; the keys stay those of all tests."""
    keys.ring()
    settings.DATA = tmp_path
    folder = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "motcua.kernel.storage.LocalStore",
            "OPTIONS": {"location": str(folder), "file_permissions_mode": 0o600},
        },
    }
    return folder


def keep(content=PDF, name="a.pdf", limit=MEGABYTE, accept=DOCUMENTS):
    return files.store(io.BytesIO(content), name=name, now=NOW, limit_bytes=limit, accept=accept)


def everything_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (HEIC, "image/heic"),
    ],
)
def test_a_file_is_kept_and_given_back(content, media_type):
    file = keep(content)
    assert (file.media_type, file.size, file.state) == (
        media_type,
        len(content),
        FileState.UNCHECKED,
    )
    with files.open_stored(file) as handle:
        assert handle.read() == content
    assert files.content_of(file) == content


@pytest.mark.django_db
def test_an_uploaded_file_is_taken_as_django_gives_it():
    upload = SimpleUploadedFile("khai sinh.pdf", PDF, content_type="text/html")
    file = files.store(upload, name=upload.name, now=NOW, limit_bytes=MEGABYTE, accept=DOCUMENTS)
    assert (file.name, file.media_type) == ("khai sinh.pdf", "application/pdf")


@pytest.mark.django_db
def test_what_somebody_called_his_file_is_not_in_the_database_in_the_clear():
    file = StoredFile.objects.get(pk=keep(name="cccd 001190000123.pdf").pk)
    assert file.name == "cccd 001190000123.pdf"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM kernel_storedfile WHERE id = %s", [file.pk])
        assert b"001190000123" not in bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_same_content_is_kept_once(store_folder):
    one, two = keep(name="mot.pdf"), keep(name="hai.pdf")
    assert one.blob == two.blob
    assert (one.name, two.name) == ("mot.pdf", "hai.pdf")
    (path,) = everything_in(store_folder)
    assert path.name == one.blob_id
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (archive(), None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", None),
        (b"<!doctype html><script>alert(1)</script>", None),
        (b"MZ\x90\x00" + b"\x00" * 200, None),
        (b"GIF89a" + b"\x00" * 50, "image/gif"),
        (b"junk in front\n" + PDF, None),
        (LARGE_PDF[:-6], "application/pdf"),
        (PNG[:-4], "image/png"),
        (b"%PDF-1.7\n" + b"A" * 5000, "application/pdf"),
        (PDF + archive(), "application/pdf"),
        (JPEG + archive(), "image/jpeg"),
        (b"\x00" * 100, None),
        (b"%PDF", "application/pdf"),
        (b"a", None),
    ],
)
def test_what_is_not_what_it_should_be_is_refused(content, found, tmp_path):
    with pytest.raises(files.FileKindRefused) as refusal:
        keep(content)
    assert refusal.value.status == 422
    assert found is None or refusal.value.details["found"] == found
    assert "image/heic" in refusal.value.details["accepted"]
    assert everything_in(tmp_path) == []


@pytest.mark.django_db
def test_a_known_kind_is_refused_where_it_is_not_asked_for():
    with pytest.raises(files.FileKindRefused) as refusal:
        keep(PNG, accept=frozenset({"application/pdf"}))
    assert refusal.value.details == {"found": "image/png", "accepted": ["application/pdf"]}


@pytest.mark.django_db
def test_an_empty_file_is_refused():
    with pytest.raises(files.FileEmpty):
        keep(b"")


class Endless(io.RawIOBase):
    """Gives bytes without end and counts them."""

    given = 0

    def read(self, size=-1):
        self.given += size
        return b"a" * size


@pytest.mark.django_db
def test_reading_ends_soon_after_the_limit(tmp_path):
    stream = Endless()
    with pytest.raises(files.FileTooLarge) as refusal:
        files.store(stream, name="x", now=NOW, limit_bytes=MEGABYTE, accept=DOCUMENTS)
    assert refusal.value.details == {"limit_bytes": MEGABYTE}
    assert stream.given <= 2 * MEGABYTE
    assert everything_in(tmp_path) == []


@pytest.mark.django_db
def test_a_file_of_exactly_the_limit_is_taken():
    assert keep(limit=len(PDF)).size == len(PDF)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../x", "x.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("a\x00b\n\r\tc.pdf", "abc.pdf"),
        ("  Giấy khai sinh .PDF ", "Giấy khai sinh.pdf"),
        ("Giâ\u0301y.pdf", "Giấy.pdf"),
        ("", "tep.pdf"),
        (".pdf", "tep.pdf"),
        ("..", "tep.pdf"),
        ("\u200b\ufeff", "tep.pdf"),
        ('<script>"x".pdf', "scriptx.pdf"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
        ("con.pdf.exe", "con.pdf.exe.pdf"),
        ("\ud800x", "x.pdf"),
    ],
)
def test_a_name_is_made_harmless(given, shown):
    assert shown_name(given, "pdf") == shown


def test_a_photo_keeps_either_of_its_endings():
    assert shown_name("anh.JPEG", "jpg") == "anh.jpg"
    assert shown_name("anh.jpg", "jpg") == "anh.jpg"


@pytest.mark.django_db
def test_files_kept_together_are_each_whole_and_stay_after_a_power_cut(store_folder, monkeypatch):
    synced, sync = set(), os.fsync

    def noted(descriptor):
        synced.add(os.fstat(descriptor).st_ino)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    several = [files.Own(b"%d" % number, f"{number}.txt", "text/plain") for number in range(5)]
    kept = files.keep_all_own([*several, several[0]], now=NOW)
    assert [files.content_of(one) for one in kept] == [b"0", b"1", b"2", b"3", b"4", b"0"]
    written = everything_in(store_folder)
    assert len(written) == 5
    lying = {store_folder, *written, *(path.parent for path in written)}
    lying |= {path.parent.parent for path in written}
    assert {path.stat().st_ino for path in lying} <= synced


class FullStore(LocalStore):
    """A store whose disk is full half-way through every file."""

    def _write(self, path, content):
        path.write_bytes(content.read(10))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.django_db
def test_a_full_disk_is_said_and_leaves_nothing_behind(settings, store_folder, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "tests.kernel.test_files.FullStore",
            "OPTIONS": {"location": str(store_folder)},
        },
    }
    with pytest.raises(Unavailable) as refusal:
        keep()
    assert refusal.value.status == 503
    assert everything_in(tmp_path) == []
    assert not Blob.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_damaged_file_is_not_given_out_as_whole(store_folder):
    file = keep()
    (path,) = everything_in(store_folder)
    path.write_bytes(b"changed")
    with pytest.raises(Unavailable):
        files.content_of(file)
    path.unlink()
    with pytest.raises(Unavailable):
        files.open_stored(file)


@pytest.mark.django_db
def test_content_lost_from_the_store_is_put_back_by_the_next_upload(store_folder):
    keep()
    (path,) = everything_in(store_folder)
    path.unlink()
    assert files.content_of(keep()) == PDF


@pytest.mark.django_db
def test_what_the_node_makes_itself_is_trusted():
    file = files.keep_own(b"{}", name="kết quả.json", media_type="application/json", now=NOW)
    assert (file.name, file.state, file.blob.checked_by) == (
        "kết quả.json",
        FileState.CLEAN,
        "",
    )
    assert files.content_of(file) == b"{}"


class Daemon(socketserver.StreamRequestHandler):
    """Speaks clamd's protocol, and finds one virus only."""

    def handle(self):
        command = self.rfile.readline().strip()
        if command == b"nPING":
            self.wfile.write(b"PONG\n")
            return
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        found = EICAR in content
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\n" if found else b"stream: OK\n")


@pytest.fixture
def clamd(settings):
    """Give the address of a scanner that is running."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.ANTIVIRUS = f"clamd://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.django_db
def test_with_a_scanner_a_file_waits_in_quarantine_until_it_is_clean(clamd):
    file = keep()
    with pytest.raises(files.FileQuarantined) as refusal:
        files.open_stored(file)
    assert refusal.value.details == {"state": "received"}
    job = ProcrastinateJob.objects.get(task_name=files.CHECK_JOB)
    assert job.args == {"sha256": file.blob_id}
    files.check_content(**job.args, now=NOW)
    file.blob.refresh_from_db()
    assert (file.state, file.blob.checked_by, file.blob.checked_at) == (
        FileState.CLEAN,
        "clamd",
        NOW,
    )
    assert files.content_of(file) == PDF


@pytest.mark.django_db
def test_an_infected_file_never_comes_out(clamd):
    file = keep(PDF.replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF"))
    files.check_content(sha256=file.blob_id, now=NOW)
    file.blob.refresh_from_db()
    assert file.blob.checked_by == "clamd: Eicar-Test-Signature"
    with pytest.raises(files.FileQuarantined):
        files.open_stored(file)
    with files.store_of_files().open(file.blob.path) as handle:
        assert keep(handle.read()).state == FileState.INFECTED


@pytest.mark.django_db
def test_a_scanner_that_is_down_leaves_the_file_waiting(settings):
    settings.ANTIVIRUS = "clamd://127.0.0.1:1"
    assert not antivirus().ready()
    file = keep()
    with pytest.raises(Unavailable):
        files.check_content(sha256=file.blob_id, now=NOW)
    file.blob.refresh_from_db()
    assert file.state == FileState.RECEIVED


def test_the_scanner_says_whether_it_is_there(clamd):
    assert antivirus().ready()


@pytest.mark.parametrize("state", [FileState.INFECTED, FileState.CLEAN])
def test_a_verdict_is_given_once(state):
    with pytest.raises(MoveRefused):
        files.QUARANTINE.target(state, FileState.CLEAN)


@pytest.mark.django_db
def test_content_that_no_file_names_is_swept_after_a_day(store_folder):
    kept, gone = keep(PDF), keep(PNG)
    gone.delete()
    assert files.sweep(now=NOW + timedelta(hours=23)) == 0
    assert files.sweep(now=NOW + timedelta(hours=25)) == 1
    assert [path.name for path in everything_in(store_folder)] == [kept.blob_id]


@pytest.mark.django_db
def test_what_an_undone_transaction_left_is_swept_after_a_day(store_folder):
    with transaction.atomic():
        stray = keep()
        transaction.set_rollback(True)
    prefix = stray.blob_id[:2]
    (path,) = everything_in(store_folder)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert files.sweep_store(prefix, now=written + timedelta(hours=23)) == 0
    assert files.sweep_store("zz", now=written + timedelta(hours=25)) == 0
    assert files.sweep_store(prefix, now=written + timedelta(hours=25)) == 1
    assert everything_in(store_folder) == []


@pytest.mark.django_db(transaction=True)
def test_many_uploads_of_one_file_at_once_keep_it_once(store_folder):
    def upload(_):
        try:
            return keep().blob_id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(upload, range(24)))) == 1
    assert len(everything_in(store_folder)) == 1
    assert StoredFile.objects.count() == 24
