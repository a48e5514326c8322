"""What may be read of documents: the templates of an agency on a day."""

from __future__ import annotations

from motcua.documents.queries.templates import (
    Template,
    own_template,
    own_templates,
    template_content,
    template_of,
    templates_at,
)

__all__ = [
    "Template",
    "own_template",
    "own_templates",
    "template_content",
    "template_of",
    "templates_at",
]
