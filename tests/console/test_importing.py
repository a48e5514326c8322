"""Officials from a spreadsheet: checked row by row, written whole or not at all; hostile files."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from motcua.agencies.models import Official
from motcua.agencies.queries import powers_of
from motcua.identity.models import Account
from tests.cast import NOW, SINCE

pytestmark = pytest.mark.django_db

AN = [
    "CB01",
    "Nguyễn Thị Ân",
    "Chuyên viên",
    "an@x.example",
    "MC",
    "receptionist",
    "20/11/2026",
    "có",
]
BINH = ["CB02", "Trần Văn Bính", "", "", "CM", "Chuyên viên; head", "2026-11-20", ""]


@pytest.fixture
def send(admin, base):
    def post(file):
        return admin.post(f"{base}officials/import/", {"file": file})

    return post


def write(admin, base, answer):
    return admin.post(f"{base}officials/import/write/", {"list": answer.context["token"]})


def count(world):
    return Official.objects.filter(agency=world.ward).count()


def test_a_right_list_is_shown_first_and_written_on_the_last_word(
    admin, world, base, send, workbook
):
    before = count(world)
    answer = send(workbook(AN, BINH))
    assert answer.status_code == 200
    assert "Trần Văn Bính" in answer.content.decode()
    assert count(world) == before

    assert write(admin, base, answer).status_code == 302
    assert count(world) == before + 2
    binh = Official.objects.get(staff_code="CB02")
    assert {power.role for power in powers_of(binh, NOW.date())} == {"specialist", "head"}
    assert Account.objects.get(email="an@x.example").official.staff_code == "CB01"


def test_the_last_word_said_twice_writes_once(admin, world, base, send, workbook):
    answer = send(workbook(AN))
    write(admin, base, answer)
    again = write(admin, base, answer)
    assert again.status_code == 422
    assert "Dòng 2" in again.content.decode()
    assert Official.objects.filter(staff_code="CB01").count() == 1


def test_a_row_that_fails_meanwhile_takes_all_with_it(admin, world, base, send, workbook):
    answer = send(workbook(AN, BINH))
    Official.objects.create(agency=world.ward, staff_code="CB02", full_name="Ai Đó")
    assert write(admin, base, answer).status_code == 422
    assert not Official.objects.filter(staff_code="CB01").exists()


@pytest.mark.parametrize("token", ["", "abc", "a:b:c", "\0"])
def test_a_list_that_was_not_checked_here_is_not_written(admin, world, base, token):
    answer = admin.post(f"{base}officials/import/write/", {"list": token})
    assert answer.status_code == 422


def test_a_list_checked_for_one_agency_is_not_written_into_another(
    world, base, send, workbook, foreign_administrator
):
    token = send(workbook(AN)).context["token"]
    answer = foreign_administrator.post(
        f"/agency/{world.other_ward.code}/officials/import/write/", {"list": token}
    )
    assert answer.status_code == 422
    assert not Official.objects.filter(staff_code="CB01").exists()


def changed(column, value):
    return [*AN[:column], value, *AN[column + 1 :]]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (changed(0, ""), "Mã cán bộ chỉ gồm"),
        (changed(0, "receptionist"), "Mã cán bộ đã có"),
        (changed(1, "Ân"), "Thiếu họ và tên"),
        (changed(1, "=HYPERLINK(1)"), "công thức"),
        (changed(2, "@SUM(A1)"), "công thức"),
        (changed(2, "＝1+1"), "công thức"),
        (changed(2, "x" * 101), "quá dài"),
        (changed(1, "Nguyễn \u202eThị"), "ký tự lạ"),
        (changed(3, "khong-phai-thu"), "Thư điện tử chưa đúng"),
        (changed(3, ""), "cần thư điện tử"),
        (changed(4, "KHONG"), "Không có đơn vị"),
        (changed(5, "vua"), "Vai trò chưa đúng"),
        (changed(6, "hôm nay"), "Từ ngày chưa đúng"),
        (changed(7, "có thể"), "ghi có hoặc không"),
    ],
)
def test_each_error_names_its_row(world, send, workbook, row, words):
    answer = send(workbook(BINH, row))
    errors = answer.context["sheet"].errors
    assert answer.status_code == 422
    assert [error.number for error in errors] == [3]
    assert words in errors[0].words
    assert answer.context["token"] == ""


def test_doubles_in_the_list_and_addresses_in_use_are_errors(world, send, workbook):
    email = world.accounts["leader"].email
    answer = send(workbook(AN, AN, ["CB09", *changed(3, email)[1:]]))
    assert [error.number for error in answer.context["sheet"].errors] == [3, 3, 4]


def test_an_empty_list_is_an_error(send, workbook):
    assert send(workbook()).status_code == 422


def archive(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, text in parts.items():
            whole.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    content.seek(0)
    content.name = "x.xlsx"
    return content


def with_part(workbook_file, name, text):
    content = io.BytesIO()
    with zipfile.ZipFile(workbook_file) as old, zipfile.ZipFile(content, "w", 8) as new:
        for member in old.namelist():
            new.writestr(member, text if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, text)
    content.seek(0)
    content.name = "x.xlsx"
    return content


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<worksheet>&b;</worksheet>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    "<worksheet>&e;</worksheet>"
)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"MZ\x90", b"<html>", b"\xd0\xcf\x11\xe0" * 300, b"a,b\n1,2\n"],
)
def test_what_is_no_spreadsheet_is_refused(world, send, content):
    file = io.BytesIO(content)
    file.name = "x.xlsx"
    assert send(file).status_code == 422


def test_an_archive_that_is_no_spreadsheet_is_refused(send):
    assert send(archive(a_dot_txt="a")).status_code == 422


def test_a_bomb_is_refused_before_it_is_unpacked(send, workbook):
    bomb = with_part(workbook(AN), "xl/media/bomb.bin", b"\0" * (45 * 1024 * 1024))
    answer = send(bomb)
    assert answer.status_code == 422
    assert "giải nén" in answer.content.decode()


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, LAUGHS.encode("utf-16")])
def test_entities_are_refused(send, workbook, text):
    answer = send(with_part(workbook(AN), SHEET, text))
    assert answer.status_code == 422
    assert "root:" not in answer.content.decode()


def test_a_broken_sheet_is_refused(send, workbook):
    assert send(with_part(workbook(AN), SHEET, "<worksheet><sheetData>")).status_code == 422


def test_too_many_rows_and_too_many_bytes_are_refused(send, workbook):
    many = [[f"C{n}", *AN[1:]] for n in range(2001)]
    assert "2.000" in send(workbook(*many)).content.decode()
    large = io.BytesIO(b"PK\x03\x04" + b"x" * (2 * 1024 * 1024))
    large.name = "x.xlsx"
    assert "2 MB" in send(large).content.decode()


def test_a_sheet_that_claims_a_million_rows_ends_soon(send, workbook):
    rows = '<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row><row r="1048576"/>'
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
    assert send(with_part(workbook(AN), SHEET, sheet)).status_code == 422


def test_no_file_is_an_error_in_the_form(admin, base):
    answer = admin.post(f"{base}officials/import/")
    assert answer.status_code == 422
    assert 'href="#file"' in answer.content.decode()


def test_the_template_can_be_filled_in_and_holds_no_formula(admin, world, base, send):
    unit = world.ward.units.get(code="MC")
    unit.name = '=HYPERLINK("http://x.example")'
    unit.save()
    answer = admin.get(f"{base}officials/import/template.xlsx")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)

    book.worksheets[0].append([*AN[:6], SINCE, AN[7]])
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    filled.name = "x.xlsx"
    assert send(filled).status_code == 200
