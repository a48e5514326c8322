"""Nobody publishes alone what he wrote, and what is agreed to is what was looked at."""

from __future__ import annotations

from hashlib import sha256

import pytest
from lxml import html

from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.procedures.actions import Received, import_records
from motcua.procedures.base.national.records import read_record
from motcua.procedures.models import NationalRecord, ProcedureVersion
from tests.cast import NOW
from tests.console.national import CHANGED, TIME, UNCLEAR, let_in
from tests.console.test_workshop import Draft, agree, ask, seen
from tests.procedures.national import line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national")]
SETTLED = {"holds": "value", "amount": "399", "unit": "working-day"}


@pytest.fixture
def flag(base):
    return f"{base}national/flags/{CHANGED}/limit.other-unit/{TIME}/"


@pytest.fixture
def drafted(admin, base):
    """The draft that a changed record made, in the workshop."""
    version = NationalRecord.objects.get(code=CHANGED).version
    return Draft(admin, f"{base}workshop/{version.pk}/")


def main_of(answer):
    (main,) = html.fromstring(answer.content).xpath("//main")
    return " ".join(main.text_content().split())


def test_what_one_person_wrote_by_hand_is_not_let_in_as_the_catalogue_s(
    admin, another_administrator, base, drafted
):
    kept = drafted.content["result"]["template"]
    mark = sha256(kept.encode()).hexdigest()
    written = {"template": f"{kept}\nThêm một câu.", "_base": mark}
    assert admin.post(f"{drafted.address}template/", written).status_code == 302
    for client in (admin, another_administrator):
        refused = let_in(client, base, "20/11/2026")
        assert refused.status_code == 409
        assert "Hãy trình và duyệt ở Xưởng thủ tục." in main_of(refused)
    assert drafted.version.status == "draft"


def test_a_draft_whose_content_is_not_the_record_s_is_not_let_in(admin, base, drafted):
    content = drafted.content | {"name": {"vi": "Tên khác"}}
    ProcedureVersion.objects.filter(pk=drafted.version.pk).update(content=content)
    assert let_in(admin, base, "20/11/2026").status_code == 409
    assert drafted.version.status == "draft"


def test_whoever_settled_a_value_does_not_let_it_hold_and_another_does(
    admin, another_administrator, base, flag, drafted
):
    assert admin.post(flag, SETTLED).status_code == 302
    refused = let_in(admin, base, "20/11/2026")
    assert refused.status_code == 409
    assert "Cần một quản trị viên khác công bố." in main_of(refused)
    assert let_in(another_administrator, base, "20/11/2026").status_code == 302
    assert drafted.version.status == "published"
    (row,) = AuditRow.objects.filter(action="procedures.accept_change")
    settled = NationalRecord.objects.get(code=CHANGED).flags[0]["settled"]
    assert row.data["settled_by"] == [settled["by"]]


def test_what_holds_already_needs_no_second_administrator_again(
    admin, another_administrator, base, flag
):
    admin.post(flag, SETTLED)
    let_in(another_administrator, base, "20/11/2026")
    bring(TENTTHC="Đăng ký nuôi chó, mèo, chim")
    assert let_in(admin, base, "21/11/2026").status_code == 302


def test_what_changed_after_the_page_was_opened_is_shown_again_first(
    admin, another_administrator, base, flag, drafted
):
    before = drafted.version.digest
    admin.post(flag, SETTLED)
    refused = let_in(another_administrator, base, "20/11/2026", before)
    assert refused.status_code == 422
    assert "399 ngày làm việc" in main_of(refused)
    assert drafted.version.status == "draft"
    page = html.fromstring(refused.content)
    form = next(form for form in page.forms if "digest" in form.fields)
    address = f"{base}national/changes/{CHANGED}/"
    assert another_administrator.post(address, dict(form.form_values())).status_code == 302
    assert drafted.version.status == "published"


def test_flags_settled_after_asking_need_asking_again(admin, another_administrator, flag, drafted):
    ask(drafted, "20/11/2026")
    looked_at = seen(drafted)
    assert admin.post(flag, SETTLED).status_code == 302
    another_administrator.post(f"{drafted.address}agree/", looked_at)
    assert drafted.version.status == "draft"
    assert drafted.version.writing.asked_by is None


def test_whoever_settled_a_value_does_not_agree_to_it_in_the_workshop(
    admin, another_administrator, flag, drafted
):
    another_administrator.post(flag, SETTLED)
    ask(drafted, "20/11/2026")
    agree(drafted.by(another_administrator))
    assert drafted.version.status == "draft"


def test_a_record_imported_after_asking_needs_asking_again(another_administrator, drafted):
    ask(drafted, "20/11/2026")
    looked_at = seen(drafted)
    bring(TENTTHC="Đăng ký nuôi chó, mèo, chim")
    another_administrator.post(f"{drafted.address}agree/", looked_at)
    assert drafted.version.status == "draft"
    assert drafted.content["name"]["vi"] == "Đăng ký nuôi chó, mèo, chim"


def test_a_day_that_was_changed_after_the_second_looked_is_not_agreed_to(
    another_administrator, drafted
):
    ask(drafted, "01/06/2027")
    looked_at = seen(drafted)
    ask(drafted, "20/11/2026")
    another_administrator.post(f"{drafted.address}agree/", looked_at)
    assert drafted.version.status == "draft"
    agree(drafted.by(another_administrator))
    assert f"{drafted.version.valid_from:%d/%m/%Y}" == "20/11/2026"


@pytest.mark.parametrize("revision", ["9" * 5000, "²", "-1", "", "x"])
def test_a_revision_that_is_none_agrees_to_nothing(another_administrator, drafted, revision):
    ask(drafted, "20/11/2026")
    given = seen(drafted) | {"revision": revision}
    assert another_administrator.post(f"{drafted.address}agree/", given).status_code == 302
    assert drafted.version.status == "draft"


def bring(**changed):
    records = [Received(*read_record(line(**UNCLEAR, **changed)))]
    list(import_records(actor=SYSTEM, records=records, now=NOW))
