"""Queues: each role's own, scoped, sorted, filtered, found by name, cut into pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.actions import post_official
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.text import search_document
from tests.cast import BUSINESS, SINCE
from tests.desk.crowds import crowd
from tests.identity.doors import visitor

RAILS = {
    "receptionist": ["Chờ tiếp nhận", "Chờ chuyển xử lý", "Chờ trả kết quả"],
    "specialist": ["Việc của tôi"],
    "head": ["Việc của tôi"],
    "clerk": ["Chờ trả kết quả"],
    "leader": ["Chờ ký"],
    "auditor": [],
}
ELSEWHERE = "//*[@class='mc-empty']//a[contains(., '(')]"
EVERYBODY = ["Đơn vị tôi đang xử lý", "Chờ công dân", "Quá hạn", "Đã xong gần đây", "Tất cả hồ sơ"]


def refuse(world, dossier):
    by = {"actor": world.actor("receptionist"), "dossier_id": dossier.pk, "now": world.now}
    actions.refuse(**by, reason="Không thuộc thẩm quyền.")


@pytest.mark.parametrize("role", RAILS)
def test_each_role_has_its_own_queues_and_begins_with_the_first(desk_of, role):
    desk = desk_of(role).open("queue")
    rail = [
        a.text_content() for a in desk.page.xpath("(//nav[@class='desk-rail']/ul)[1]//a/span[1]")
    ]
    assert rail == RAILS[role] + EVERYBODY
    assert desk.words("//h1") == rail[0]
    assert desk.words("//a[@aria-current='page']").startswith(rail[0])


def test_the_band_and_the_title_say_that_this_is_the_officials_side(desk_of):
    desk = desk_of("receptionist").open("queue")
    for place in ("//header//a[contains(@class,'mc-band__name')]", "//title"):
        assert "Một cửa · Bàn làm việc" in desk.words(place)
        assert "Cổng dịch vụ công" not in desk.words(place)


def test_a_filed_dossier_waits_for_the_receptionist_and_is_counted(desk_of, filed):
    desk = desk_of("receptionist").open("queue")
    assert desk.codes == [filed.code]
    assert "Nguyễn Thị An" in desk.text
    assert desk.words("//a[@aria-current='page']") == "Chờ tiếp nhận1"


def test_a_dossier_goes_from_queue_to_queue(desk_of, world, filed):
    world.receive(filed)
    assert desk_of("receptionist").open("queue", queue="receiving").codes == []
    assert desk_of("specialist").open("queue").codes == [filed.code]
    assert desk_of("head").open("queue").codes == []
    assert desk_of("head").open("queue", queue="unit").codes == [filed.code]
    world.finish(filed)
    assert desk_of("receptionist").open("queue", queue="returning").codes == [filed.code]


def test_a_queue_of_another_role_is_refused(desk_of):
    assert desk_of("specialist").open("queue", queue="receiving").status == 403
    assert desk_of("receptionist").open("queue", queue="signing").status == 403
    assert desk_of("receptionist").open("queue", queue="received").status == 403


def test_another_agency_sees_nothing(desk_of, world, filed):
    outsider = desk_of("outsider")
    for queue in ("receiving", "unit", "late", "recent", "all"):
        assert outsider.open("queue", queue=queue).codes == []
    assert outsider.open("queue", q=filed.code).codes == []
    assert outsider.open("queue", q="nguyen").codes == []


def test_whoever_has_not_signed_in_is_sent_to_the_door(world):
    answer = visitor("desk").get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/"


def test_the_most_urgent_comes_first_with_word_and_icon(desk_of, world, filed, now):
    world.receive(filed)
    filed.refresh_from_db()
    moments = [now + timedelta(days=3), now - timedelta(hours=2), now + timedelta(hours=5)]
    crowd(filed, 3, due_at=lambda number: moments[number])
    desk = desk_of("specialist").open("queue")
    states = [cell.text_content().strip() for cell in desk.page.xpath("//tr[@data-row]/td[2]")]
    assert states == ["Quá hạn", "Sắp đến hạn", "Sắp đến hạn", "Còn hạn"]
    assert len(desk.page.xpath("//tr[@data-row]/td[2]//*[name()='svg']")) == 4
    assert "quá 2 giờ" in desk.text


def test_what_is_not_paid_for_is_marked_before_it_is_opened(desk_of, world):
    dossier = world.file(BUSINESS)
    desk = desk_of("receptionist").open("queue")
    assert "Chưa nộp tiền" in desk.text
    desk.open("dossier", dossier.public_id)
    assert "tiền về thì tiếp nhận được" in desk.text
    assert "Nhận lúc này thì hẹn trả" not in desk.text
    assert "Tiếp nhận" not in desk.acts


def test_filters_stand_in_the_address_and_can_be_taken_off(desk_of, world, filed, now):
    world.receive(filed)
    filed.refresh_from_db()
    crowd(filed, 1, due_at=now - timedelta(days=1), procedure_code="1.001612", channel="counter")
    late = Dossier.objects.exclude(pk=filed.pk).get()
    desk = desk_of("specialist")
    for query in ({"urgency": "late"}, {"procedure": "1.001612"}, {"channel": "counter"}):
        assert desk.open("queue", queue="mine", **query).codes == [late.code], query
        chosen = desk.page.xpath("//main//nav//a[@aria-current='true']")
        assert len(chosen) == 1
        assert desk.go(chosen[0].get("href")).codes == [late.code, filed.code]


def test_work_can_be_narrowed_to_mine_and_to_nobodys(desk_of, world, filed):
    world.receive(filed)
    desk = desk_of("specialist")
    assert desk.open("queue", hands="nobody").codes == [filed.code]
    assert desk.open("queue", hands="mine").codes == []
    desk.post("take-up", filed)
    assert desk.open("queue", hands="mine").codes == [filed.code]


def test_a_step_that_a_colleague_took_leaves_my_queue(desk_of, world, filed):
    world.receive(filed)
    Dossier.objects.filter(pk=filed.pk).update(official_id=world.accounts["outsider"].official_id)
    desk = desk_of("specialist")
    assert desk.open("queue", queue="mine").codes == []
    assert desk.open("queue", queue="unit").codes == [filed.code]


ODD = ["' OR 1=1 --", "%", "_", "\\", "!!!", "&|!:*", "\x00", "😀", "<b>"]
ADDRESSES = [
    {"queue": "'; DROP"},
    {"queue": "mine", "urgency": "x", "hands": "y", "channel": "z", "outcome": "q"},
    {"after": "no-uuid"},
    {"before": "00000000-0000-0000-0000-000000000000"},
    {"unit": "../.."},
    {"procedure": "1.001193\x00"},
    {"procedure": "x" * 4000},
]
NAMED = ["nguyen thi an", "AN nguyen", "Nguyễn", "ngu", "H26.101-261120", "h26.101-261120-0001"]


def test_a_dossier_is_found_by_name_without_diacritics_or_by_code(desk_of, filed):
    desk = desk_of("receptionist")
    for words in NAMED:
        assert desk.open("queue", q=words).codes == [filed.code], words
        assert words in desk.words("//h1")


def test_what_is_misspelt_finds_what_is_spelt_alike_and_says_so(desk_of, world, filed):
    crowd(filed, 1, applicant_name="Trịnh Hoài", search_text=search_document("Trịnh Hoài"))
    desk = desk_of("receptionist").open("queue", q="trinhh hoai")
    assert "viết gần giống" in desk.text
    assert len(desk.codes) == 1


def test_odd_words_find_nothing_and_break_nothing(desk_of, filed):
    desk = desk_of("receptionist")
    for words in ODD:
        desk.response = desk.client.get("/", {"q": words})
        assert desk.status == 200, words
        assert desk.codes == [], words
        assert desk.page.xpath("//main//a")


def test_an_odd_address_shows_a_queue_all_the_same(desk_of, world, filed):
    world.receive(filed)
    desk = desk_of("specialist")
    for query in ADDRESSES:
        desk.response = desk.client.get("/", query)
        assert desk.status == 200, query


def test_pages_follow_one_another_without_gap_or_double(desk_of, filed):
    crowd(filed, 119)
    desk = desk_of("receptionist").open("queue")
    seen = [desk.codes]
    while following := desk.page.xpath("//a[@rel='next']/@href"):
        desk.go(following[0])
        seen.append(desk.codes)
    assert [len(codes) for codes in seen] == [50, 50, 20]
    assert len({code for codes in seen for code in codes}) == 120
    for codes in reversed(seen[:-1]):
        desk.go(desk.page.xpath("//a[@rel='prev']/@href")[0])
        assert desk.codes == codes
    assert not desk.page.xpath("//a[@rel='prev']")


def test_an_empty_queue_says_so_and_offers_one_thing_to_do(desk_of):
    desk = desk_of("receptionist").open("queue")
    assert "Danh sách này đang trống" in desk.text
    narrowed = desk.open("queue", channel="post")
    assert "Bỏ lọc" in narrowed.text


def test_a_queue_costs_the_same_statements_whatever_its_length(desk_of, filed, world):
    desk = desk_of("receptionist").open("queue")
    with CaptureQueriesContext(
        connection,
    ) as one:
        desk.open("queue")
    crowd(filed, 80)
    with CaptureQueriesContext(connection) as many:
        desk.open("queue")
    assert len(desk.codes) == 50
    assert len(many) == len(one) <= 20


def test_long_queues_are_counted_exactly(desk_of, filed, monkeypatch):
    monkeypatch.setattr("motcua.dossiers.queries.counting.MOST", 5)
    crowd(filed, 9)
    assert "Chờ tiếp nhận10" in desk_of("receptionist").open("queue").words(
        "//a[@aria-current='page']"
    )


def test_a_long_queue_keeps_its_number_for_a_minute_and_a_short_one_does_not(
    desk_of, filed, monkeypatch
):
    monkeypatch.setattr("motcua.dossiers.queries.counting.MOST", 5)
    crowd(filed, 3)
    desk, here = desk_of("receptionist"), "//a[@aria-current='page']"
    assert "Chờ tiếp nhận4" in desk.open("queue").words(here)
    crowd(filed, 3, begin=50)
    assert "Chờ tiếp nhận7" in desk.open("queue").words(here)
    forget_all()
    assert "Chờ tiếp nhận7" in desk.open("queue").words(here)
    crowd(filed, 1, begin=80)
    assert "Chờ tiếp nhận7" in desk.open("queue").words(here)
    forget_all()
    assert "Chờ tiếp nhận8" in desk.open("queue").words(here)


def test_officials_pages_are_kept_by_nobody(desk_of, filed):
    desk = desk_of("receptionist")
    for page in (desk.open("queue"), desk.open("dossier", filed.public_id)):
        assert "no-store" in page.response["Cache-Control"]


def test_the_foot_names_the_keys(desk_of, filed):
    desk = desk_of("receptionist").open("queue")
    assert [key.text for key in desk.page.xpath("//footer//ul[@class='desk-keys']//kbd")][:4] == [
        "j",
        "k",
        "Enter",
        "n",
    ]


def test_the_next_in_the_queue_is_one_press_away_and_after_the_last_comes_the_queue(desk_of, filed):
    desk = desk_of("receptionist")
    assert (
        desk.open("next", filed.public_id, queue="receiving").response["Location"]
        == "/?queue=receiving"
    )
    crowd(filed, 1)
    other = Dossier.objects.exclude(pk=filed.pk).get()
    way = desk.open("next", filed.public_id, queue="receiving").response["Location"]
    assert way == f"/dossiers/{other.public_id}?queue=receiving"
    assert desk_of("administrator").open("next", filed.public_id).status == 404


def test_who_only_administers_is_led_to_the_console(desk_of, filed):
    desk = desk_of("administrator").open("queue")
    assert desk.response["Location"] == "/offices/"
    assert desk.open("queue", queue="all", q=filed.code).status == 302
    assert desk.open("dossier", filed.public_id).status == 404


def test_the_rail_of_who_also_administers_leads_to_the_console(desk_of, world):
    official = world.accounts["administrator"].official
    unit = world.ward.units.get(code="MC")
    post_official(
        actor=SYSTEM,
        official=official,
        unit=unit,
        role="receptionist",
        now=world.now,
        valid_from=SINCE,
    )
    desk = desk_of("administrator").open("queue")
    links = {
        a.text_content(): a.get("href") for a in desk.page.xpath("//nav[@class='desk-rail']//a")
    }
    assert links["Quản trị cơ quan"] == "/offices/"


def test_what_nobody_accepted_yet_shows_its_day_of_filing_as_such(desk_of, filed):
    desk = desk_of("receptionist").open("queue", queue="all")
    (when,) = desk.page.xpath("//td[contains(@class,'desk-when')]")
    assert when.get("data-label") == "Hẹn trả"
    assert "Chưa tiếp nhậnnộp " in when.text_content()
    assert "chờ" in when.text_content()


def test_what_was_never_promised_says_so_once_it_is_over(desk_of, filed, world):
    refuse(world, filed)
    desk = desk_of("receptionist").open("queue", queue="all")
    (when,) = desk.page.xpath("//td[contains(@class,'desk-when')]")
    assert "Chưa từng hẹn trảnộp " in when.text_content()


def test_an_empty_list_leads_to_the_next_one_with_something_in_it(desk_of, filed, world):
    desk = desk_of("receptionist").open("queue", queue="handover")
    (link,) = desk.page.xpath(ELSEWHERE)
    assert link.text_content() == "Chờ tiếp nhận (1)"
    assert filed.code in desk.client.get(f"{link.get('href')}").content.decode()
    refuse(world, filed)
    desk.open("queue", queue="handover")
    assert not desk.page.xpath(ELSEWHERE)
