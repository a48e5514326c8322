"""Drafts: begun, filled in page by page, given papers, looked at once more, filed."""

from motcua.portal.drafts.views.answering import page, resume
from motcua.portal.drafts.views.beginning import discard, start
from motcua.portal.drafts.views.filing import check
from motcua.portal.drafts.views.papers import file, files, papers, pictures
from motcua.portal.drafts.views.parts import part, parts
from motcua.portal.drafts.views.signing import form

__all__ = [
    "check",
    "discard",
    "file",
    "files",
    "form",
    "page",
    "papers",
    "part",
    "parts",
    "pictures",
    "resume",
    "start",
]
