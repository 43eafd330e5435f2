"""`compare --response`: the response at one corner or at all, with what it is at on standard error."""

from __future__ import annotations

import sys
from dataclasses import replace

from openh1b.simulate import Comparison, with_response


def reacting(found: Comparison, response: str) -> Comparison:
    """The comparison with employers reacting. Raises InputError for a word that is no response."""
    from openh1b.reaction import RANGE, check_response

    check_response(response)
    asked = replace(found, scenario=replace(found.scenario, response=response))
    return with_response(asked, told=_tell if response == RANGE and sys.stderr.isatty() else None)


def _tell(policy: str, corner: str) -> None:
    sys.stderr.write(f"\r\x1b[KEmployers react to {policy}: {corner}")
    sys.stderr.flush()
