from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, strategies as st

from motcua.kernel.text import (
    Name,
    collation_key,
    fold,
    nfc,
    search_document,
    split_name,
    tone_key,
    without_diacritics,
    without_unseen,
)

VIETNAMESE = st.text(
    alphabet=st.sampled_from(
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
        "AĂÂĐÊÔƠƯỘẶ  -0123456789"
    ),
    max_size=30,
)


def in_order(words):
    shuffled = random.Random(1).sample(words, len(words))
    return sorted(shuffled, key=collation_key)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Nguyễn Thị Minh Khai", "duong nguyen thi minh khai"),
        ("ĐẶNG  THỊ\tÁNH\n", "dang thi anh"),
        ("Ðặng (typed with the letter eth)", "dang (typed with the letter eth)"),
        ("Huế\u00a0đẹp\u200b", "hue dep"),
        ("Straße, 30 m²", "strasse, 30 m2"),
        ("", ""),
    ],
)
def test_folding_leaves_plain_words(text, folded):
    assert fold(text) == folded


def test_folding_keeps_the_signs_of_other_scripts():
    assert fold("ភាសាខ្មែរ") == "ភាសាខ្មែរ"


@given(VIETNAMESE)
def test_vietnamese_folds_to_ascii_whatever_its_normal_form(text):
    assert fold(text).isascii()
    assert fold(text) == fold(unicodedata.normalize("NFD", text))


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20))
def test_canonically_equal_texts_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_what_is_stored_is_composed():
    assert nfc("Tie\u0302\u0301ng Vie\u0323\u0302t") == "Tiếng Việt"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuý", "THÚY"),
        ("khoẻ", "khỏe"),
        ("Quý", "Qúy"),
        ("Thừa Thiên  Huế", "thừa thiên huế"),
        ("Xuân Hoà", unicodedata.normalize("NFD", "Xuân Hòa")),
    ],
)
def test_spellings_that_differ_in_tone_position_are_equal(one, other):
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoa", "Hòa"), ("Hóa", "Hòa"), ("Đa", "Da"), ("Cô", "Cơ"), ("hoan", "hoán")]
)
def test_every_other_mark_counts(one, other):
    assert tone_key(one) != tone_key(other)


def test_words_sort_by_the_vietnamese_alphabet():
    letters = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert in_order(letters) == letters


def test_tones_sort_after_letters():
    syllables = ["ma", "mà", "mả", "mã", "má", "mạ", "man", "măng", "mân", "me"]
    assert in_order(syllables) == syllables


def test_an_early_tone_counts_less_than_a_later_letter():
    words = ["an dân", "án gian", "an ninh", "ánh", "ăn"]
    assert in_order(words) == words


def test_provinces_sort_as_in_an_official_list():
    names = [
        "An Giang",
        "Bắc Ninh",
        "Cà Mau",
        "Cao Bằng",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
        "Đồng Nai",
        "Gia Lai",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Phòng",
        "Huế",
        "Hưng Yên",
        "Lai Châu",
        "Lạng Sơn",
        "Lào Cai",
        "Lâm Đồng",
        "Nghệ An",
        "Ninh Bình",
    ]
    assert in_order(names) == names


@given(VIETNAMESE)
def test_the_collation_key_is_the_same_for_both_normal_forms_and_any_case(text):
    assert collation_key(unicodedata.normalize("NFD", text)) == collation_key(text)
    assert collation_key(text.upper()) == collation_key(text)


@given(VIETNAMESE, VIETNAMESE)
def test_keys_order_alike_as_text_and_as_utf_8(one, other):
    keys = collation_key(one), collation_key(other)
    assert (keys[0] < keys[1]) == (keys[0].encode() < keys[1].encode())


@given(st.text(max_size=20))
def test_the_collation_key_can_be_stored(text):
    assert "\x00" not in collation_key(text)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Nguyễn Văn An", ("Nguyễn", "Văn", "An")),
        ("Lê  Bình", ("Lê", "", "Bình")),
        ("Trần Thị Thu Hà", ("Trần", "Thị Thu", "Hà")),
        ("Tôn Nữ Thị Ninh", ("Tôn Nữ", "Thị", "Ninh")),
        ("TÔN THẤT BÁCH", ("TÔN THẤT", "", "BÁCH")),
        ("Tôn Thất", ("Tôn", "", "Thất")),
        ("Hoa", ("", "", "Hoa")),
        ("", ("", "", "")),
    ],
)
def test_a_name_is_split_into_family_middle_and_given(full, parts):
    name = split_name(full)
    assert name == Name(*parts)
    assert name.full == " ".join(full.split())


@given(VIETNAMESE)
def test_splitting_a_name_loses_nothing(text):
    assert split_name(text).full == " ".join(nfc(text).split())


def test_an_sms_is_plain_ascii_with_its_case():
    text = "Hồ sơ “H26.12-261120-0001” – ĐÃ CÓ kết quả…\nLệ phí 20.000 ₫"
    plain = 'Ho so "H26.12-261120-0001" - DA CO ket qua...\nLe phi 20.000 d'
    assert without_diacritics(text) == plain


@given(VIETNAMESE)
def test_every_vietnamese_letter_has_a_plain_one(text):
    assert without_diacritics(text).isascii()
    assert without_diacritics(text).lower() == without_diacritics(text.lower())


def test_a_search_document_is_folded_words():
    document = search_document("Nguyễn Văn A", "H26.12-261120-0001", "(đăng_ký “mới”)")
    assert document == "nguyen van a h26 12 261120 0001 dang ky moi"


def test_an_empty_search_is_empty():
    assert search_document() == search_document("", " – ") == ""


@given(VIETNAMESE)
def test_a_query_meets_the_document_it_came_from(text):
    document = search_document("trước", text, "sau").split()
    assert set(search_document(text).split()) <= set(document)


def test_what_has_no_shape_of_its_own_is_taken_out_of_a_name():
    assert without_unseen(" \u202etí\u200b\t hon\u2069\x00 \u200f") == "tí hon"
    assert without_unseen("Chứng thực\n\ud800bản sao") == "Chứng thực bản sao"
