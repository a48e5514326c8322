"""What can go wrong in the proving room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError


class NotToBeProved(DomainError):
    """There are no rules to prove: nothing is published, or the agency does not offer it."""

    code = "proving.nothing"
    message = _("Chưa có gì để chứng minh: thủ tục chưa được công bố hoặc cơ quan chưa mở.")


class TrialRunning(DomainError):
    """Another trial is running on this node; one at a time, since the others wait for it."""

    code = "proving.running"
    message = _("Đang có lần chạy thử khác. Hãy đợi nó xong rồi chạy lại.")
