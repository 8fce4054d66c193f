"""Work given to workers of this machine, or to those of a running Dask scheduler, through one interface: an Executor of the standard
library. A worker that dies is replaced, and what it had in hand is given out again."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from workbook_templates.reading.errors import UsageError

ALONE = 2
"""How often what kills its worker is given out alone."""
PATIENCE = "10s"
"""How long a scheduler may take to answer."""
T = TypeVar("T")
Start = Callable[[], Executor]


@contextmanager
def workers(cluster: str, count: int = 0) -> Iterator[Start]:
    """What starts an executor. cluster: address of a scheduler, '' for this machine. count: processes here, 0 for one a processor.

    Raises UsageError where nobody answers at the address."""
    if not cluster:
        import multiprocessing

        spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        yield lambda: ProcessPoolExecutor(count or os.cpu_count() or 1, mp_context=spawn)
        return
    from distributed import Client

    try:
        client = Client(cluster, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]  # distributed says nothing of it
    except (OSError, ValueError, TimeoutError) as error:
        remedy = "请核对地址（如 tcp://10.0.0.1:8786），确认调度程序开着；不写 --cluster 就用这台机器"
        raise UsageError(f"连不上 {cluster}（{error}），什么也没有做。{remedy}。") from error
    with client:
        yield partial(client.get_executor, pure=False)


def each_done(start: Start, work: Callable[[str], T], given: Sequence[str]) -> Iterator[tuple[str, T | Exception]]:
    """Every text with what the work on it gave, in the order in which they are done; the error for one that always took its worker with it.

    What a death has cost is given out again together; once a round has brought nothing, each goes alone. work: raises nothing itself."""
    left, alone = list(given), 0
    while left:
        lost: dict[str, Exception] = {}
        for group in [[text] for text in left] if alone else [left]:
            for text, told in one_round(start, work, group):
                if isinstance(told, Exception):
                    lost[text] = told
                else:
                    yield text, told
        if alone == ALONE:
            yield from lost.items()
            return
        left, alone = [*lost], alone + 1 if alone or len(lost) == len(left) else 0


def one_round(start: Start, work: Callable[[str], T], group: Sequence[str]) -> Iterator[tuple[str, T | Exception]]:
    """The same with one executor, until it breaks."""
    with start() as executor:
        futures: dict[Future[T], str] = {}
        try:
            for text in group:
                futures[executor.submit(work, text)] = text
        except BrokenExecutor as broken:
            yield from ((text, broken) for text in group[len(futures) :])
        for future in as_completed(futures):
            died = CancelledError() if future.cancelled() else future.exception()
            yield futures[future], future.result() if died is None else died if isinstance(died, Exception) else RuntimeError(died)
