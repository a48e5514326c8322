"""Hostile files are worked on in a process that ends with them."""

from __future__ import annotations

import io
import os
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from motcua.kernel import conversion
from motcua.kernel.conversion import PdfFacts, images_to_pdf, inspect_image, inspect_pdf
from motcua.kernel.sandbox import ParsingFailed, Sandbox


def image(kind="JPEG", size=(400, 300), mode="RGB", **options):
    output = io.BytesIO()
    Image.new(mode, size, "red").save(output, kind, **options)
    return output.getvalue()


def chunk(name, content):
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def bomb(side):
    """Give a PNG of a few kilobytes whose pixels fill gigabytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compressobj(9)
    line = b"\x00" * (side * 3 + 1)
    content = b"".join(rows.compress(line) for _ in range(min(side, 500))) + rows.flush()
    body = chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(change=None, pages=1, **options):
    output = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        document.save(output, **options)
    return output.getvalue()


def test_a_phone_s_photograph_is_decoded_where_no_child_may_be_made():
    photograph = Path(__file__).parents[1] / "portal" / "files" / "phone.heic"
    facts = inspect_image(photograph.read_bytes())
    assert (facts.format, facts.width, facts.height) == ("HEIF", 240, 320)


def test_an_image_tells_its_size():
    assert inspect_image(image("PNG")) == conversion.ImageFacts("PNG", 400, 300)


def test_photos_become_a_pdf_with_a_page_each():
    content = images_to_pdf([image(), image("PNG"), image("PNG", mode="RGBA"), image(mode="CMYK")])
    with pikepdf.open(io.BytesIO(content)) as document:
        boxes = [[round(float(side)) for side in page.mediabox] for page in document.pages]
    assert boxes == [[0, 0, 842, 595]] * 4


def test_a_photo_lying_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with pikepdf.open(io.BytesIO(images_to_pdf([image(exif=exif)]))) as document:
        assert float(document.pages[0].mediabox[3]) > float(document.pages[0].mediabox[2])


def test_where_a_photo_was_taken_is_not_passed_on():
    exif = Image.Exif()
    exif[0x010F] = "MAKER OF THE PHONE"
    photo = image(exif=exif)
    assert b"MAKER OF THE PHONE" in photo
    assert b"MAKER OF THE PHONE" not in images_to_pdf([photo])


def test_a_huge_photo_becomes_a_page_of_readable_size():
    content = images_to_pdf([image("PNG", size=(6000, 4000))])
    assert len(content) < 500_000


@pytest.mark.parametrize("side", [10_000, 40_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side):
    began = time.monotonic()
    for work in (inspect_image, lambda content: images_to_pdf([content])):
        with pytest.raises(ParsingFailed) as refusal:
            work(bomb(side))
        assert refusal.value.details == {"reason": "too_many_pixels"}
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"junk",
        image()[:200],
        image("PNG")[:60],
        image("GIF"),
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40,
    ],
)
def test_what_is_no_whole_image_is_called_broken(content):
    with pytest.raises(ParsingFailed) as refusal:
        inspect_image(content)
    assert refusal.value.details == {"reason": "broken"}
    assert refusal.value.status == 422


def test_a_plain_pdf_has_pages_and_nothing_that_acts():
    assert inspect_pdf(pdf(pages=3)) == PdfFacts(pages=3, is_encrypted=False, active=())


def _script(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = action


def _launch(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


def _attach(document):
    document.attachments["a.exe"] = b"MZ"


def _attach_renamed(document):
    document.attachments["anh.jpg"] = b"\x7fELF\x02\x01\x01"


def _attach_data(document):
    document.attachments["hoa-don.xml"] = b"<HDon/>"


def _opening(**action):
    def change(document):
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(**action))

    return change


def _view(document):
    """Open on the second half of the first page, as many programs write it."""
    place = [document.pages[0].obj, pikepdf.Name.XYZ, 0, 400, 1.5]
    document.Root.OpenAction = pikepdf.Array(place)


def _go(document):
    place = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=place)


def _fetching_page(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://vi-du.example/")
    document.pages[0].AA = pikepdf.Dictionary(O=action)


def _link(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://vi-du.example/")
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])


def _then_fetching(document):
    later = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://vi-du.example/")
    first = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.FirstPage, Next=later)
    document.Root.OpenAction = first


def _in_circles(document):
    first = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Named))
    first.Next = first
    document.Root.OpenAction = first


def _form(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"))


@pytest.mark.parametrize(
    ("change", "active"),
    [
        (_script, ("javascript", "open_action")),
        (_launch, ("launch",)),
        (_attach, ("embedded_file", "program")),
        (_attach_renamed, ("embedded_file", "program")),
        (_attach_data, ("embedded_file",)),
        (
            _opening(S=pikepdf.Name.SubmitForm, F="https://vi-du.example/"),
            ("open_action", "submit"),
        ),
        (_fetching_page, ("open_action",)),
        (_then_fetching, ("open_action",)),
        (_in_circles, ("open_action",)),
        (_view, ()),
        (_go, ()),
        (_link, ()),
        (_form, ("xfa",)),
    ],
)
def test_what_acts_by_itself_in_a_pdf_is_named(change, active):
    hidden = pikepdf.ObjectStreamMode.generate
    assert inspect_pdf(pdf(change)).active == active
    assert inspect_pdf(pdf(change, object_stream_mode=hidden)).active == active


def test_a_locked_pdf_is_said_to_be_locked():
    lock = pikepdf.Encryption(owner="o", user="u")
    assert inspect_pdf(pdf(encryption=lock)) == PdfFacts(0, is_encrypted=True, active=())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\nnothing\n%%EOF", "broken"),
        (b"", "broken"),
        (pdf(pages=0), "no_pages"),
        (b"%PDF-1.7\n" + b"1 0 obj << /A " * 5000 + b"%%EOF", "broken"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused(content, reason):
    with pytest.raises(ParsingFailed) as refusal:
        inspect_pdf(content)
    assert refusal.value.details == {"reason": reason}


@pytest.fixture(scope="module")
def attack():
    """Give a way to run what a hostile file might bring along."""
    box = Sandbox("tests.kernel.hostile")

    def run(name, parts=(b"",), seconds=2, megabytes=100, **options):
        path = f"tests.kernel.hostile.{name}"
        return box.run(path, parts, options=options, seconds=seconds, megabytes=megabytes)

    yield run
    box.close()


def test_data_goes_in_and_comes_out_whole(attack):
    parts = [b"", b"a", os.urandom(3_000_000)]
    answer = attack("count", parts, colour="xanh")
    assert answer.data == {"parts": [0, 1, 3_000_000], "colour": "xanh"}
    assert answer.output == b"".join(parts)


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("sleep", {}, "limit"),
        ("spin", {}, "limit"),
        ("eat_memory", {"size": 500}, "limit"),
        ("flood", {"size": 40}, "limit"),
        ("die", {}, "crash"),
        ("leave", {}, "crash"),
        ("lie", {}, "crash"),
        ("no_such_function", {}, "AttributeError"),
    ],
)
def test_whatever_happens_inside_ends_in_time_with_a_reason(attack, name, options, reason):
    attack("count")
    began = time.monotonic()
    with pytest.raises(ParsingFailed) as refusal:
        attack(name, seconds=1, megabytes=30, **options)
    assert refusal.value.details == {"reason": reason}
    assert time.monotonic() - began < 30
    assert attack("count", [b"still here"]).output == b"still here"


def test_inside_there_is_nothing_to_reach(attack, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    found = attack("look_around", folder=str(tmp_path)).data
    refused = dict(found["refused"])
    assert "DATABASE_URL" not in found["environment"]
    assert found["user"] != 0
    assert int(found["powers"], 16) == 0
    assert found["descriptors"] == 4
    assert refused.keys() == {
        "connect",
        "fork",
        "native_fork",
        "run",
        "write",
        "python_socket",
        "native_socket",
    }
    assert set(found["interfaces"]) <= {"lo"}


def test_many_jobs_at_once_are_done_by_a_few_processes():
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(inspect_image, [image("PNG")] * 40))) == 1


def test_the_next_job_is_done_although_the_host_was_killed():
    inspect_image(image())
    hosts = [path for path in Path("/proc").glob("[0-9]*") if _is_our_host(path)]
    assert hosts
    for path in hosts:
        os.kill(int(path.name), 9)
    assert inspect_image(image()).width == 400


def _is_our_host(path):
    try:
        command, status = (path / "cmdline").read_bytes(), (path / "status").read_text()
    except OSError:
        return False
    return b"motcua.kernel.sandbox.host" in command and f"PPid:\t{os.getpid()}\n" in status
