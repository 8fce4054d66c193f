"""The VBA of the master and of duban.xlam, read back from the built files by two readers that know nothing of us."""

import importlib.metadata
import io
import re
import subprocess
import sys
import types
import warnings
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from support.tools import HOUSE, needs_sdk, sdk_errors
from support.udf_host import dispatcher

from addin.excel import modules, ribbon, xlam
from addin.excel.modules import addin_modules, buttons_source, for_excel, master_modules, source, xlwings_source
from addin.excel.wrappers import LIBREOFFICE, MODULE, CellFunction, wrapper
from macros.steps.master_file import cell_functions
from workbook_templates.master.buttons import TEXT, macro, shown
from workbook_templates.master.master import write_master
from workbook_templates.tables.actions import ACTIONS

OURS = ("DB_Buttons", "DB_Ribbon")
CALLING = "Application.Caller.Parent.Parent"
SAMPLE = CellFunction("DB_TRY", "试 & <验>", ("first", "second"), 1, ("第一个", "第二个"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A master and an add-in."""
    folder = tmp_path_factory.mktemp("vba")
    master, addin = folder / "督办总台账.xlsm", folder / xlam.ADDIN_FILE
    write_master(master, {}, company="示范", year=2026, modules=master_modules(cell_functions()))
    addin.write_bytes(xlam.addin_file(cell_functions()))
    return {"master": master, "addin": addin}


def olevba_modules(path: Path) -> dict[str, str]:
    """Module → its text, as olevba finds it, which still calls its parser by old names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path), data=path.read_bytes())
        found = {Path(name).stem: text for _, _, name, text in parser.extract_macros()}
        parser.close()
    return {name: body(text) for name, text in found.items()}


def openvba_modules(path: Path) -> dict[str, str]:
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book:
        project = book.vba_project()
        assert project.validate() == []
        return {name: body(project.get_module(name).body) for name in project.module_names()}


def body(text: str) -> str:
    """Without the attributes at the head, which only an export shows, and with line feeds alone."""
    return re.sub(r"\A(Attribute [^\n]*\n)+", "", text.replace("\r\n", "\n")).strip()


@pytest.mark.parametrize("read", [pytest.param(olevba_modules, id="olevba"), pytest.param(openvba_modules, id="pyOpenVBA")])
@pytest.mark.parametrize("kind", ["master", "addin"])
def test_every_module_reads_back(built: dict[str, Path], kind: str, read: object) -> None:
    made = {"master": master_modules, "addin": addin_modules}[kind](cell_functions())
    there = read(built[kind])  # type: ignore[operator]
    for name, text in made.items():
        text.encode("ascii")
        assert there[name] == body(text), name


@pytest.mark.parametrize("made", [pytest.param(master_modules, id="master"), pytest.param(addin_modules, id="addin")])
def test_our_vba_is_short(made: object) -> None:
    """Under 60 lines in a workbook."""
    ours = [text for name, text in made(cell_functions()).items() if name in OURS]  # type: ignore[operator]
    assert 0 < sum(text.count("\r\n") for text in ours) < 60


def test_there_is_a_sub_for_every_button() -> None:
    lines = buttons_source().split("\r\n")
    assert [line for line in lines if ': DB_Call "' in line] == [f'Sub {macro(action)}(): DB_Call "{action.key}"' for action in shown()]
    assert {action.key for action in shown()} == {action.key for action in ACTIONS if action.button}


@pytest.mark.parametrize("part", ribbon.FORMS)
def test_the_ribbon_has_every_button_in_its_group(built: dict[str, Path], part: str) -> None:
    with zipfile.ZipFile(built["addin"]) as package:
        tree = etree.fromstring(package.read(part))
        relations = package.read("_rels/.rels").decode()
    space = f"{{{ribbon.FORMS[part]}}}"
    groups = {group.get("label"): [*group] for group in tree.iter(f"{space}group")}
    assert [*groups] == [group for group in ("日常", "收发", "考核", "文书", "图表", "帮助") if group in {a.group for a in shown()}]
    for name, buttons in groups.items():
        assert [(b.get("tag"), b.get("label"), b.get("supertip")) for b in buttons] == [
            (action.key, action.name, action.help) for action in shown() if action.group == name
        ]
        assert {b.get("onAction") for b in buttons} == {"DB_Ribbon.DB_Ribbon"}
    assert len({node.get("id") for node in tree.iter() if node.get("id")}) == sum(map(len, groups.values())) + len(groups) + 1
    assert f'Target="{part}"' in relations
    assert "Sub DB_Ribbon(control As IRibbonControl)" in openvba_modules(built["addin"])["DB_Ribbon"]


