"""sqlfluff with the same arguments, only faster: `python tests/linter lint models`.

It loads each file of macros anew for each file that it reads, so that they are put into one, and garbage is looked for
seldom.
"""

import gc
import sys
from pathlib import Path

from sqlfluff.cli.commands import cli

HERE = Path(__file__).parent

macros = [*sorted(Path("macros").rglob("*.sql")), HERE / "macros.sql"]
Path("target").mkdir(exist_ok=True)
Path("target/macros.sql").write_text("".join(path.read_text("utf-8") for path in macros), "utf-8")
gc.set_threshold(1_000_000)
cli([*sys.argv[1:], "--config", str(HERE / "one_file.cfg")])
