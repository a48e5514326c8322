"""A filter of system calls: a process may have threads, but no children and no network (Linux).

Decoders of photographs work in threads; a limit on processes would forbid those too.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from typing import Final

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_CALL, _MACHINE, _FLAGS = 0, 4, 16  # where the kernel puts them
_CLONE_THREAD: Final = 0x10000
_CLONE3: Final = 435
_OTHER_ABI: Final = 0x40000000
_IO_URING: Final = 425  # it opens sockets too
# Machine as auditing names it; then clone, then the calls that only make processes or sockets.
_MACHINES: Final = {
    "x86_64": (0xC000003E, 56, (57, 58, 41, _IO_URING)),
    "aarch64": (0xC00000B7, 220, (198, _IO_URING)),
}


def forbid_children(libc: ctypes.CDLL) -> bool:
    """Allow this process threads but no children or sockets, for good; False where it cannot be.

    `PR_SET_NO_NEW_PRIVS` must be set before.
    """
    steps = _steps(platform.machine())
    if steps is None:
        return False
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, program, 0, 0) == 0)


def _steps(machine: str) -> list[tuple[int, int, int, int]] | None:
    """Give the filter as (code, steps to skip if so, if not, operand); None for other machines."""
    if machine not in _MACHINES:
        return None
    name, clone, forbidden = _MACHINES[machine]
    tests = [
        (_LOAD, "", "", _MACHINE),
        (_EQUAL, "", "deny", name),
        (_LOAD, "", "", _CALL),
        (_AT_LEAST, "deny", "", _OTHER_ABI),
        # The library then asks with `clone`, whose flags can be seen.
        (_EQUAL, "unknown", "", _CLONE3),
        *((_EQUAL, "deny", "", call) for call in forbidden),
        (_EQUAL, "", "allow", clone),
        (_LOAD, "", "", _FLAGS),
        (_HAS_BITS, "allow", "deny", _CLONE_THREAD),
    ]
    ends = {"allow": _ALLOW, "deny": _FAIL | errno.EPERM, "unknown": _FAIL | errno.ENOSYS}
    places = {end: len(tests) + number for number, end in enumerate(ends)}
    skips = {"": lambda _here: 0} | {
        end: (lambda here, place=place: place - here - 1) for end, place in places.items()
    }
    jumps = [
        (code, skips[yes](here), skips[no](here), operand)
        for here, (code, yes, no, operand) in enumerate(tests)
    ]
    return [*jumps, *((_RETURN, 0, 0, value) for value in ends.values())]