def test_vba_dll_and_package_are_of_one_version() -> None:
    version = importlib.metadata.version("xlwings")
    assert f'"xlwings=={version}"' in (HOUSE / "pyproject.toml").read_text("utf-8")
    for file, project in (("xlwings.bas", "xlwings"), ("xlwings_custom_addin.bas", "myaddin")):
        text = xlwings_source(file, project)
        assert modules.xlwings_version(text) == version
        assert set(re.findall(r"xlwings(?:32|64)-([\d.]+)\.dll", text)) == {version}


@pytest.mark.parametrize(("file", "project"), [("xlwings.bas", "xlwings"), ("xlwings_custom_addin.bas", "myaddin")])
def test_no_workbook_can_name_a_program(file: str, project: str) -> None:
    """A sheet duban.conf or a duban.conf beside a workbook that a stranger sent is not read; nothing is sent to xlwings.pro."""
    text = xlwings_source(file, project)
    assert 'PROJECT_NAME As String = "duban"' in text
    reading = text[text.index("Function GetConfig(") : text.index("Function GetConfigFromFile")]
    assert re.findall(r"If (source = .*) Then", reading) == ['source = "" Or source = "user"']
    assert "GetConfigFromSheet" not in text
    assert 'Right$(sht.Name, 3) = ".py"' not in text


def test_another_version_of_xlwings_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "xlwings.bas").write_text('Public Const XLWINGS_VERSION As String = "9.9"\n')
    monkeypatch.setattr(modules, "xlwings_folder", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"xlwings 9\.9"):
        xlwings_source.__wrapped__("xlwings.bas", "xlwings")


CONDITIONS: list[tuple[str, str, str]] = [
    ("nothing", "a\nb", "a\nb\n"),
    ("Excel's branch", '#If App = "Microsoft Excel" Then\na\n#Else\nb\n#End If\nc', "a\nc\n"),
    ("another's branch", '#If App = "Microsoft Word" Then\na\n#Else\nb\n#End If\nc', "b\nc\n"),
    ("Excel first", '#If App = "Microsoft Excel" Then\na\n#ElseIf App = "Microsoft Word" Then\nb\n#Else\nc\n#End If', "a\n"),
    ("Excel second", '#If App = "Microsoft Word" Then\na\n#ElseIf App = "Microsoft Excel" Then\nb\n#Else\nc\n#End If', "b\n"),
    ("other conditions stay", "#If Mac Then\na\n#Else\nb\n#End If", "#If Mac Then\na\n#Else\nb\n#End If\n"),
    ("within Excel's", '#If App = "Microsoft Excel" Then\n#If Mac Then\na\n#End If\n#End If', "#If Mac Then\na\n#End If\n"),
    ("within another's", '#If App = "Microsoft Word" Then\n#If Mac Then\na\n#Else\nb\n#End If\n#End If\nc', "c\n"),
    ("around it", '#If Mac Then\n#If App = "Microsoft Word" Then\na\n#End If\nb\n#End If', "#If Mac Then\nb\n#End If\n"),
]


@pytest.mark.parametrize(("text", "kept"), [row[1:] for row in CONDITIONS], ids=[row[0] for row in CONDITIONS])
def test_what_is_for_excel(text: str, kept: str) -> None:
    assert for_excel(text) == kept


# the wrappers of the cell functions


