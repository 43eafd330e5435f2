"""Imports to be killed, each in a process of its own, forked from one that has loaded everything. For test_store.py.

Reads paths of files, a line an import, and writes the id of the process that imports them and then `ended`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polars as pl  # noqa: F401 - loaded before the fork; its threads start after it, with the first table

from openh1b.data import preparing  # noqa: F401 - as above: what is read once is read before the fork
from openh1b.data.corrections import corrections
from openh1b.data.kinds import publishers
from openh1b.data.maps import layouts
from openh1b.data.schemas import TABLES
from openh1b.data.store import Store


def main() -> None:
    """killed_import.py STORE"""
    corrections()
    publishers()
    for name in TABLES:
        layouts(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            Store(Path(sys.argv[1])).add([Path(name) for name in line.split()])
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
