"""The command line."""

from __future__ import annotations

import sys

PICTURES = ("--chart", "--report")


def main() -> None:
    """Run the command line; where pictures are asked for, start drawing them up before anything else is loaded."""
    if any(word.partition("=")[0] in PICTURES for word in sys.argv[1:]):
        from openh1b.charts.engine import warm_up

        warm_up()
    from openh1b.cli.app import main as run

    run()
