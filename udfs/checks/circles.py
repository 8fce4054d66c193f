"""Names that lead back to themselves over other names: 前置编号, 上级指标, 并入部门."""

from collections.abc import Iterable, Mapping


def circles_in(leads: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The groups of names of which each leads to each other, and names that lead to themselves; names nobody holds lead nowhere.

    Tarjan's strongly connected components, without recursion because a chain may be as long as the ledger. Each group is in
    the order of `leads`.
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: dict[str, None] = {}
    found: list[tuple[str, ...]] = []
    for start in leads:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        waiting[start] = None
        path = [(start, iter(leads[start]))]
        while path:
            name, ahead = path[-1]
            step = next((other for other in ahead if other in leads), None)
            if step is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[name])
                if lowest[name] == order[name]:
                    found.append(taken_until(name, waiting))
            elif step not in order:
                order[step] = lowest[step] = len(order)
                waiting[step] = None
                path.append((step, iter(leads[step])))
            elif step in waiting:
                lowest[name] = min(lowest[name], order[step])
    places = {name: place for place, name in enumerate(leads)}
    return [tuple(sorted(group, key=places.__getitem__)) for group in found if len(group) > 1 or group[0] in leads[group[0]]]


def taken_until(name: str, waiting: dict[str, None]) -> tuple[str, ...]:
    """Take the names off the end of `waiting`, up to and with `name`."""
    group = []
    while True:
        last, _ = waiting.popitem()
        group.append(last)
        if last == name:
            return tuple(group)
