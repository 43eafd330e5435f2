"""Who gets a number: stages, seats, tiers, weights. Nothing in this folder knows what an H-1B is."""
