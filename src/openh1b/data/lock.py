"""A lock on a file, so that one process at a time changes what lies beside it."""

from __future__ import annotations

import sys
from typing import BinaryIO


def locked(file: BinaryIO) -> bool:
    """Lock an open file until it is closed; False where another process has it.

    The system lets go of the lock when the process ends, however it ends.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
