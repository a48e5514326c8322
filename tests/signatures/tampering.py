"""Ways to change a signed PDF by an incremental update, as an attacker without any key can."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils import generic as untyped_generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

if TYPE_CHECKING:
    from collections.abc import Callable

# The library's object model has no types.
generic: Any = untyped_generic
Writer = Any
ON_THE_PAGE = generic.ArrayObject(map(generic.NumberObject, (50, 50, 250, 250)))
OTHER_PAGE = b"BT /f0 24 Tf 50 500 Td <0001> Tj ET"


class _Silent(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        return


def updated(pdf: bytes, change: Callable[[Writer, Any], None], *, silent: bool = True) -> bytes:
    """Append an update that does `change(writer, first page)`."""
    writer: Any = (_Silent if silent else IncrementalPdfFileWriter)(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()
    change(writer, page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def replace_contents(writer: Writer, page: Any) -> None:
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=OTHER_PAGE))
    writer.update_container(page)


def rewrite_contents(writer: Writer, page: Any) -> None:
    contents = page.raw_get("/Contents")
    stream = generic.StreamObject(stream_data=OTHER_PAGE)
    writer.objects[(contents.generation, contents.idnum)] = stream


def swap_a_font(writer: Writer, page: Any) -> None:
    fonts = page["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font["/BaseFont"] = pdf_name("/Other")
    writer.update_container(font)


def swap_resources(writer: Writer, page: Any) -> None:
    page["/Resources"] = generic.DictionaryObject()
    writer.update_container(page)


def turn_the_page(writer: Writer, page: Any) -> None:
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)


def add_a_page(writer: Writer, page: Any) -> None:
    pages = writer.root["/Pages"]
    copy = generic.DictionaryObject(page)
    pages["/Kids"].append(writer.add_object(copy))
    pages["/Count"] = generic.NumberObject(2)
    writer.update_container(pages)
    writer.update_container(pages["/Kids"])


def _annotate(writer: Writer, page: Any, **entries: Any) -> None:
    note = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Rect"): ON_THE_PAGE,
        **{pdf_name(f"/{name}"): value for name, value in entries.items()},
    })  # fmt: skip
    annotations = page.get("/Annots", generic.ArrayObject())
    page["/Annots"] = generic.ArrayObject([*annotations, writer.add_object(note)])
    writer.update_container(page)


def add_a_note(writer: Writer, page: Any) -> None:
    _annotate(writer, page, Subtype=pdf_name("/FreeText"), Contents=generic.pdf_string("thêm"))


def remove_annotations(writer: Writer, page: Any) -> None:
    page["/Annots"] = generic.ArrayObject()
    writer.update_container(page)


def move_the_widget(writer: Writer, _page: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = ON_THE_PAGE
    writer.update_container(field)


def add_a_text_field(writer: Writer, page: Any) -> None:
    _annotate(
        writer, page, Subtype=pdf_name("/Widget"), FT=pdf_name("/Tx"), T=generic.pdf_string("t")
    )
    form = writer.root["/AcroForm"]
    form["/Fields"].append(page["/Annots"].raw_get(-1))
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def need_appearances(writer: Writer, _page: Any) -> None:
    writer.root["/AcroForm"]["/NeedAppearances"] = generic.BooleanObject(value=True)
    writer.update_container(writer.root["/AcroForm"])
    writer.update_root()


def add_an_empty_signature_field(writer: Writer, _page: Any) -> None:
    append_signature_field(writer, SigFieldSpec("Trống", box=(50, 50, 250, 250)))


def add_a_fake_signature(writer: Writer, _page: Any) -> None:
    append_signature_field(writer, SigFieldSpec("Giả"))
    fields = writer.root["/AcroForm"]["/Fields"]
    old, new = fields[0], fields[1]
    fake = generic.DictionaryObject(old["/V"])
    new["/V"] = writer.add_object(fake)


def retitle(writer: Writer, _page: Any) -> None:
    info = writer.trailer["/Info"]
    info["/Title"] = generic.pdf_string("Giấy chứng nhận khác")
    writer.update_container(info)


def rewrite_xmp(writer: Writer, _page: Any) -> None:
    packet = writer.root["/Metadata"]
    changed = bytes(packet.data).replace("Phiếu".encode(), "Giấy".encode())
    reference = writer.root.raw_get("/Metadata")
    stream = generic.StreamObject(packet, stream_data=changed)
    writer.objects[(reference.generation, reference.idnum)] = stream


def attach_a_file(writer: Writer, _page: Any) -> None:
    content = writer.add_object(generic.StreamObject(stream_data=b"x"))
    spec = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Filespec"),
        pdf_name("/F"): generic.pdf_string("x.txt"),
        pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): content}),
    })  # fmt: skip
    tree = generic.DictionaryObject({
        pdf_name("/Names"): generic.ArrayObject([generic.pdf_string("x"), writer.add_object(spec)])
    })  # fmt: skip
    writer.root["/Names"] = generic.DictionaryObject({pdf_name("/EmbeddedFiles"): tree})
    writer.update_root()


def add_layers(writer: Writer, _page: Any) -> None:
    layers = {pdf_name("/OCGs"): generic.ArrayObject(), pdf_name("/D"): generic.DictionaryObject()}
    writer.root["/OCProperties"] = generic.DictionaryObject(layers)
    writer.update_root()


def run_on_opening(writer: Writer, _page: Any) -> None:
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    writer.root["/OpenAction"] = generic.DictionaryObject(script)
    writer.update_root()


def retag(writer: Writer, _page: Any) -> None:
    tree = writer.root["/StructTreeRoot"]
    tree["/K"] = generic.ArrayObject()
    writer.update_container(tree)


def relabel(writer: Writer, _page: Any) -> None:
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()


CHANGES: dict[Callable[[Writer, Any], None], str] = {
    replace_contents: "page-content",
    rewrite_contents: "page-content",
    swap_a_font: "page-content",
    swap_resources: "page-content",
    turn_the_page: "page-content",
    add_a_page: "pages",
    add_a_note: "annotation",
    remove_annotations: "annotation",
    move_the_widget: "form-field",
    add_a_text_field: "form-field",
    need_appearances: "form-field",
    add_an_empty_signature_field: "unsigned-field",
    add_a_fake_signature: "unverified-signature",
    retitle: "metadata",
    rewrite_xmp: "metadata",
    attach_a_file: "attachment",
    add_layers: "optional-content",
    run_on_opening: "action",
    retag: "structure",
    relabel: "catalog",
}
