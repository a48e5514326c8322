from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from motcua.kernel.codes import (
    AgencyCodeInvalid,
    CardTextInvalid,
    CatalogueCodeInvalid,
    CitizenNumberInvalid,
    CodeInvalid,
    CodeKind,
    CodeUnknown,
    DossierCodeInvalid,
    DossierDateInvalid,
    Sex,
    TaxCodeInvalid,
    agency_code,
    card_text,
    citizen_number,
    dossier_code,
    made_citizen_number,
    made_tax_code,
    normalise,
    old_identity_number,
    parse,
    parse_dossier_code,
    procedure_code,
    tax_code,
)

SHARED = Path(os.environ.get("MOTCUA_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))

# --- agencies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("H26", ("H26",)),
        ("H26.12", ("H26", "12")),
        ("G22.99.08", ("G22", "99", "08")),
        ("h56.14.ab1", ("H56", "14", "AB1")),
        ("000.00.00.G22", ("G22",)),
        ("000.00.13.H53", ("H53", "13")),
        ("001.00.99.H44", ("H44", "99", "00", "001")),
        ("Z01.0100109106", ("Z01", "0100109106")),
        ("Z01ABC", ("Z01", "ABC")),
    ],
)
def test_both_forms_of_an_agency_give_its_levels_from_the_first(code, levels):
    assert normalise(code) == levels


def test_an_agency_is_written_in_either_form():
    code = agency_code("000.00.13.H53")
    assert (code.text, code.new_form, code.old_form) == ("000.00.13.H53", "H53.13", "000.00.13.H53")
    assert agency_code("H53.13").old_form == "000.00.13.H53"
    assert agency_code("H53.13.2.7").old_form == "007.02.13.H53"


@pytest.mark.parametrize("code", ["H53.130", "H53.AB", "H53.1.2.3.4"])
def test_an_agency_that_does_not_fit_the_old_form_has_none(code):
    assert agency_code(code).old_form is None


@pytest.mark.parametrize(
    "code",
    ["", "H2", "H26.", "H26..1", "26.12", "Z00.1", "H26-12", "00.00.12.H26", "H26." + "1" * 32],
)
def test_what_is_no_agency_is_refused(code):
    with pytest.raises(AgencyCodeInvalid, match=r"H26\.12"):
        agency_code(code)


@given(st.from_regex(r"[A-Y][0-9]{2}(\.[0-9]{2}){0,2}(\.[0-9]{3})?", fullmatch=True))
def test_the_old_form_leads_back_to_the_same_agency(code):
    found = agency_code(code)
    assume(found.old_form)
    trimmed = list(found.levels)
    while len(trimmed) > 1 and not trimmed[-1].strip("0"):
        trimmed.pop()
    back = normalise(found.old_form)
    assert [level.zfill(3) for level in back] == [level.zfill(3) for level in trimmed]


# --- dossiers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "levels", "day", "number"),
    [
        ("000.00.10.H12-190705-0001", ("H12", "10"), date(2019, 7, 5), 1),
        ("000.00.14.H20-200703-0002", ("H20", "14"), date(2020, 7, 3), 2),
        ("G09.20-20260609-0092637", ("G09", "20"), date(2026, 6, 9), 92637),
        ("G22.99.08-260921-896048", ("G22", "99", "08"), date(2026, 9, 21), 896048),
        ("G22.99-251225-020175", ("G22", "99"), date(2025, 12, 25), 20175),
        (" h26.12-261120-0001 ", ("H26", "12"), date(2026, 11, 20), 1),
        ("H26-240229-12345", ("H26",), date(2024, 2, 29), 12345),
    ],
)
def test_dossier_codes_of_all_forms_are_read(code, levels, day, number):
    found = parse_dossier_code(code)
    assert (found.agency.levels, found.day, found.number) == (levels, day, number)
    assert found.text == code.strip().upper()


