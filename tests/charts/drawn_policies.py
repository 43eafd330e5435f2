"""As many policies as a comparison is drawn with here."""

SEVEN = (
    "lottery",
    "weighted-levels",
    "level-ranking",
    "pay-ranking",
    "advanced-degree-first",
    "first-come",
    "weighted-levels+advanced-degree-first",
)
