"""Odd files by the thousand through the reading of `segments init`: `python tests/python/dirty_files.py 10000` counts.

Each file is made from its number alone, so that one that fails can be made again: `python tests/python/dirty_files.py
17 18` tries file 17.
"""

import csv
import io
import random
import re
import sys
import tempfile
import traceback
from collections import Counter
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path

import yaml

from segmentation.cli import proposal, terminal
from segmentation.intake import initialise, names, source, text_file
from segmentation.intake.errors import InputError

# What init adds to: short, since every file is written into it.
CONFIGURATION = """
name: small
profile: small
vars:
  sample: false
  segmentations:
    other: {customers: {file: other.csv}, id: a, features: {b: {}}}
"""
PROFILE = "small: {target: t, outputs: {t: {type: duckdb, path: 'none.duckdb'}}}"
SQL = [
    "'; drop table marts.segments; --",
    'x" or 1=1 --',
    "select",
    "a'b",
    "union all select * from t",
    "$1",
    "/*",
    "--",
]
JINJA = ["{{ env_var('HOME') }}", "{% raw %}", "{# x #}", "{{", "%}", "{{ 1 / 0 }}", "{% for x in y %}"]
YAML = [
    "- a: b",
    "*anchor",
    "&a",
    "!!python/object:os.system",
    "key: [",
    "yes",
    "null",
    "~",
    "1:30",
    "# x",
    "| ",
    "? x",
]
HTML = ["<script>alert(1)</script>", "</script>", "<b>", "&lt;", '" onload="x', "<!--", "[/b]", "[red]x[/red]"]
FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")']
NUMBERS = [
    "nan",
    "inf",
    "-Infinity",
    "NaN",
    "1e400",
    "-1e-400",
    "1e308",
    "0x1F",
    "1_000",
    "٣٤",
    "１２",
    "½",
    "-0",
    "1,5",
]
LARGE = ["9007199254740993", "9007199254740992", "18446744073709551617", "123456789012345678901234567890", "1.23E+17"]
CONTROL = ["a\x07b", "\x1b[31mred", "\x00", "\x7f", "a\x0bb", "\x85", "\u200b", "\ufeffx", "\u2028", "a\x1fb"]
EMOJI = ["👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "é" * 40, "e\u0301", "𝒜", "漢字", "💳 4111"]
LEFT = ["שלום", "‮evil", "مرحبا 123", "\u202eabc\u202c", "עברית, עם פסיק"]
DATES = [
    "0001-01-01",
    "9999-12-31",
    "2024-02-30",
    "31/12/24",
    "24/31/12",
    "1900-01-00",
    "00:00",
    "2024-13-01T25:61:61Z",
]
MISSING = ["", " ", "NULL", "N/A", "-", "?", "none", "#N/A", "\xa0"]
LONG = ["x" * 70_000, "1" * 400, '"' * 31, ";" * 500, "a b " * 9_000]
ODD = [*SQL, *JINJA, *YAML, *HTML, *FORMULAS, *NUMBERS, *LARGE, *CONTROL, *EMOJI, *LEFT, *DATES, *MISSING]
KINDS = {
    "SQL": SQL,
    "Jinja": JINJA,
    "YAML": YAML,
    "HTML": HTML,
    "formulas": FORMULAS,
    "odd numbers": NUMBERS,
    "ids past 2^53": LARGE,
    "control characters": CONTROL,
    "emoji": EMOJI,
    "right to left": LEFT,
    "odd dates": DATES,
    "missing": MISSING,
    "long lines": LONG,
    "all of these": ODD,
}
SHAPES = ("values", "values", "names", "names and values", "one customer", "k customers", "all equal", "many columns",
          "file name")  # fmt: skip
TABLE = ("member_no", "age", "spend", "visits", "joined", "city")
LOG = ("order no", "customer", "order date", "product", "quantity", "price")


def _plain(generator, is_log, i):
    day = f"{generator.randint(2022, 2024)}-{generator.randint(1, 12):02d}-{generator.randint(1, 28):02d}"
    if is_log:
        row = (f"A{i // 2}", f"c{i // 4:03d}", day, f"P{i % 9}", generator.randint(1, 5))
    else:
        row = (f"{i:04d}", generator.randint(18, 90), f"{generator.gammavariate(2, 40):.2f}", generator.randint(0, 30))
        row = (*row, day)
    return [str(cell) for cell in (*row, f"{generator.gammavariate(2, 9):.2f}" if is_log else "abc"[i % 3])]


def made(number: int) -> tuple[str, str, list[list[str]], bytes]:
    """A file by its number: what is odd, its name, header and rows, and its bytes."""
    generator = random.Random(number)
    kind, shape, is_log = generator.choice(list(KINDS)), generator.choice(SHAPES), generator.random() < 0.4
    odd, header = KINDS[kind], list(LOG if is_log else TABLE)
    sizes = {"one customer": 1, "k customers": generator.randint(2, 6), "many columns": 12}
    count = sizes.get(shape, generator.randint(20, 60))
    rows = [_plain(generator, is_log, 0 if shape == "all equal" else i) for i in range(count)]
    if shape == "many columns":
        header += [f"f{i}" for i in range(generator.choice([30, 30, 60, 120]))]
        rows = [row + [str((i * 7 + j) % 13) for j in range(len(header) - len(row))] for i, row in enumerate(rows)]
    if shape in ("names", "names and values"):
        for place in generator.sample(range(len(header)), generator.randint(1, 3)):
            header[place] = generator.choice(odd) + generator.choice(["", "", " x"])
    if shape not in ("names", "file name"):
        for _ in range(generator.choice([1, 3, count, 4 * count])):
            row = generator.randrange(len(rows))
            rows[row][generator.randrange(min(len(header), 8))] = generator.choice(odd)
    if generator.random() < 0.1:
        place = generator.randrange(len(header))
        for row in rows:
            row[place] = generator.choice(MISSING) if generator.random() < 0.5 else generator.choice(odd)
    name = re.sub(r"[/\x00]", "_", generator.choice(odd))[:40] if shape == "file name" else "given"
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=generator.choice(",;\t|"), lineterminator=generator.choice(["\n", "\r\n"]))
    writer.writerows([header, *rows])
    encoding = generator.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
    return f"{kind} in {shape}", f"{name}.csv", [header, *rows], lines.getvalue().encode(encoding)


