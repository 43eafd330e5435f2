"""The law of fees on one day under one policy, value by value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from openh1b.law import Dated, Law, load_law, policy
from openh1b.law.overlay import chosen


@dataclass(frozen=True, eq=False)
class FeeLaw:
    """Dated values of a day, as known on a day, with what a policy sets laid over them.

    laid: path -> value that the policy sets. name: of the policy; `current` sets nothing.
    """

    law: Law
    on: date
    known: date | None
    name: str
    laid: Mapping[str, Dated]

    def at(self, path: str) -> Dated:
        """The value of a path. Raises PolicyError where the law has none on the day."""
        return self.laid[path] if path in self.laid else self.law.at(path, on=self.on, known=self.known)

    def on_day(self, on: date) -> FeeLaw:
        """The same law on another day of filing."""
        return self if on == self.on else replace(self, on=on)

    def on_registration(self) -> FeeLaw:
        """The law of the day on which the registration window of the filing's season opened: its fee was paid then."""
        clock = self.law.clock(self.known)
        return self.on_day(min(self.on, clock.opens(clock.season_of(self.on)).day))

    def not_in_force(self, path: str) -> tuple[Dated, ...]:
        """Proposed, vacated and similar values of a path as known on the day."""
        return self.law.others(path, self.known)


def fee_law(on: date, *, known: date | None = None, name: str = "current") -> FeeLaw:
    """The fees of a day under a policy such as `current` or one's own file.

    known: as known on that day; None is all that is known. Raises PolicyError for an unknown name or a path set twice.
    """
    law = load_law()
    overlays = chosen(name, law.overlays, law.parameters, law.sources)
    paths = {path for overlay in overlays for path in overlay.sets}
    if not paths:
        return FeeLaw(law, on, known, name, {})
    found = policy(name, season=law.clock(known).season_of(on), known=known, law=law)
    return FeeLaw(law, on, known, found.name, {path: found.dated[path] for path in paths})
