"""Guidance that help desks read out, edited by who keeps what holds for every agency."""
