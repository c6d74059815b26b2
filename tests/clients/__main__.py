"""`make clients`: print which clients read the public tables of a warehouse."""

import sys
from pathlib import Path

from clients import CLIENTS, CannotBeInstalledError, CannotReadError, differences, expected
from rich.console import Console
from rich.table import Table

warehouse = Path(sys.argv[1]).resolve()
wanted = expected(warehouse)
table = Table("client", "versions", "public tables", box=None)
failed = 0
# Those that are named, or all.
named = sys.argv[2:]
for client in (client for client in CLIENTS if not named or client.name in named):
    try:
        answer = client.read(warehouse)
    except CannotBeInstalledError as missing:
        table.add_row(client.name, "", f"not tried: {missing}")
    except CannotReadError as error:
        table.add_row(client.name, "", f"fails: {error}")
        failed += 1
    else:
        wrong = differences(answer, wanted)
        failed += bool(wrong)
        verdict = f"reads {len(wanted)} tables, {sum(each['count'] for each in wanted.values()):,} rows"
        table.add_row(client.name, answer["version"], f"differs: {wrong[0]}" if wrong else verdict)
Console(width=None if sys.stdout.isatty() else 160).print(table)
sys.exit(bool(failed))
