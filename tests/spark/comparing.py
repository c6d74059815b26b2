"""Tables of two engines side by side."""

import duckdb
import numpy as np
import pyarrow as pa

FLOATS = (pa.float32(), pa.float64())


def differences(
    connection: duckdb.DuckDBPyConnection, one: str, other: str, *, without=(), tolerance=1e-6
) -> list[str]:
    """What two relations do not have in common, a sentence each: columns, numbers of rows, and the values of columns.

    Figures may differ by a millionth of their size, or of one; all else is the same. `without` are columns, of
    nested tables too.
    """
    columns = {name: kind for name, kind, *_ in connection.execute(f"describe select * from {one}").fetchall()}
    others = [name for name, *_ in connection.execute(f"describe select * from {other}").fetchall()]
    if missing := set(columns).symmetric_difference(others):
        return [f"only one of them has {', '.join(sorted(missing))}"]
    names = [name for name in columns if name not in without]
    exact_first = sorted(names, key=lambda name: columns[name] in ("DOUBLE", "FLOAT"))
    order = ", ".join(f'"{name}" nulls first' for name in exact_first)
    typed = ", ".join(f'cast("{name}" as {columns[name]}) as "{name}"' for name in names)
    left, right = (
        connection.execute(f"select {typed} from {relation} order by {order}").to_arrow_table()
        for relation in (one, other)
    )
    if len(left) != len(right):
        return [f"{len(left):,} rows and {len(right):,} rows"]
    return [sentence for name in names if (sentence := _difference(name, left[name], right[name], without, tolerance))]


def _difference(name, left, right, without, tolerance):
    if left.type in FLOATS:
        a, b = (values.to_numpy(zero_copy_only=False).astype(float) for values in (left, right))
        same = (np.isnan(a) & np.isnan(b)) | (np.abs(a - b) <= tolerance * np.maximum(1, np.abs(a)))
    else:
        pairs = zip(left.to_pylist(), right.to_pylist(), strict=True)
        same = np.array([_is_same(a, b, without, tolerance) for a, b in pairs], dtype=bool)
    if same.all():
        return None
    place = int(np.flatnonzero(~same)[0])
    return f"{name} differs in {(~same).sum():,} of {len(same):,} rows, such as {left[place]} and {right[place]}"


def _is_same(one, other, without, tolerance):
    """Whether two values are the same; of a nested table each row, in its order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            _is_same(one[name], other[name], without, tolerance) for name in one if name not in without
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _is_same(a, b, without, tolerance) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= tolerance * max(1, abs(one)) or (one != one and other != other)
    return one == other
