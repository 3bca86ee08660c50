#!/usr/bin/env python3
"""Makes outlines.bin and places.txt of Natural Earth's files; README.md beside this file says where they come from.

    make.py FOLDER…     folders with the shapefiles; each file is taken from the first that has it
"""

import math
import struct
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Hundredths of a degree, so that a longitude fits into 16 bits.
UNITS = 100
# Each layer: its name, its file, whether its lines are closed.
LAYERS = [
    ("land", "ne_10m_land", True),
    ("lakes", "ne_10m_lakes", True),
    ("borders", "ne_10m_admin_0_boundary_lines_land", False),
    ("regions", "ne_10m_admin_1_states_provinces_lines", False),
]
# Each level of detail: how far a line may be moved, and the smallest area and length kept, in degrees.
# Regions are not drawn where whole continents are.
LEVELS = [
    {"off": 0.014, "area": {"land": 0.0015, "lakes": 0.03}, "length": 0.03},
    {"off": 0.1, "area": {"land": 0.12, "lakes": 0.5}, "length": 0.2},
]


def main(folders):
    def found(name):
        return next(path for folder in folders if (path := Path(folder) / name).exists())

    with open(HERE / "outlines.bin", "wb") as out:
        for level in LEVELS:
            for layer, file, closed in LAYERS:
                lines = list(shapes(found(f"{file}.shp")))
                if not closed:
                    lines = joined(lines)
                if layer == "regions" and level is LEVELS[1]:
                    lines = []
                out.write(packed(lines, closed, level, layer))
    text = places(records(found("ne_10m_populated_places_simple.dbf")))
    (HERE / "places.txt").write_text(text, encoding="utf-8")


def shapes(path):
    """Every part of every polygon or line of a shapefile."""
    data = path.read_bytes()
    at = 100
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words
        (kind,) = struct.unpack("<i", body[:4])
        if kind == 0:
            continue
        parts, points = struct.unpack("<2i", body[36:44])
        starts = [*struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts]), points]
        first = 44 + 4 * parts
        flat = struct.unpack(f"<{2 * points}d", body[first : first + 16 * points])
        both = list(zip(flat[::2], flat[1::2]))
        yield from (both[a:b] for a, b in zip(starts, starts[1:]))


def joined(lines):
    """Lines that go on in one other, made one."""
    ends = {}
    for line in lines:
        for end in (line[0], line[-1]):
            ends.setdefault(end, []).append(line)
    done, whole = set(), []
    for line in lines:
        if id(line) in done:
            continue
        done.add(id(line))
        for _ in range(2):
            while len(at_end := ends[line[-1]]) == 2:
                more = next((other for other in at_end if id(other) not in done), None)
                if more is None:
                    break
                done.add(id(more))
                line = line + (more if more[0] == line[-1] else more[::-1])[1:]
            line = line[::-1]
        whole.append(line)
    return whole


def packed(lines, closed, level, layer):
    """How many lines, and each as its number of points and the steps from point to point."""
    kept = []
    for line in lines:
        if closed and abs(area(line)) < level["area"][layer]:
            continue
        if not closed and length(line) < level["length"]:
            continue
        points = [(round(x * UNITS), round(y * UNITS)) for x, y in thinned(line, level["off"], closed)]
        points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if closed and points[0] == points[-1]:
            points.pop()
        if len(points) >= (3 if closed else 2):
            kept.append(points)
    kept.sort()
    out = number(len(kept))
    last = (0, 0)
    for points in kept:
        out += number(len(points))
        for point in points:
            out += number(zigzag(point[0] - last[0])) + number(zigzag(point[1] - last[1]))
            last = point
    return bytes(out)


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def length(line):
    return sum(math.dist(a, b) for a, b in zip(line, line[1:]))


def thinned(line, off, closed):
    """Points left out (Douglas and Peucker) where the line moves by no more than `off`."""
    if closed:
        far = max(range(len(line)), key=lambda i: math.dist(line[0], line[i]))
        return thinned(line[: far + 1], off, False)[:-1] + thinned(line[far:], off, False)
    keep = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        (ax, ay), (bx, by) = line[a], line[b]
        dx, dy = bx - ax, by - ay
        size = math.hypot(dx, dy)
        worst, where = -1.0, a
        for i in range(a + 1, b):
            x, y = line[i]
            away = abs(dx * (y - ay) - dy * (x - ax)) / size if size else math.hypot(x - ax, y - ay)
            if away > worst:
                worst, where = away, i
        if worst > off:
            keep.add(where)
            todo += [(a, where), (where, b)]
    return [line[i] for i in sorted(keep)]


def zigzag(value):
    return 2 * value if value >= 0 else -2 * value - 1


def number(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return out


def records(path):
    """The rows of a dBase table."""
    data = path.read_bytes()
    rows, head, width = struct.unpack("<IHH", data[4:12])
    fields, at = [], 32
    while data[at] != 13:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    for row in range(rows):
        at = head + row * width + 1
        record = {}
        for name, size in fields:
            record[name] = data[at : at + size].decode("cp1252", "replace").strip(" \0")
            at += size
        yield record


# What the table says otherwise than the list of countries.
COUNTRIES = {"Kosovo": "XK", "Northern Cyprus": "CY", "Somaliland": "SO", "Senegal": "SN"}
REGIONS = {
    ("AR", "Ciudad de Buenos Aires"): "Buenos Aires",
    ("MX", "Distrito Federal"): "Ciudad de México",
    ("MX", "México"): "Estado de México",
    ("VA", "Lazio"): "",
}


def places(rows):
    """Each country and region as a heading, with its places below: name|longitude|latitude|thousands|other names."""
    by_region = {}
    for row in rows:
        country = COUNTRIES.get(row["adm0name"], row["iso_a2"])
        if country in ("-99", "AQ") or row["featurecla"] == "Scientific station":
            continue
        region = REGIONS.get((country, row["adm1name"]), row["adm1name"])
        by_region.setdefault((country, region), []).append(row)
    main_names = {(key[0], row["name"].casefold()) for key, rows in by_region.items() for row in rows}
    out = []
    for (country, region), rows in sorted(by_region.items()):
        out.append(f"@{country}|{region}")
        for row in sorted(rows, key=lambda row: (-int(row["pop_max"]), row["name"])):
            others = []
            for field in ("namealt", "namepar", "meganame", "nameascii"):
                for other in row[field].replace("|", ",").replace(";", ",").split(","):
                    other = other.strip()
                    seen = {row["name"].casefold(), *(known.casefold() for known in others)}
                    is_another = (country, other.casefold()) in main_names
                    if len(other) > 1 and other.casefold() not in seen and not is_another:
                        others.append(other)
            where = f"{float(row['longitude']):.2f}|{float(row['latitude']):.2f}"
            out.append(f"{row['name']}|{where}|{round(int(row['pop_max']) / 1000)}|{','.join(others)}".rstrip("|"))
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
