"""Vega-Lite to SVG. The renderer runs in a process of its own where `warm_up` has started one.

It holds Python's lock while it works, so that a thread could not start it beside the computing
(docs/decisions/0011-charts.md).
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from openh1b.charts.theme import Spec

_SCRIPT = Path(__file__).with_name("renderer.py")


class _Process:
    """The drawing process of this program, if it has been started."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        with self.lock:
            if self.running is None:
                self.running = subprocess.Popen(  # noqa: S603 - our own script
                    [sys.executable, "-P", str(_SCRIPT)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    encoding="utf-8",
                )
                atexit.register(self.stop)

    def stop(self) -> None:
        """End the process; without one, nothing."""
        with self.lock:
            process, self.running = self.running, None
        if process is not None:
            process.communicate()

    def draw(self, text: str) -> str | None:
        """The SVG of a document, or None where there is no process or it has ended. Raises ValueError as drawn here."""
        with self.lock:
            if self.running is None or self.running.stdin is None or self.running.stdout is None:
                return None
            try:
                self.running.stdin.write(text + "\n")
                self.running.stdin.flush()
                answer = self.running.stdout.readline()
            except OSError:
                return None
        found = json.loads(answer) if answer else {}
        if "error" in found:
            raise ValueError(found["error"])
        return found.get("svg")


_PROCESS = _Process()


def warm_up() -> None:
    """Start the drawing process, so that it is ready once there is something to draw. Again: nothing more happens."""
    try:
        _PROCESS.start()
    except OSError:
        return  # no process may be started here: `drawn` draws without one


def shut_down() -> None:
    """End the drawing process. The end of the program does so too."""
    _PROCESS.stop()


_AHEAD: dict[str, Future[str]] = {}
_QUEUE = ThreadPoolExecutor(max_workers=1)  # its thread waits for the process; Python's lock is free meanwhile


def ahead(spec: Spec) -> None:
    """Begin to draw a document that `drawn` will be asked for, and go on."""
    text = json.dumps(spec, allow_nan=False)
    if text not in _AHEAD and _PROCESS.running is not None:
        _AHEAD[text] = _QUEUE.submit(_draw, text)


def drawn(spec: Spec) -> str:
    """A Vega-Lite document as SVG. Raises ValueError for what is no document, NaN included."""
    text = json.dumps(spec, allow_nan=False)
    begun = _AHEAD.pop(text, None)
    return _draw(text) if begun is None else begun.result()


def _draw(text: str) -> str:
    svg = _PROCESS.draw(text)
    if svg is not None:
        return svg
    import vl_convert

    from openh1b.charts.renderer import VERSION

    return str(vl_convert.vegalite_to_svg(text, vl_version=VERSION))
