"""One run of questions about passages at a time: two at once would pay for the same answers twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qes.errors import AlreadyAsking
from qes.project import ASKING, Project, make_folder


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Keep other runs on this machine out; however this one ends, the next may begin.

    Raises:
        AlreadyAsking: Another run is under way.
        CannotWrite: Disk or permissions.
    """
    from filelock import FileLock, Timeout

    make_folder(project.hidden)
    lock = FileLock(project.hidden / ASKING, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyAsking(str(project.folder)) from None
    try:
        yield
    finally:
        lock.release()
