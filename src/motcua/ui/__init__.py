"""Layouts, components, form rendering, official paper and charts."""
