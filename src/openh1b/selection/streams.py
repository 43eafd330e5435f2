"""Random streams for repeated draws: one for each seed, season, purpose and chunk. No generator is passed around.

A stream is NumPy's Philox keyed by a hash of its name, so that results depend neither on threads nor on how many draws
another purpose took. The draw of *who* (keys.py) does not use these: its numbers are hashes that anyone can recompute.
"""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: str, season: int, purpose: str, part: int = 0) -> np.random.Generator:
    """The generator of this name."""
    name = f"openh1b-stream-1\n{season}\n{purpose}\n{part}\n{seed}"
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")
    return np.random.Generator(np.random.Philox(key=key))
