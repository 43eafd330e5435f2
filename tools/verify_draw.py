"""Check a draw with Python's standard library alone; run `python tools/verify_draw.py FOLDER`.

Shares no code with OpenH1B: computes every key, the order and the walk of docs/draw.md in its own way.
Exit 0: verified; 1: differences, each printed; 2: cannot be read.
"""

import csv
import hashlib
import io
import json
import math
import sys
from decimal import Context, Decimal
from pathlib import Path

FILES, COLUMNS = ("entries.csv", "selection.csv", "selection.parquet"), ("selected", "stage", "rank", "key")


def odd_number(manifest: dict, stage: str, unit: str) -> int:
    """The unit's uniform times 2^54."""
    message = "\n".join(["openh1b-draw-1", str(manifest["season"]), f"select/{stage}", manifest["seed"], unit])
    return 2 * (int.from_bytes(hashlib.sha256(message.encode()).digest()[:8], "big") >> 11) + 1


def ordinary_key(m: int, weight: float) -> float:
    """-ln(u)/weight, to about 15 digits; the second form loses nothing where u is next to 1."""
    return -(math.log(m / 2**54) if m < 2**53 else math.log1p((m - 2**54) / 2**54)) / weight


def decimal_key(m: int, weight: float) -> Decimal:
    """-ln(u)/weight, to 50 digits; u itself has up to 54."""
    u = Context(prec=60).divide(m, 2**54)
    return Context(prec=50).divide(u.ln(Context(prec=50)).copy_negate(), Decimal(weight))


def make_list(manifest: dict, stage: dict, racing: dict[str, dict]) -> list[tuple[float, float, str]]:
    """(tier, key, unit id) of all who race, in order."""
    numbers, line, start, sign = {}, [], 0, -1 if stage["first"] == "highest" else 1
    for unit, entry in racing.items():
        numbers[unit] = odd_number(manifest, stage["name"], unit), float(entry[stage["weight"]])
        line.append((sign * float(entry[stage["tier"]]), ordinary_key(*numbers[unit]), unit))
    line.sort()
    for end in range(1, len(line) + 1):
        (tier, key, _), after = line[end - 1], line[end : end + 1]
        if not after or after[0][0] != tier or after[0][1] - key > 1e-12 * after[0][1]:
            if end - start > 1:  # keys too near to trust: 50 digits decide, then the id
                line[start:end] = sorted(line[start:end], key=lambda one: (decimal_key(*numbers[one[2]]), one[2]))
            start = end
    return line


def recompute(manifest: dict, entries: dict[str, dict]) -> dict[str, tuple]:
    """What selection.csv should say of each unit: selected, stage, rank, key."""
    told, lists = dict.fromkeys(entries, ("false", "", "", "")), {}
    for stage in manifest["stages"]:
        name, left, rooms = stage["name"], stage["seats"], [(q["entries"], dict(q["seats"])) for q in stage["quotas"]]
        racing = {u: e for u, e in entries.items() if e[stage["eligible"]] == "true" and told[u][0] == "false"}
        lists[name] = lists.get(name) or make_list(manifest, stage, racing)
        for rank, (_, key, unit) in enumerate(lists[name], start=1):
            if unit in racing:
                wins = left > 0 and all(room[racing[unit][column]] > 0 for column, room in rooms)
                left -= wins
                for column, room in rooms:
                    room[racing[unit][column]] -= wins
                told[unit] = str(wins).lower(), name, str(rank), key
    return told


def read(path: Path) -> dict[str, dict]:
    """The rows of a table, by unit id."""
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    if len({row["unit_id"] for row in rows}) < len(rows):
        raise ValueError(f"{path.name} has a unit twice")
    return {row["unit_id"]: row for row in rows}


def main(folder: Path) -> int:
    """Print what differs, or that nothing does."""
    manifest, entries = json.loads((folder / "manifest.json").read_bytes()), read(folder / "entries.csv")
    told, written, found = recompute(manifest, entries), read(folder / "selection.csv"), 0
    pairs, files = [("units", manifest["units"], len(entries))], sorted({*FILES, *manifest["files"]})
    pairs += [(n, c, sum(r[:2] == ("true", n) for r in told.values())) for n, c in manifest["selected"].items()]
    pairs += [(f, manifest["files"][f], hashlib.sha256((folder / f).read_bytes()).hexdigest()) for f in files]
    for unit in sorted(told.keys() | written.keys()):
        was, now = written.get(unit, {}), told.get(unit, (None,) * 4)
        pairs += [(f"unit {unit}: {name}", was.get(name), now[i]) for i, name in enumerate(COLUMNS)]
    for what, was, now in pairs:
        if was != now and not (isinstance(now, float) and was and math.isclose(float(was), now, rel_tol=1e-14)):
            found += 1
            print(f"{what}: written {was}, recomputed {now}")
    print(f"{found} differences" if found else f"verified: {len(entries)} units; a simulation, no official selection")
    return min(found, 1)


if __name__ == "__main__":
    try:
        sys.exit(main(Path(*sys.argv[1:])))
    except (OSError, LookupError, TypeError, ValueError) as error:
        sys.exit(print(f"cannot be checked: {error!r}") or 2)
