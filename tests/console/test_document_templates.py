"""Templates of documents: brought by the administrator, checked, tried, in force by their days."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.console.documents.queries import tried
from motcua.documents.actions import TemplateFacts, bring_template, end_template
from motcua.documents.errors import DocumentRefused, FieldsUnknown
from motcua.documents.models import DocumentTemplate
from motcua.documents.queries import template_content, template_of, templates_at
from motcua.dossiers.queries.document_samples import LONG_NAME, Filling, sample_values
from motcua.dossiers.queries.document_values import fields_of_procedure
from motcua.kernel.errors import NotAllowed
from motcua.procedures import queries as catalogue
from tests.cast import BIRTH, NOW
from tests.documents.files import document, with_part

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def bring(world, content, *, code="giay-moi", since=TODAY, who="administrator", **more):
    facts = TemplateFacts(
        code, "GM", "Giấy mời của phường", more.pop("procedure", ""), since, **more
    )
    return bring_template(
        actor=world.actor(who),
        agency=world.ward,
        facts=facts,
        file=io.BytesIO(content),
        name="mẫu.docx",
        now=NOW,
    )


def test_an_agencys_template_takes_the_place_of_the_shipped_one_from_its_day(world):
    later = TODAY + timedelta(days=10)
    bring(world, document("Kính mời {{ nguoi_nop.ho_ten }}"), since=later)
    assert template_of(world.ward.pk, "giay-moi", TODAY).own is None
    chosen = template_of(world.ward.pk, "giay-moi", later)
    assert chosen.title == "Giấy mời của phường"
    assert template_content(chosen).startswith(b"PK")
    assert template_of(world.other_ward.pk, "giay-moi", later).own is None


def test_a_newer_template_ends_the_older_one_and_one_may_be_ended(world):
    first = bring(world, document("Một"))
    second = bring(world, document("Hai"), since=TODAY + timedelta(days=5))
    first.refresh_from_db()
    assert first.valid_to == second.valid_from
    by = {"actor": world.actor("administrator"), "agency": world.ward, "now": NOW}
    end_template(**by, public_id=second.public_id)
    assert not DocumentTemplate.objects.filter(pk=second.pk).exists()


def test_unknown_fields_are_named_and_nothing_is_kept(world):
    with pytest.raises(FieldsUnknown) as told:
        bring(world, document("{{ ho_so.ma }} {{ ho_so.mat_khau }} {{ la_gi }}"))
    assert told.value.details["fields"] == ["ho_so.mat_khau", "la_gi"]
    assert not DocumentTemplate.objects.exists()


def test_answers_of_the_form_are_known_only_to_a_template_of_their_procedure(world):
    content = document("{{ to_khai.x }}")
    with pytest.raises(FieldsUnknown):
        bring(world, content)
    bring(world, content, procedure=BIRTH, of_procedure={"to_khai.x"})
    held = templates_at(world.ward.pk, TODAY, procedure_code=BIRTH)
    assert any(one.procedure_code == BIRTH for one in held)
    assert not any(one.procedure_code for one in templates_at(world.ward.pk, TODAY))


def test_macros_are_refused(world):
    with pytest.raises(DocumentRefused):
        bring(world, with_part(document("x"), "word/vbaProject.bin", b"x"))


@pytest.mark.parametrize("who", ["leader", "specialist", "outsider"])
def test_only_the_agencys_administrator_brings_templates(world, who):
    with pytest.raises(NotAllowed):
        bring(world, document("x"), who=who)


def test_the_pages_bring_a_template_name_unknown_fields_and_try_it(admin, base, world):
    assert "{{ ho_so.ma }}" in admin.get(f"{base}mau-van-ban/").content.decode()
    answers = {"title": "Mẫu mới", "code": "mau-moi", "kind": "GM", "valid_from": "20/11/2026"}
    wrong = SimpleUploadedFile("a.docx", document("{{ khong.co }}"))
    refused = admin.post(f"{base}mau-van-ban/them/", {**answers, "file": wrong})
    assert refused.status_code == 422
    assert "khong.co" in refused.content.decode()
    right = SimpleUploadedFile("a.docx", document("Số {{ van_ban.so }}"))
    assert admin.post(f"{base}mau-van-ban/them/", {**answers, "file": right}).status_code == 302
    own = DocumentTemplate.objects.get()
    shown = admin.get(f"{base}mau-van-ban/{own.public_id}/thu/").content.decode()
    assert "data:image/png;base64" in shown
    sparse = admin.get(f"{base}mau-van-ban/{own.public_id}/thu/?dien=it").content.decode()
    assert "Chỉ điền những câu bắt buộc" in sparse


def test_a_template_is_tried_with_every_answer_of_its_form_at_length_and_sparsely(world):
    rules = catalogue.rules(catalogue.version_on(BIRTH, TODAY))
    fields = sorted(name for name in fields_of_procedure(rules) if "[]" not in name)
    full = sample_values(world.ward.pk, TODAY, rules, Filling.FULL)
    sparse = sample_values(world.ward.pk, TODAY, rules, Filling.SPARSE)
    told = {name: [_value(values, name) for values in (full, sparse)] for name in fields}
    assert all(at_length for at_length, _least in told.values())
    assert any(not least for _at_length, least in told.values())
    assert LONG_NAME in str(full["to_khai"])
    content = document(*(f"{name}: {{{{ {name} }}}}" for name in fields[:40]))
    for filling in Filling:
        pages, lacks = tried(content, world.ward, NOW, rules, filling)
        assert pages
        assert lacks == []


def _value(values, name):
    for key in name.split("."):
        values = values[key]
    return values
