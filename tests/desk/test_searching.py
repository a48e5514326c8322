"""Search over all one may see: numbers and telephones exactly, words freely, alike at last."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cast import BUSINESS
from tests.desk.crowds import crowd


def find(desk, words):
    desk.response = desk.client.post(desk.at("find"), {"q": words})
    assert desk.status == 302
    return desk.follow()


NUMBERS = ["001190000123", "001 190 000 123", "0912345678", "+84 912 345 678", "0912.345.678"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_finds_its_owners_dossiers_and_stays_out_of_the_address(desk_of, world, number):
    filed = world.file()
    world.file(key="other", name="relative")
    desk = desk_of("receptionist")
    desk.response = desk.client.post(desk.at("find"), {"q": number})
    address = desk.response["Location"]
    digits = "".join(sign for sign in number if sign.isdigit())
    assert digits[-6:] not in address
    assert "q" not in parse_qs(urlsplit(address).query)
    assert desk.go(address).codes == [filed.code]
    assert "Hồ sơ của người có số đã tìm" in desk.text


def test_a_name_stays_out_of_the_address_and_of_the_links_of_the_page(desk_of, world):
    filed = world.file()
    desk = find(desk_of("receptionist"), "nguyen thi an")
    assert desk.codes == [filed.code]
    addresses = [
        desk.response.request["QUERY_STRING"],
        *re.findall(r'href="([^"]*)"', desk.response.content.decode()),
    ]
    assert not [one for one in addresses if "nguyen" in one.lower()]
    assert desk.open("queue", queue="all", sought="made-up").codes == [filed.code]


def test_a_number_of_nobody_finds_nothing(desk_of, world):
    world.file()
    for number in ("001190000124", "0912345679", "123456789"):
        assert find(desk_of("receptionist"), number).codes == []


def test_scope_comes_before_search(desk_of, world):
    filed = world.file()
    outsider = desk_of("outsider")
    for words in (filed.code, "Nguyễn Thị An", "001190000123", "0912345678", "khai sinh"):
        assert find(outsider, words).codes == []


def test_what_one_official_found_is_nothing_in_anothers_hands(desk_of, world):
    world.file()
    desk = desk_of("receptionist")
    desk.response = desk.client.post(desk.at("find"), {"q": "001190000123"})
    address = desk.response["Location"]
    assert len(desk_of("head").go(address.replace("queue=all", "queue=unit")).codes) == 0
    assert desk.open("queue", queue="all", found="made-up").codes == []


def test_free_words_find_the_procedure_and_the_filer_together(desk_of, world):
    birth = world.file()
    business = world.file(BUSINESS, key="business")
    desk = desk_of("receptionist")
    assert find(desk, "khai sinh").codes == [birth.code]
    assert find(desk, "dang ky khai sinh nguyen").codes == [birth.code]
    assert find(desk, "khai sinh tran").codes == []
    assert find(desk, "ho kinh doanh").codes == [business.code]
    assert find(desk, BUSINESS).codes == [business.code]


def test_broad_words_are_cut_and_the_page_says_so(desk_of, world, monkeypatch):
    filed = world.file()
    crowd(filed, 3)
    desk = desk_of("receptionist")
    text = find(desk, filed.applicant_name).text
    assert "4 hồ sơ" in text
    assert "hồ sơ khớp" not in text
    monkeypatch.setattr("motcua.dossiers.queries.searching.MOST_FOUND", 2)
    monkeypatch.setattr("motcua.desk.queues.queries.MOST_FOUND", 2)
    text = find(desk, filed.applicant_name).text
    assert len(desk.codes) == 2
    assert "Có hơn 2 hồ sơ khớp; đây là 2 hồ sơ mới nhất." in text
    outsider = find(desk_of("outsider"), filed.applicant_name).text
    assert "hồ sơ khớp" not in outsider.replace("Không có hồ sơ nào khớp", "")


def test_what_is_alike_comes_only_where_nothing_is_named(desk_of, world):
    filed = world.file()
    crowd(filed, 1, applicant_name="Nguyễn Thị Ân")
    desk = desk_of("receptionist")
    assert "gần giống" not in find(desk, "nguyen thi an").text
    assert "gần giống" in find(desk, "nguyenn thi an").text
