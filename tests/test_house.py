"""The house rules that a tool can hold: arrows, types, licences, names, sizes, and what the wheel carries."""

import ast
import functools
import graphlib
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from support import quick, shared_names
from support.checkout import copy_checkout, files
from support.tools import HOUSE

ROOMS = ("addin", "macros", "udfs", "workbook_templates")
MOST_LINES = 400
HEAVY = ("pandas", "numpy", "xlwings", "openpyxl", "httpx", "keyring")


def modules(*folders: str) -> list[Path]:
    """The Python files of these folders."""
    return [path for path in files() if path.suffix == ".py" and path.parts[0] in folders]


def texts() -> Iterator[tuple[Path, str]]:
    """Every file that is text, with its content."""
    for path in files():
        data = (HOUSE / path).read_bytes()
        if b"\0" not in data:
            yield path, data.decode("utf-8")


def imports(path: Path) -> set[str]:
    """Every module that a file may import, 'from a import b' as a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((HOUSE / path).read_bytes())):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
            found.update(f"{node.module}.{name.name}" for name in node.names)
    return found


def within(module: str, *packages: str) -> bool:
    """Whether a module is one of the packages or lies in it."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def run(*command: str, cwd: Path = HOUSE, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment and keep what it says."""
    return subprocess.run(command, cwd=cwd, env=os.environ | more, capture_output=True, encoding="utf-8", timeout=900, check=False)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param([str(Path(sysconfig.get_path("scripts")) / "lint-imports")], id="import-linter"),
        pytest.param([sys.executable, "-m", "ruff", "check", "."], id="ruff"),
        pytest.param([sys.executable, "-m", "mypy", *ROOMS, "tests", "docs/tools"], id="mypy"),  # strict for all: types everywhere
    ],
)
def test_the_checkers_are_content(command: list[str]) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_of_xlwings_pro_is_imported() -> None:
    """xlwings.pro and xlwings.reports stand under a licence that this product does not have."""
    barred = ("xlwings.pro", "xlwings.reports")
    wrong = {str(path): name for path in modules(*ROOMS, "tests") for name in imports(path) if any(within(name, bar) for bar in barred)}
    assert wrong == {}


def test_the_oracle_does_not_ask_the_rules() -> None:
    """A second computation that imports the first proves nothing."""
    oracles = [path for path in modules("tests") if path.name.startswith("oracle") and path.parts[1] == "support"]
    assert oracles
    assert {str(path): name for path in oracles for name in imports(path) if within(name, "udfs")} == {}


def test_tests_import_no_tests() -> None:
    """What several tests share lies in tests/support, named for the thing."""
    wrong = {str(path): name for path in modules("tests") for name in imports(path) if name.removeprefix("tests.").startswith("test_")}
    assert wrong == {}


RECORDS = {"_replace", "_fields", "_asdict", "_make"}
"""What a NamedTuple offers everybody; the underscore is there lest it be taken for a field."""
OTHERS_PRIVATE = {
    "_p": "python-docx's own: the element behind a paragraph, for which it has no public name",
    "_r": "the same of a run",
    "_tbl": "the same of a table",
    "_tr": "the same of a row of a table",
    "_charts": "openpyxl's own: it reads charts and has no other way to ask for them",
    "_archive": "openpyxl's own: the zip behind a workbook that is read row by row",
    "_worksheet_path": "openpyxl's own: the part behind a sheet that is read row by row",
    "_rel_type": "openpyxl's own: how the relations of a sheet name its tables",
    "_exit": "the standard library's: an end without a clean-up, as a power cut is one",
}
"""Names with an underscore that tests use on what is not ours → why."""
BY_NAME = {"getattr", "setattr", "delattr", "hasattr", "patch", "object"}
"""Functions and methods that are told a name as a text."""


def private(name: str) -> bool:
    """Whether a name, or the last part of a dotted one, is its owner's business."""
    last = name.rpartition(".")[2]
    return last.startswith("_") and not last.endswith("__") and last.isidentifier() and len(last) > 1


