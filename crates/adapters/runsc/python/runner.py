"""The first process of a sandbox: waits for one program, then becomes it.

    main
      wait     answer pings, return the job            (a checkpoint is taken in here)
        rehearse   with every ping: what is touched now need not be brought in when the program runs
      prepare  seed, files, arguments, streams
      run      the program, its threads, its exit handlers
      leave    with the status that python3 would have

Protocol: PROTOCOL.md. Nothing in here is trusted once the program runs; the sandbox is the boundary.
"""

import _thread
import atexit
import builtins
import gc
import io
import linecache
import os
import sys
import time
import traceback
import types

# Programs import these; having them in the checkpoint makes that free.
import collections  # noqa: F401
import dataclasses  # noqa: F401
import functools  # noqa: F401
import itertools  # noqa: F401
import json  # noqa: F401
import math  # noqa: F401
import random
import re  # noqa: F401
import typing  # noqa: F401

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = "/tmp/work"
NAME = "main.py"
HEADER = b"CR\x00\x01"
UNUSABLE = 70


# === The frame ===


def read_exactly(count):
    """Takes exactly so many bytes from descriptor 0: the ones behind them are the program's standard input."""
    parts = []
    while count:
        part = os.read(0, count)
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def wait():
    """Answers pings until the job comes."""
    while True:
        header = read_exactly(8)
        if header[:4] != HEADER:
            os._exit(UNUSABLE)
        size = int.from_bytes(header[4:], "big")
        if size:
            return Job(read_exactly(size))
        rehearse()
        os.write(1, b"R")


REHEARSAL = b"""
import math
class Thing:
    def __init__(self, number):
        self.texts = {"text": f"{number}"}
def double(numbers):
    return [number * 2 for number in sorted(numbers)]
try:
    for number in range(3):
        Thing(number), double([number])
    raise ValueError(number)
except ValueError:
    print(end="")
"""


def rehearse():
    """Runs a program that does nothing. A restored page is brought in when it is first touched, at the price of several system calls;
    paid here, it is not paid within the time and the processor share of a job."""
    job = Job(bytes(17) + len(REHEARSAL).to_bytes(4, "big") + REHEARSAL + bytes(8))
    module = types.ModuleType("__main__")
    run(job, module, None)
    flushed()
    del module
    gc.collect()


class Job:
    """The payload, field by field."""

    def __init__(self, payload):
        self.rest = memoryview(payload)
        self.guarded = bool(self.number(1) & 1)
        self.seed = bytes(self.take(16))
        self.source = self.text()
        self.arguments = [self.text() for _ in range(self.number(4))]
        self.files = [(self.text(), self.take(self.number(4))) for _ in range(self.number(4))]

    def take(self, count):
        part, self.rest = self.rest[:count], self.rest[count:]
        return part

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def text(self):
        return str(self.take(self.number(4)), "utf-8")


# === Output ===

BURST = 128
PER_SECOND = 100
TICK = 0.02


class Flusher:
    """Writes what streams hold back, soon after they do; a thread that exists only while there is something to do."""

    def __init__(self):
        self.streams = []
        self.running = False
        self.stopping = False
        self.due = False
        self.bell = _thread.allocate_lock()
        self.bell.acquire()

    def wake(self):
        self.due = True
        if not self.running:
            self.running = True
            try:
                _thread.start_new_thread(self.work, ())
            except BaseException:
                self.running = False
                raise

    def work(self):
        while True:
            self.due = False
            self.bell.acquire(True, TICK)
            self.flush()
            if self.due and not self.stopping:
                continue
            self.running = False
            # A writer that saw `running` a moment ago relies on this thread.
            if self.running or self.stopping or not self.due:
                return
            self.running = True

    def flush(self):
        for stream in self.streams:
            try:
                stream.flush()
            except (OSError, ValueError):
                pass

    def stop(self):
        """Before a fork: no thread and nothing held back, so that the child inherits neither."""
        self.stopping = True
        if self.running:
            self.bell.release()
            while self.running:
                time.sleep(0.0005)
            self.bell.acquire(False)
        self.stopping = False
        self.flush()


class Stream(io.BufferedWriter):
    """Writes through, so that nothing is lost when a program is stopped, unless it writes very often.

    A system call costs far more in a sandbox than outside. A program that writes more often than BURST allows has its output
    gathered for at most TICK seconds.
    """

    __slots__ = ("flusher", "tokens", "stamp")

    def write(self, data, clock=time.monotonic):
        count = super().write(data)
        now = clock()
        tokens = self.tokens + (now - self.stamp) * PER_SECOND
        self.stamp = now
        if tokens < 1:
            self.tokens = tokens
            if self.flusher.due:
                return count
            try:
                self.flusher.wake()
                return count
            except Exception:
                pass  # No thread to be had: write through.
        self.tokens = min(tokens - 1, BURST)
        self.flush()
        return count


