"""The workshop: a procedure is written, checked, and published by two people."""

from __future__ import annotations

import pytest
from django.conf import settings
from lxml import html

from motcua.console.workshop.base.findings import said_of
from motcua.dossiers.actions import start_draft
from motcua.kernel.caching import forget_all
from motcua.procedures.base.lint import Finding
from motcua.procedures.base.loading import pack_from
from motcua.procedures.models import Procedure, ProcedureVersion
from motcua.procedures.queries import offering, pack_of, version_on
from tests.cast import BIRTH, NOW

pytestmark = pytest.mark.django_db

NEW = {
    "code": "9.900001",
    "name": "Đăng ký nuôi chó",
    "name_en": "Register a dog",
    "field": "-",
    "field_code": "thu-y",
    "field_name": "Thú y",
    "field_name_en": "Veterinary affairs",
    "level": "commune",
    "authority": "Ủy ban nhân dân cấp xã",
    "authority_en": "Commune People's Committee",
    "decision": "01/QĐ-UBND",
    "amount": "3",
    "unit": "working-day",
    "basis": "Quyết định 01/QĐ-UBND, Điều 2",
}


@pytest.fixture
def shop(base):
    return f"{base}workshop/"


@pytest.fixture
def dog(admin, shop):
    """A new procedure that one administrator began."""
    answer = admin.post(f"{shop}new/", NEW)
    assert answer.status_code == 302, html.fromstring(answer.content).text_content()
    return Draft(admin, answer["Location"])


class Draft:
    """A draft, and whoever writes in it."""

    def __init__(self, client, address):
        self.client = client
        self.address = address

    def by(self, client):
        return Draft(client, self.address)

    @property
    def version(self):
        return ProcedureVersion.objects.get(pk=int(self.address.rstrip("/").rpartition("/")[2]))

    @property
    def content(self):
        return self.version.content

    def fields(self, at="", what="edit"):
        """Give what the form of a page would post as it stands."""
        page = html.fromstring(self.client.get(f"{self.address}{what}/?{at}").content)
        form = next(form for form in page.forms if "_base" in form.fields)
        return dict(form.form_values()), form

    def write(self, at, what="edit", **changes):
        """Open a page, change some answers, and post it."""
        _values, form = self.fields(at, what)
        posted = {}
        for name, value in form.form_values():
            posted.setdefault(name, []).append(value)
        posted.update({name.replace("__", "."): value for name, value in changes.items()})
        return self.client.post(f"{self.address}{what}/?{at}", posted)


def errors(answer):
    page = html.fromstring(answer.content)
    return [item.text_content() for item in page.xpath("//*[@data-error-summary]//li")]


def test_a_new_procedure_is_a_draft_nobody_sees(admin, dog, shop):
    assert dog.version.status == "draft"
    assert "Đăng ký nuôi chó" in admin.get(shop).content.decode()
    assert admin.post(f"{shop}new/", NEW).status_code == 422


def test_what_is_missing_of_a_new_procedure_is_said_at_the_field(admin, shop):
    answer = admin.post(f"{shop}new/", {**NEW, "code": "x", "amount": ""})
    assert answer.status_code == 422
    assert len(errors(answer)) == 2
    assert not Procedure.objects.filter(code="x").exists()


def test_every_part_opens_and_saving_it_unchanged_changes_nothing(dog):
    places = ["", "at=form", "at=process", "at=result", "at=variants/chung", "at=channels/online"]
    places += ["at=channels/online/limits/1", "at=form/pages/nguoi-nop"]
    places += ["at=form/pages/nguoi-nop/questions/applicant_kind", "at=result/data/request"]
    places += ["at=process/steps/ky", "at=form/pages/noi-dung/questions/declared"]
    before = dog.content
    for place in places:
        answer = dog.write(place)
        assert answer.status_code == 302, (place, errors(answer))
    assert dog.content == before


def test_a_question_is_added_with_its_options(dog):
    answer = dog.write(
        "at=form/pages/noi-dung&to=questions&kind=choice",
        "add",
        key="breed",
        label__vi="Giống chó",
        label__en="Breed",
        options__count="2",
        **{
            "options.0.value": "local",
            "options.0.label.vi": "Chó ta",
            "options.0.label.en": "Local",
            "options.1.value": "other",
            "options.1.label.vi": "Giống khác",
            "options.1.label.en": "Other",
            "basis": "Quyết định 01/QĐ-UBND",
            "mark": "seen",
        },
    )
    assert answer.status_code == 302, errors(answer)
    *_others, question, declared = dog.content["form"]["pages"][1]["questions"]
    assert (question["key"], declared["key"]) == ("breed", "declared")
    assert [row["value"] for row in question["options"]] == ["local", "other"]