def private_names(path: Path) -> Iterator[str]:
    """The private names that a file takes from others: imported, asked of an object, or told as a text to what looks names up."""
    for node in ast.walk(ast.parse((HOUSE / path).read_bytes())):
        if isinstance(node, ast.ImportFrom) and within(node.module or "", *ROOMS):
            yield from (name.name for name in node.names if private(name.name))
        elif isinstance(node, ast.Attribute) and private(node.attr):
            if not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                yield node.attr
        elif isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in BY_NAME:
            told = (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
            yield from (name.rpartition(".")[2] for name in told if private(name))


def test_tests_touch_no_private_names() -> None:
    """What a test needs is public, or the test goes another way. Each exception stands above with its reason, and is still needed."""
    used = {(str(path), name) for path in modules("tests") for name in private_names(path)}
    assert {(path, name) for path, name in used if name not in RECORDS | OTHERS_PRIVATE.keys()} == set()
    assert {name for _, name in used} >= OTHERS_PRIVATE.keys()


HOSTS = ("pypi." + "org", "files." + "pythonhosted", "registry." + "npmjs", "deb." + "debian", "npmmirror", "tuna." + "tsinghua")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        pytest.param(r"(?<![\w.}])/(root|work|home|Users)/", "a path of one machine", id="machine paths"),
        pytest.param("|".join(map(re.escape, HOSTS)), "a registry or mirror: that is the machine's own setting", id="registries"),
        pytest.param("TO" + "DO|FIX" + "ME", "unfinished work belongs into an issue", id="unfinished"),
    ],
)
def test_no_file_holds(pattern: str, why: str) -> None:
    this = Path("tests/test_house.py")
    found = [f"{path}: {match[0]}" for path, text in texts() if path != this and (match := re.search(pattern, text))]
    assert found == [], why


