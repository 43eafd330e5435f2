"""Who asks: the published rows of a season, or a user's own table."""
