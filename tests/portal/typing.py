"""What a browser posts for a page of questions, and papers to send."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.samples import sample_answers
from motcua.ui import fields as ui
from tests.cast import NOW

TODAY = civil_date(NOW)


def typed(section):
    """Give what is posted for a section as it stands, by name of the control."""
    data = {}
    for question in section.fields:
        _type(question, data)
    return data


def typed_pages(form, *, seed=3, fixed=None):
    """Give valid answers of a form as they are posted, page by page."""
    answers = sample_answers(form, seed=seed, today=TODAY, fixed=fixed or {})
    showing = Showing("vi", TODAY)
    return {
        page.code: typed(page_section(form, page.code, answers, showing))
        for page in form.visible_pages(answers, today=TODAY)
    }


_UNPOSTED = {ui.Kind.NOTICE, ui.Kind.FILES, ui.Kind.CALCULATED}


def _type(question, data):
    if isinstance(question, ui.Group):
        data[f"{question.name}.count"] = str(len(question.items))
        _type_all((field for item in question.items for field in item), data)
    elif isinstance(question, ui.Cluster):
        _type_all(question.fields, data)
    elif question.kind not in _UNPOSTED:
        _type_one(question, data)


def _type_all(questions, data):
    for question in questions:
        _type(question, data)


def _type_one(field, data):
    if isinstance(field.value, ui.DateParts | ui.PlaceParts | ui.AddressParts | ui.PointParts):
        for part in field.value.__slots__:
            data[f"{field.name}.{part}"] = getattr(field.value, part)
    else:
        value = field.value
        data[field.name] = list(value) if isinstance(value, tuple) else value


def pdf(name="giay-to.pdf", **save):
    """Give a small real PDF as an upload."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        made.docinfo["/Title"] = name
        made.save(out, **save)
    return upload(out.getvalue(), name)


def photo(name="giay-to.jpg", kind="JPEG"):
    """Give a small real picture as an upload."""
    out = io.BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(out, kind)
    return upload(out.getvalue(), name)


def upload(content, name):
    """Give bytes as a browser sends a file."""
    file = io.BytesIO(content)
    file.name = name
    return file
