"""Procedures for other systems: our own packs in an archive, LayThuTuc, CPSV-AP."""
