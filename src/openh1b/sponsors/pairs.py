"""How well names are resolved: a labelled set of pairs, with precision and recall.

labelled_pairs.csv holds real lines of the hub (name, last four digits, state), two to a row, with the answer to "one
group?". They were drawn from the raw lines in five ways (`drawn`) and labelled by reading the names, without running
the resolver on them: `digits-and-zip` two names with the same digits and ZIP; `first-word` a large petitioner and a
name with the same first word; `alike` a large petitioner and a similar name elsewhere with other digits; `spellings`
two spellings of a large group; `named` hard cases by hand.

Half, by a hash of the names, is held out: rules and aliases were mended only against the other half, and from what
tools/propose_aliases.py proposes, which reads the whole hub. Two errors seen while labelling (IBM Global Systems of
Texas, Expedia Financial Group) were mended whatever their half. One hand wrote rules and labels, so both share its
knowledge of who belongs to whom.

1,011 pairs were labelled, 368 of them hard negatives; pairs of one group drawn as `digits-and-zip` were thinned by a
hash until both kinds were as many. On all 1,011 the recall was 0.87, since small employers' misspellings stay apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openh1b.errors import Fault, InputError
from openh1b.sponsors.resolve import resolve

if TYPE_CHECKING:
    import polars as pl

_FILE = Path(__file__).with_name("labelled_pairs.csv")
COLUMNS: Final = (
    "employer_a", "tax_id_a", "state_a", "employer_b", "tax_id_b", "state_b", "same_group", "why", "drawn", "split",
)  # fmt: skip
LARGEST: Final = 200


@dataclass(frozen=True)
class Score:
    """Counts of pairs: said to be one group and are, said to be and are not, missed, rightly kept apart."""

    right: int
    wrong: int
    missed: int
    apart: int

    @property
    def pairs(self) -> int:
        """Number of pairs scored."""
        return self.right + self.wrong + self.missed + self.apart

    @property
    def precision(self) -> float:
        """Share of the pairs put in one group that belong there; 1 where none was."""
        said = self.right + self.wrong
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs of one group that were put together; 1 where there are none."""
        true = self.right + self.missed
        return self.right / true if true else 1.0


def read_pairs(path: Path = _FILE) -> pl.DataFrame:
    """The labelled pairs, one a row, with `same` as a flag. Raises InputError for other columns or answers."""
    import polars as pl

    pairs = pl.read_csv(path, infer_schema=False)
    faults = [Fault(path.name, "column is missing", column=name) for name in COLUMNS if name not in pairs.columns]
    if not faults:
        odd = pairs.with_row_index("row", 1).filter(~pl.col("same_group").is_in(["yes", "no"]))
        faults = [
            Fault(path.name, repr(answer), row=row, column="same_group", expected="yes or no")
            for row, answer in odd.select("row", "same_group").iter_rows()
        ]
    if faults:
        raise InputError(faults)
    return pairs.with_columns(same=pl.col("same_group") == "yes")


def judged(pairs: pl.DataFrame, hub: pl.DataFrame | None = None) -> pl.DataFrame:
    """The pairs with `group_a`, `group_b`, `said` (one group or not) and `large` (a side is in the 200 largest groups).

    hub: lines that give the pairs' names their context, such as the whole name of a cut one; without it the pairs stand
    alone, and `large` is true for all.
    """
    import polars as pl

    sides = [_as_hub(pairs, side) for side in ("a", "b")]
    context = [] if hub is None else [hub.select(sides[0].columns).cast(dict(sides[0].schema))]  # type: ignore[arg-type]
    found = resolve(pl.concat([*sides, *context]))
    count = pairs.height
    groups = found["group"]
    out = pairs.with_columns(group_a=groups[:count], group_b=groups[count : 2 * count])
    large: pl.Expr = pl.lit(value=True)
    if hub is not None:
        largest = _largest(found[2 * count :])
        large = pl.col("group_a").is_in(largest) | pl.col("group_b").is_in(largest)
    return out.with_columns(said=pl.col("group_a") == pl.col("group_b"), large=large)


def precision_recall(pairs: pl.DataFrame) -> dict[str, Score]:
    """Scores by split (`rules`, `held-out`) and for `all`, of pairs as `judged` returns them."""
    import polars as pl

    splits: Mapping[str, pl.DataFrame] = {
        **{name: pairs.filter(pl.col("split") == name) for name in ("rules", "held-out")},
        "all": pairs,
    }
    return {name: _score(frame) for name, frame in splits.items()}


def _score(pairs: pl.DataFrame) -> Score:
    same, said = pairs["same"], pairs["said"]
    return Score(
        right=int((same & said).sum()),
        wrong=int((~same & said).sum()),
        missed=int((same & ~said).sum()),
        apart=int((~same & ~said).sum()),
    )


def _largest(resolved: pl.DataFrame) -> list[str]:
    import polars as pl

    approvals = (pl.col("initial_approvals") + pl.col("continuing_approvals")).sum()
    ranked = (
        resolved.drop_nulls("group").group_by("group").agg(n=approvals).sort("n", "group", descending=[True, False])
    )
    return ranked["group"].head(LARGEST).to_list()


def _as_hub(pairs: pl.DataFrame, side: str) -> pl.DataFrame:
    import polars as pl

    counts = ("initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials")
    return pairs.select(
        pl.lit(0).alias("fiscal_year"),
        pl.col(f"employer_{side}").alias("employer"),
        *(pl.lit(0).alias(name) for name in counts),
        pl.lit(None, pl.String).alias("naics"),
        pl.col(f"tax_id_{side}").alias("tax_id"),
        pl.col(f"state_{side}").alias("state"),
        pl.lit(None, pl.String).alias("city"),
        pl.lit(None, pl.String).alias("zip"),
        pl.lit("labelled").alias("vintage"),
        pl.lit(value=False).alias("part_year"),
    )


def scores(hub: pl.DataFrame | None = None) -> pl.DataFrame:
    """Precision and recall as a table, by scope (all pairs; with a hub also its 200 largest groups) and split."""
    import polars as pl

    pairs = judged(read_pairs(), hub)
    scopes = {"all pairs": pairs}
    if hub is not None:
        scopes[f"{LARGEST} largest groups"] = pairs.filter("large")
    rows = [
        {
            "scope": scope, "split": split, "pairs": score.pairs, "right": score.right, "wrong": score.wrong,
            "missed": score.missed, "apart": score.apart, "precision": score.precision, "recall": score.recall,
        }
        for scope, frame in scopes.items()
        for split, score in precision_recall(frame).items()
    ]  # fmt: skip
    return pl.DataFrame(rows)
