"""Seeded sample data: a shop, a mall, a service and a jewellery shop with planted personas."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from segmentation.sample import jewellery, mall, service, shop
from segmentation.sample.draws import Sample, Table, write_csv

FOLDER = Path("seeds/sample")
DATA_SETS = (shop, mall, service, jewellery)


def personas(samples: list[Sample]) -> Table:
    """Return the true persona of every customer of every data set.

    Parameters
    ----------
    samples : list of Sample
        What the generators made.

    Returns
    -------
    Table
        Columns `segmentation`, `customer_id` and `persona`.
    """
    return {
        "segmentation": np.concatenate(
            [np.repeat(sample.segmentation, len(sample.customer_ids)) for sample in samples]
        ),
        "customer_id": np.concatenate([sample.customer_ids for sample in samples]),
        "persona": np.concatenate([sample.personas for sample in samples]),
    }


def tables() -> dict[str, Table]:
    """Make every table of the sample.

    Returns
    -------
    dict of str to Table
        Seed name to its columns, all of them text.
    """
    samples = [data_set.sample() for data_set in DATA_SETS]
    made = {name: table for sample in samples for name, table in sample.tables.items()}
    return made | {"sample_personas": personas(samples)}


def write(folder: Path) -> list[Path]:
    """Write every table of the sample as CSV; the files are the same byte for byte every time.

    Parameters
    ----------
    folder : pathlib.Path
        Where to write; made where it is missing.

    Returns
    -------
    list of pathlib.Path
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in tables().items():
        path = folder / f"{name}.csv"
        write_csv(table, path=path)
        paths.append(path)
    return paths
