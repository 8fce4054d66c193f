"""setup_here for real: a copy of the checkout in an awkward path, an empty environment, online and offline."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.checkout import copy_checkout

from addin import setup_here

DEBIAN = Path("/usr/bin/python3")
PYTHON = str(DEBIAN) if DEBIAN.exists() else sys.executable
"""The interpreter that CI and most Linux users have; the environment under test is built from it."""

TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def clean(home: Path, **more: str) -> dict[str, str]:
    """An environment of nothing but PATH and a fresh HOME, and what this machine needs to reach its package registry.

    What was downloaded is kept from test to test, and nothing is compiled beforehand: both cost half a minute a test and prove nothing.
    """
    kept = (name for name in os.environ if name.startswith("PIP_") or name.lower().endswith("_proxy") or name in TRUST)
    quick = {"PIP_CACHE_DIR": str(home.parent / "pip"), "PIP_COMPILE": "0"}
    return {**{name: os.environ[name] for name in kept}, "PATH": os.environ["PATH"], "HOME": str(home), **quick, **more}


def offline(home: Path) -> dict[str, str]:
    """The same of a machine that reaches no registry."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_COMPILE": "0"}


def here(house: Path, *arguments: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the copy's setup_here as a user would."""
    return run([PYTHON, str(house / "addin" / "setup_here.py"), *arguments], cwd, env)


def run(command: list[str], cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run to the end, with nobody to answer a question."""
    return subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=600, check=False
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the checkout in a folder with Chinese, a blank and shell characters in its name."""
    return copy_checkout(tmp_path / "中文 目录 &(1)")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where the user stands, with modules beside the user that must not be taken for ours."""
    folder = tmp_path / "办公 桌面"
    folder.mkdir()
    for name in ("macros", "click"):
        (folder / f"{name}.py").write_text("raise SystemExit('the file beside the user was run')\n")
    return folder


MARK = '\nprint("ran in", __import__("os").getcwd())\nprint("from", __file__)\n'


def test_a_clerk_gets_a_copy_that_follows_the_sources(house: Path, desk: Path, tmp_path: Path) -> None:
    """First run, second run, a changed source, a moved checkout, a half-made .venv: each ends with the command run."""
    env, room = clean(tmp_path), house / "macros" / "__init__.py"
    room.write_text(room.read_text("utf-8") + MARK, "utf-8")
    first = here(house, "--help", cwd=desk, env=env)
    assert first.returncode == 0, first.stderr
    assert f"ran in {desk}" in first.stdout
    assert "site-packages" in first.stdout
    assert "正在安装" in first.stderr
    assert "正在" not in first.stdout

    second = here(house, "--help", cwd=desk, env=env)
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")

    room.write_text(room.read_text("utf-8") + 'print("changed")\n', "utf-8")
    third = here(house, "--help", cwd=desk, env=env)
    assert (third.returncode, third.stdout.count("changed")) == (0, 1), third.stderr
    assert "正在安装" in third.stderr

    moved = house.rename(house.with_name("改名"))
    fourth = here(moved, "--help", cwd=desk, env=env)
    assert fourth.returncode == 0, fourth.stderr
    assert str(moved) in fourth.stdout

    shutil.rmtree(next((moved / ".venv").rglob("site-packages/pip")))
    fifth = here(moved, "--help", cwd=desk, env=env)
    assert (fifth.returncode, fifth.stdout) == (0, fourth.stdout), fifth.stderr
    assert "正在建立虚拟环境" in fifth.stderr


def test_offline_from_the_wheels_folder(house: Path, desk: Path, tmp_path: Path) -> None:
    """What the docstring says to run fills wheels/ so that nothing else is needed; an incomplete one is named as the cause."""
    maker = tmp_path / "maker"
    subprocess.run([PYTHON, "-m", "venv", str(maker)], check=True, capture_output=True)
    fill = [str(setup_here.python_in(maker)), "-m", "pip", "wheel", "-q", "-w", "wheels", ".", "hatchling"]
    subprocess.run(fill, cwd=house, env=clean(tmp_path), check=True, timeout=600)
    done = here(house, "--help", cwd=desk, env=offline(tmp_path))
    assert done.returncode == 0, done.stderr

    next((house / "wheels").glob("click-*")).unlink()
    shutil.rmtree(house / ".venv")
    failed = here(house, "--help", cwd=desk, env=offline(tmp_path))
    assert failed.returncode == 2
    assert "wheels" in failed.stderr
    assert "它可能不全" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_without_network_it_says_what_to_do_and_tries_again_next_time(house: Path, desk: Path, tmp_path: Path) -> None:
    """A failed installation leaves no note, so the next run installs."""
    for _ in range(2):
        failed = here(house, "--help", cwd=desk, env=offline(tmp_path))
        assert failed.returncode == 2
        assert "请检查网络" in failed.stderr
        assert "Traceback" not in failed.stderr
        assert not (house / ".venv" / "duban.installed").exists()


def test_test_installs_editable_and_serves_the_plain_command_too(house: Path, desk: Path, tmp_path: Path) -> None:
    """--test runs pytest in the checkout, from the sources; the plain command then runs the sources and does not reinstall.
    Exit status and standard output are those of what is run."""
    env = clean(tmp_path)
    shutil.rmtree(house / "tests")
    (house / "tests").mkdir()
    check = "import macros, pathlib\n\ndef test_sources():\n    assert pathlib.Path(macros.__file__).parents[1] == pathlib.Path.cwd()\n"
    (house / "tests" / "test_one.py").write_text(check)
    done = here(house, "--test", "-q", "tests/test_one.py", cwd=desk, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    room = house / "macros" / "__init__.py"
    room.write_text(room.read_text("utf-8") + MARK, "utf-8")
    plain = here(house, "--help", cwd=desk, env=env)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert f"from {room}" in plain.stdout
    (house / "tests" / "test_one.py").write_text("def test_wrong():\n    assert 0\n")
    assert here(house, "--test", "-q", cwd=desk, env=env).returncode == 1
    room.write_text("")
    room.with_name("__main__.py").write_text("import sys\nprint('结果', *sys.argv[1:])\nsys.exit(len(sys.argv))\n", "utf-8")
    done = here(house, "示 范", "--as-of", "2026-07-01", cwd=desk, env=env | {"LC_ALL": "C"})
    assert (done.returncode, done.stdout) == (4, "结果 示 范 --as-of 2026-07-01\n"), done.stderr


@pytest.mark.parametrize(
    ("version", "words"),
    [((3, 6, 15), "现在是 3.6.15"), ((3, 10, 99), "需要 Python 3.11 以上"), ((3, 11, 0), ""), ((3, 14, 1), ""), ((4, 0, 0), "")],
)
def test_an_old_python_is_told(version: tuple[int, ...], words: str) -> None:
    message = setup_here.too_old(version)
    assert words in message
    assert bool(message) == bool(words)


def test_an_old_python_can_read_the_file() -> None:
    """Grammar, and annotations that 3.6 would trip over when it defines the functions."""
    tree = ast.parse(Path(setup_here.__file__).read_text("utf-8"), feature_version=(3, 6))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for annotation in [argument.annotation for argument in function.args.args] + [function.returns]:
            assert isinstance(annotation, ast.Constant) or (isinstance(annotation, ast.Name) and annotation.id in ("str", "int", "bool"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names | {"importlib.util"}


def test_a_python_without_venv_is_told(house: Path, desk: Path, tmp_path: Path) -> None:
    """Debian without python3-venv: venv is there, ensurepip is not."""
    start = "import importlib.util as u; f = u.find_spec; u.find_spec = lambda n, p=None: None if n == 'ensurepip' else f(n, p)\n"
    start += f"import runpy; runpy.run_path({str(house / 'addin' / 'setup_here.py')!r}, run_name='__main__')"
    done = run([PYTHON, "-c", start], desk, clean(tmp_path))
    assert done.returncode == 2
    assert "缺少 ensurepip 模块" in done.stderr
    assert "sudo apt install python3-venv" in done.stderr
    assert not (house / ".venv").exists()


@pytest.mark.skipif(os.name == "nt", reason="a Windows path can't hold the separator that POSIX uses")
def test_a_path_with_the_separator_is_told(house: Path, desk: Path, tmp_path: Path) -> None:
    done = here(house.rename(tmp_path / "甲:乙"), "--help", cwd=desk, env=clean(tmp_path))
    assert done.returncode == 2
    assert "路径里有“:”" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("house", "windows", "version", "testing", "words"),
    [
        ("C:\\督办", True, (3, 12, 9), True, "纯英文路径"),
        ("C:\\督办", True, (3, 13, 0), True, ""),
        ("C:\\督办", True, (3, 11, 0), False, ""),
        ("C:\\duban", True, (3, 11, 0), True, ""),
        ("/督办", False, (3, 11, 0), True, ""),
        ("C:\\a;b", True, (3, 13, 0), False, "“;”"),
    ],
)
def test_bad_paths(house: str, windows: bool, version: tuple[int, ...], testing: bool, words: str) -> None:
    message = setup_here.bad_path(house, ";" if windows else ":", windows, version, testing)
    assert words in message
    assert bool(message) == bool(words)


def test_a_folder_that_cannot_be_written_is_told(house: Path, desk: Path, tmp_path: Path) -> None:
    """A file stands where .venv should be: venv itself can't make the folder, whoever runs it."""
    (house / ".venv").write_text("")
    done = here(house, "--help", cwd=desk, env=clean(tmp_path))
    assert done.returncode == 2
    assert "建不了虚拟环境" in done.stderr
    assert "setup_here.py" not in done.stderr
    assert not done.stdout


def test_messages_come_out_on_a_console_of_another_code_page(house: Path, desk: Path, tmp_path: Path) -> None:
    done = here(house.rename(tmp_path / "a:b"), cwd=desk, env=clean(tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C"))
    assert done.returncode == 2
    assert "请把文件夹改名" in done.stderr


@pytest.mark.parametrize(
    ("noted", "grouping", "extra"),
    [("", False, False), ("", True, True), (setup_here.NOTED, False, True), (setup_here.NOTED, True, True)],
)
def test_what_only_a_group_needs_is_installed_when_it_is_called_for_and_stays(
    noted: str, grouping: bool, extra: bool, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """noted: how the note of an installation that fits the sources no more ends."""
    asked: list[bool] = []
    monkeypatch.setattr(setup_here, "works", lambda _: True)

    def install(_house: Path, _venv: Path, _editable: bool, wanted: bool) -> str:
        asked.append(wanted)
        return ""

    monkeypatch.setattr(setup_here, "install", install)
    (house / ".venv").mkdir()
    (house / ".venv" / "duban.installed").write_text(f"copy old{noted}", "utf-8")
    assert setup_here.prepare(house, False, grouping) == ""
    assert asked == [extra]
    assert setup_here.prepare(house, False, False) == ""
    assert asked == [extra]


def test_the_note_changes_with_what_was_installed(house: Path) -> None:
    copy, editable = setup_here.fingerprint(house, False), setup_here.fingerprint(house, True)
    assert copy.startswith("copy ")
    assert editable.startswith("editable ")
    assert setup_here.fingerprint(house, False, True) == copy + setup_here.NOTED
    (house / "udfs" / "rules" / "more.txt").write_text("data")
    assert setup_here.fingerprint(house, False) != copy
    assert setup_here.fingerprint(house, True) == editable
    (house / "udfs" / "rules" / "more.txt").unlink()
    assert setup_here.fingerprint(house, False) == copy
    (house / "pyproject.toml").write_text("[project]\n")
    assert setup_here.fingerprint(house, True) != editable
