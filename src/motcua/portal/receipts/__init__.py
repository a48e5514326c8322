"""Receipts for who paid."""
