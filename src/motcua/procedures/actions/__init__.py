"""Writes of the catalogue."""

from motcua.procedures.actions.importing import Imported, Received, import_records, mark_gone
from motcua.procedures.actions.indexing import index_missing
from motcua.procedures.actions.offering import OfferingFacts, close_offering, open_offering
from motcua.procedures.actions.publishing import load_packs, publish_pack

__all__ = [
    "Imported",
    "OfferingFacts",
    "Received",
    "close_offering",
    "import_records",
    "index_missing",
    "load_packs",
    "mark_gone",
    "open_offering",
    "publish_pack",
]
