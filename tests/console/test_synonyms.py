"""Administrators change the table of everyday words, and the portal finds by it at once."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.procedures.base.finding.requests import shipped_requests, shipped_sayings
from motcua.procedures.models import Synonym
from motcua.procedures.queries import find_codes
from tests.cast import BIRTH, RESIDENCE

pytestmark = pytest.mark.django_db


def test_the_table_lists_what_is_shipped_and_is_searched(admin, base):
    page = admin.get(f"{base}synonyms/").content.decode()
    assert f"{len(shipped_sayings())} lời" in page
    page = admin.get(f"{base}synonyms/?q=de+con").content.decode()
    assert "đẻ con" in page
    assert "mở quán phở" not in page


def test_a_phrase_that_is_added_finds_at_once_and_leaves_a_trace(admin, base):
    assert BIRTH not in find_codes("thêm thành viên tí hon")[:1]
    said = {"phrase": "Thành viên tí hon", "official": "đăng ký khai sinh\n"}
    answer = admin.post(f"{base}synonyms/add/", said)
    assert answer.status_code == 302
    assert find_codes("thêm thành viên tí hon")[0] == BIRTH
    page = admin.get(f"{base}synonyms/").content.decode()
    assert "thành viên tí hon" in page
    assert "thêm ở đây" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_auditrow WHERE action LIKE '%_synonym'")
        assert cursor.fetchone() == (1,)


def test_a_whole_sentence_may_stand_for_a_procedure(admin, base):
    sentence = "bà nội cháu muốn nhập về ở chung với tụi tôi luôn"
    said = {"phrase": sentence, "official": RESIDENCE}
    assert admin.post(f"{base}synonyms/add/", said).status_code == 302
    assert find_codes("muốn nhập bà nội về ở chung luôn")[0] == RESIDENCE
    admin.post(f"{base}synonyms/remove/?phrase={sentence}")
    assert sentence not in admin.get(f"{base}synonyms/").content.decode()


def test_a_sentence_cannot_stand_for_words_nor_for_a_code_that_nobody_has(admin, base):
    for official in ("đăng ký khai sinh", "9.999999"):
        said = {"phrase": "bà nội cháu muốn nhập về ở chung", "official": official}
        assert admin.post(f"{base}synonyms/add/", said).status_code == 422


def test_a_shipped_request_is_taken_away_and_restored(admin, base):
    (request, *_more) = [text for text, codes in shipped_requests().items() if BIRTH in codes]
    address = f"{base}synonyms/change/?phrase={request}"
    assert BIRTH in admin.get(address).content.decode()
    admin.post(address, {"official": RESIDENCE})
    assert find_codes(request)[0] == RESIDENCE
    admin.post(f"{base}synonyms/restore/?phrase={request}")
    assert find_codes(request)[0] == BIRTH


def test_official_words_that_no_procedure_has_are_refused_and_nothing_typed_is_lost(admin, base):
    said = {"phrase": "tí hon", "official": "đăng ký xyzzy"}
    answer = admin.post(f"{base}synonyms/add/", said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "xyzzy" in page
    assert "tí hon" in page
    assert admin.post(f"{base}synonyms/add/", {"phrase": "?", "official": "x"}).status_code == 422


def test_a_shipped_phrase_is_changed_taken_away_and_restored(admin, base):
    address = f"{base}synonyms/change/?phrase=đẻ con"
    assert "Đăng ký khai sinh" in admin.get(address).content.decode()
    admin.post(address, {"official": "đăng ký thường trú"})
    assert find_codes("đẻ con")[0] == RESIDENCE
    admin.post(f"{base}synonyms/remove/?phrase=đẻ con")
    assert find_codes("đẻ con")[:1] != [RESIDENCE]
    assert "đã bỏ" in admin.get(f"{base}synonyms/").content.decode()
    admin.post(f"{base}synonyms/restore/?phrase=đẻ con")
    assert find_codes("đẻ con")[0] == BIRTH
    assert "đã bỏ" not in admin.get(f"{base}synonyms/").content.decode()


@pytest.mark.parametrize("act", ["change", "remove", "restore"])
def test_a_phrase_there_is_not_is_404(admin, base, act):
    assert admin.get(f"{base}synonyms/{act}/?phrase=xyzzy").status_code == 404


def test_a_shipped_phrase_is_kept_and_added_to_though_nobody_here_has_its_words(admin, base):
    address = f"{base}synonyms/change/?phrase=ly dị"
    (shipped,) = shipped_sayings()["ly dị"]
    kept = f"{shipped}\nđăng ký khai sinh"
    assert admin.post(address, {"official": kept}).status_code == 302
    assert admin.post(address, {"official": f"{kept}\nxyzzy"}).status_code == 422
    page = admin.get(f"{base}synonyms/?q=ly+di").content.decode()
    assert shipped in page


def test_a_code_that_this_node_has_not_is_refused_as_a_code(admin, base):
    said = {"phrase": "ba má tôi", "official": "9.999999"}
    page = admin.post(f"{base}synonyms/add/", said).content.decode()
    assert "Cổng này không có thủ tục mang mã: 9.999999" in page
    assert "Hãy chép đúng lời" not in page


def test_the_box_that_searches_the_table_stands_on_the_page(admin, base):
    page = admin.get(f"{base}synonyms/").content.decode()
    assert 'name="q"' in page[page.index("<main") :]


def test_what_turns_writing_round_is_not_kept_in_a_phrase(admin, base):
    said = {
        "phrase": "\u202etí \u2066hon\u2069\u200b",
        "official": "\u202eđăng ký khai sinh\n\u200f",
    }
    assert admin.post(f"{base}synonyms/add/", said).status_code == 302
    (row,) = Synonym.objects.all()
    assert (row.phrase, row.official) == ("tí hon", ["đăng ký khai sinh"])
    empty = {"phrase": "\u202e\u200b", "official": "đăng ký khai sinh"}
    assert admin.post(f"{base}synonyms/add/", empty).status_code == 422
