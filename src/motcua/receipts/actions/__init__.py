"""Writes of the receipts room."""

from motcua.receipts.actions.correcting import (
    Wish,
    ask_correction,
    decide_correction,
)
from motcua.receipts.actions.exporting import note_export
from motcua.receipts.actions.following import follow_money
from motcua.receipts.actions.issuing import (
    issue_receipt,
    note_moved,
    owe_lost,
    owe_receipt,
    sweep,
)
from motcua.receipts.actions.series import SeriesFacts, end_series, open_series
from motcua.receipts.actions.writing import write_papers

__all__ = [
    "SeriesFacts",
    "Wish",
    "ask_correction",
    "decide_correction",
    "end_series",
    "follow_money",
    "issue_receipt",
    "note_export",
    "note_moved",
    "open_series",
    "owe_lost",
    "owe_receipt",
    "sweep",
    "write_papers",
]
