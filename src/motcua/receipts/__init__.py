"""Electronic receipts of fees: numbered series, receipts signed by who collects, their register."""
