"""Files that come in pieces (tus 1.0.0): begun within limits, then taken in as any other."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from motcua.dossiers.actions.parting import KEPT_FOR, MOST_AT_ONCE, sweep_parts
from motcua.dossiers.models import PartialUpload, Upload
from motcua.kernel import parts
from motcua.kernel.clock import system_now
from motcua.kernel.errors import NotFound
from motcua.kernel.files import content_of
from motcua.kernel.parts import OffsetWrong
from tests.cast import NOW
from tests.portal.typing import pdf

PAPER = "giay-chung-sinh"
PIECE = "application/offset+octet-stream"


def meta(**told):
    pairs = {"filename": "giấy.pdf", "field": PAPER} | told
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())


class Sender:
    """Somebody who sends a file as the protocol says."""

    def __init__(self, browser, place):
        self.client = browser.client
        self.place = place

    def ask(self, method, path, body=b"", *, version="1.0.0", **headers):
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        if version:
            named["Tus-Resumable"] = version
        return self.client.generic(
            method, path, body, content_type=named.pop("Content-Type", PIECE), headers=named
        )

    def begin(self, size, body=b"", told=None, **headers):
        more = {"Content_Type": PIECE if body else "text/plain", **headers}
        metadata = meta() if told is None else told
        return self.ask(
            "POST", self.place, body, Upload_Length=size, Upload_Metadata=metadata, **more
        )

    def patch(self, path, at, body, **headers):
        return self.ask("PATCH", path, body, Upload_Offset=at, **headers)

    def offset(self, path):
        return int(self.ask("HEAD", path)["Upload-Offset"])


@pytest.fixture
def draft(filled):
    return filled(child_case="ordinary", parents="married", relation="mother")


@pytest.fixture
def sender(citizen, draft):
    return Sender(citizen, f"{draft}/files/parts")


@pytest.fixture
def content():
    return pdf().getvalue()


@pytest.fixture
def begun(sender, content):
    """Begin a file and give the address where it goes on."""
    return sender.begin(len(content))["Location"]


def key_of(path):
    return UUID(path.rpartition("/")[2])


def test_what_is_spoken_is_told(sender):
    told = sender.ask("OPTIONS", sender.place, version="")
    assert told.status_code == 204
    assert told["Tus-Version"] == "1.0.0"
    assert told["Tus-Resumable"] == "1.0.0"
    extensions = {"creation", "creation-with-upload", "checksum", "termination", "expiration"}
    assert set(told["Tus-Extension"].split(",")) == extensions
    assert int(told["Tus-Max-Size"]) == 50 * 1024**2
    assert "sha1" in told["Tus-Checksum-Algorithm"].split(",")


def test_a_file_in_two_pieces_is_the_draft_s_and_the_same_byte_for_byte(
    citizen, draft, sender, content
):
    made = sender.begin(len(content))
    assert made.status_code == 201
    assert made["Upload-Expires"]
    path = made["Location"]
    assert sender.offset(path) == 0
    half = len(content) // 2
    answer = sender.patch(path, 0, content[:half])
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(half))
    told = sender.ask("HEAD", path)
    assert (told["Upload-Offset"], told["Upload-Length"]) == (str(half), str(len(content)))
    assert told["Upload-Metadata"] == meta()
    assert "no-store" in told["Cache-Control"]
    assert sender.patch(path, half, content[half:])["Upload-Offset"] == str(len(content))
    assert not Upload.objects.filter(draft__isnull=False).exists()
    for _again in range(2):
        citizen.post(f"{draft}/files", {"field": PAPER, "part": str(key_of(path))})
        assert citizen.status == 200
        (link,) = citizen.page.xpath("//*[@class='mc-files']//a")
        assert link.text_content() == "giấy.pdf"
    upload = Upload.objects.get(paper_code=PAPER)
    assert content_of(upload.file) == content
    with pytest.raises(NotFound):
        parts.arrived(key_of(path))


def test_the_first_piece_may_come_with_the_beginning(sender, content):
    made = sender.begin(len(content), content)
    assert (made.status_code, made["Upload-Offset"]) == (201, str(len(content)))


def test_another_version_of_the_protocol_is_refused_and_told_which_one_is_spoken(sender, begun):
    for version in ("", "0.2.2", "1.0.1"):
        answer = sender.ask("PATCH", begun, b"x", version=version, Upload_Offset=0)
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert sender.offset(begun) == 0


def test_a_piece_that_does_not_follow_is_refused(sender, begun, content):
    sender.patch(begun, 0, content[:10])
    for at in (0, 9, 11, 10**6):
        answer = sender.patch(begun, at, content[10:20])
        assert answer.status_code == 409
        assert answer.json()["offset"] == 10
    assert sender.offset(begun) == 10


def test_no_more_comes_than_was_announced(sender, begun, content):
    assert sender.patch(begun, 0, content + b"x" * 70_000).status_code == 413
    assert sender.offset(begun) <= len(content)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Type": "application/octet-stream"}, 415),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": "0x"}, 400),
        ({"Upload_Checksum": "crc32 AAAA"}, 400),
        ({"Upload_Checksum": "sha1 #"}, 400),
    ],
)
def test_a_malformed_piece_is_refused_and_nothing_of_it_is_kept(sender, begun, headers, status):
    answer = sender.ask("PATCH", begun, b"x", **({"Upload_Offset": 0} | headers))
    assert answer.status_code == status
    assert sender.offset(begun) == 0


@pytest.mark.parametrize(
    ("size", "told", "status"),
    [
        ("", meta(), 400),
        ("ten", meta(), 400),
        (0, meta(), 422),
        (20 * 1024**2 + 1, meta(), 413),
        (10, meta(field="khong-co"), 404),
        (10, "filename §", 400),
        (10, "filename " + "A" * 5000, 400),
    ],
)
def test_what_the_paper_would_not_take_is_refused_before_the_first_byte(sender, size, told, status):
    assert sender.begin(size, told=told).status_code == status
    assert not PartialUpload.objects.exists()


def test_a_piece_is_kept_only_when_its_checksum_is_right(sender, begun, content):
    def summed(piece):
        return (
            "sha1 " + base64.b64encode(hashlib.sha1(piece, usedforsecurity=False).digest()).decode()
        )

    wrong = sender.patch(begun, 0, content[:50], Upload_Checksum=summed(content[:49]))
    assert wrong.status_code == 460
    assert sender.offset(begun) == 0
    right = sender.patch(begun, 0, content[:50], Upload_Checksum=summed(content[:50]))
    assert (right.status_code, right["Upload-Offset"]) == (204, "50")


def test_a_file_given_up_is_gone(sender, begun):
    assert sender.ask("DELETE", begun).status_code == 204
    assert sender.ask("HEAD", begun).status_code == 404
    assert sender.patch(begun, 0, b"x").status_code == 404
    with pytest.raises(NotFound):
        parts.arrived(key_of(begun))


def test_who_cannot_send_patch_says_so_in_a_header(sender, begun):
    answer = sender.ask("POST", begun, b"abc", Upload_Offset=0, X_HTTP_Method_Override="PATCH")
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "3")


def test_a_strangers_file_is_not_there(relative, stranger, sender, begun, draft):
    other = Sender(relative, sender.place)
    assert other.begin(10).status_code == 404
    for method in ("HEAD", "PATCH", "DELETE"):
        assert other.ask(method, begun, b"x", Upload_Offset=0).status_code == 404
    relative.post(f"{draft}/files", {"field": PAPER, "part": str(key_of(begun))})
    assert relative.status == 404
    nobody = Sender(stranger, sender.place)
    assert nobody.begin(10).status_code == 401
    assert nobody.ask("HEAD", begun).status_code == 401
    assert sender.offset(begun) == 0


def test_a_file_on_its_way_expires_and_its_bytes_are_swept(sender, begun, content):
    sender.patch(begun, 0, content)
    with time_machine.travel(NOW + KEPT_FOR + timedelta(minutes=1)):
        assert sender.ask("HEAD", begun).status_code == 404
    assert sweep_parts(now=NOW + KEPT_FOR - timedelta(minutes=1)) == 0
    assert sweep_parts(now=NOW + KEPT_FOR + timedelta(minutes=1)) == 1
    with pytest.raises(NotFound):
        parts.arrived(key_of(begun))
    assert not PartialUpload.objects.exists()


def test_bytes_that_nobody_names_are_swept_after_a_day(sender, begun, content):
    sender.patch(begun, 0, content)
    PartialUpload.objects.all().delete()
    sweep_parts(now=NOW)
    assert parts.arrived(key_of(begun)) == len(content)
    with time_machine.travel(system_now() + timedelta(days=30)):
        sweep_parts(now=NOW)
    with pytest.raises(NotFound):
        parts.arrived(key_of(begun))


def test_an_unfinished_file_cannot_be_taken_in(citizen, draft, sender, begun, content):
    sender.patch(begun, 0, content[:-1])
    citizen.post(f"{draft}/files", {"field": PAPER, "part": str(key_of(begun))})
    assert citizen.status == 409
    assert sender.offset(begun) == len(content) - 1


def test_what_is_no_paper_is_refused_at_the_end_and_thrown_away(citizen, draft, sender):
    content = b"MZ\x90\0" * 100
    path = sender.begin(len(content), content)["Location"]
    citizen.post(f"{draft}/files", {"field": PAPER, "part": str(key_of(path))})
    assert citizen.status == 422
    assert "không thuộc loại được nhận" in citizen.response.json()["detail"]
    assert sender.ask("HEAD", path).status_code == 404
    assert not Upload.objects.filter(draft__isnull=False).exists()


def test_a_length_to_be_told_later_is_not_spoken_here(sender):
    answer = sender.ask("POST", sender.place, Upload_Defer_Length=1, Upload_Metadata=meta())
    assert answer.status_code == 400
    assert not PartialUpload.objects.exists()


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", " 10 x", "9" * 30, "0x10", "1.0"])
def test_a_length_that_is_none_is_refused(sender, length):
    assert sender.begin(length).status_code == 400
    assert not PartialUpload.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "a\0b.pdf",
        "\u202efdp.exe",
        "../../etc/passwd",
        "\r\nSet-Cookie: x=1.pdf",
        '"><script>alert(1)</script>.pdf',
        "=cmd|' /C calc'!A0.pdf",
        "ộ" * 900,
        "",
    ],
)
def test_a_name_of_any_kind_is_kept_harmless(citizen, draft, sender, content, name):
    made = sender.begin(len(content), content, told=meta(filename=name))
    assert made.status_code == 201
    assert sender.ask("HEAD", made["Location"])["Upload-Metadata"] == meta(filename=name)
    assert citizen.go(sender.place).status == 200
    citizen.post(f"{draft}/files", {"field": PAPER, "part": str(key_of(made["Location"]))})
    assert citizen.status == 200
    assert b"<script>alert" not in citizen.response.content
    kept = Upload.objects.get(paper_code=PAPER).file.name
    assert kept.endswith(".pdf")
    assert kept.isprintable()
    assert not set(kept) & set('<>"/\\')


@pytest.mark.parametrize(
    "told", ["filename", "filename ====", "\xe9 YQ==", "filename YQ==,filename Yg==", "," * 3000]
)
def test_metadata_of_any_shape_is_answered(sender, told):
    assert sender.begin(10, told=f"{told},{meta()}").status_code in {201, 400}


def test_whose_session_ended_goes_on_after_signing_in_anew_and_not_before(
    citizen, browser_of, sender, begun, content
):
    sender.patch(begun, 0, content[:10])
    citizen.client.post("/accounts/logout/")
    for method in ("HEAD", "PATCH", "DELETE"):
        assert sender.ask(method, begun, content[10:], Upload_Offset=10).status_code == 401
    again = Sender(browser_of("citizen"), sender.place)
    assert again.offset(begun) == 10
    assert again.patch(begun, 10, content[10:]).status_code == 204


def test_a_file_of_a_draft_that_was_filed_or_thrown_away_is_nobodys(
    citizen, draft, sender, begun, content
):
    sender.patch(begun, 0, content)
    citizen.post(f"{draft}/discard", {"sure": "yes"})
    assert sender.ask("HEAD", begun).status_code == 404
    assert not Upload.objects.filter(draft__isnull=False).exists()


def test_nobody_begins_files_without_end(sender):
    answers = [sender.begin(10).status_code for _ in range(MOST_AT_ONCE + 1)]
    assert answers == [201] * MOST_AT_ONCE + [429]


def test_two_who_send_the_same_piece_at_once_never_mix_their_bytes(sender, begun, content):
    """Whoever comes second finds that the file has grown."""
    key = key_of(begun)

    class Slow:
        def __init__(self, data):
            self.left = data

        def read(self, _size=-1):
            piece, self.left = self.left[:1], self.left[1:]
            return piece

    def send(_):
        try:
            return parts.append(key, 0, Slow(content), whole=len(content))
        except OffsetWrong:
            return 0

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    with parts.opened(key) as handle:
        kept = handle.read()
    assert content.startswith(kept)
    if len(kept) < len(content):
        assert sender.patch(begun, len(kept), content[len(kept) :]).status_code == 204
    with parts.opened(key) as handle:
        assert handle.read() == content


def test_what_came_before_the_line_was_cut_stays_and_is_gone_on_from(sender, begun, content):
    class Cut:
        """A line that breaks after some bytes."""

        def __init__(self):
            self.pieces = [content[:100], content[100:150]]

        def read(self, _size=-1):
            if not self.pieces:
                raise ConnectionResetError
            return self.pieces.pop(0)

    with pytest.raises(ConnectionResetError):
        parts.append(key_of(begun), 0, Cut(), whole=len(content))
    assert sender.offset(begun) == 150
    assert sender.patch(begun, 150, content[150:]).status_code == 204


def test_a_process_killed_in_the_middle_leaves_what_it_had_written(sender, begun, content):
    """The next piece begins where the dead one ended, whatever that was."""
    import os  # noqa: PLC0415 - only here
    import signal  # noqa: PLC0415 - the same

    child = os.fork()
    if child == 0:

        class Dying:
            left = [content[:64], content[64:200]]

            def read(self, _size=-1):
                if not self.left:
                    os.kill(os.getpid(), signal.SIGKILL)
                return self.left.pop(0)

        parts.append(key_of(begun), 0, Dying(), whole=len(content))
        os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert sender.offset(begun) == 200
    assert sender.patch(begun, 200, content[200:])["Upload-Offset"] == str(len(content))


def test_whoever_comes_back_is_told_which_files_can_go_on(
    citizen, relative, draft, sender, begun, content
):
    sender.patch(begun, 0, content[:100])
    box = citizen.go(f"{draft}/papers").page.xpath(f"//*[@data-field='{PAPER}']")[0]
    assert box.get("data-parts") == sender.place
    (row,) = citizen.go(sender.place).response.json()["parts"]
    assert row == {
        "url": begun,
        "field": PAPER,
        "name": "giấy.pdf",
        "changed": "",
        "size": len(content),
        "arrived": 100,
    }
    assert relative.go(sender.place).status == 404


def test_without_room_a_file_is_refused_before_its_first_byte_with_words_and_when_to_come_back(
    sender, settings
):
    room, settings.DISK_RESERVE = settings.DISK_RESERVE, 10**9
    answer = sender.begin(10)
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "tạm dừng nhận tệp" in answer.json()["detail"]
    assert not PartialUpload.objects.exists()
    settings.DISK_RESERVE = room
    path = sender.begin(6, b"abc")["Location"]
    settings.DISK_RESERVE = 10**9
    assert sender.patch(path, 3, b"def").status_code == 503
    assert sender.offset(path) == 3
    settings.DISK_RESERVE = room
    assert sender.patch(path, 3, b"def")["Upload-Offset"] == "6"