def test_a_wrong_value_is_said_at_its_field_and_nothing_typed_is_lost(dog):
    answer = dog.write("at=channels/online/limits/1", amount="ba", words__vi="Ba ngày", basis="")
    assert answer.status_code == 422
    assert set(errors(answer)) == {"Chưa điền: Căn cứ.", "Thời hạn: phải là số nguyên."}
    page = html.fromstring(answer.content)
    assert page.xpath("//input[@name='amount']/@value") == ["ba"]
    assert page.xpath("//*[@name='words.vi']")[0].text_content().strip() == "Ba ngày"


def test_two_questions_do_not_get_one_key(dog):
    answer = dog.write(
        "at=form/pages/noi-dung&to=questions&kind=text",
        "add",
        key="request",
        label__vi="Khác",
        label__en="Other",
        basis="Quyết định 01/QĐ-UBND",
        mark="seen",
    )
    assert answer.status_code == 422
    assert errors(answer) == ["Mã này đã dùng. Hãy chọn mã khác."]


def test_a_condition_is_built_of_rows_and_told_as_a_sentence(dog):
    place = "at=form/pages/noi-dung/questions/request"
    answer = dog.write(
        place,
        **{
            "when.count": "1",
            "when.0.ref": "applicant_kind",
            "when.0.op": "eq",
            "when.0.value": "organisation",
        },
    )
    assert answer.status_code == 302, errors(answer)
    assert dog.content["form"]["pages"][1]["questions"][0]["when"] == (
        "applicant_kind == 'organisation'"
    )
    page = dog.client.get(f"{dog.address}edit/?{place}").content.decode()
    assert "“Anh/chị nộp cho ai?” là “Cho doanh nghiệp, tổ chức”" in page


def test_rows_are_added_and_moved_without_saving(dog):
    place = "at=form/pages/nguoi-nop/questions/applicant_kind"
    more = html.fromstring(dog.write(place, _add="options").content)
    assert len(more.xpath("//input[starts-with(@name, 'options.') and @type='text']")) == 3 * 5
    moved = html.fromstring(dog.write(place, _down="options.0").content)
    assert moved.xpath("//input[@name='options.0.value']/@value") == ["organisation"]
    question = dog.content["form"]["pages"][0]["questions"][0]
    assert question["options"][0]["value"] == "self"


def test_questions_are_moved_copied_and_removed(dog):
    first, second = "form/pages/nguoi-nop/questions/applicant_kind", "applicant_name"
    dog.client.post(f"{dog.address}arrange/", {"down": first})
    keys = [row["key"] for row in dog.content["form"]["pages"][0]["questions"]]
    assert keys[:2] == [second, "applicant_kind"]
    dog.client.post(f"{dog.address}arrange/", {"copy": first})
    keys = [row["key"] for row in dog.content["form"]["pages"][0]["questions"]]
    assert keys[1:3] == ["applicant_kind", "applicant_kind_2"]
    gone = f"{dog.address}remove/?at=form/pages/nguoi-nop/questions/applicant_kind_2"
    assert "Bỏ “" in dog.client.get(gone).content.decode()
    dog.client.post(gone)
    assert len(dog.content["form"]["pages"][0]["questions"]) == len(keys) - 1


def test_a_new_key_is_followed_by_conditions_and_the_result(dog):
    dog.write("at=form/pages/noi-dung/questions/request", key="wish")
    assert dog.content["result"]["data"]["request"]["from"] == "answers.wish"
    dog.write("at=form/pages/nguoi-nop/questions/applicant_kind", key="who")
    asked = dog.content["form"]["pages"][0]["questions"]
    assert {row["when"] for row in asked if "when" in row} == {"who == 'organisation'"}


def test_a_new_key_is_followed_in_the_rows_and_parts_of_the_result_and_in_units(dog):
    dog.write("at=process/steps/ky", unit__by="applicant_address.commune")
    for name, source in (("place", "answers.applicant_address.commune"), ("whole", "official.x")):
        added = dog.write("at=result&to=data", "add", _name=name, **{"from": source, "as": "plain"})
        assert added.status_code == 302, errors(added)
    dog.write("at=form/pages/nguoi-nop/questions/applicant_address", key="home")
    assert dog.content["result"]["data"]["place"]["from"] == "answers.home.commune"
    assert dog.content["result"]["data"]["whole"]["from"] == "official.x"
    assert dog.content["process"]["steps"][2]["unit"] == {"by": "home.commune"}


