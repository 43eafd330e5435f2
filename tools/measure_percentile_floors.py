"""Try the percentile method where wages are known; write wages/percentile_errors.csv and print what 0013 reports.

python tools/measure_percentile_floors.py        about a minute; reads only what the package ships
"""

from __future__ import annotations

import csv
from dataclasses import asdict

import numpy as np

from make_wage_tables import OUT
from openh1b.season.wages_trial import mean_errors, stretches, trials

HEAD = ("trial", "percentile", "occupations", "median", "p90", "bias")


def main() -> None:
    """Run every trial, write the table, print the table and what supports the reading of Levels I and IV."""
    found = [asdict(one) for one in trials()]
    with (OUT / "percentile_errors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for row in found:
            numbers = [f"{row[name]:.5f}" for name in ("median", "p90", "bias")]
            writer.writerow((row["trial"], f"{row['percentile']:.0f}", row["occupations"], *numbers))
    print("trial       percentile  occupations  median error  90% below   bias")
    for row in found:
        print(
            f"{row['trial']:<11} {row['percentile']:>10.0f} {row['occupations']:>12,} {row['median']:>13.2%} "
            f"{row['p90']:>10.2%} {row['bias']:>+6.2%}"
        )
    size = np.abs(mean_errors())
    middle, most = np.median(size), np.quantile(size, 0.9)
    print(f"mean of a curve against the mean printed: median {middle:.2%}, 90% below {most:.2%}")
    for name, spread in zip(("means of thirds", "17th and 67th"), stretches(), strict=True):
        known = spread[np.isfinite(spread)]
        print(
            f"spread of an area, nation = 1, Levels I and IV as {name}: median {np.median(known):.3f}, above 1 in "
            f"{np.mean(known > 1):.1%} of {len(known):,} occupations and areas"
        )


if __name__ == "__main__":
    main()
