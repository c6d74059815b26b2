"""Let the pages that Quarto wrote open by double-click: a browser refuses modules from a disk, as an error."""

import os
import re
from pathlib import Path

MODULE = re.compile(r'<script\b(?=[^>]*\btype="module")[^>]*\bsrc="([^"]+)"[^>]*></script>')
# From a server Quarto's modules load where they stood; from a disk nothing here misses them.
FROM_A_SERVER = (
    r"""<script>if (location.protocol !== "file:") """
    r"""document.write('<script src="\1" type="module"><\\/script>');</script>"""
)


def main() -> None:
    """Rewrite the pages in the folder of the site, which Quarto names; the built-in renderer writes no modules."""
    for page in Path(os.environ["QUARTO_PROJECT_OUTPUT_DIR"]).glob("**/*.html"):
        before = page.read_text("utf-8")
        after = MODULE.sub(FROM_A_SERVER, before)
        if after != before:
            page.write_text(after, "utf-8")


main()