def test_the_second_of_two_writers_chooses_field_by_field(dog, another_administrator):
    place = "at=form/pages/noi-dung/questions/request"
    _values, form = dog.fields(place)
    mine = dict(form.form_values())
    other = dog.by(another_administrator)
    assert (
        other.write(place, label__vi="Đề nghị điều gì?", hint__vi="Ngắn thôi.").status_code == 302
    )
    mine |= {"label.vi": "Anh/chị muốn gì?", "label.en": "What do you want?"}
    asked = dog.client.post(f"{dog.address}edit/?{place}", mine)
    assert asked.status_code == 409
    shown = asked.content.decode()
    assert "Anh/chị muốn gì?" in shown
    assert "Đề nghị điều gì?" in shown
    assert dog.content["form"]["pages"][1]["questions"][0]["label"]["vi"] == "Đề nghị điều gì?"
    page = html.fromstring(asked.content)
    form = next(form for form in page.forms if "_base" in form.fields)
    chosen = dict(form.form_values()) | {"_choose.label": "mine"}
    kept = dog.client.post(f"{dog.address}edit/?{place}", chosen)
    assert kept.status_code == 302
    question = dog.content["form"]["pages"][1]["questions"][0]
    assert question["label"]["vi"] == "Anh/chị muốn gì?"
    assert question["hint"]["vi"] == "Ngắn thôi."


def test_an_english_browser_begins_a_procedure_with_words_of_both_languages(admin, shop):
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    limit = Draft(admin, admin.post(f"{shop}new/", NEW)["Location"]).content["channels"][0]
    assert limit["limits"][0]["words"] == {
        "vi": "3 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "en": "3 working days from receipt.",
    }


def test_what_two_people_changed_apart_is_kept_of_both(dog, another_administrator):
    place = "at=form/pages/noi-dung/questions/request"
    mine = dict(dog.fields(place)[1].form_values()) | {"max_length": "500"}
    dog.by(another_administrator).write(place, hint__vi="Ngắn thôi.")
    assert dog.client.post(f"{dog.address}edit/?{place}", mine).status_code == 302
    question = dog.content["form"]["pages"][1]["questions"][0]
    assert (question["max_length"], question["hint"]["vi"]) == (500, "Ngắn thôi.")


def test_two_languages_of_one_text_are_changed_by_two_people(dog, another_administrator):
    place = "at=form/pages/noi-dung/questions/request"
    mine = dict(dog.fields(place)[1].form_values()) | {"label.en": "Your wish"}
    dog.by(another_administrator).write(place, label__vi="Việc cần làm")
    assert dog.client.post(f"{dog.address}edit/?{place}", mine).status_code == 302
    question = dog.content["form"]["pages"][1]["questions"][0]
    assert question["label"] == {"vi": "Việc cần làm", "en": "Your wish"}


def test_what_somebody_removed_meanwhile_can_be_added_again(dog, another_administrator):
    place = "form/pages/noi-dung/questions/request"
    mine = dict(dog.fields(f"at={place}")[1].form_values()) | {"label.vi": "Việc gì?"}
    another_administrator.post(f"{dog.address}remove/?at={place}")
    answer = dog.client.post(f"{dog.address}edit/?at={place}", mine)
    assert answer.status_code == 409
    form = next(form for form in html.fromstring(answer.content).forms if "_kind" in form.fields)
    again = dog.client.post(form.action, dict(form.form_values()))
    assert again.status_code == 302
    assert dog.content["form"]["pages"][1]["questions"][-2]["label"]["vi"] == "Việc gì?"


def test_whoever_wrote_does_not_agree_and_another_does(dog, another_administrator, world):
    ask(dog, "20/11/2026")
    agree(dog)
    assert dog.version.status == "draft"
    agree(dog.by(another_administrator))
    assert dog.version.status == "published"
    assert pack_of(version_on("9.900001", NOW.date())).name["vi"] == "Đăng ký nuôi chó"


def test_what_is_in_force_holds_until_the_day_of_the_next(admin, shop, another_administrator):
    began = admin.post(f"{shop}begin/", {"code": BIRTH})
    draft = Draft(admin, began["Location"])
    answer = draft.write("", summary__vi="Câu mới cho người dân.")
    assert answer.status_code == 302, errors(answer)
    ask(draft, "01/12/2026")
    agree(draft.by(another_administrator))
    days = NOW.date().replace(day=30), NOW.date().replace(month=12, day=1)
    said = [pack_of(version_on(BIRTH, day)).summary["vi"] for day in days]
    assert said[0] != "Câu mới cho người dân."
    assert said[1] == "Câu mới cho người dân."


