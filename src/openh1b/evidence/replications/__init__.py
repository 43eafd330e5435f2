"""Replications: each published result that the engine can reach, beside ours, with the difference and its cause."""