def test_a_dossier_code_is_written_as_practice_does():
    assert dossier_code("H26.12", date(2026, 11, 20), 1) == "H26.12-261120-0001"
    assert dossier_code("000.00.10.H12", date(2019, 7, 5), 1) == "000.00.10.H12-190705-0001"
    assert dossier_code("H26", date(2026, 11, 20), 92637) == "H26-261120-92637"


@pytest.mark.parametrize(
    "code", ["H26.12-260231-0001", "H26.12-20260231-0001", "H26.12-261301-0001", "H26-230229-0001"]
)
def test_a_date_that_is_in_no_calendar_is_refused(code):
    with pytest.raises(DossierDateInvalid, match="không có trong lịch"):
        parse_dossier_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "H26.12-261120-001",
        "H26.12-261120-0000",
        "H26.12-261120-12345678",
        "H26.12-2611200-0001",
        "H26.12_261120_0001",
        "H26.12-261120",
        "-261120-0001",
        "H26.12-２６１１２０-0001",
    ],
)
def test_what_is_no_dossier_code_is_refused(code):
    with pytest.raises(DossierCodeInvalid):
        parse_dossier_code(code)


def test_a_dossier_code_names_a_real_agency_form():
    with pytest.raises(AgencyCodeInvalid):
        parse_dossier_code("12.26-261120-0001")


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_a_number_out_of_range_is_not_written(number):
    with pytest.raises(DossierCodeInvalid):
        dossier_code("H26.12", date(2026, 11, 20), number)


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_year_that_six_digits_cannot_say_is_not_written(year):
    with pytest.raises(DossierDateInvalid):
        dossier_code("H26.12", date(year, 1, 1), 1)


@given(
    st.sampled_from(["H26", "H26.12", "G22.99.08", "000.00.10.H12"]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 9_999_999),
)
def test_what_is_written_is_read_back(agency, day, number):
    code = parse_dossier_code(dossier_code(agency, day, number))
    assert (code.agency.text, code.day, code.number) == (agency, day, number)


# --- people ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "place", "sex", "year"),
    [
        ("001090012345", "001", Sex.MALE, 1990),
        ("079185000001", "079", Sex.FEMALE, 1985),
        ("038205123456", "038", Sex.MALE, 2005),
        ("048 320 000 001", "048", Sex.FEMALE, 2020),
        ("001400000000", "001", Sex.MALE, 2100),
    ],
)
def test_a_citizen_number_tells_place_sex_and_year(number, place, sex, year):
    found = citizen_number(number)
    assert (found.place, found.sex, found.birth_year) == (place, sex, year)


@pytest.mark.parametrize(
    "number", ["", "00109001234", "0010900123456", "000090012345", "00109001234a", "٠٠١٠٩٠٠١٢٣٤٥"]
)
def test_what_is_no_citizen_number_is_refused_without_repeating_it(number):
    with pytest.raises(CitizenNumberInvalid) as refused:
        citizen_number(number)
    assert not number or number not in str(refused.value) + str(refused.value.details)


@given(st.integers(1, 96), st.sampled_from(Sex), st.integers(1900, 2399), st.integers(0, 999_999))
def test_a_made_citizen_number_says_what_it_was_made_from(place, sex, year, serial):
    found = citizen_number(made_citizen_number(f"{place:03}", sex, year, serial))
    assert (int(found.place), found.sex, found.birth_year) == (place, sex, year)


@pytest.mark.parametrize(
    ("place", "year", "serial"), [("000", 1990, 1), ("001", 1899, 1), ("001", 1990, 1_000_000)]
)
def test_an_impossible_citizen_number_is_not_made(place, year, serial):
    with pytest.raises(CitizenNumberInvalid):
        made_citizen_number(place, Sex.MALE, year, serial)


def test_an_old_identity_number_has_nine_digits():
    assert old_identity_number("012345678").text == "012345678"
    with pytest.raises(CodeInvalid, match="9 chữ số"):
        old_identity_number("0123456789")


