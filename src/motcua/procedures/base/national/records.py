"""A record of the national catalogue, in the shape of the national portal's LayThuTuc answer.

Nothing is judged here: every text is kept as it is, in NFC, and what a record does not say is
empty. Keys that are not ours are kept in the source that is stored beside what was understood.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Annotated, Any

import orjson
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from motcua.procedures.base.faults import code_of
from motcua.procedures.base.packs import MOST_PAPERS
from motcua.procedures.base.texts import UNSAFE
from motcua.procedures.errors import RecordInvalid

# No known record nests deeper than ten; a document of hundreds of levels could not be written back.
_DEEPEST = 100
_BLANK = re.compile(rf"(?:\s|\u200b|{UNSAFE.pattern})*")


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    text = str(value).strip()
    # What only looks like a text says nothing.
    return "" if _BLANK.fullmatch(text) else text


def _count(value: Any) -> Any:
    return 0 if value in (None, "") else value


def _rows(value: Any) -> Any:
    return () if value is None else value


Said = Annotated[str, BeforeValidator(_text)]
Count = Annotated[int, BeforeValidator(_count), Field(ge=0, le=MOST_PAPERS)]
_CODE = re.compile(r"[0-9][0-9A-Za-z.-]{2,29}")
Code = Annotated[str, BeforeValidator(_text), StringConstraints(pattern=rf"^{_CODE.pattern}$")]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FeeRow(_Row):
    """PHILEPHI: an amount and what is said of it."""

    SOTIEN: Said = ""
    DONVI: Said = ""
    MOTA: Said = ""
    MAPHILEPHI: Said = ""


class TimeRow(_Row):
    """THOIGIAN: a time limit, and the fees that go with it."""

    THOIGIANGIAIQUYET: Said = ""
    DONVITINH: Said = ""
    MOTA: Said = ""
    PHILEPHI: Annotated[tuple[FeeRow, ...], BeforeValidator(_rows)] = ()


class WayRow(_Row):
    """CACHTHUCTHUCHIEN: a way of filing with its time limits."""

    KENH: Said = ""
    THOIGIAN: Annotated[tuple[TimeRow, ...], BeforeValidator(_rows)] = ()


class PaperRow(_Row):
    """GIAYTO: a paper with the numbers of originals and copies."""

    TENGIAYTO: Said = ""
    MAGIAYTO: Said = ""
    TENMAUDON: Said = ""
    URL: Said = ""
    SOBANCHINH: Count = 0
    SOBANSAO: Count = 0


class CaseRow(_Row):
    """THANHPHANHOSO: a case (trường hợp) and its papers."""

    TRUONGHOP: Said = ""
    GIAYTO: Annotated[tuple[PaperRow, ...], BeforeValidator(_rows)] = ()


class StepRow(_Row):
    """TRINHTU: a step as it is told."""

    TENTRINHTU: Said = ""


class CourseRow(_Row):
    """TRINHTUTHUCHIEN: the steps of a case."""

    TRUONGHOP: Said = ""
    TRINHTU: Annotated[tuple[StepRow, ...], BeforeValidator(_rows)] = ()


class FieldRow(_Row):
    """LINHVUCTHUCHIEN: the field of administration."""

    TENLINHVUC: Said = ""
    MALINHVUC: Said = ""


class ResultRow(_Row):
    """KETQUATHUCHIEN: a result."""

    TENKETQUA: Said = ""
    MAKETQUA: Said = ""


class LawRow(_Row):
    """CANCUPHAPLY: a legal text by number and name."""

    SOVANBAN: Said = ""
    TENVANBAN: Said = ""


class AgencyRow(_Row):
    """COQUANTHUCHIEN: an agency that carries it out."""

    TENDONVI: Said = ""
    MADONVI: Said = ""


class Record(_Row):
    """One procedure of the national catalogue."""

    MATTHC: Code
    TENTTHC: Annotated[str, BeforeValidator(_text), Field(min_length=1)]
    QUYETDINH: Said = ""
    MACOQUANCONGBO: Said = ""
    CAPTHUCHIEN: Said = ""
    LOAITTHC: Said = ""
    LINHVUCTHUCHIEN: Annotated[tuple[FieldRow, ...], BeforeValidator(_rows)] = ()
    TRINHTUTHUCHIEN: Annotated[tuple[CourseRow, ...], BeforeValidator(_rows)] = ()
    CACHTHUCTHUCHIEN: Annotated[tuple[WayRow, ...], BeforeValidator(_rows)] = ()
    THANHPHANHOSO: Annotated[tuple[CaseRow, ...], BeforeValidator(_rows)] = ()
    DOITUONGTHUCHIEN: Annotated[tuple[Said, ...], BeforeValidator(_rows)] = ()
    KETQUATHUCHIEN: Annotated[tuple[ResultRow, ...], BeforeValidator(_rows)] = ()
    CANCUPHAPLY: Annotated[tuple[LawRow, ...], BeforeValidator(_rows)] = ()
    COQUANTHUCHIEN: Annotated[tuple[AgencyRow, ...], BeforeValidator(_rows)] = ()
    COQUANCOTHAMQUYEN: Said = ""
    COQUANPHOIHOP: Said = ""
    YEUCAU: Said = ""
    MOTA: Said = ""
    TUKHOA: Said = ""
    TRANGTHAI: Said = ""


def _clean(value: Any, depth: int = 0) -> Any:
    """Bring every text to NFC; what the database cannot hold becomes the replacement sign.

    Raises `RecordInvalid` where it is nested too deeply.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\0", "\ufffd")
    if depth > _DEEPEST:
        raise RecordInvalid(problems=[("", "too_deep")])
    if isinstance(value, dict):
        return {_clean(key): _clean(item, depth + 1) for key, item in value.items()}
    return [_clean(item, depth + 1) for item in value] if isinstance(value, list) else value


def read_record(line: bytes) -> tuple[Record, dict[str, Any]]:
    """Read one line of JSON; give the record, and the source it was read from, in NFC.

    Raises `RecordInvalid` with `(path, code)` for each problem, and with `record`, the code of the
    procedure, where that could be read; no other value of the record is repeated.
    """
    try:
        source = _clean(orjson.loads(line.removeprefix(codecs.BOM_UTF8)))
    except orjson.JSONDecodeError:
        raise RecordInvalid(problems=[("", "not_json")]) from None
    if not isinstance(source, dict):
        raise RecordInvalid(problems=[("", "not_an_object")])
    try:
        return Record.model_validate(source), source
    except ValidationError as error:
        problems = [(".".join(map(str, each["loc"])), code_of(each)) for each in error.errors()]
        raise RecordInvalid(problems=problems, record=_code_in(source)) from None


def _code_in(source: dict[str, Any]) -> str:
    """Give the code of a record that is not as it must be; empty where there is none."""
    code = source.get("MATTHC")
    return code.strip() if isinstance(code, str) and _CODE.fullmatch(code.strip()) else ""
