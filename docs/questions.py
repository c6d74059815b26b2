"""`make questions`: write questions.md, ten of the analyses with their SQL and with what the sample answers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "questions.md"
TARGET = PROJECT / "target" / "questions"
ROWS = 6

QUESTIONS = (
    "revenue_by_segment",
    "revenue_by_segment_and_region",
    "best_customers_of_each_segment",
    "who_to_win_back",
    "who_slipped_away",
    "segment_shares_over_time",
    "where_customers_moved",
    "how_long_customers_stay",
    "customers_behind_a_strategy",
    "likely_segments_of_newcomers",
)

HEAD = f"""# Ten questions

What people ask of segments, as SQL over the public tables: paste it into any client. The answers are those of the
sample's shop, their first {ROWS} rows; `make questions` writes this page from a built warehouse. The queries are in
[analyses/](../analyses), with more of them; `dbt compile --select NAME` writes one out.
"""


def plain(compiled: str) -> str:
    """SQL as one would type it: no comment, no blank lines, tables by schema and name."""
    without_comment = re.sub(r"\A(--[^\n]*\n)+\s*", "", compiled.strip())
    return re.sub(r"\n\s*\n", "\n", re.sub(r'"\w+"\."(\w+)"\."(\w+)"', r"\1.\2", without_comment))


def question(compiled: str) -> tuple[str, str]:
    """The question that the comment asks, and what a row of the answer is."""
    comment = re.match(r"(--[^\n]*\n)+", compiled.lstrip())[0]
    text = " ".join(line.removeprefix("--").strip() for line in comment.splitlines())
    return text[: text.index("?") + 1], text[text.index("One row per") :]


def cell(value) -> str:
    """A value as a reader likes it."""
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 1 or value == 0 else f"{value:.3f}"
    return "" if value is None else str(value).replace("|", "\\|")


def section(compiled: str, connection) -> str:
    """A question, its SQL and the first rows of the answer: those of the shop, where there are others."""
    asked, row = question(compiled)
    sql = plain(compiled)
    answer = connection.execute(sql)
    columns = [column[0] for column in answer.description]
    rows = [dict(zip(columns, values, strict=True)) for values in answer.fetchall()]
    shown = [row for row in rows if row.get("segmentation", "rfm") == "rfm"][:ROWS]
    table = [columns, ["---"] * len(columns), *([cell(row[column]) for column in columns] for row in shown)]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    return f"## {asked}\n{row}\n\n{lines}\n\n<details><summary>SQL</summary>\n\n```sql\n{sql}\n```\n\n</details>\n"


def page(compiled: dict[str, str], warehouse: Path) -> str:
    """The whole page, from the compiled analyses by name."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return "\n".join([HEAD, *(section(compiled[name], connection) for name in QUESTIONS)])


def main() -> None:
    """Compile the analyses and write the page."""
    command = [sys.executable, "-m", "dbt.cli.main", "compile", "--quiet", "--select", *QUESTIONS]
    command += ["--target-path", str(TARGET), "--log-path", str(TARGET)]
    # What it compiled is printed, too.
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    compiled = {path.stem: path.read_text() for path in TARGET.rglob("compiled/*/analyses/*.sql")}
    warehouse = PROJECT / (os.environ.get("SEGMENTS_WAREHOUSE") or "warehouse.duckdb")
    PAGE.write_text(page(compiled, warehouse))


if __name__ == "__main__":
    main()
