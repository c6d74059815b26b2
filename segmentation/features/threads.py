"""One thread for the numerical libraries: sums that several threads make differ in their last digits."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """A context, or a decorator, in which the numerical libraries use one thread. Small fits are faster that way."""
    with _controller().limit(limits=1):
        yield


@cache
def _controller():
    # To find the libraries takes as long as a small fit.
    return ThreadpoolController()
