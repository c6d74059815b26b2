"""`make build`: a plain `dbt build` that prints a line a stage in place of a line a node.

What fails is printed as dbt prints it, and `dbt build` by itself stays as it is.
"""

import logging
import sys
import time
from collections import Counter
from threading import Lock

from dbt.artifacts.schemas.results import NodeStatus
from dbt.cli.exceptions import DbtUsageException
from dbt.cli.main import dbtRunner

from segmentation.cli.terminal import console

# Where a node lies, and the stage that it belongs to; the first line that fits counts.
STAGES = (
    ("seeds", "inputs"),
    ("models/staging", "inputs"),
    ("models/intermediate", "inputs"),
    ("models/features", "features"),
    ("python_models/ml/training", "training"),
    ("models/ml/training", "training"),
    ("python_models", "segments"),
    ("models/ml", "segments"),
    ("models/marts", "public tables"),
)
TESTS = "tests"
_MESSAGES = ("JinjaLogInfo", "JinjaLogWarning")


def stage_of(node) -> str | None:
    """The stage of a node of dbt; none for what a build does not run."""
    if node.resource_type == "test":
        return TESTS
    return next((stage for folder, stage in STAGES if node.original_file_path.startswith(f"{folder}/")), None)


class Progress(logging.Handler):
    """Prints each stage when its last node has ended, and what models and the package say meanwhile."""

    def __init__(self, nodes, out, start: float):
        super().__init__()
        stages = {node.unique_id: stage_of(node) for node in nodes if node.config.enabled}
        self._stages = {name: stage for name, stage in stages.items() if stage}
        self._counts = Counter(self._stages.values())
        self._left = self._counts.copy()
        self._out, self._start, self._counting = out, start, Lock()

    def line(self, text: str) -> None:
        """Print a line with the seconds since the start."""
        self._out.print(f"{time.monotonic() - self._start:5.0f} s  {text}")

    def emit(self, record: logging.LogRecord) -> None:
        """Print what the package logs, such as which segmentation is trained."""
        self.line(record.getMessage())

    def __call__(self, event) -> None:
        """Take in an event of dbt; several threads send them."""
        if event.info.name in _MESSAGES:
            self.line(event.info.msg)
        elif event.info.name == "NodeFinished" and event.data.node_info.unique_id in self._stages:
            stage = self._stages[event.data.node_info.unique_id]
            with self._counting:
                self._left[stage] -= 1
                is_last = self._left[stage] == 0
            if is_last and stage != TESTS:
                self.line(f"{stage}: {self._counts[stage]}")


def summary(results) -> str:
    """How many tests passed, and the names of those that warned."""
    tests = [result for result in results if result.node.resource_type == "test"]
    warned = sorted(result.node.name for result in tests if result.status == NodeStatus.Warn)
    passed = f"{TESTS}: {len(tests) - len(warned)} passed"
    return f"{passed}, {len(warned)} warned ({', '.join(warned)})" if warned else passed


def main() -> int:
    """Build, and return what the process ends with: 0 where all is well, 1 where anything failed."""
    logger, start = logging.getLogger("segmentation"), time.monotonic()
    parsed = dbtRunner().invoke(["--quiet", "parse"])
    progress = Progress(parsed.result.nodes.values() if parsed.success else (), console(), start)
    if not parsed.success:
        # What dbt refuses before it begins, such as a folder without a project, it leaves to its caller to say.
        reason = f" {parsed.exception}" if isinstance(parsed.exception, DbtUsageException) else ""
        progress.line(f"The project cannot be read.{reason}")
        return 1
    progress.line("project read")
    logger.addHandler(progress)
    logger.setLevel(logging.INFO)
    built = dbtRunner(manifest=parsed.result, callbacks=[progress]).invoke(["--quiet", "build"])
    progress.line(summary(built.result.results) if built.success else "The build failed: see above.")
    return 0 if built.success else 1


if __name__ == "__main__":
    sys.exit(main())
