"""Who sponsors: names resolved to legal entities and groups, ranks, industries, states, concentration."""
