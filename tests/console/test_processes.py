"""Processes at the console: seen, downloaded, and open dossiers moved to a newer one."""

from __future__ import annotations

import pytest
from django.conf import settings
from lxml import etree, html

from motcua.dossiers.models import Transition
from motcua.procedures.queries.processes import processes_of
from tests.cast import BIRTH, RESIDENCE
from tests.dossiers.branching import branching_world, codes_in_hand, complete
from tests.dossiers.test_process_moving import newer

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    """A dossier in a step that the newer process has not."""
    made = branching_world(world).receive(world.file())
    newer(world)
    return made


@pytest.fixture
def address(base, dossier):
    """The page that moves dossiers to the newest version."""
    return f"{base}processes/{BIRTH}/move/{processes_of(BIRTH)[0].version_id}/"


def posting(page):
    """Give what the page's form would post."""
    tree = html.fromstring(page.content)
    form = next(one for one in tree.forms if one.method == "POST" and one.xpath(".//textarea"))
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_the_list_says_which_procedures_have_dossiers_on_an_older_process(admin, base, dossier):
    page = html.fromstring(admin.get(f"{base}processes/").content)
    row = page.xpath(f"//tr[.//code='{BIRTH}']")[0]
    assert [cell.text_content() for cell in row.xpath("td")] == ["8", "0", "1"]


def test_a_process_is_drawn_with_the_list_beside_it(admin, base, dossier):
    page = html.fromstring(admin.get(f"{base}processes/{BIRTH}/").content)
    assert page.xpath("//*[@class='mc-process']//svg")
    names = [one.text_content() for one in page.find_class("mc-process__name")]
    assert names[:2] == ["Tiếp nhận", "Xem xét"]


def test_it_is_downloaded_for_other_tools(admin, base, dossier):
    answer = admin.get(f"{base}processes/{BIRTH}/process.bpmn")
    assert answer["Content-Disposition"] == f'attachment; filename="{BIRTH}.bpmn"'
    assert etree.fromstring(answer.content).tag.endswith("definitions")
    drawn = admin.get(f"{base}processes/{BIRTH}/process.svg")
    assert drawn["Content-Type"] == "image/svg+xml"


def test_a_dossier_without_a_counterpart_is_shown_and_cannot_be_chosen(admin, address, dossier):
    page = admin.get(address)
    assert "không có trong quy trình mới" in page.content.decode()
    assert not html.fromstring(page.content).xpath("//input[@name='dossier']")


def test_with_a_counterpart_it_is_moved(admin, address, dossier):
    page = admin.get(address, {"map.phan-loai": "xem-xet"})
    given = posting(page)
    assert given["dossier"] == str(dossier.public_id)
    done = admin.post(address, {**given, "reason": "Quyết định 12"}, follow=True)
    assert "Đã chuyển 1 hồ sơ sang quy trình mới." in done.content.decode()
    assert codes_in_hand(dossier) == ["xem-xet"]
    assert Transition.objects.get(action="change_process").reason == "Quyết định 12"


def test_without_a_reason_nothing_is_moved_and_it_is_said_where(admin, address, dossier):
    given = posting(admin.get(address, {"map.phan-loai": "xem-xet"}))
    answer = admin.post(address, {**given, "reason": " "})
    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    assert page.xpath("//a[@href='#reason']")
    assert codes_in_hand(dossier) == ["phan-loai"]
    chosen = page.xpath("//select[@name='map.phan-loai']/option[@selected]/@value")
    assert chosen == ["xem-xet"]


def test_a_reason_without_a_dossier_moves_nothing_and_stays_as_it_was_typed(
    admin, address, dossier
):
    given = posting(admin.get(address, {"map.phan-loai": "xem-xet"}))
    given.pop("dossier")
    answer = admin.post(address, {**given, "reason": "Quyết định 12"})
    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    assert page.xpath("//a[@href='#dossiers']")
    assert page.xpath("string(//textarea[@name='reason'])").strip() == "Quyết định 12"
    assert not page.xpath("//input[@name='dossier']/@checked")


def test_what_went_on_since_the_preview_is_told_by_its_code(admin, world, address, dossier):
    given = posting(admin.get(address, {"map.phan-loai": "xem-xet"}))
    complete(world, dossier, "specialist", filled={"needs_visit": False})
    done = admin.post(address, {**given, "reason": "Quyết định 12"}, follow=True)
    assert "Hồ sơ vừa được xử lý tiếp" in done.content.decode()
    assert codes_in_hand(dossier) == ["tham-dinh"]


def test_a_version_of_another_procedure_is_not_there(admin, base, world):
    other = processes_of(RESIDENCE)[0].version_id
    assert admin.get(f"{base}processes/{BIRTH}/move/{other}/").status_code == 404
    assert admin.get(f"{base}processes/9.999999/").status_code == 404


def test_no_applicant_is_named_to_an_administrator(admin, address, dossier):
    assert dossier.applicant_name not in admin.get(address).content.decode()


def test_the_pages_are_in_english_too(admin, base, address, dossier):
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = admin.get(f"{base}processes/{BIRTH}/").content.decode()
    assert "Open dossiers keep the process under which they were filed" in page
    assert "Depending on the dossier" not in page
    assert "at the same time Visit, Books" in page
    assert "choose its counterpart" in admin.get(address).content.decode()
