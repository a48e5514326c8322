"""Drafts are tried in the workshop: conditions, the form, fees, the template, the whole way."""

from __future__ import annotations

import pytest
from lxml import html

from motcua.dossiers.models import Dossier, Draft as CitizenDraft
from tests.cast import BIRTH
from tests.console.test_workshop import Draft, dog, errors, shop

__all__ = ["dog", "shop"]

pytestmark = pytest.mark.django_db


def test_a_condition_is_tried_with_answers(dog):
    place = "at=form/pages/nguoi-nop/questions/organisation_name"
    address = f"{dog.address}rule/?{place}"
    assert "“Anh/chị nộp cho ai?”" in dog.client.get(address).content.decode()
    holds = dog.client.post(address, {"applicant_kind": "organisation"}).content.decode()
    fails = dog.client.post(address, {"applicant_kind": "self"}).content.decode()
    assert "Không đúng" not in holds
    assert "Không đúng" in fails


def test_the_form_is_filled_in_on_trial_and_nothing_is_kept(dog, world):
    address = f"{dog.address}frame/"
    first = html.fromstring(dog.client.get(address).content)
    typed = {
        "applicant_kind": "self",
        "applicant_name": "Nguyễn Thị An",
        "applicant_document.type": "citizen-number",
        "applicant_document.number": "001190000123",
        "applicant_document.country": "VN",
        "applicant_address.line": "Số 1",
        "applicant_address.province": "01",
        "applicant_address.commune": "00004",
        "applicant_phone": "0912345678",
    }
    wrong = dog.client.post(address, {**hidden(first), "_next": ""})
    assert wrong.status_code == 422
    second = html.fromstring(dog.client.post(address, {**hidden(first), **typed}).content)
    assert "Nội dung đề nghị" in second.text_content()
    told = {"request": "Đăng ký một con chó.", "declared": "yes"}
    end = dog.client.post(address, {**hidden(second), **told}).content.decode()
    assert "Trường hợp chung" in end
    assert "Đăng ký một con chó." in end
    assert not Dossier.objects.exists()
    assert not CitizenDraft.objects.exists()


def test_the_preview_is_framed_by_nobody_else(dog):
    outer = dog.client.get(f"{dog.address}preview/")
    inner = dog.client.get(f"{dog.address}frame/")
    assert "frame-src 'self'" in outer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in inner["Content-Security-Policy"]
    assert inner["X-Frame-Options"] == "SAMEORIGIN"


def test_a_fee_is_worked_out_and_the_row_that_counted_is_named(dog):
    added = dog.write(
        "at=channels/online&to=fees",
        "add",
        code="le-phi",
        name__vi="Lệ phí đăng ký",
        name__en="Fee",
        amount="20.000",
        due="at-filing",
        valid_from="01/01/2026",
        basis="Nghị quyết 5/2026/NQ-HĐND",
        reductions__count="1",
        **{
            "reductions.0.valid_from": "01/01/2026",
            "reductions.0.percent": "50",
            "reductions.0.basis": "Nghị quyết 6",
        },
    )
    assert added.status_code == 302, errors(added)
    asked = {"channel": "online", "on": "20/11/2026", "quantity": "3"}
    page = dog.client.post(f"{dog.address}fees/", asked).content.decode()
    assert "30.000" in page
    assert "channels/online/fees/le-phi" in page
    assert "Nghị quyết 6" in page


def test_what_the_province_has_not_set_is_not_told_as_nothing(dog):
    given = {"set_by": "province", "confirmed": "no", "due": "at-filing", "basis": "Nghị quyết 5"}
    named = {"code": "phi", "name__vi": "Phí", "name__en": "Fee", "valid_from": "01/01/2026"}
    added = dog.write("at=channels/online&to=fees", "add", **named, **given)
    assert added.status_code == 302, errors(added)
    asked = {"channel": "online", "on": "20/11/2026", "quantity": "1"}
    page = html.fromstring(dog.client.post(f"{dog.address}fees/", asked).content)
    assert "Chưa kể khoản mà địa phương chưa quy định mức." in page.text_content()
    assert page.xpath("string(//tbody/tr/td[4])").strip() == "–"


