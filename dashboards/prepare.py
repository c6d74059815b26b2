"""Put the plotly.min.js of the installed plotly package into assets/, before the pages are rendered."""

import shutil
from importlib.util import find_spec
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "assets"


def main() -> None:
    """Copy the script, or say what to install."""
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package plotly is missing from this Python: install the project's requirements.")
    source = Path(next(iter(spec.submodule_search_locations))) / "package_data" / "plotly.min.js"
    target = ASSETS / source.name
    if not target.is_file() or target.stat().st_size != source.stat().st_size:
        shutil.copyfile(source, target)


main()
