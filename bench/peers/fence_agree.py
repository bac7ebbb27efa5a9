"""GEOS says for every point and zone whether the point lies inside, on the edge or outside.

Reads zones.bin and points.bin from the folder given, writes geos.bin; bench/src/figures/fence_agree.rs
tells what is in them. Coordinates are whole numbers and stay exact in GEOS's doubles.
"""

import sys
from pathlib import Path

import numpy as np
import shapely


class Numbers:
    """The whole numbers of a file, taken from front to back."""

    def __init__(self, path):
        self.rest = np.fromfile(path, dtype="<i4")
        self.at = 0

    def take(self, count):
        taken = self.rest[self.at : self.at + count]
        self.at += count
        return taken

    def one(self):
        return int(self.take(1)[0])


def read_ring(numbers):
    return numbers.take(2 * numbers.one()).reshape(-1, 2).astype(np.float64)


def read_polygon(numbers):
    shell, *holes = [read_ring(numbers) for _ in range(numbers.one())]
    return shapely.Polygon(shell, holes)


def read_zones(path):
    numbers = Numbers(path)
    zones = [
        shapely.MultiPolygon([read_polygon(numbers) for _ in range(numbers.one())])
        for _ in range(numbers.one())
    ]
    return np.array(zones)


def main(folder):
    zones = read_zones(folder / "zones.bin")
    wrong = np.flatnonzero(~shapely.is_valid(zones))
    if wrong.size:
        sys.exit(f"zone {wrong[0]} is not valid: {shapely.is_valid_reason(zones[wrong[0]])}")
    points = np.fromfile(folder / "points.bin", dtype="<i4").reshape(-1, 2).astype(np.float64)
    shapely.prepare(zones)
    point, zone = shapely.STRtree(zones).query(shapely.points(points))
    x, y = points[point, 0], points[point, 1]
    touched = shapely.intersects_xy(zones[zone], x, y)
    inside = shapely.contains_xy(zones[zone], x, y)
    # 1 on the edge, 2 inside; outside is not written.
    answers = np.stack([point, zone, touched.astype(np.int64) + inside], axis=1)[touched]
    order = np.lexsort((answers[:, 1], answers[:, 0]))
    answers[order].astype("<i4").tofile(folder / "geos.bin")
    print(f"GEOS {shapely.geos_version_string}")


main(Path(sys.argv[1]))
