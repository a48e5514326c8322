"""The national catalogue: its records (LayThuTuc), and what is understood of them."""
