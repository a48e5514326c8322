"""The workshop lets codes be chosen by name, and says what each question owes."""

from __future__ import annotations

import pytest
from lxml import html

from tests.console.test_workshop import NEW, Draft, dog, errors, shop

pytestmark = pytest.mark.django_db

__all__ = ["dog", "shop"]  # fixtures


def test_a_field_of_work_is_chosen_among_those_there_are(admin, shop, world):
    page = html.fromstring(admin.get(f"{shop}new/").content)
    codes = page.xpath("//*[@name='field']//option/@value | //input[@name='field']/@value")
    assert "ho-tich" in codes
    answer = admin.post(f"{shop}new/", {**NEW, "field": "ho-tich", "field_code": ""})
    assert answer.status_code == 302, errors(answer)
    field = Draft(admin, answer["Location"]).content["field"]
    assert (field["code"], field["name"]["vi"]) == ("ho-tich", "Hộ tịch")


def test_a_new_field_of_work_needs_a_code_and_a_name(admin, shop):
    answer = admin.post(f"{shop}new/", {**NEW, "field_code": "", "field_name": ""})
    assert errors(answer) == [
        "Chưa trả lời: Mã lĩnh vực mới.",
        "Chưa trả lời: Tên lĩnh vực mới (tiếng Việt).",
    ]


def test_a_question_without_its_law_is_not_kept_and_says_so_where_it_is_marked(dog):
    place = "at=form/pages/noi-dung/questions/request"
    answer = dog.write(place, basis="", mark="")
    assert errors(answer) == [
        "Chưa điền: Căn cứ, hoặc mục của mẫu.",
        "Chưa chọn đã đối chiếu văn bản hay còn theo trí nhớ.",
    ]
    page = html.fromstring(dog.client.get(f"{dog.address}edit/?{place}").content)
    (label,) = page.xpath("//label[@for='basis' or contains(., 'Căn cứ')]")
    assert "không bắt buộc" not in label.text_content()


def test_a_row_of_a_condition_offers_what_fits_its_question(dog):
    place = "at=form/pages/noi-dung/questions/request"
    row = {"when.count": "1", "when.0.ref": "applicant_kind"}
    page = html.fromstring(dog.write(place, _pick="when", **row).content)
    operators = page.xpath("//*[@name='when.0.op']/option/@value")
    assert operators == ["", "eq", "ne", "in", "not-in", "filled", "empty"]
    answers = page.xpath("//*[@name='when.0.value']/option/@value")
    assert answers == ["", "self", "organisation"]


def test_several_answers_of_a_choice_are_ticked(dog):
    place = "at=form/pages/noi-dung/questions/request"
    row = {"when.count": "1", "when.0.ref": "applicant_kind", "when.0.op": "in"}
    answer = dog.write(place, **row, **{"when.0.value": ["self", "organisation"]})
    assert answer.status_code == 302, errors(answer)
    question = dog.content["form"]["pages"][1]["questions"][0]
    assert question["when"] == "applicant_kind in ['self', 'organisation']"
    page = html.fromstring(dog.client.get(f"{dog.address}edit/?{place}").content)
    assert len(page.xpath("//input[@name='when.0.value'][@checked]")) == 2


def test_life_events_kinds_of_law_and_steps_are_chosen_by_name(dog):
    page = html.fromstring(dog.client.get(f"{dog.address}edit/?at=").content)
    assert "having-a-child" in page.xpath("//input[@name='life_events']/@value")
    answer = dog.write("", life_events=["having-a-child", "retiring"])
    assert answer.status_code == 302, errors(answer)
    assert dog.content["life_events"] == ["having-a-child", "retiring"]
    place = f"{dog.address}add/?at=process/steps/tham-dinh&to=moves&kind="
    steps = html.fromstring(dog.client.get(place).content).xpath("//input[@name='to']/@value")
    assert steps == ["tiep-nhan", "tham-dinh", "ky", "tra-ket-qua"]


def test_a_role_has_one_name_on_every_page(dog):
    page = dog.client.get(f"{dog.address}edit/?at=process/steps/tiep-nhan").content.decode()
    assert "Cán bộ một cửa" in page


def test_a_gist_is_chosen_among_the_answers_that_are_nobodys_identity(dog):
    page = html.fromstring(dog.client.get(f"{dog.address}edit/?at=form").content)
    offered = page.xpath("//input[@name='gist']/@value")
    assert "organisation_name" in offered
    assert not {"applicant_name", "applicant_phone", "applicant_address"} & set(offered)
    answer = dog.write("at=form", gist=["organisation_name"])
    assert answer.status_code == 302, errors(answer)
    assert dog.content["form"]["gist"] == ["organisation_name"]
    dog.write("at=form/pages/nguoi-nop/questions/organisation_name", key="firm_name")
    assert dog.content["form"]["gist"] == ["firm_name"]


def test_a_gist_of_somebodys_name_is_refused_where_it_is_written(dog):
    answer = dog.write("at=form", gist=["applicant_name"])
    assert errors(answer)
    assert not dog.content["form"].get("gist")