def test_every_wrapper_is_what_xlwings_would_write() -> None:
    """But for our one line, for the master and for the add-in."""
    functions = {one.name: one for one in cell_functions()}
    for book, workbook in (("督办总台账.xlsm", "ThisWorkbook"), ("duban.xlam", CALLING)):
        found = io.StringIO()
        with dispatcher() as call:
            call.udfs.generate_vba_wrapper(MODULE, call.functions, found, types.SimpleNamespace(Name=book))  # type: ignore[attr-defined]
        written = re.findall(r"(?s)Function (\w+)\((?:.*?)End Function", found.getvalue())
        assert sorted(written) == sorted(functions)
        for text in re.findall(r"(?s)Function \w+\(.*?End Function", found.getvalue()):
            name = text[len("Function ") : text.index("(")]
            ours = wrapper(functions[name], workbook)
            assert LIBREOFFICE.format(name=name) in ours
            assert lines(ours.replace(LIBREOFFICE.format(name=name), "")) == lines(text.replace("ActiveWorkbook", CALLING))


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_the_wizard_is_told_of_every_function(built: dict[str, Path]) -> None:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(built["addin"].read_bytes())).get_sheet_by_name(xlam.SHEET).to_python()
    functions = cell_functions()
    assert rows[0][1] == len(rows)
    assert [tuple(row[:3]) for row in rows[1:]] == [(one.name, len(one.arguments), one.help) for one in functions]
    assert [[text for text in row[3:] if text] for row in rows[1:]] == [[*one.helps] for one in functions]


# the line that RunPython builds

PLACES = {"CondaCmd": "", "PythonInterpreter": "<python>", "PYTHONPATH": "<path>", "PythonCommand": "<command>"}


def run_command(text: str) -> str:
    """RunCommand as the VBA puts it together, with marks for its variables; what a shell would hand to Python after -c."""
    (line,) = re.findall(r"RunCommand = (CondaCmd & .*)\r\n", text)
    parts = re.findall(r'"((?:[^"]|"")*)"|(\w+)', line)
    whole = "".join(PLACES[word] if word else literal.replace('""', '"') for literal, word in parts)
    (code,) = re.findall(r'-B -c "(.*)" $', whole)
    return str(code).replace('\\"', '"')


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A folder with a workbook and modules that must not be taken for ours."""
    folder = tmp_path / "下载 &'"
    for name in ("macros", "udfs", "addin", "workbook_templates"):
        (folder / f"{name}.py").parent.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text("raise SystemExit('the file beside the workbook was run')\n")
    return folder


@pytest.mark.parametrize("kind", ["master", "addin"])
def test_runpython_runs_ours_beside_hostile_modules(built: dict[str, Path], kind: str, stranger: Path) -> None:
    book, house = stranger / "账.xlsm", HOUSE
    path = ";".join(["FALSE", str(book), str(book), "", "", "", str(house)])
    code = run_command(openvba_modules(built[kind])["xlwings"].replace("\n", "\r\n"))
    assert code == 'import xlwings.utils;xlwings.utils.prepare_sys_path("<path>"); <command>'
    code = code.replace("<path>", path).replace("<command>", "import macros.buttons, udfs; print(macros.buttons.__file__, udfs.__file__)")
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=stranger, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout.split()) == (0, [str(house / "macros/buttons.py"), str(house / "udfs/__init__.py")]), done.stderr


# the add-in file


def test_the_addin_is_a_sound_package(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built["addin"]) as package:
        assert package.testzip() is None
        names = package.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        workbook = package.read("xl/workbook.xml").decode()
    assert len(names) == len(set(names))
    assert f'<sheet name="{xlam.SHEET}"' in workbook
    assert "Users" not in workbook
    assert b"addin.macroEnabled" in zipfile.ZipFile(built["addin"]).read("[Content_Types].xml")
    assert "Dictionary" in openvba_modules(built["addin"])


@needs_sdk
def test_the_addin_passes_the_validator(built: dict[str, Path]) -> None:
    assert sdk_errors(built["addin"]) == []


def test_the_same_addin_twice() -> None:
    assert xlam.addin_file((SAMPLE,)) == xlam.addin_file((SAMPLE,))


def test_the_texts_that_vba_reads_are_cells() -> None:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlam.addin_file((SAMPLE,)))).get_sheet_by_name(xlam.SHEET).to_python()
    assert rows == [[TEXT, 2, "督办", "", ""], ["DB_TRY", 2, SAMPLE.help, *SAMPLE.helps]]
    assert 'Worksheets("duban").Range("A1")' in source("DB_Ribbon")


def test_a_help_that_excel_would_refuse_is_refused() -> None:
    with pytest.raises(ValueError, match="DB_TRY"):
        xlam.addin_file((SAMPLE._replace(helps=("长" * 256, "")),))