def _is_one_sentence(text):
    return text.rstrip().endswith(".") and "\n" not in text


def _cells(rows):
    """The values of rows as they are kept: without NUL bytes, byte order marks, and blanks at the ends."""
    return [[re.sub("[\x00\ufeff]", "", cell).strip() or None for cell in row] for row in rows]


def lost(data: bytes, rows: list[list[str]]) -> int:
    """How many of the values of a file are in no field and in no line that was kept as it stands."""
    read = text_file.read(data)
    kept = Counter(value for row in read.to_pylist() for value in row.values())
    whole = "\n".join(str(value) for row in read.to_pylist() for value in row.values()) + "\n".join(read.column_names)
    missing = Counter(cell for row in _cells(rows) for cell in row if cell) - kept
    return sum(count for cell, count in missing.items() if whole.count(cell) < count)


def outcome(number: int, folder: Path) -> str:
    """What becomes of a file: ``proposed`` or ``refused``; anything else is wrong.

    Raises
    ------
    AssertionError
        If something of the file is lost, a refusal is no sentence, or the configuration cannot be read.
    """
    _, name, rows, data = made(number)
    path = folder / name
    path.write_bytes(data)
    try:
        plan = initialise.plan(str(path), project=folder, today=date(2025, 1, 1))
    except InputError as error:
        if _is_one_sentence(str(error)):
            return "refused"
        raise
    finally:
        path.unlink()
    assert plan.look.rows + plan.look.unreadable_lines >= sum(any(_cells([row])[0]) for row in rows[1:]), "rows lost"
    assert lost(data, rows[1:]) == 0, "values lost"
    _check_configuration(plan, folder, name, data)
    out = io.StringIO()
    with redirect_stdout(out):
        proposal.show(plan.look, plan.proposal, plan.name, terminal.console())
    assert all(map(str.isprintable, out.getvalue().split("\n"))), "a control character is printed"
    return "proposed"


def _check_configuration(plan, folder, name, data):
    """That it is that of before with an entry more, whose columns are those of the file and nothing else."""
    before, after = (yaml.safe_load(text) for text in ((folder / "dbt_project.yml").read_text(), plan.text))
    entry = after["vars"]["segmentations"].pop(plan.name)
    shop = after["vars"].pop("shops", {}).pop(plan.name, None)
    for changed in ("first_plausible_date", "sample", "customers_on_site"):
        before["vars"].pop(changed, None), after["vars"].pop(changed, None)
    assert after == before, "the configuration is changed elsewhere"
    features = {**entry["features"], **entry.get("describe", {})}
    assert entry["features"], "no feature"
    assert all(re.fullmatch("[a-z_][a-z0-9_]*", each) and each not in names.RESERVED for each in features)
    (folder / name).write_bytes(data)
    opened = source.open_source(str(folder / name), folder)
    try:
        columns = [str((given or {}).get("column", each)) for each, given in features.items()] if not shop else []
        columns += [entry["id"]] if not shop else list(map(str, shop["order_lines"]["columns"].values()))
        columns = [each for each in columns if each != "file_row_number"]
        # An expression that were more than one of columns would not stand in brackets.
        asked = ", ".join(f"({column})" for column in columns)
        opened.connection.execute(f"select {asked} from {opened.relation} limit 3").fetchall()
    finally:
        opened.connection.close()
        (folder / name).unlink()


def run(numbers: range, folder: Path) -> tuple[Counter, dict[int, str]]:
    """What became of files, and of those with which something was wrong what it was."""
    (folder / "dbt_project.yml").write_text(CONFIGURATION)
    (folder / "profiles.yml").write_text(PROFILE)
    counts, wrong = Counter(), {}
    for number in numbers:
        try:
            counts[outcome(number, folder)] += 1
        except Exception as error:
            counts["wrong"] += 1
            kind, name, *_ = made(number)
            last = traceback.extract_tb(error.__traceback__)[-1]
            wrong[number] = f"{kind}, {name!r}: {type(error).__name__} {str(error)[:160]!r} ({last.name}:{last.lineno})"
    return counts, wrong


def main(first: int, last: int) -> int:
    """Try files and print what became of them."""
    with tempfile.TemporaryDirectory() as folder:
        counts, wrong = run(range(first, last), Path(folder))
    for number, what in wrong.items():
        print(f"file {number}: {what}")
    print(f"{counts.total()} files: {counts['proposed']} proposed, {counts['refused']} refused in a sentence, "
          f"{counts['wrong']} wrong")  # fmt: skip
    return bool(wrong)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]] or [1000]
    sys.exit(main(*(given if len(given) > 1 else (0, given[0]))))
