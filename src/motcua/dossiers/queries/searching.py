"""Finding dossiers by code or by the filer's name, with or without diacritics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from motcua.kernel.search import resembling, search
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier

MOST_SIGNS = 80
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.]*-[0-9-]*")


def matching(scope: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    """Keep the dossiers whose code begins with, or whose filer's name has, what was typed.

    Every word counts and may be unfinished; diacritics, case and order do not matter. A text in
    which there is nothing to search for matches nothing.
    """
    text = _readable(words)
    if _CODE.fullmatch(text.upper()):
        return scope.filter(code__startswith=text.upper())
    return search(scope, text) if search_document(text) else scope.none()


def alike(scope: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    """Keep the dossiers whose filer's name is spelt much like what was typed, closest first."""
    text = _readable(words)
    return resembling(scope, text) if search_document(text) else scope.none()


def _readable(words: str) -> str:
    # The database takes no NUL.
    return words.replace("\0", " ")[:MOST_SIGNS].strip()
