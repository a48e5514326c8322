"""The accountants' pages."""
