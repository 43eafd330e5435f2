"""Files of ours, read strictly: YAML whose keys, types and sources are checked, every fault with its file and line.

The law, the named splits of a season, the claims, the corrections of official files and a user's own policy are all
written so. Nothing here knows what they say.
"""
