"""What is wrong with what officials keep for themselves: phrases and views."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError, NotFound


class NameTaken(DomainError):
    """The official has a saved view of this name."""

    code = "dossiers.name_taken"
    message = _("Anh/chị đã có một danh sách tên này.")


class PhraseEmpty(DomainError):
    """A phrase and a view have a name, and a phrase has words."""

    code = "dossiers.phrase_empty"
    status = 422
    message = _("Anh/chị ghi tên và nội dung.")


class PhraseNotFound(NotFound):
    """No such phrase, or it is another office's."""

    code = "dossiers.phrase_not_found"
    message = _("Không tìm thấy câu mẫu.")


class ViewNotFound(NotFound):
    """No such saved view, or it is another's."""

    code = "dossiers.view_not_found"
    message = _("Không tìm thấy danh sách đã lưu.")
