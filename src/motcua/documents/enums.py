"""The words of documents."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """When a field is filled in: as the draft begins, or as it is signed."""

    DRAFT = "draft", _("Khi soạn")
    SIGNING = "signing", _("Khi ký")
