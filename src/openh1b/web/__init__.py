"""The web face: pages and REST over the same engine, on this machine only unless told otherwise."""
