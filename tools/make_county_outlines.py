"""Write src/openh1b/season/county_outlines.json: the outlines of counties as SVG paths, from the npm package us-atlas.

`npm pack us-atlas@3.0.1` and unpack it; then `python tools/make_county_outlines.py FOLDER`, where FOLDER holds
counties-albers-10m.json (the states, projected) and counties-10m.json (the islands, which are projected here and stand
in the map's corners). With `--check` nothing is written, and 1 is the end where the file differs: the same files give
the same bytes.

Arcs that two counties share are simplified once (Visvalingam's effective areas, ends kept), so neighbours never part.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "src" / "openh1b" / "season" / "county_outlines.json"
STATES, ISLANDS = "counties-albers-10m.json", "counties-10m.json"
WIDTH, HEIGHT, GRID = 975, 610, 4  # the drawing of the package in pixels; steps of the whole numbers written, a pixel
LEAST = 1.3  # effective area of a point, in square pixels, below which it goes
LEAST_ISLE = 0.6  # a part of a county smaller than this, in square pixels, goes, unless it is the largest part
PIXELS_A_DEGREE = 1300 * math.pi / 180 * 2  # of latitude; the package draws the states at half of this
INSETS = {"72": (-67.3, 18.55, 851, 560), "78": (-67.3, 18.55, 851, 560), "66": (144.6, 13.67, 386, 568)}
"""State -> a longitude and latitude, and where on the drawing that point stands."""
LEFT_OUT = ("60", "69")  # of which OFLC's table has no county
_MEAN_LATITUDE = {"72": 18.2, "78": 18.2, "66": 13.45}

HEAD = {
    "what": "outlines of the counties of the United States as SVG paths in whole numbers, by FIPS code",
    "source": "US Census Bureau, cartographic boundary files, counties, 2017 edition; public domain",
    "read_from": "npm package us-atlas 3.0.1 (counties-albers-10m.json; islands: counties-10m.json)",
    "licence": "ISC, Copyright 2013-2019 Michael Bostock",
    "read": "2026-11-22",
    "made_by": "tools/make_county_outlines.py",
    "changed": (
        f"points of an effective area below {LEAST} square pixels of {WIDTH} by {HEIGHT} left out, parts below "
        f"{LEAST_ISLE} too unless they are a county's largest; a county smaller than a step is a square; the Aleutians "
        "west of the drawing left out; Puerto Rico, the Virgin Islands and Guam at twice the scale of the states, in "
        "the corners"
    ),
    "form": "FIPS code: name|path, of which each M begins a ring that is to be closed; borders: lines between states",
    "width": WIDTH * GRID,
    "height": HEIGHT * GRID,
}

Point = tuple[float, float]
Cell = tuple[int, int]
Ring = tuple[int, ...]


@dataclass
class Net:
    """Counties as rings of shared arcs. arcs: points in pixels. rings: FIPS -> the rings of each part."""

    arcs: list[list[Point]]
    names: dict[str, str]
    parts: dict[str, list[list[Ring]]]
    full: set[int] = field(default_factory=set)
    """Arcs that keep every point, since a county would vanish without."""


def main() -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the package's files are")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where the file differs")
    asked = parser.parse_args()
    text = written(asked.folder)
    if asked.check:
        return int(not FILE.exists() or FILE.read_text(encoding="utf-8") != text)
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE.name}: {len(text.encode()):,} bytes")
    return 0


def written(folder: Path) -> str:
    """The text of the file."""
    islands = _read(folder / ISLANDS)
    nets = (_states(_read(folder / STATES)), _islands(islands))
    counties: dict[str, str] = {}
    borders = ""
    for net in nets:
        paths, lines = _drawn(net)
        counties |= {fips: f"{net.names[fips]}|{path}" for fips, path in paths.items()}
        borders += lines
    states = {one["id"]: one["properties"]["name"] for one in islands["objects"]["states"]["geometries"]}
    gone = {states[one]: _names(islands, one) for one in LEFT_OUT}
    kept = {code: name for code, name in sorted(states.items()) if code not in LEFT_OUT}
    head = {**HEAD, "left_out": gone, "states": kept, "borders": borders}
    rows = ",\n".join(f"{_json(fips)}:{_json(counties[fips])}" for fips in sorted(counties))
    top = "\n".join(f"{_json(name)}:{_json(value)}," for name, value in head.items())
    return f'{{\n{top}\n"counties":{{\n{rows}\n}}}}\n'


def _names(topology: dict[str, Any], state: str) -> list[str]:
    counties = topology["objects"]["counties"]["geometries"]
    return sorted(one["properties"]["name"] for one in counties if one["id"][:2] == state)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _states(topology: dict[str, Any]) -> Net:
    return _net(topology["objects"]["counties"]["geometries"], _points(topology))


def _islands(topology: dict[str, Any]) -> Net:
    """The islands that the projected file lacks, each in its corner."""
    kept = [one for one in topology["objects"]["counties"]["geometries"] if one["id"][:2] in INSETS]
    points = _points(topology)
    states = {max(arc, ~arc): one["id"][:2] for one in kept for arc in _flat(one["arcs"])}
    for arc, state in states.items():
        points[arc] = [_in_corner(point, state) for point in points[arc]]
    return _net(kept, points)


def _in_corner(point: Point, state: str) -> Point:
    east, north, x, y = INSETS[state]
    wide = math.cos(math.radians(_MEAN_LATITUDE[state]))
    return x + (point[0] - east) * wide * PIXELS_A_DEGREE, y + (north - point[1]) * PIXELS_A_DEGREE


def _points(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs, in the file's own units."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        found.append(points)
    return found


def _flat(nested: Any) -> Iterator[int]:  # noqa: ANN401 - lists of lists, as deep as the kind of geometry
    for one in nested:
        if isinstance(one, int):
            yield one
        else:
            yield from _flat(one)


def _net(geometries: Iterable[dict[str, Any]], points: list[list[Point]]) -> Net:
    names, parts = {}, {}
    for one in geometries:
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        names[one["id"]] = one["properties"]["name"]
        parts[one["id"]] = [[tuple(ring) for ring in polygon] for polygon in polygons]
    return _without_isles(Net(points, names, parts))


def _without_isles(net: Net) -> Net:
    for fips, polygons in net.parts.items():
        edges = [_joined(net.arcs, polygon[0]) for polygon in polygons]
        sizes = [abs(_area(edge)) if min(edge)[0] >= 0 else 0.0 for edge in edges]  # or west of the drawing
        keep = [one for one, size in zip(polygons, sizes, strict=True) if size >= LEAST_ISLE or size == max(sizes)]
        net.parts[fips] = keep
    return net


def _drawn(net: Net) -> tuple[dict[str, str], str]:
    """FIPS -> path; and the lines between states."""
    ranks = [_ranks(arc) for arc in net.arcs]
    while True:
        arcs = [
            _cells(arc if place in net.full else _kept(arc, rank))
            for place, (arc, rank) in enumerate(zip(net.arcs, ranks, strict=True))
        ]
        lost = {arc for polygons in net.parts.values() for polygon in polygons for arc in _lost(arcs, polygon[0])}
        if lost <= net.full:
            break
        net.full |= lost
    paths = {
        fips: "".join(_path(_joined(arcs, ring)[:-1]) for one in polygons for ring in one if _is_ring(arcs, ring))
        or _path(_least(_joined(net.arcs, polygons[0][0])))
        for fips, polygons in net.parts.items()
    }
    return paths, _borders(net, arcs)


def _least(points: Sequence[Point]) -> list[Cell]:
    """The smallest square that can be seen, in the middle of a county that is smaller than a step."""
    x, y = (round(sum(one[axis] for one in points) / len(points) * GRID) for axis in (0, 1))
    return [(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)]


def _borders(net: Net, arcs: Sequence[Sequence[Cell]]) -> str:
    states: dict[int, set[str]] = defaultdict(set)
    for fips, polygons in net.parts.items():
        for arc in _flat(polygons):
            states[max(arc, ~arc)].add(fips[:2])
    lines = [list(arcs[arc]) for arc in sorted(states) if len(states[arc]) > 1 and len(arcs[arc]) > 1]
    return "".join(map(_path, _chained(lines)))


def _chained(lines: list[list[Cell]]) -> Iterator[list[Cell]]:
    """Lines joined end to end as far as they go, so that their first points are not written again."""
    while lines:
        line = lines.pop(0)
        while (found := next((one for one in lines if line[-1] in {one[0], one[-1]}), None)) is not None:
            lines.remove(found)
            line += (found if found[0] == line[-1] else found[::-1])[1:]
        yield line


def _lost(arcs: Sequence[Sequence[Cell]], ring: Ring) -> set[int]:
    """The arcs of a ring that has become a line or a point."""
    return set() if _is_ring(arcs, ring) else {max(arc, ~arc) for arc in ring}


def _is_ring(arcs: Sequence[Sequence[Cell]], ring: Ring) -> bool:
    points = _joined(arcs, ring)
    return len(set(points)) > 2 and abs(_area(points)) > 0


def _joined(arcs: Sequence[Sequence[Any]], ring: Ring) -> list[Any]:
    """The points of a ring, the last like the first."""
    points: list[Any] = []
    for place in ring:
        arc = arcs[place] if place >= 0 else arcs[~place][::-1]
        points += arc[1:] if points else arc
    return points


def _area(points: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points)) / 2


def _ranks(arc: Sequence[Point]) -> list[float]:
    """Visvalingam's effective area of each point of an arc; the ends have an infinite one."""
    last = len(arc) - 1
    ranks = [math.inf] * len(arc)
    before, after = list(range(-1, last)), list(range(1, last + 2))
    heap = [(_triangle(arc, place - 1, place, place + 1), place) for place in range(1, last)]
    heapq.heapify(heap)
    gone, highest = set(), 0.0
    now = {place: area for area, place in heap}
    while heap:
        area, place = heapq.heappop(heap)
        if place in gone or now[place] != area:
            continue
        gone.add(place)
        highest = ranks[place] = max(highest, area)
        left, right = before[place], after[place]
        after[left], before[right] = right, left
        for one in (left, right):
            if 0 < one < last:
                now[one] = _triangle(arc, before[one], one, after[one])
                heapq.heappush(heap, (now[one], one))
    return ranks


def _triangle(arc: Sequence[Point], a: int, b: int, c: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = arc[a], arc[b], arc[c]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _kept(arc: Sequence[Point], ranks: Sequence[float]) -> list[Point]:
    """The points that stay; of an arc that ends where it begins at least four."""
    least = LEAST
    if arc[0] == arc[-1]:
        least = min(LEAST, sorted(ranks, reverse=True)[min(4, len(arc) - 1)])
    return [point for point, rank in zip(arc, ranks, strict=True) if rank >= least]


def _cells(arc: Sequence[Point]) -> list[Cell]:
    """Points as whole numbers, without such as have become alike."""
    found: list[Cell] = []
    for x, y in arc:
        cell = (round(x * GRID), round(y * GRID))
        if not found or cell != found[-1]:
            found.append(cell)
    return found


def _path(points: Sequence[Cell]) -> str:
    """A line in the fewest letters: the first point, then steps."""
    (x, y), text = points[0], ""
    for nx, ny in points[1:]:
        for step in (nx - x, ny - y):
            text += f"{'' if step < 0 or not text else ' '}{step}"
        x, y = nx, ny
    return f"M{points[0][0]} {points[0][1]}" + (f"l{text}" if text else "")


if __name__ == "__main__":
    sys.exit(main())
