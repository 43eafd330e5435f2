"""A process that does one task and ends: `python -m openh1b.web.api.worker FOLDER PARENT`."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from openh1b.errors import Fault, InputError, OpenH1BError
from openh1b.web.api.children import ASKED, DONE, TOLD, UPLOADED
from openh1b.web.api.tasks import TASKS

MEMORY: Final = 6 * 1024**3
"""Bytes of address space: a file that unpacks to more ends this process and no other."""
MOST_FAULTS: Final = 1_000


def main(folder: Path, parent: int) -> None:
    """Do what the folder asks, and write what came of it."""
    _limit_memory()
    threading.Thread(target=_end_with, args=(folder, parent), daemon=True).start()
    asked = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    try:
        made = TASKS[asked["task"]](asked, folder, lambda **how: write(folder / TOLD, how))
        done: dict[str, Any] = vars(made)
    except InputError as error:
        done = {"faults": [vars(one) for one in _shown(error.faults)]}
    except OpenH1BError as error:
        done = {"faults": [vars(Fault(asked["task"], str(error).rstrip(".")))]}
    except MemoryError:
        done = {"faults": [vars(Fault("file", "takes more memory than may be used here"))]}
    shutil.rmtree(folder / UPLOADED, ignore_errors=True)
    write(folder / DONE, done)


def _shown(faults: Sequence[Fault]) -> list[Fault]:
    left = len(faults) - MOST_FAULTS
    more = [Fault("file", f"has {left:,} more faults")] if left > 0 else []
    return [*faults[:MOST_FAULTS], *more]


def write(path: Path, value: dict[str, Any]) -> None:
    """A file that appears whole."""
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(value, default=str), encoding="utf-8")
    partial.replace(path)


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with(folder: Path, parent: int) -> None:
    """Nobody waits for the answer of a server that is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
