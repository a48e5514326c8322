"""Sandbox services: a bank, a phone network and a mailbox, each a process of its own.

Nothing here imports motcua; it speaks to motcua only over the wire.
"""
