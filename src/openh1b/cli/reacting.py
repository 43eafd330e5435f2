"""`compare --response`: the response at one corner or at all, with what it is at on standard error."""

from __future__ import annotations

import sys
from dataclasses import replace

from openh1b.scenario import OFF
from openh1b.simulate import Comparison, with_response


def check(response: str) -> None:
    """Raises InputError for a word that is no response; loads the response only where one is asked for."""
    if response != OFF:
        from openh1b.reaction import check_response

        check_response(response)


def reacting(found: Comparison, response: str) -> Comparison:
    """The comparison with employers reacting, as `check` let it pass."""
    from openh1b.reaction import RANGE

    asked = replace(found, scenario=replace(found.scenario, response=response))
    return with_response(asked, told=_tell if response == RANGE and sys.stderr.isatty() else None)


def _tell(policy: str, corner: str) -> None:
    sys.stderr.write(f"\r\x1b[KEmployers react to {policy}: {corner}")
    sys.stderr.flush()