@functools.cache
def meanings() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Constants and classes of the product that mean several things, by name and module."""
    return shared_names.meanings({".".join(path.with_suffix("").parts).removesuffix(".__init__"): HOUSE / path for path in modules(*ROOMS)})


@pytest.mark.parametrize(("which", "excepted"), [(0, shared_names.CONSTANTS), (1, shared_names.CLASSES)], ids=["constants", "classes"])
def test_one_name_means_one_thing(which: int, excepted: dict[str, str]) -> None:
    """Constants that modules share, and classes, of one name have one value, and the same fields. Each exception has its reason, and is
    still needed."""
    differing = meanings()[which]
    listed = " ".join(excepted.values()).split()
    assert {name: of for name, of in differing.items() if name not in listed} == {}
    assert sorted(set(listed) - differing.keys()) == []
    assert len(listed) == len(set(listed))


NOT_OURS = {
    "macros.py": "what a stranger may have beside the workbook",
    "test_marked.py": "made by a test of the judges",
    "test_one.py": "made by a test of setup_here",
    "uno.py": "LibreOffice's own",
}
"""Python files that a text of ours names and that are not in the checkout → whose they are."""


def test_python_files_that_a_text_names_are_there() -> None:
    """Docstrings, comments and pages name a file by its path, or by its bare name where it lies near; after a move they must follow."""
    ours = [f"/{path.as_posix()}" for path in files()]
    named = re.compile(r"(?<![\w./~-])(?:\w+/)*[a-z_]\w*\.py\b")
    found = {(str(path), name[0]) for path, text in texts() for name in named.finditer(text) if Path(name[0]).name not in NOT_OURS}
    assert {(path, name) for path, name in found if not any(one.endswith(f"/{name}") for one in ours)} == set()


def circle(*, with_types: bool) -> list[str]:
    """The modules of one circle of imports; [] where there is none. Imports within functions count.

    with_types: those under TYPE_CHECKING count too; a running program never sees them."""
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=not with_types, cache_dir=None)
    try:
        graphlib.TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_no_circle_of_imports_at_run_time() -> None:
    """A module can be read after those that it names, and none has to wait for another that waits for it."""
    assert circle(with_types=False) == []


def test_a_circle_would_be_seen() -> None:
    """The engine's objects name each other's types, as those of xlwings do: the one circle that there is, and only for mypy."""
    found = circle(with_types=True)
    assert found
    assert all(within(module, "addin.calc") for module in found)


def test_every_name_in_the_table_of_slow_tests_is_there() -> None:
    """A renamed module would become quick without a word."""
    for module, _, test in (name.partition("::") for name in quick.NAMES):
        assert f"def {test}" in (HOUSE / "tests" / f"{module}.py").read_text("utf-8")


def test_no_module_is_too_long() -> None:
    lines = {str(path): (HOUSE / path).read_bytes().count(b"\n") for path in modules(*ROOMS)}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_module_beside_setup_here_hides_one_of_the_standard_library() -> None:
    """`python3 addin/setup_here.py` puts addin/ first on the path."""
    beside = {path.name.removesuffix(".py") for path in (HOUSE / "addin").iterdir()}
    assert beside & sys.stdlib_module_names == set()


def test_the_wheel_holds_the_four_rooms_and_installs(tmp_path: Path) -> None:
    """Every file of the rooms, data files too, and nothing else; the installed copy starts."""
    house = copy_checkout(tmp_path / "house")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    built = run(*pip, "wheel", ".", "--no-deps", "-w", str(tmp_path), cwd=house)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
        notes = {name.rpartition("/")[2] for name in archive.namelist() if ".dist-info/" in name}
    assert carried == {path.relative_to(house).as_posix() for room in ROOMS for path in (house / room).rglob("*") if path.is_file()}
    assert {"METADATA", "entry_points.txt", "LICENSE"} <= notes

    target = tmp_path / "installed"
    installed = run(*pip, "install", "--no-deps", "--target", str(target), str(wheel))
    assert installed.returncode == 0, installed.stderr
    ask = "import macros.__main__ as m; print(m.__file__)"
    started = run(sys.executable, "-P", "-c", ask, cwd=tmp_path, PYTHONPATH=str(target))
    assert (started.returncode, started.stdout) == (0, f"{target / 'macros' / '__main__.py'}\n"), started.stderr


QUICK = [name for name in ("__main__", "check", "refresh", "send", "collect", "remind") if Path(f"macros/{name}.py") in files()]


@pytest.mark.parametrize("name", QUICK)
def test_start_up_loads_nothing_heavy(name: str) -> None:
    """Start-up is speed: pandas alone costs as long as a whole refresh."""
    ask = f"import sys, macros.{name}; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = run(sys.executable, "-c", ask)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_folders_that_the_page_of_the_house_names_are_there() -> None:
    """docs/房子.md and README send people to folders; after a move they must follow. Files have a test of their own above."""
    folders = {f"/{parent.as_posix()}/" for path in files() for parent in path.parents}
    page = (HOUSE / "docs" / "房子.md").read_text("utf-8")
    named = set(re.findall(r"`([\w./]+/)`", page))
    assert len(named) > 20
    assert {name for name in named if not any(folder.endswith(f"/{name}") for folder in folders)} == set()
    readme = (HOUSE / "README.md").read_text("utf-8").partition("## Where things are")[2].partition("\n## ")[0]
    rooms = {room: re.findall(r"[a-z_]+", told) for room, told in re.findall(r"^    (\w+)/ {2,}(?:\w+ )+ {2,}(.*)$", readme, re.MULTILINE)}
    assert set(rooms) >= set(ROOMS)
    inner = {f"/{room}/{path.name}/" for room in ROOMS for path in (HOUSE / room).iterdir() if path.is_dir() and path.name != "__pycache__"}
    told = {f"/{room}/{name}/" for room, names in rooms.items() for name in names}
    assert inner <= told
