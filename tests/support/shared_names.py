"""Which names the modules of the product share, and which of them mean two things in two places."""

import ast
import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

CONSTANTS = {
    "each sheet has its own name; a reader says whose: dashboard.SHEET, map_page.SHEET": "SHEET",
    "the row of the header, as each page is laid out": "HEADER",
    "each group of tables has its own, which the one in workbook_templates.tables joins": "TABLES",
}
"""Why constants of one name differ → their names."""
CLASSES = {"what xlwings calls so, which the engine for Calc must call so too": "Book Table Tables"}
"""Why classes of one name have different fields → their names."""


def defined(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """(name, whether it is a class) of the public constants and classes that a module defines at its top."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        named = (one for target in targets for one in ([target] if isinstance(target, ast.Name) else getattr(target, "elts", ())))
        yield from ((one.id, False) for one in named if isinstance(one, ast.Name) and one.id.isupper() and not one.id.startswith("_"))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, True


def read_elsewhere(trees: Mapping[str, ast.Module]) -> set[tuple[str, str]]:
    """(module, name) of what another module imports, or asks of the module that it imports."""
    found: set[tuple[str, str]] = set()
    for tree in trees.values():
        called: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                found.update((node.module, one.name) for one in node.names)
                called |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        asked = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
        found.update((called[node.value.id], node.attr) for node in asked if isinstance(node.value, ast.Name) and node.value.id in called)
    return found


def meanings(modules: Mapping[str, Path]) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Constants and classes that several modules define: name → module → the value, or the fields. Of constants only those that another
    module reads: the others are their module's own, like the names within a function."""
    trees = {name: ast.parse(path.read_bytes()) for name, path in modules.items()}
    shared = read_elsewhere(trees)
    constants: dict[str, dict[str, str]] = {}
    classes: dict[str, dict[str, str]] = {}
    for module, tree in trees.items():
        held = importlib.import_module(module)
        for name, is_class in defined(tree):
            if is_class:
                classes.setdefault(name, {})[module] = repr([*getattr(getattr(held, name), "__annotations__", ())])
            elif (module, name) in shared:
                constants.setdefault(name, {})[module] = repr(getattr(held, name))
    return several(constants), several(classes)


def several(found: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Those that are not the same wherever they stand."""
    return {name: dict(of) for name, of in sorted(found.items()) if len(set(of.values())) > 1}
