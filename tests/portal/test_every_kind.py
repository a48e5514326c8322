"""A form with every kind of question, from its first page to the clerk's desk."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from motcua.dossiers import actions
from motcua.dossiers.errors import UploadUnknown
from motcua.dossiers.models import AnswerOrigin, Dossier, Draft, Paper
from motcua.dossiers.queries.origins import with_origins
from motcua.identity.models import Organisation, Person
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.loading import (
    content_of,
    pack_folders,
    pack_from,
    read_pack,
    with_lists,
)
from tests.cast import BUSINESS, NOW
from tests.portal.offered import let_in
from tests.portal.typing import pdf, typed_pages, upload
from tests.procedures.every_kind import CHECKS, PAGES, asked, text

CODE = "9.000001"
pytestmark = pytest.mark.django_db


def a_pack():
    """Make a pack of the business's, with the form of every kind and a fee by the copy."""
    (folder,) = (folder for folder in pack_folders() if folder.name == BUSINESS)
    content = content_of(read_pack(folder)) | {"code": CODE, "name": text("Thủ tục đủ loại câu")}
    pages = [dict(page, questions=[dict(q, basis="Luật", mark="seen") for q in page["questions"]])
             for page in PAGES]  # fmt: skip
    unsigned = [dict(page, questions=[q for q in page["questions"] if q["kind"] != "signature"])
                for page in pages]  # fmt: skip
    content["form"] = {"title": text("Tờ khai đủ loại"), "pages": unsigned, "checks": CHECKS}
    case = {key: value for key, value in content["variants"][0].items() if key != "when"}
    content["variants"] = [case | {"papers": []}]
    content["result"] |= {"data": {}, "signed": {}}
    for way in content["channels"]:
        way["fees"] = [
            {"code": "ban-sao", "name": text("Lệ phí bản sao"), "amount": 8000, "basis": "NQ",
             "quantity": "copies", "due": "at-filing", "valid_from": "2025-01-01"}
        ]  # fmt: skip
    return with_lists(pack_from(content))


@pytest.fixture
def every(world):
    """Let the ward take the procedure."""
    return let_in(world, a_pack())


def look_at(browser, name):
    """Keep a page to be looked at, where a folder was named for it."""
    if folder := os.environ.get("MOTCUA_LOOK"):
        Path(folder, f"{name}.html").write_bytes(browser.response.content)


def test_it_is_filled_in_and_filed(citizen, begin, every):
    draft = begin(CODE)
    citizen.go(f"{draft}/don")
    look_at(citizen, "don-empty")
    assert citizen.value("who") == "Nguyễn Thị An"
    assert "Lấy từ tài khoản của anh/chị." in citizen.text
    citizen.post(f"{draft}/don", {"_next": ""})
    look_at(citizen, "don-errors")
    assert citizen.value("who") in {None, ""}
    for page, data in typed_pages(every, seed=5).items():
        citizen.post(f"{draft}/{page}", data)
        assert citizen.status == 302, citizen.problems
    for page in ("don", "ghep"):
        citizen.go(f"{draft}/{page}")
        look_at(citizen, page)
    citizen.go(f"{draft}/check")
    look_at(citizen, "check")
    assert citizen.problems == {}
    citizen.post(f"{draft}/check", {"_next": ""})
    dossier = Dossier.objects.get()
    assert dossier.answers["goods"][0].keys() == {"good", "count_of", "each", "line"}
    assert dossier.fee_at_filing == 8000 * dossier.answers["copies"]


def test_the_fee_follows_the_quantity_while_the_form_is_kept(citizen, begin, every):
    draft = begin(CODE)
    told = citizen.post(f"{draft}/don", {"copies": "3", "price": "2000", "_autosave": "1"}).response
    assert told.json()["fee"] == "24.000 đ"
    assert told.json()["calculated"]["total"] == "6.000 đ"
    citizen.go(f"{draft}/don")
    assert "Lệ phí tạm tính theo các câu trả lời trên: 24.000 đ" in citizen.text


