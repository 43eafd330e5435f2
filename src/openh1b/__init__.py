"""OpenH1B: the US H-1B visa program as running software.

    import openh1b

    found = openh1b.compare(openh1b.Scenario(season=2026, policies=("lottery", "weighted-levels")))
    found.result.find("weighted-levels", "odds", by="selection_level", group="1").value

The names below are the front door; each is loaded when first used, so that importing the package costs nothing.
docs/reference/python.md has them with examples, and says where the rest is.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from openh1b.version import __version__ as __version__

if TYPE_CHECKING:
    from openh1b.errors import OpenH1BError
    from openh1b.law import Policy, load_law, policy, policy_names
    from openh1b.results import MEASURES, Figure, Result
    from openh1b.scenario import PoolFile, Scenario
    from openh1b.season.pool import Pool
    from openh1b.selection.receipt import verify_draw
    from openh1b.simulate import Comparison, compare, draw

_WHERE = {
    "Comparison": "simulate",
    "Figure": "results",
    "MEASURES": "results",
    "OpenH1BError": "errors",
    "Policy": "law",
    "Pool": "season.pool",
    "PoolFile": "scenario",
    "Result": "results",
    "Scenario": "scenario",
    "compare": "simulate",
    "draw": "simulate",
    "load_law": "law",
    "policy": "law",
    "policy_names": "law",
    "verify_draw": "selection.receipt",
}

__all__ = [
    "MEASURES",
    "Comparison",
    "Figure",
    "OpenH1BError",
    "Policy",
    "Pool",
    "PoolFile",
    "Result",
    "Scenario",
    "compare",
    "draw",
    "load_law",
    "policy",
    "policy_names",
    "verify_draw",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        msg = f"module 'openh1b' has no attribute {name!r}"
        raise AttributeError(msg, name=name, obj=sys.modules[__name__])  # from which Python names the nearest
    return getattr(importlib.import_module(f"openh1b.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
