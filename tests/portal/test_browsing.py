"""Narrowing and paging the list of procedures, what is near first, life events, suggestions."""

from __future__ import annotations

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.procedures.actions import publish_pack
from motcua.procedures.enums import Subject
from motcua.procedures.models import Procedure
from motcua.procedures.queries import pack_of, version_on
from tests.cast import BIRTH, BUSINESS, NOW, RESIDENCE

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def many(world):
    """Twenty-five procedures more, for enterprises."""
    pack = pack_of(version_on(BUSINESS, civil_date(NOW)))
    for number in range(25):
        name = {"vi": f"Thử nghiệm số {number}", "en": f"Trial {number}"}
        facts = {"code": f"9.9900{number:02}", "name": name, "subjects": (Subject.ENTERPRISE,)}
        copy = pack.model_copy(update=facts)
        publish_pack(actor=SYSTEM, pack=copy, valid_from=civil_date(NOW), now=NOW)
    forget_all()


def hits(browser):
    links = browser.page.xpath("//h2[@class='mc-hit']/a/@href")
    return [link.rpartition("/")[2] for link in links]


def test_everything_is_listed_a_page_at_a_time(stranger, many):
    stranger.go("/procedures")
    total = Procedure.objects.count()
    assert f"{total} thủ tục" in stranger.text
    first = hits(stranger)
    assert len(first) == min(20, total)
    (after,) = stranger.page.xpath("//nav[@class='mc-pager']//a[@rel='next']/@href")
    stranger.go(after)
    assert hits(stranger)
    assert not set(first) & set(hits(stranger))
    assert stranger.go("/procedures?page=99999").status == 200
    assert hits(stranger)


def test_the_list_is_narrowed_without_scripts_and_each_condition_is_taken_off(stranger, many):
    stranger.go("/procedures?subject=enterprise&tier=commune")
    assert "25 thủ tục" in stranger.text
    assert BIRTH not in hits(stranger)
    chips = stranger.page.xpath("//ul[@class='mc-chips']//a/@href")
    assert chips == [
        "/procedures?tier=commune",
        "/procedures?subject=enterprise",
        "/procedures",
    ]
    assert stranger.value("subject") == "enterprise"
    (after,) = stranger.page.xpath("//a[@rel='next']/@href")
    assert "subject=enterprise" in after
    stranger.go(chips[0])
    assert "28 thủ tục" in stranger.text


def test_an_option_says_how_many_procedures_it_leaves(stranger):
    stranger.go("/procedures")
    (option,) = stranger.page.xpath("//select[@name='level']/option[@value='3']/text()")
    count = int(option.rpartition("(")[2].rstrip(")"))
    stranger.go("/procedures?level=3")
    assert f"{count} thủ tục" in stranger.text
    assert hits(stranger)


def test_the_agency_that_takes_it_narrows_the_list(stranger, world):
    stranger.go(f"/procedures?agency={world.ward.pk}&q=khai+sinh")
    assert hits(stranger)[0] == BIRTH
    assert world.ward.name in stranger.text


def test_narrowing_that_leaves_nothing_offers_what_there_is_without_it(stranger):
    stranger.go("/procedures?q=khai+sinh&subject=enterprise&level=1&tier=ministry")
    assert "Chưa tìm thấy thủ tục nào" in stranger.text
    (link,) = stranger.page.xpath("//a[contains(., 'Bỏ điều kiện lọc')]/@href")
    assert BIRTH in hits(stranger.go(link))


@pytest.mark.parametrize(
    "query",
    ["?field=%00", "?agency=x", "?level=9", "?page=-1", "?tier=" + "x" * 500, "?province=9"],
)
def test_nonsense_in_the_address_narrows_nothing(stranger, query):
    stranger.go(f"/procedures{query}")
    assert stranger.status == 200
    assert hits(stranger)


def test_what_is_taken_near_the_person_comes_first_and_the_page_says_so(citizen, stranger, world):
    taken = set(world.offerings)
    stranger.go("/procedures?province=01")
    assert set(hits(stranger)[: len(taken)]) == taken
    assert "xếp trước những gì nhận ở" in stranger.text
    world.accounts["citizen"].person.place_code = "00004"
    world.accounts["citizen"].person.save()
    citizen.go("/procedures")
    assert set(hits(citizen)[: len(taken)]) == taken
    assert "gần nơi ở của anh/chị" in citizen.text


def test_a_word_nobody_knows_is_asked_about(stranger):
    stranger.go("/procedures?q=dang+ky+thuongg+tru")
    assert hits(stranger)[0] == RESIDENCE
    (link,) = stranger.page.xpath("//a[starts-with(@href, '/procedures?q=') and contains(., 'tr')]")
    assert "thuongg" not in link.text
    assert not stranger.go("/procedures?q=khai+sinh").page.xpath("//p[contains(., 'Có phải')]")


def test_the_beginning_of_a_code_finds_it(stranger):
    assert hits(stranger.go(f"/procedures?q={BUSINESS[:6]}"))[0].startswith(BUSINESS[:6])


def test_every_life_event_has_a_page_and_old_addresses_lead_there(stranger):
    stranger.go("/life-events")
    links = stranger.page.xpath("//h2[@class='mc-hit']/a/@href")
    assert "/life-events/having-a-child" in links
    for link in links:
        assert stranger.go(link).status == 200
        assert stranger.page.xpath("//h3[@class='mc-hit']")
    stranger.go("/procedures?event=having-a-child").follow()
    assert "Đăng ký khai sinh" in stranger.text
    assert stranger.go("/life-events/nothing").status == 404


def test_suggestions_are_names_and_codes_in_the_page_s_language(stranger):
    rows = stranger.go("/procedures/suggestions?q=dang+ky+khai+s").response.json()
    assert [BIRTH, "Đăng ký khai sinh"] in rows
    assert len(rows) <= 8
    assert stranger.go("/procedures/suggestions?q=").response.json() == []
    stranger.client.cookies["language"] = "en"
    assert stranger.go("/procedures/suggestions?q=khai+sinh").status == 200


def test_the_page_says_that_a_procedure_is_not_on_this_portal(stranger):
    stranger.go("/procedures?q=ly+d%E1%BB%8B")
    assert "Cổng này chưa có thủ tục ấy" in stranger.text
    assert len(hits(stranger)) <= 5
    stranger.go("/procedures?q=khai+sinh")
    assert "Cổng này chưa có thủ tục ấy" not in stranger.text
    assert hits(stranger)[0] == BIRTH


def test_of_what_somebody_asks_at_great_length_only_the_beginning_is_repeated_to_him(client, many):
    def size(asked):
        answer = client.get("/procedures", {"q": asked}, HTTP_HOST="localhost")
        assert answer.status_code == 200
        return len(answer.content)

    size("")
    for sign, most in (("ầ", 3000), ("&", 20_000), ("q", 5000)):
        assert size(sign * most) <= size(sign * 200)