def test_a_quantity_that_gives_no_number_is_refused(dog):
    facts = {"code": "le-phi", "amount": "20.000", "due": "at-filing", "basis": "Nghị quyết 5"}
    days = {"valid_from": "01/01/2026", "name.vi": "Lệ phí", "name.en": "Fee"}
    answer = dog.write(
        "at=channels/online&to=fees", "add", **facts, **days, **{"quantity.formula": "request"}
    )
    assert answer.status_code == 422
    assert "Điều kiện chưa đúng" in errors(answer)[0]


def test_a_template_is_drawn_and_its_error_named_by_line(dog):
    address = f"{dog.address}template/"
    first = html.fromstring(dog.client.get(address).content)
    assert first.xpath("//img[starts-with(@src, 'data:image/png')]")
    base = hidden(first)
    wrong = dog.client.post(address, {**base, "template": "Dòng một\n\n#khong_co", "_try": "1"})
    assert wrong.status_code == 422
    assert "Dòng 3:" in wrong.content.decode()
    right = (
        '#import "/paper.typ": *\n#show: paper.with(data)\n#head(data)\n#title(data.title)\nXong.'
    )
    assert dog.client.post(address, {**base, "template": right}).status_code == 302
    assert dog.content["result"]["template"] == right


def test_a_datum_that_cannot_be_written_so_is_named_and_breaks_no_page(dog):
    added = dog.write(
        "at=result&to=data", "add", _name="wish", **{"from": "answers.request", "as": "rows"}
    )
    assert added.status_code == 302
    assert "Xem trang Kiểm tra" in dog.client.get(f"{dog.address}template/").content.decode()
    check = dog.client.get(f"{dog.address}check/").content.decode()
    assert "answers.request không viết theo kiểu rows được" in check
    walked = dog.client.post(f"{dog.address}simulate/")
    assert walked.status_code == 200
    assert not walked.context["found"].holds


def test_a_template_that_never_ends_or_reads_files_does_no_harm(dog):
    address = f"{dog.address}template/"
    base = hidden(html.fromstring(dog.client.get(address).content))
    kept = dog.content["result"]["template"]
    endless = "#for i in range(9000) { for j in range(9000) { for k in range(9000) { } } }"
    answer = dog.client.post(address, {**base, "template": endless})
    assert answer.status_code == 422
    assert dog.content["result"]["template"] == kept
    secret = dog.client.post(address, {**base, "template": '#read("/etc/passwd")', "_try": "1"})
    assert "root:" not in secret.content.decode()
    assert "/src/" not in secret.content.decode()


def test_two_writers_of_a_template_choose(dog, another_administrator):
    address = f"{dog.address}template/"
    base = hidden(html.fromstring(dog.client.get(address).content))
    another_administrator.post(address, {**base, "template": "Của người kia"})
    clash = dog.client.post(address, {**base, "template": "Của tôi"})
    assert clash.status_code == 409
    chosen = hidden(html.fromstring(clash.content)) | {"_choose.template": "mine"}
    assert dog.client.post(address, chosen).status_code == 302
    assert dog.content["result"]["template"] == "Của tôi"


def test_what_changed_is_said_in_words(admin, shop):
    draft = Draft(admin, admin.post(f"{shop}begin/", {"code": BIRTH})["Location"])
    draft.write("", summary__vi="Câu mới cho người dân.")
    page = admin.get(f"{draft.address}changes/").content.decode()
    assert "Câu mới cho người dân." in page


def test_a_draft_is_walked_from_filing_to_result_and_nothing_stays(dog):
    page = dog.client.post(f"{dog.address}simulate/")
    found = page.context["found"]
    assert found.holds, found.failures
    assert found.results
    assert not Dossier.objects.exists()


def hidden(page):
    """Give what the hidden fields of the page's form hold."""
    form = max(page.forms, key=lambda form: len(form.fields))
    return {
        field.name: field.value
        for field in form.inputs
        if field.name and getattr(field, "type", "") == "hidden"
    }
