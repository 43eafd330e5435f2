"""What the law says on a date, as known on a date.

Parameters are dated, cited values in `parameters/*.yaml`; documents are listed once in `sources.yaml`; named policies
are overlays in `policies/*.yaml`. A new file in these folders is all that a new topic needs.
"""

from openh1b.cited.sources import Citation, Source
from openh1b.law.clock import Clock, Opening, season_name
from openh1b.law.overlay import Overlay
from openh1b.law.parameters import Change, Law, load_law
from openh1b.law.policy import Caps, Policy, Price, Selection, Wages, policy, policy_names
from openh1b.law.values import Dated, Event, plain

__all__ = [
    "Caps",
    "Change",
    "Citation",
    "Clock",
    "Dated",
    "Event",
    "Law",
    "Opening",
    "Overlay",
    "Policy",
    "Price",
    "Selection",
    "Source",
    "Wages",
    "load_law",
    "plain",
    "policy",
    "policy_names",
    "season_name",
]
