"""Orders, the ledger and payment providers."""