def test_an_enterprise_is_filled_in_by_its_number_and_says_so(citizen, begin, every, world):
    Organisation.objects.create(
        name="Công ty TNHH Ví Dụ",
        tax_code="0100109106",
        representative=world.accounts["citizen"].person,
    )
    draft = begin(CODE)
    page = next(code for code, data in typed_pages(every, seed=5).items() if "firm.code" in data)
    citizen.post(f"{draft}/{page}", {"firm.code": "0100109106", "_find": "firm"})
    assert Draft.objects.get().answers["firm"]["name"] == "Công ty TNHH Ví Dụ"
    citizen.go(f"{draft}/{page}")
    assert "Lấy từ dữ liệu doanh nghiệp, theo mã số." in citizen.text
    citizen.post(f"{draft}/{page}", {"firm.code": "0100109106", "firm.name": "Tên khác"})
    assert Draft.objects.get().origins["firm"]["changed"]


def test_a_number_that_nobody_registered_leaves_what_was_typed(citizen, begin, every):
    draft = begin(CODE)
    page = next(code for code, data in typed_pages(every, seed=5).items() if "firm.code" in data)
    typed = {"firm.code": "0100109106", "firm.name": "Của tôi", "_find": "firm"}
    citizen.post(f"{draft}/{page}", typed)
    citizen.go(f"{draft}/{page}")
    assert "Chưa có dữ liệu theo mã số này" in citizen.text
    assert Draft.objects.get().answers["firm"]["name"] == "Của tôi"
    assert "firm" not in Draft.objects.get().origins


def test_files_of_a_question_become_papers_of_the_dossier(citizen, begin, every):
    draft = begin(CODE)
    for page, data in typed_pages(every, seed=5).items():
        citizen.post(f"{draft}/{page}", data | ({"plans": pdf()} if page == "ghep" else {}))
        assert citizen.status == 302, citizen.problems
    citizen.go(f"{draft}/ghep")
    assert "giay-to.pdf" in citizen.words("//*[@data-field='plans']")
    citizen.post(f"{draft}/check", {"_next": ""})
    paper = Paper.objects.get()
    assert (paper.code, paper.file.name) == ("q-plans", "giay-to.pdf")
    assert len(Dossier.objects.get().answers["plans"]) == 1


