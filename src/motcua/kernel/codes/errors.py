"""Why a code is refused; the code itself is never repeated, it may be a person's."""

from __future__ import annotations

from typing import ClassVar

from motcua.kernel.errors import DomainError


class CodeInvalid(DomainError):
    """A code that is not of its form. details['english'] says why in English."""

    code = "codes.invalid"
    status = 422
    message = "Mã không đúng định dạng."
    english: ClassVar[str] = "The code is not of its form."

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message, **({"english": self.english} | details))


class CodeUnknown(CodeInvalid):
    """A text that has the form of no known code."""

    code = "codes.unknown"
    message = "Không nhận ra đây là loại mã nào."
    english = "This is no known kind of code."


class AgencyCodeInvalid(CodeInvalid):
    """Decision 20/2020/QĐ-TTg (new form) or QCVN 102:2016 (old form)."""

    code = "codes.agency"
    message = (
        "Mã định danh cơ quan không đúng: dạng mới như H26.12 (tối đa 35 ký tự), "
        "dạng cũ như 000.00.12.H26."
    )
    english = (
        "Not an agency identifier: new form as in H26.12 (at most 35 characters), "
        "old form as in 000.00.12.H26."
    )


class DossierCodeInvalid(CodeInvalid):
    """Circular 01/2018/TT-VPCP, Article 19, and current practice."""

    code = "codes.dossier"
    message = (
        "Mã hồ sơ không đúng: phải gồm mã cơ quan, ngày (6 hoặc 8 chữ số) và số thứ tự "
        "(4 đến 7 chữ số, từ 0001), như H26.12-261120-0001."
    )
    english = (
        "Not a dossier code: agency, date (6 or 8 digits) and number (4 to 7 digits, from 0001), "
        "as in H26.12-261120-0001."
    )


class DossierDateInvalid(DossierCodeInvalid):
    """A date that is in no calendar, such as 260231."""

    code = "codes.dossier_date"
    message = "Ngày trong mã hồ sơ không có trong lịch."
    english = "The date in the dossier code is in no calendar."


class CitizenNumberInvalid(CodeInvalid):
    """Decree 137/2015/NĐ-CP, Article 13."""

    code = "codes.citizen_number"
    message = "Số định danh cá nhân không đúng: phải gồm 12 chữ số, ba số đầu khác 000."
    english = "Not a personal identification number: 12 digits, the first three not 000."


class OldIdentityNumberInvalid(CodeInvalid):
    """The number of an identity card of the old kind."""

    code = "codes.old_identity_number"
    message = "Số chứng minh nhân dân cũ không đúng: phải gồm 9 chữ số."
    english = "Not the number of an old identity card: 9 digits."


class TaxCodeInvalid(CodeInvalid):
    """A tax or enterprise code whose form or check digit is wrong."""

    code = "codes.tax_code"
    message = (
        "Mã số thuế không đúng: phải gồm 10 chữ số có chữ số kiểm tra khớp, "
        "đơn vị phụ thuộc thêm gạch nối và 3 chữ số từ 001."
    )
    english = (
        "Not a tax code: 10 digits whose check digit fits, "
        "for a dependent unit a hyphen and 3 digits from 001."
    )


class CatalogueCodeInvalid(CodeInvalid):
    """A procedure, field, component or result code."""

    code = "codes.catalogue"
    message = (
        "Mã không đúng: thủ tục như 1.001193, lĩnh vực như G15-HT02, "
        "thành phần hồ sơ như 000.00.00.G09-KQ002269, kết quả như KQ.G07.000122."
    )
    english = (
        "Not a catalogue code: procedure as in 1.001193, field as in G15-HT02, "
        "component as in 000.00.00.G09-KQ002269, result as in KQ.G07.000122."
    )


class CardTextInvalid(CodeInvalid):
    """The text of the QR on an identity card."""

    code = "codes.card_text"
    message = "Nội dung mã QR trên thẻ căn cước không đúng hoặc bị thiếu."
    english = "The QR text of the identity card is wrong or incomplete."
