"""The drawing process: reads Vega-Lite documents as lines of JSON, answers with SVG as lines of JSON.

Run as a script by openh1b.charts.engine, so that nothing of this package is loaded. The first drawing starts the
renderer's JavaScript engine, which takes most of a second; it is done before the first document is there.
"""

from __future__ import annotations

import json
import sys

import vl_convert

VERSION = "6.4"
_FIRST = {"data": {"values": [{}]}, "mark": "rule", "encoding": {"y": {"field": "y", "type": "nominal"}}}


def main() -> None:
    """Answer each line until there are no more."""
    vl_convert.vegalite_to_svg(_FIRST, vl_version=VERSION)
    for line in sys.stdin:
        try:
            answer = {"svg": vl_convert.vegalite_to_svg(line, vl_version=VERSION)}
        except ValueError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
