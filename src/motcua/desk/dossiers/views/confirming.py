"""Before an act that signs, or that two people do: a second factor of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.desk.dossiers.views.opening import way_back
from motcua.identity.queries import require_confirmed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from motcua.dossiers.models import Dossier


def before_signing(request: HttpRequest, dossier: Dossier) -> None:
    """Ask who signs for a second factor. Raises `Unconfirmed`."""
    lead = _("Anh/chị sắp duyệt văn bản ký số của cơ quan, cho hồ sơ sau.")
    require_confirmed(request, lead, [dossier.code], way_back(request, dossier))


def before_agreeing(request: HttpRequest, dossier: Dossier) -> None:
    """Ask the second person of a sensitive act. Raises `Unconfirmed`."""
    lead = _("Anh/chị sắp đồng ý một việc cần hai người, với hồ sơ sau.")
    require_confirmed(request, lead, [dossier.code], way_back(request, dossier))
