"""Writes of the catalogue."""

from motcua.procedures.actions.agreeing import (
    agree_to_publish,
    ask_publication,
    return_draft,
    undo_publication,
)
from motcua.procedures.actions.importing import Imported, Received, import_records, mark_gone
from motcua.procedures.actions.indexing import index_begun, index_missing
from motcua.procedures.actions.offering import OfferingFacts, close_offering, open_offering
from motcua.procedures.actions.publishing import load_packs, publish_pack
from motcua.procedures.actions.receiving import Taken, take_pack
from motcua.procedures.actions.writing import (
    begin_procedure,
    begin_version,
    discard_draft,
    save_draft,
)

__all__ = [
    "Imported",
    "OfferingFacts",
    "Received",
    "Taken",
    "agree_to_publish",
    "ask_publication",
    "begin_procedure",
    "begin_version",
    "close_offering",
    "discard_draft",
    "import_records",
    "index_begun",
    "index_missing",
    "load_packs",
    "mark_gone",
    "open_offering",
    "publish_pack",
    "return_draft",
    "save_draft",
    "take_pack",
    "undo_publication",
]
