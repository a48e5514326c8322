"""Ports for nodes in processes of their own, which take them only after a while."""

from __future__ import annotations

import itertools
import os
import socket

# Below those that the kernel gives to whoever asks for any, so that none of them, and no connection
# that leaves this machine's own processes, takes one before its node is there.
_FIRST, _OWN, _PROCESSES = 20_000, 50, 240
# A node's sandboxes take those after its own.
_OF_A_NODE = 10
_turns = itertools.cycle(range(0, _OWN, _OF_A_NODE))


def free_port() -> int:
    """Give a free port with free ones after it, which tests beside us are not given."""
    first = _FIRST + os.getpid() % _PROCESSES * _OWN
    for turn in itertools.islice(_turns, 2 * _OWN // _OF_A_NODE):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", first + turn)):
                return first + turn
    raise RuntimeError(f"no port is free from {first} on")