Stream.__name__ = Stream.__qualname__ = "BufferedWriter"
Stream.__module__ = "_io"


def open_stream(descriptor, name, errors, flusher):
    raw = io.FileIO(descriptor, "wb", closefd=False)
    raw.name = name
    stream = Stream(raw, 1 << 16)
    stream.flusher, stream.tokens, stream.stamp = flusher, BURST, 0.0
    flusher.streams.append(stream)
    text = io.TextIOWrapper(stream, encoding="utf-8", errors=errors, newline="\n", write_through=True)
    text.mode = "w"
    return text


def open_streams():
    flusher = Flusher()
    sys.stdout = sys.__stdout__ = open_stream(1, "<stdout>", "surrogateescape", flusher)
    sys.stderr = sys.__stderr__ = open_stream(2, "<stderr>", "backslashreplace", flusher)
    os.register_at_fork(before=flusher.stop)


# === The program ===


def new_main():
    """A `__main__` in which nothing of this file can be seen."""
    module = types.ModuleType("__main__")
    module.__dict__.update(__builtins__=builtins, __file__=NAME, __cached__=None, __annotations__={})
    sys.modules["__main__"] = module
    return module


def put_files(files):
    for path, content in files:
        full = os.path.join(WORK, path)
        try:
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(content)
        except OSError as error:
            os.write(2, f"cannot write the input file {path}: {error.strerror}\n".encode())
            os._exit(1)


def prepare(job):
    put_files(job.files)
    sys.argv = [NAME, *job.arguments]
    sys.orig_argv = [sys.executable, *sys.argv]
    linecache.cache[NAME] = (lambda source=job.source: source,)
    random.seed(job.seed)
    if not job.guarded:
        put_files([(NAME, job.source.encode())])
        sys.path.insert(0, WORK)


def run(job, module, arm):
    """Runs the program as `python3 main.py` would, and gives its exit status."""
    try:
        code = compile(job.source.removeprefix("\ufeff"), NAME, "exec", dont_inherit=True)
        execute = exec  # The guard takes it away.
        if job.guarded:
            arm(module.__dict__)
        execute(code, module.__dict__)
        status = 0
    except SystemExit as error:
        status = status_of(error.code)
    except KeyboardInterrupt as error:
        report(error)
        status = 130
    except BaseException as error:
        report(error)
        status = 1
    return status


def status_of(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if -(1 << 63) <= code < 1 << 63 else 0xFF
    say(f"{code}\n")
    return 1


def say(text):
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except BaseException:
        pass


def report(error):
    """Shows an exception that nobody caught, through the program's own hook if it has one."""
    trim(error, set())
    if sys.excepthook is not sys.__excepthook__:
        try:
            return sys.excepthook(type(error), error, error.__traceback__)
        except BaseException as inner:
            trim(inner, set())
            say("Error in sys.excepthook:\n" + describe(inner) + "\nOriginal exception was:\n")
    say(describe(error))


def describe(error):
    try:
        return "".join(traceback.format_exception(type(error), error, error.__traceback__))
    except BaseException:
        return f"{type(error).__name__}\n"


def trim(error, seen):
    """Takes the frames of this directory out of a traceback and of those it is chained to."""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = without_ours(error.__traceback__)
        trim(error.__cause__, seen)
        error = error.__context__


def without_ours(entry):
    first = last = None
    while entry is not None:
        following = entry.tb_next
        if not entry.tb_frame.f_code.co_filename.startswith(HERE):
            if last is None:
                first = entry
            else:
                last.tb_next = entry
            last = entry
        entry = following
    if last is not None:
        last.tb_next = None
    return first


# === The end ===


def join_threads():
    if "threading" in sys.modules:
        attempt(sys.modules["threading"]._shutdown)


def attempt(step):
    try:
        step()
    except BaseException as error:
        report(error)


def flushed():
    """Flushes both streams; python3 turns a failure into status 120."""
    good = True
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except BaseException as error:
            if stream is sys.stdout:
                good = False
                say(f"Exception ignored in: {stream!r}\n{type(error).__name__}: {error}\n")
    return good


def main(guard):
    module = new_main()
    job = wait()
    prepare(job)
    status = run(job, module, guard.arm)
    join_threads()
    attempt(atexit._run_exitfuncs)
    good = flushed()
    # Objects that live until the end have finalizers with output of their own, so the program's go in the order in which python3
    # lets them go. Whatever else it would take down, the sandbox takes down faster.
    gc.collect()
    del module
    sys.modules.pop("__main__", None)
    gc.collect()
    os._exit(status if flushed() and good else 120)


def start():
    # A sandbox without the guard must not come up: fail, and the host sees no answer to its ping.
    sys.path.insert(0, HERE)
    import guard

    sys.path.pop(0)
    del sys.modules["guard"]
    os.makedirs(WORK, exist_ok=True)
    os.chdir(WORK)
    open_streams()
    guard.prepare()
    gc.collect()
    gc.freeze()
    main(guard)


start()
