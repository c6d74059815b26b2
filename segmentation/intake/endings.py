"""Names of data files, by their endings."""

from pathlib import Path

from segmentation.intake import spreadsheet

PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".lz4")
TEXT = (".csv", ".tsv", ".txt", ".tab", ".psv", ".dat", ".data", ".asc", ".log")
PARQUET = (".parquet", ".pq", ".parq")


def ending(path: Path) -> str:
    """The ending of a data file with its packing, such as .csv.gz; empty for other files."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packing = suffixes.pop() if suffixes and suffixes[-1] in PACKED else ""
    kind = suffixes[-1] if suffixes else ""
    return path.name[-len(kind + packing) :] if kind in (*TEXT, *PARQUET, *spreadsheet.ENDINGS) else ""