def test_a_change_after_asking_needs_asking_again(dog, another_administrator):
    ask(dog, "20/11/2026")
    dog.write("", summary__vi="Đổi sau khi trình.")
    agree(dog.by(another_administrator))
    assert dog.version.status == "draft"


def test_a_draft_goes_back_with_the_reason(dog, another_administrator):
    ask(dog, "20/11/2026")
    another_administrator.post(f"{dog.address}return/", {"because": "Thiếu căn cứ phí."})
    assert "Thiếu căn cứ phí." in dog.client.get(dog.address).content.decode()


def test_a_draft_with_errors_is_not_published(dog):
    dog.write(
        "at=form/pages/noi-dung/questions/request", **{"when.formula": "no_such_question == 'x'"}
    )
    found = dog.client.get(f"{dog.address}check/").content.decode()
    assert "Điều kiện nói đến câu hỏi không có." in found
    answer = dog.client.post(f"{dog.address}ask/", {"publish_from": "20/11/2026"})
    assert answer.status_code == 422


def test_a_publication_that_nothing_uses_is_undone(dog, another_administrator):
    ask(dog, "20/11/2026")
    agree(dog.by(another_administrator))
    dog.client.post(f"{dog.address}undo/")
    assert dog.version.status == "withdrawn"


def test_a_publication_that_somebody_files_under_stays(admin, shop, world, another_administrator):
    draft = Draft(admin, admin.post(f"{shop}begin/", {"code": BIRTH})["Location"])
    draft.write("", summary__vi="Câu mới cho người dân.")
    ask(draft, "20/11/2026")
    agree(draft.by(another_administrator))
    forget_all()
    start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers={},
        now=NOW,
    )
    assert admin.post(f"{draft.address}undo/").status_code == 409
    assert draft.version.status == "published"


def test_nobody_begins_a_form_by_rules_that_were_just_taken_back(
    admin, shop, world, another_administrator
):
    draft = Draft(admin, admin.post(f"{shop}begin/", {"code": BIRTH})["Location"])
    draft.write("", summary__vi="Câu mới cho người dân.")
    ask(draft, "20/11/2026")
    agree(draft.by(another_administrator))
    forget_all()
    # What another web process remembers for half a minute.
    assert offering(world.offerings[BIRTH]).version_id == draft.version.pk
    assert admin.post(f"{draft.address}undo/").status_code == 302
    begun = start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers={},
        now=NOW,
    )
    assert begun.version.status == "published"
    assert begun.version_id != draft.version.pk


def test_a_draft_is_thrown_away(dog):
    dog.client.post(f"{dog.address}discard/")
    assert not Procedure.objects.filter(code="9.900001").exists()


def test_a_published_version_is_only_looked_at(admin, base, world):
    version = ProcedureVersion.objects.get(procedure__code=BIRTH)
    address = f"{base}workshop/{version.pk}/"
    page = admin.get(f"{address}edit/?at=form").content.decode()
    assert "chỉ xem được" in page
    assert admin.post(f"{address}edit/", {"_base": "{}"}).status_code == 409


def ask(draft, day):
    answer = draft.client.post(f"{draft.address}ask/", {"publish_from": day})
    assert answer.status_code == 302, errors(answer)


def agree(draft):
    draft.client.post(f"{draft.address}agree/", seen(draft))


def seen(draft):
    """Give what the button of agreeing posts: the revision and the digest that were looked at."""
    return {"revision": draft.version.writing.revision, "digest": draft.version.digest}


def test_each_finding_leads_to_the_part_it_is_about_and_to_no_other(dog):
    pack, content = pack_from(dog.content), dog.content
    leads = {
        "legal_bases.0.title": "legal_bases/1",
        "channels.online.limits.0.words": "channels/online/limits/1",
        "process.ky": "process/steps/ky",
        "process": "process",
        "form.request": "form/pages/noi-dung/questions/request",
        "request": "form/pages/noi-dung/questions/request",
        "variants": "",
        "variants.chung.steps": "variants/chung",
        "results": "",
        "form": "form",
    }
    found = {}
    for where in leads:
        finding = Finding(pack.code, where, "law", "error", "")
        found[where] = said_of(finding, pack, content, is_blocking=True).place
    assert found == leads
