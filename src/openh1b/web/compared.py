"""Comparisons for pages: the last few are kept, since a page's charts and downloads ask for the same one again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from openh1b.scenario import OFF, Scenario
from openh1b.simulate import Comparison, compare

MOST: Final = 16
MOST_OF_PEOPLE: Final = 2
"""Comparisons with every person in them are large."""


class _Kept:
    """The comparisons asked for last, by the scenario's content hash."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: OrderedDict[str, Comparison] = OrderedDict()

    def get(self, key: str) -> Comparison | None:
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
            return self.found.get(key)

    def put(self, key: str, found: Comparison) -> None:
        with self.lock:
            self.found[key] = found
            large = [name for name, one in self.found.items() if _is_large(one)]
            for name in large[:-MOST_OF_PEOPLE]:
                del self.found[name]
            while len(self.found) > MOST:
                self.found.popitem(last=False)


def _is_large(found: Comparison) -> bool:
    return found.people is not None or found.pool.synthetic or found.scenario.response != OFF


_KEPT: Final = _Kept()


def compared(scenario: Scenario) -> Comparison:
    """The comparison of a scenario, computed unless it is among the last. Raises InputError as `compare` does."""
    key = scenario.content_hash
    found = _KEPT.get(key)
    if found is None:
        found = compare(scenario)
        keep(found)
    return found


def keep(found: Comparison) -> None:
    """Keep a comparison that was computed elsewhere in this process."""
    _KEPT.put(found.scenario.content_hash, found)
