"""Errors that say which rule was broken, once, for pages, the API and jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise


class DomainError(Exception):
    """An anticipated refusal: the caller broke a rule that the message names.

    `code` is stable and machine-readable (`room.rule`), `status` the HTTP status it maps to,
    `message` a sentence in Vietnamese marked for translation by the raiser, `details` what a page
    or an API answer may show beside it. Details never hold personal data.
    """

    code: ClassVar[str] = "kernel.refused"
    status: ClassVar[int] = 409
    message: ClassVar[str | StrPromise] = _("Yêu cầu không thực hiện được.")

    def __init__(self, message: str | StrPromise = "", **details: object) -> None:
        self.text: str = str(message or self.message)
        self.details: Mapping[str, object] = details
        super().__init__(self.text)


class NotAllowed(DomainError):
    """You may not do this."""

    code = "kernel.not_allowed"
    status = 403
    message = _("Anh/chị không có quyền làm việc này.")


class NotFound(DomainError):
    """There is no such thing, or it is not yours to see."""

    code = "kernel.not_found"
    status = 404
    message = _("Không tìm thấy.")


class InvalidInput(DomainError):
    """What was sent does not have the shape it must have; details['errors'] lists where."""

    code = "kernel.invalid_input"
    status = 422
    message = _("Dữ liệu gửi lên chưa đúng.")


class TooManyRequests(DomainError):
    """Try again after details['retry_after'] seconds."""

    code = "kernel.too_many_requests"
    status = 429
    message = _("Anh/chị đã thử quá nhiều lần. Vui lòng chờ rồi thử lại.")


class Unavailable(DomainError):
    """A part that is needed does not answer; try again later."""

    code = "kernel.unavailable"
    status = 503
    message = _("Hệ thống tạm thời chưa phục vụ được. Vui lòng thử lại sau ít phút.")


class Busy(Unavailable):
    """More people ask than can be answered in time; try again after details['retry_after']."""

    code = "kernel.busy"
    message = _("Hệ thống đang có quá nhiều người cùng dùng. Hãy chờ rồi gửi lại như cũ.")
