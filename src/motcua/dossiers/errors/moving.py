"""What stands in the way of moving dossiers onto another process."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class StepUnmapped(DomainError):
    """A dossier cannot be moved to the new process as it stands; the text says why."""

    code = "dossiers.step_unmapped"
    message = _("Hồ sơ này không chuyển sang quy trình mới được.")


class StepsChanged(DomainError):
    """The dossier went on since its move was previewed."""

    code = "dossiers.steps_changed"
    message = _("Hồ sơ vừa được xử lý tiếp sau khi anh/chị xem trước.")


class ProcessUnchanged(DomainError):
    """The dossier follows that process already."""

    code = "dossiers.process_unchanged"
    message = _("Hồ sơ đã theo quy trình này rồi.")


class ProcessNotOfProcedure(DomainError):
    """The version is one of another procedure."""

    code = "dossiers.process_not_of_procedure"
    message = _("Quy trình này không thuộc thủ tục của hồ sơ.")