def test_a_file_of_another_kind_is_refused_beside_its_question(citizen, begin, every):
    draft = begin(CODE)
    page = typed_pages(every, seed=5)["ghep"]
    photo = pdf("anh.png")
    photo.seek(0)
    wrong = type(photo)(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    wrong.name = "anh.png"
    citizen.post(f"{draft}/ghep", page | {"plans": wrong})
    assert citizen.status == 200
    assert any(said.startswith("anh.png: ") for said in citizen.problems)
    assert Draft.objects.get().uploads.count() == 0


def test_what_else_is_wrong_is_told_with_a_file_that_was_refused(citizen, begin, every):
    draft = begin(CODE)
    page = typed_pages(every, seed=5)["ghep"]
    page.pop("sworn", None)
    citizen.post(f"{draft}/ghep", page | {"plans": upload(b"no pdf", "anh.png"), "_next": ""})
    told = list(citizen.problems)
    assert any(said.startswith("anh.png: ") for said in told)
    assert any("Tôi cam đoan" in said for said in told)


def test_what_an_answer_brings_is_announced_before_it_is_held_against_anybody(
    citizen, begin, world
):
    content = content_of(a_pack())
    told = {"basis": "Luật", "mark": "seen"}
    content["form"] = {
        "title": text("Tờ khai"),
        "pages": [
            {
                "code": "don",
                "title": text("Đơn"),
                "questions": [
                    asked("people", "number", "Số người", **told),
                    asked("why", "text", "Vì sao đông", when="people > 5", **told),
                ],
            }
        ],
    }
    for way in content["channels"]:
        way["fees"] = []
    let_in(world, pack_from(content))
    page = f"{begin(CODE)}/don"
    citizen.go(page)
    typed = {"people": "9", "_asked": citizen.value("_asked"), "_next": ""}
    citizen.post(page, typed)
    assert list(citizen.problems) == [
        "Vì sao đông: câu này có thêm theo điều anh/chị vừa trả lời; mời anh/chị trả lời."
    ]
    citizen.post(page, typed | {"why": "", "_asked": citizen.value("_asked")})
    assert list(citizen.problems) == ["Vì sao đông: anh/chị chưa trả lời."]


def test_a_file_can_be_sent_at_once_and_dropped_again(citizen, begin, every):
    draft = begin(CODE)
    citizen.post(f"{draft}/files", {"field": "plans", "file": pdf()})
    assert "giay-to.pdf" in citizen.response.content.decode()
    (key,) = Draft.objects.get().answers["plans"]
    citizen.post(f"{draft}/ghep", {"_drop": key})
    assert "plans" not in Draft.objects.get().answers


def test_the_dossier_keeps_where_its_answers_came_from(citizen, begin, every):
    draft = begin(CODE)
    pages = typed_pages(every, seed=5)
    pages["don"]["who"] = "Nguyễn Thị An"
    for page, data in pages.items():
        citizen.post(f"{draft}/{page}", data)
    citizen.post(f"{draft}/check", {"_next": ""})
    kept = {row.key: (row.path, row.is_changed) for row in AnswerOrigin.objects.all()}
    assert kept == {"who": ("person.full_name", False), "owner": ("person", True)}
    filed = Dossier.objects.get()
    rules = catalogue.rules(filed.version_id)
    pages = summary(rules.form, filed.answers, "vi", today=NOW.date())
    said = {row.path: row.origin for page in with_origins(filed, pages) for row in page.rows}
    assert said["who"] == "Lấy từ tài khoản của người nộp."
    assert said["owner.full_name"] == "Lấy từ tài khoản của người nộp, người nộp đã sửa."
    assert said["owner.number"] == said["note"] == ""


def test_a_person_is_filled_in_as_a_whole_and_a_household_as_rows(citizen, begin, every, world):
    person = world.accounts["citizen"].person
    home = "00000000-0000-4000-8000-0000000000aa"
    Person.objects.filter(pk__in=[person.pk, world.accounts["relative"].person_id]).update(
        household=home
    )
    citizen.go(f"{begin(CODE)}/ghep")
    assert citizen.value("owner.full_name") == "Nguyễn Thị An"
    assert citizen.value("owner.birth_date.year") == "1990"
    assert citizen.value("owner.number") == "001190000123"
    assert "Lấy từ tài khoản của anh/chị." in citizen.words("//*[@id='f-owner-question']")


def test_what_is_no_longer_asked_is_not_filed_and_the_last_look_says_so(citizen, begin, every):
    draft = begin(CODE)
    for page, data in typed_pages(every, seed=5, fixed={"agree": False, "why": "Bận"}).items():
        citizen.post(f"{draft}/{page}", data)
    changed = typed_pages(every, seed=5, fixed={"agree": True})["don"]
    citizen.post(f"{draft}/don", {key: v for key, v in changed.items() if key != "why"})
    citizen.go(f"{draft}/check")
    assert "doubt" in Draft.objects.get().answers
    assert "Điều chưa đồng ý" in citizen.words("//*[@id='dropped']")
    look_at(citizen, "check-dropped")
    citizen.post(f"{draft}/check", {"_next": ""})
    assert "doubt" not in Dossier.objects.get().answers


def test_old_places_are_offered_with_their_districts(citizen, begin, every):
    draft = begin(CODE)
    citizen.post(f"{draft}/ghep", {"home.era": "before-2025-07", "_lookup": "home"}).follow()
    assert citizen.value("home.era") == "before-2025-07"
    assert date(2025, 6, 30) < NOW.date()


def test_the_form_is_a_form_spec():
    assert FormSpec.model_validate(a_pack().form.model_dump()) == a_pack().form


def test_files_that_answer_a_question_can_be_named_through_the_api(world, every):
    sent = world.upload()
    answers = sample_answers(every, seed=5, today=NOW.date()) | {"plans": [str(sent.public_id)]}
    filing = actions.Filing(world.offerings[CODE], "online", "vi", answers, ())
    actions.submit(actor=world.actor("citizen"), filing=filing, key="a-key-1", now=NOW)
    assert Paper.objects.get().code == "q-plans"


def test_a_file_of_somebody_else_answers_nothing(world, every):
    sent = world.upload("relative")
    answers = sample_answers(every, seed=5, today=NOW.date()) | {"plans": [str(sent.public_id)]}
    filing = actions.Filing(world.offerings[CODE], "online", "vi", answers, ())
    with pytest.raises(UploadUnknown):
        actions.submit(actor=world.actor("citizen"), filing=filing, key="a-key-2", now=NOW)
