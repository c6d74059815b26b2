"""Pages that Quarto wrote open from a disk: its modules, which a browser refuses there, load from a server alone."""

import os
import subprocess
import sys

from conftest import PROJECT

PAGE = (
    '<head><script src="site_libs/quarto-html/tabsets.js" type="module"></script>'
    '<script type="module" src="a.js"></script><script src="/assets/site.js" defer></script></head>'
)


def test_modules_load_from_a_server_alone(tmp_path):
    (tmp_path / "docs").mkdir()
    for page in ("index.html", "docs/page.html"):
        (tmp_path / page).write_text(PAGE, "utf-8")
    command = [sys.executable, str(PROJECT / "dashboards" / "from_disk.py")]
    for _ in range(2):
        subprocess.run(command, env=os.environ | {"QUARTO_PROJECT_OUTPUT_DIR": str(tmp_path)}, check=True)
    for page in ("index.html", "docs/page.html"):
        written = (tmp_path / page).read_text("utf-8")
        assert written.count('if (location.protocol !== "file:") document.write(') == 2
        assert r'<script src="a.js" type="module"><\/script>' in written
        assert '<script src="/assets/site.js" defer></script>' in written
