"""The table of tasks: every name once, whichever side of the house declares it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from app.adapters.queue import RetryPlan
from app.services.workshop import OutsideTask, Task


class TaskNamedTwice(Exception):
    """Two tasks of the same name: a promise could mean either."""


def task_table(*groups: Iterable[Task | OutsideTask]) -> Mapping[str, Task | OutsideTask]:
    """All tasks by name; raises TaskNamedTwice."""
    table: dict[str, Task | OutsideTask] = {}
    for group in groups:
        for task in group:
            if task.name in table:
                raise TaskNamedTwice(task.name)
            table[task.name] = task
    return MappingProxyType(table)


def plans_of(tasks: Mapping[str, Task | OutsideTask]) -> Mapping[str, RetryPlan]:
    """The retry plans by name, as the queue wants them."""
    return {name: task.plan for name, task in tasks.items()}
