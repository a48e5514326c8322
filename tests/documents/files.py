"""Word processor files as people make them, and as nobody should."""

from __future__ import annotations

import io
import zipfile

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.shared import Cm
from PIL import Image

from motcua.demo.world.documents import written_out
from motcua.kernel.files import content_of


def document(*lines, rows=()):
    """Give a document of some lines, with a ruled table where rows are given."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if rows:
        table = made.add_table(len(rows), len(rows[0]), style="Table Grid")
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    return saved(made)


def saved(made):
    """Give a document's bytes."""
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def completed(version):
    """Give a version's file with every place written that was left to the official."""
    return SimpleUploadedFile("sửa.docx", written_out(content_of(version.file)))


def with_part(content, name, part):
    """Give a document with one part more, or another in its place."""
    return repacked(content, {name: part})


def changed(content, name, old, new):
    """Give a document in which some text of a part is another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read(name)
    assert old in part
    return repacked(content, {name: part.replace(old, new)})


def repacked(content, parts):
    """Give the archive anew with some parts in place of its own."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in archive.namelist():
            if name not in parts:
                out.writestr(name, archive.read(name))
        for name, part in parts.items():
            out.writestr(name, part)
    return made.getvalue()


def with_picture():
    """Give a document with a picture in it."""
    made = docx.Document()
    made.add_paragraph("Ảnh")
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    made.add_picture(io.BytesIO(picture.getvalue()), width=Cm(2))
    return saved(made)
