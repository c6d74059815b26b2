"""Run the cells of a page in a namespace of its own, and put what they show back into its Markdown."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from segmentation.site.errors import SiteError
from segmentation.site.renderer.qmd import Cell, Page

_INLINE = re.compile(r"(?<!`)`\{python\} ([^`]+)`(?!`)")


@dataclass
class Executed:
    """Markdown of a page with its cells run; a div of class sg-cell stands for each cell that shows."""

    page: Page
    markdown: str
    cells: dict[str, "Shown"] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What one cell showed, and its options."""

    options: dict[str, Any]
    value: Any = None


def execute(page: Page) -> Executed:
    """Run a page and return its Markdown."""
    executed = Executed(page, "")
    written = []
    with _shell() as run:
        for part in page.parts:
            if isinstance(part, Cell):
                written.append(_run_cell(part, run, executed))
            else:
                written.append(
                    _INLINE.sub(lambda match, line=part.line: _inline(match[1], run, page, line), part.source)
                )
    executed.markdown = "\n\n".join(written)
    return executed


@contextmanager
def _shell() -> Iterator[Any]:
    """IPython shell without history, profile or colours, its files in a temporary folder."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    saved = os.environ.get("IPYTHONDIR"), sys.displayhook, sys.excepthook
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IPYTHONDIR"] = folder
        HistoryManager.enabled = False
        InteractiveShell.clear_instance()
        shell = InteractiveShell.instance(config=config, ipython_dir=folder, user_ns={})
        try:
            yield shell
        finally:
            # What the page opened is closed with it.
            shell.user_ns.clear()
            InteractiveShell.clear_instance()
            sys.displayhook, sys.excepthook = saved[1], saved[2]
            os.environ.pop("IPYTHONDIR", None)
            if saved[0] is not None:
                os.environ["IPYTHONDIR"] = saved[0]


def _capture(code: str, shell: Any, page: Page, line: int) -> tuple[str, list[dict], Any]:
    """Run code; return what it printed, what it displayed and the value of its last expression."""
    from IPython.utils.capture import capture_output

    values: list[Any] = []
    hook, shell.display_trap.hook = shell.display_trap.hook, values.append
    try:
        with capture_output(stdout=True, stderr=True, display=True) as captured:
            result = shell.run_cell(code, store_history=False, silent=False)
    finally:
        shell.display_trap.hook = hook
    error = result.error_before_exec or result.error_in_exec
    if isinstance(error, SiteError):
        raise error
    if error is not None:
        place = line + _line_in_cell(error)
        raise SiteError(
            f"{page.name}, line {place}: the cell stopped with {type(error).__name__}: {str(error).strip()}"
        ) from error
    values = [value for value in values if value is not None]
    shown = [output.data for output in captured.outputs]
    shown += [shell.display_formatter.format(value)[0] for value in values]
    return captured.stdout, shown, values[-1] if values else None


def _line_in_cell(error: BaseException) -> int:
    """Line of the cell where an error arose."""
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    line, trace = 1, error.__traceback__
    while trace is not None:
        if "ipython-input" in trace.tb_frame.f_code.co_filename or "ipykernel" in trace.tb_frame.f_code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _run_cell(cell: Cell, shell: Any, executed: Executed) -> str:
    options = cell.options
    if options.get("eval") is False:
        return ""
    printed, bundles, value = _capture(cell.code, shell, executed.page, cell.line)
    if options.get("include") is False or options.get("output") is False:
        return ""
    if "content" in options or "component" in options:
        if value is None:
            raise SiteError(
                f"{executed.page.name}, line {cell.line}: this value box has no value; end its cell with one."
            )
        return _stand_in(executed, Shown(options, value), "")
    shown = [_written(bundle, executed.page, cell.line) for bundle in bundles]
    if options.get("output") == "asis":
        return "\n\n".join([printed, *shown])
    if printed.strip():
        shown.insert(0, _fenced(printed.rstrip("\n"), "{.sg-stdout}"))
    if options.get("echo"):
        shown.insert(0, _fenced(_without_options(cell.code), "{.python}"))
    return _stand_in(executed, Shown(options), "\n\n".join(shown)) if shown else ""


def _without_options(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not line.lstrip().startswith("#|"))


def _stand_in(executed: Executed, shown: Shown, content: str) -> str:
    name = f"sg-cell-{len(executed.cells) + 1}"
    executed.cells[name] = shown
    fence = ":" * 12
    return f"{fence} {{#{name} .sg-cell}}\n{content}\n{fence}"


def _written(bundle: dict, page: Page, line: int) -> str:
    """Markdown of one displayed object."""
    if "text/markdown" in bundle:
        return bundle["text/markdown"]
    if "text/html" in bundle:
        return _fenced(bundle["text/html"], "{=html}")
    if "image/png" in bundle:
        data = bundle["image/png"].replace("\n", "")
        return _fenced(f'<img alt="" src="data:image/png;base64,{data}">', "{=html}")
    if "text/plain" in bundle:
        return _fenced(bundle["text/plain"], "{.sg-stdout}")
    raise SiteError(
        f"{page.name}, line {line}: the built-in renderer cannot show an output of type "
        f"{', '.join(bundle)}; show Markdown or HTML instead."
    )


def _fenced(text: str, info: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def _inline(code: str, shell: Any, page: Page, line: int) -> str:
    """Value of an inline expression, every character of Markdown's own escaped."""
    *_, value = _capture(code, shell, page, line)
    return re.sub(r"([^\w\s])", r"\\\1", str(value))
