"""The published schemas: every shipped form fulfils them, and bad ones are told where and why."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest

from motcua.procedures.base.conditions.expressions import read, to_data
from motcua.procedures.base.forms.answering import CompiledForm
from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.loading import content_of, pack_folders, pack_from, read_pack
from motcua.procedures.base.published import form_schema, whole_pack_schema
from motcua.procedures.errors import ConditionInvalid, PackInvalid
from tests.procedures.every_kind import CHECKS, PAGES, asked, text


def a_form(*questions):
    return {
        "title": text("f"),
        "pages": [{"code": "p", "title": text("p"), "questions": [*questions]}],
    }


@pytest.mark.parametrize("folder", pack_folders(), ids=lambda folder: folder.name)
def test_every_shipped_pack_and_its_form_fulfil_the_published_schemas(folder):
    pack = read_pack(folder)
    form = pack.form.model_dump(mode="json", by_alias=True)
    jsonschema_rs.validate(form_schema(), json.loads(json.dumps(form)))
    jsonschema_rs.validate(whole_pack_schema(), content_of(pack))


def test_a_form_with_every_kind_of_question_fulfils_it():
    jsonschema_rs.validate(form_schema(), {"title": text("f"), "pages": PAGES, "checks": CHECKS})


@pytest.mark.parametrize(
    "question",
    [
        asked("q", "no-such-kind", "q"),
        asked("q", "number", "q", min="x"),
        asked("q", "text", "q", no_such_word=1),
        asked("q", "calculated", "q", value={"eval": ["1 + 1"]}),
        asked("q", "calculated", "q", value={"times": [1]}),
        asked("Q!", "text", "q"),
        asked("q", "person", "q", asks=["shoe_size"]),
    ],
)
def test_what_the_schema_refuses_is_refused_when_it_is_read(question):
    form = a_form(question)
    assert not jsonschema_rs.is_valid(form_schema(), form)
    with pytest.raises((ValueError, ConditionInvalid)):
        CompiledForm(FormSpec.model_validate(form), {})


def test_a_condition_as_data_is_the_one_in_words():
    words = "age(owner.birth_date) >= 18 and not (case in ['a', 'b'] or sum(rows.n) < 3)"
    data = to_data(read(words))
    assert read(data) == read(words)
    form = a_form(asked("q", "text", "q", when=data))
    assert jsonschema_rs.is_valid(form_schema(), form)


def test_a_bad_pack_is_told_where_and_why():
    content = content_of(read_pack(pack_folders()[0]))
    content["form"]["pages"][0]["questions"][0]["max_length"] = "long"
    with pytest.raises(PackInvalid) as refused:
        pack_from(content)
    ((where, why), *_others) = refused.value.details["problems"]
    assert where.startswith("form.pages.0.questions.0")
    assert why


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (asked("q", "text", "q", when="nobody == 'a'"), "q: no question nobody"),
        (asked("q", "calculated", "q", value="filled(q)"), "q: does not give a number"),
    ],
)
def test_a_condition_that_does_not_fit_names_its_question(question, said):
    with pytest.raises(ConditionInvalid) as refused:
        CompiledForm(FormSpec.model_validate(a_form(question)), {})
    assert refused.value.details["reason"] == said
