"""Writes of the receipts room."""

from motcua.receipts.actions.correcting import (
    Wish,
    ask_correction,
    decide_correction,
)
from motcua.receipts.actions.exporting import note_export
from motcua.receipts.actions.following import follow_money
from motcua.receipts.actions.issuing import (
    AT_ONCE,
    Paid,
    issue_receipt,
    issue_receipts,
    note_moved,
    owe_lost,
    owe_receipts,
    sweep,
)
from motcua.receipts.actions.reading import open_receipt, read_register
from motcua.receipts.actions.series import SeriesFacts, end_series, open_series
from motcua.receipts.actions.writing import write_all_papers, write_papers

__all__ = [
    "AT_ONCE",
    "Paid",
    "SeriesFacts",
    "Wish",
    "ask_correction",
    "decide_correction",
    "end_series",
    "follow_money",
    "issue_receipt",
    "issue_receipts",
    "note_export",
    "note_moved",
    "open_receipt",
    "open_series",
    "owe_lost",
    "owe_receipts",
    "read_register",
    "sweep",
    "write_all_papers",
    "write_papers",
]