# --- enterprises -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "unit"),
    [
        ("0100109106", "0100109106", None),
        ("0100109106-001", "0100109106-001", "001"),
        ("0100109106001", "0100109106-001", "001"),
        (" 0100 109 106 ", "0100109106", None),
    ],
)
def test_a_tax_code_is_read(code, text, unit):
    found = tax_code(code)
    assert (found.text, found.enterprise, found.unit) == (text, "0100109106", unit)


@pytest.mark.parametrize(
    "code", ["0100109107", "010010910", "0100109106-000", "0100109106-01", "0100109106/001", "x"]
)
def test_a_wrong_tax_code_is_refused(code):
    with pytest.raises(TaxCodeInvalid, match="chữ số kiểm tra"):
        tax_code(code)


@given(st.from_regex(r"[0-9]{2}[1-9][0-9]{6}", fullmatch=True))
def test_one_digit_of_a_tax_code_cannot_change_unseen(nine):
    try:
        code = made_tax_code(nine)
    except TaxCodeInvalid:
        assume(condition=False)
    assert tax_code(code).text == code
    wrong = code[:9] + str((int(code[9]) + 1) % 10)
    with pytest.raises(TaxCodeInvalid):
        tax_code(wrong)


# --- catalogue ---------------------------------------------------------------------------------


def test_a_procedure_and_its_localised_copies():
    assert procedure_code("1.001193").agency is None
    assert procedure_code("2.002621.H56").agency == agency_code("H56")
    copy = procedure_code("1.003560.000.00.00.H56")
    assert (copy.national, copy.agency) == ("1.003560", agency_code("000.00.00.H56"))


@pytest.mark.parametrize("code", ["1.00119", "1.0011933", "10.001193", "1.001193.", "1-001193"])
def test_a_wrong_procedure_code_is_refused(code):
    with pytest.raises(CatalogueCodeInvalid):
        procedure_code(code)


def test_the_published_procedures_have_codes_that_are_read():
    published = SHARED / "procedures.jsonl.gz"
    if not published.exists():
        pytest.skip(f"the published procedures are not at {published.name}")
    with gzip.open(published, "rt", encoding="utf-8") as lines:
        codes = [json.loads(line)["MATTHC"] for line in lines]
    unread = [code for code in codes if not _is_read(code)]
    assert len(codes) > 5_000
    assert len(unread) == 3  # typing errors of the source


def _is_read(code):
    return refusal_of(code) is None and parse(code).kind == CodeKind.PROCEDURE


# --- identity cards ----------------------------------------------------------------------------

CARD = (
    "001090012345|012345678|Nguyễn Văn Mẫu|19051990|Nam|Số 1, phố Hư Cấu, Ba Đình, Hà Nội|01072021"
)


def test_the_qr_of_an_identity_card_is_read():
    card = card_text(CARD)
    assert card.number.text == "001090012345"
    assert card.old_number.text == "012345678"
    assert card.full_name == "Nguyễn Văn Mẫu"
    assert (card.born_on, card.birth_year) == (date(1990, 5, 19), 1990)
    assert (card.sex, card.issued_on) == ("Nam", date(2021, 7, 1))
    assert card.residence.endswith("Ba Đình, Hà Nội")


def test_a_newer_card_may_have_more_fields_and_no_old_number():
    card = card_text(CARD.replace("|012345678|", "||") + "|Nguyễn Văn Cha|Trần Thị Mẹ|")
    assert card.old_number is None
    assert card.issued_on == date(2021, 7, 1)


def test_a_card_may_know_the_year_of_birth_only():
    card = card_text(CARD.replace("19051990", "00001990"))
    assert (card.born_on, card.birth_year) == (None, 1990)


@pytest.mark.parametrize("code", ["cp1252", "latin-1"])
def test_what_a_reader_typed_byte_by_byte_is_put_together(code):
    typed = "".join(_key(byte, code) for byte in CARD.encode())
    assert typed != CARD
    assert card_text(typed) == card_text(CARD)


def _key(byte, code):
    try:
        return bytes([byte]).decode(code)
    except UnicodeDecodeError:
        return chr(byte)


