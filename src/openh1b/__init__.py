"""OpenH1B: the US H-1B visa program as running software."""

__version__ = "0.1.0"
