"""`motcua codes …`: what a code is and what it says, without a database."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from motcua.cli.help import SpokenGroup
from motcua.cli.speech import Refused, say
from motcua.cli.usage import OneSentence
from motcua.kernel.codes import CodeInvalid, CodeKind, ParsedCode, Sex, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Mapping[CodeKind, tuple[str, str]] = MappingProxyType(
    {
        CodeKind.DOSSIER: ("Mã hồ sơ", "Dossier code"),
        CodeKind.AGENCY: ("Mã định danh cơ quan", "Agency identifier"),
        CodeKind.CITIZEN_NUMBER: ("Số định danh cá nhân", "Personal identification number"),
        CodeKind.OLD_IDENTITY_NUMBER: ("Số chứng minh nhân dân cũ", "Old identity card number"),
        CodeKind.TAX_CODE: ("Mã số thuế, mã số doanh nghiệp", "Tax or enterprise code"),
        CodeKind.PROCEDURE: ("Mã thủ tục hành chính", "Procedure code"),
        CodeKind.FIELD: ("Mã lĩnh vực", "Field code"),
        CodeKind.COMPONENT: ("Mã thành phần hồ sơ", "Component code"),
        CodeKind.RESULT: ("Mã kết quả", "Result code"),
        CodeKind.CARD: ("Nội dung QR thẻ căn cước", "QR text of an identity card"),
    }
)
_PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agency": ("cơ quan", "agency"),
        "levels": ("các cấp", "levels"),
        "new_form": ("dạng mới", "new form"),
        "old_form": ("dạng cũ", "old form"),
        "day": ("ngày", "day"),
        "number": ("số", "number"),
        "place": ("mã nơi đăng ký khai sinh", "code of the place of birth registration"),
        "sex": ("giới tính", "sex"),
        "birth_year": ("năm sinh", "year of birth"),
        "enterprise": ("doanh nghiệp", "enterprise"),
        "unit": ("đơn vị phụ thuộc", "dependent unit"),
        "national": ("mã quốc gia", "national code"),
        "field": ("lĩnh vực", "field"),
        "component": ("thành phần", "component"),
        "result": ("kết quả", "result"),
        "old_number": ("số cũ", "old number"),
        "full_name": ("họ tên", "full name"),
        "born_on": ("ngày sinh", "date of birth"),
        "residence": ("nơi thường trú", "residence"),
        "issued_on": ("ngày cấp", "date of issue"),
    }
)


_WORDS: Mapping[object, tuple[str, str]] = MappingProxyType(
    {Sex.MALE.value: ("nam", "male"), Sex.FEMALE.value: ("nữ", "female")}
)


@click.group(cls=SpokenGroup)
def codes() -> None:
    """Đọc và kiểm tra các loại mã · Read and check codes."""


@codes.command("parse", cls=OneSentence)
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def parse_command(*, code: str, as_json: bool) -> None:
    """Cho biết một mã là mã gì · Say what a code is."""
    try:
        found = parse(code)
    except CodeInvalid as error:
        _refuse(code, error, as_json=as_json)
        return
    if as_json:
        click.echo(json.dumps(_as_json(code, found), ensure_ascii=False))
    else:
        _tell(found)


def _refuse(code: str, error: CodeInvalid, *, as_json: bool) -> None:
    """End with exit code 1: a sentence on stderr, or one document on stdout."""
    english = str(error.details["english"])
    if not as_json:
        raise Refused(error.text, english)
    reason = {"code": error.code, "vi": error.text, "en": english}
    click.echo(json.dumps({"code": code, "valid": False, "error": reason}, ensure_ascii=False))
    click.get_current_context().exit(1)


def _as_json(code: str, found: ParsedCode) -> Mapping[str, object]:
    return {
        "code": code,
        "valid": True,
        "kind": found.kind.value,
        "kinds": [kind.value for kind in found.kinds],
        "text": found.text,
        "fields": found.fields,
    }


def _tell(found: ParsedCode) -> None:
    for kind, reading in found.readings.items():
        click.echo(f"{say(*_KINDS[kind])}: {reading.text}")
        for name, value in reading.facts.items():
            if value is not None:
                click.echo(f"  {say(*_PARTS[name])}: {_shown(value)}")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " > ".join(value)
    return say(*_WORDS[value]) if value in _WORDS else str(value)