def test_signs_that_turn_or_hide_letters_do_not_come_off_a_card():
    hostile = CARD.replace("Nguyễn", "\u202eNguyễn\u200b\x00\x1b").replace(
        "Ba Đình", "Ba\nĐình\u2066"
    )
    assert card_text(hostile).facts == card_text(CARD).facts


@pytest.mark.parametrize("field", [2, 5])
def test_no_card_holds_a_text_without_end(field):
    fields = CARD.split("|")
    fields[field] = "Nguyễn " * 60
    with pytest.raises(CodeInvalid):
        card_text("|".join(fields))


def test_days_may_be_parted_by_strokes():
    parted = CARD.replace("19051990", "19/05/1990").replace("01072021", "01/07/2021")
    assert card_text(parted).facts == card_text(CARD).facts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("19051990", "31021990"),
        ("19051990", "1990"),
        ("01072021", "01-07-21"),
        ("Nguyễn Văn Mẫu", ""),
        ("|01072021", ""),
        ("001090012345", "1090012345"),
        ("|012345678|", "|12345678|"),
    ],
)
def test_a_damaged_card_text_is_refused(old, new):
    with pytest.raises(CodeInvalid) as refused:
        card_text(CARD.replace(old, new))
    assert "Mẫu" not in str(refused.value) + str(refused.value.details)


# --- any code ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("000.00.10.H12-190705-0001", "dossier"),
        ("G09.20-20260609-0092637", "dossier"),
        ("G22.99.08", "agency"),
        ("000.00.13.H53", "agency"),
        ("Z01ABC", "agency"),
        ("001090012345", "citizen-number"),
        ("012345678", "old-identity-number"),
        ("0100109106", "tax-code"),
        ("0100109106-001", "tax-code"),
        ("1.001193", "procedure"),
        ("1.003560.000.00.00.H56", "procedure"),
        ("G15-HT02", "field"),
        ("000.00.00.G09-KQ002269", "component"),
        ("KQ.G07.000122", "result"),
        (CARD, "card"),
    ],
)
def test_every_kind_of_code_is_known(code, kind):
    found = parse(code)
    assert found.kind == kind
    assert found.kinds == (kind,)
    assert found.text == code
    json.dumps(found.fields)


def test_the_parts_of_a_code_are_told():
    assert parse("H26.12-261120-0001").fields == {
        "agency": "H26.12",
        "levels": ["H26", "12"],
        "new_form": "H26.12",
        "old_form": "000.00.12.H26",
        "day": "2026-11-20",
        "number": 1,
    }
    assert parse("G15-HT02").fields["field"] == "HT02"
    assert parse("000.00.00.G09-KQ002269").fields["component"] == "KQ002269"
    assert parse("KQ.G07.000122").fields["result"] == "000122"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("H26.12-260231-0001", DossierDateInvalid),
        ("H26.12-261120-001", DossierCodeInvalid),
        ("0100109107", TaxCodeInvalid),
        ("000090012345", CitizenNumberInvalid),
        ("a|b", CardTextInvalid),
        ("KQ.G07.12", CatalogueCodeInvalid),
        ("H26..12", AgencyCodeInvalid),
        ("", CodeUnknown),
        ("xin chào", CodeUnknown),
    ],
)
def test_a_near_miss_is_told_what_is_wrong_with_it(code, error):
    with pytest.raises(error):
        parse(code)


def refusal_of(text):
    try:
        parse(text)
    except CodeInvalid as refused:
        return refused
    return None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    refused = refusal_of(text)
    assert refused is None or (refused.text and refused.details["english"])


@given(
    st.from_regex(
        r"[0-9]{9,13}|[A-Z][0-9]{2}(\.[0-9A-Z]{1,4}){0,3}(-[0-9A-Z]{4,8}){0,2}", fullmatch=True
    )
)
def test_reading_the_proper_writing_again_changes_nothing(text):
    assume(refusal_of(text) is None)
    proper = parse(text).text
    assert parse(proper).text == proper
