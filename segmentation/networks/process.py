"""The one process that imports TensorFlow. It starts at the first call and ends with the calling process.

TensorFlow's threads, memory and messages stay out of the calling process. Calls run one after the other.
"""

import atexit
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable

# TensorFlow reads these when it is first imported. oneDNN adds in an order that depends on the processor.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}

SECONDS_BETWEEN_LOOKS = 0.5


class _Process:
    """A Python process that calls functions, one at a time."""

    def __init__(self):
        path = os.pathsep.join(os.path.abspath(each) for each in sys.path)
        # Not multiprocessing: its processes import the main module again, which is all of dbt.
        self.child = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve({os.getpid()})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"},
        )

    def call(self, function, args, kwargs):
        pickle.dump((function, args, kwargs), self.child.stdin)
        self.child.stdin.flush()
        return pickle.load(self.child.stdout)

    def end(self):
        self.child.stdin.close()
        return self.child.wait()


_lock = threading.Lock()
_running: list[_Process] = []


def call(function: Callable, *args, **kwargs):
    """Call a function, importable by name, in the process and return its result or raise its error."""
    with _lock:
        if not _running:
            _running.append(_Process())
        try:
            result, error = _running[0].call(function, args, kwargs)
        except (EOFError, BrokenPipeError) as ended:
            code = _running.pop().child.wait()
            raise RuntimeError(
                f"The process that trains ended by itself, with code {code}. Is there enough memory?"
            ) from ended
    if error is not None:
        raise error
    return result


@atexit.register
def _end():
    for process in _running:
        process.end()


def wait() -> None:
    """Wait until the process has imported TensorFlow and is free, so that what follows can be timed."""
    call(import_tensorflow_only)


def import_tensorflow_only() -> None:
    """Import TensorFlow without returning it: a module cannot be pickled."""
    import_tensorflow()


def import_tensorflow():
    """Import TensorFlow with one thread and deterministic operations."""
    os.environ.update(ENVIRONMENT)
    import tensorflow as tf

    if tf.config.threading.get_intra_op_parallelism_threads() != 1:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    return tf


def one_thread(tf):
    """A context in which compiled functions run on the calling thread, without a queue of operations."""
    return tf.experimental.function_executor_type("SINGLE_THREADED_EXECUTOR")


def serve(parent: int) -> None:
    """Answer calls until the calling process ends."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print must not mix with the replies.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Ctrl-C is handled by the calling process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # If Keras is installed, TensorFlow imports it, and Keras scikit-learn and pandas: seconds for what is not used.
    sys.modules["keras"] = None
    calls = queue.SimpleQueue()
    threading.Thread(target=_read, args=(calls,), daemon=True).start()
    while True:
        function, args, kwargs = calls.get()
        try:
            reply = pickle.dumps((function(*args, **kwargs), None))
        except Exception as error:
            error.add_note(traceback.format_exc())
            reply = pickle.dumps((None, error))
        replies.write(reply)
        replies.flush()


def _watch(parent):
    """End with the calling process though another one, which it started too, still holds the pipe to this one open.

    Not a signal on the death of the parent: Linux sends it when the thread that started the process ends.
    """
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(0)


def _read(calls):
    """Receive calls; end the process, even while it computes, when the calling process has ended."""
    try:
        while True:
            calls.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(0)
