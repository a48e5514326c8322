"""What stands in the way of a document that is written upon a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence


class DocumentNotFound(NotFound):
    """There is no such document of this dossier."""

    code = "dossiers.document_not_found"
    message = _("Không có văn bản này trong hồ sơ.")


class DocumentSettled(DomainError):
    """The document is settled or signed: its text does not change any more."""

    code = "dossiers.document_settled"
    message = _("Văn bản đã chốt để ký. Muốn sửa, anh/chị mở lại văn bản.")


class DocumentNotSettled(DomainError):
    """Only a settled document is signed, and only once."""

    code = "dossiers.document_not_settled"
    message = _("Văn bản chưa được chốt để ký, hoặc đã ký.")


class DocumentLacks(DomainError):
    """The document holds what cannot be set on paper here; details['lacks'] are the codes."""

    code = "dossiers.document_lacks"
    status = 422
    message = _("Văn bản có nội dung hệ thống chưa dàn trang được.")


class DocumentDiffers(DomainError):
    """The PDF does not say what its document says; `rows` shows where.

    They are for who wrote it alone, and no part of the error's details.
    """

    rows: Sequence[Sequence[str]] = ()

    code = "dossiers.document_differs"
    status = 422
    message = _("Bản PDF khác với văn bản Word. Anh/chị xem những chỗ khác nhau.")


class FieldsOpen(DomainError):
    """The version still has places to be written; `rows` says where: paragraph, place, words.

    They are for who writes it alone, and no part of the error's details; `fields` are names only.
    """

    rows: Sequence[Sequence[str]] = ()

    code = "dossiers.fields_open"
    status = 422
    message = _("Văn bản còn chỗ chưa điền.")


class ShownChanged(DomainError):
    """What was shown is not what would be signed now: it was changed meanwhile."""

    code = "dossiers.shown_changed"
    message = _("Văn bản đã đổi sau khi anh/chị mở trang. Anh/chị xem lại rồi ký.")


class ResultNotDrafted(DomainError):
    """A document becomes the result only of a dossier whose result is drafted."""

    code = "dossiers.result_not_drafted"
    status = 422
    message = _("Hồ sơ chưa có dự thảo kết quả. Anh/chị soạn kết quả trước.")
