"""The accountants' register of receipts."""
