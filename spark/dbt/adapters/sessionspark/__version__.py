"""Where dbt looks for the version of an adapter: it is dbt-spark's."""

from dbt.adapters.spark.__version__ import version

__all__ = ["version"]
