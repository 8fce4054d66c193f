"""Keys of channels: in the store of the system, else in a file that only the user can read."""

import os
import stat
import sys
from pathlib import Path

import pytest
from support.keyrings import InMemory, use

from addin.post.keys import KEYS_NEEDED, KeyStore
from addin.post.wires import KINDS
from workbook_templates.reading.errors import FileRefused
from workbook_templates.tables.lists import LISTS


def test_the_store_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    system = InMemory()
    file = use(monkeypatch, tmp_path, system)
    store = KeyStore("甲公司")
    assert (store.get("群", "地址"), store.place) == ("", "系统的密钥库")
    store.set("群", "地址", "https://x/1")
    assert KeyStore("甲公司").get("群", "地址") == "https://x/1"
    assert system.kept == {("督办 甲公司", "群/地址"): "https://x/1"}
    assert [KeyStore(company).get(channel, "地址") for company, channel in (("乙公司", "群"), ("甲公司", "别的群"))] == ["", ""]
    assert (store.forget("群", "地址"), store.forget("群", "地址"), store.get("群", "地址")) == (True, False, "")
    assert not file.exists()


def test_the_file_where_there_is_no_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = use(monkeypatch, tmp_path)
    old = os.umask(0)
    try:
        store = KeyStore("甲公司")
        store.set("群", "地址", "https://x/1")
        store.set("群", "密钥", "秘密")
        KeyStore("乙公司").set("群", "地址", "https://x/2")
    finally:
        os.umask(old)
    assert str(file) in store.place
    assert "只有本用户能读" in store.place
    assert store.all("群", ("地址", "密钥", "没有")) == {"地址": "https://x/1", "密钥": "秘密"}
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert store.forget("群", "密钥")
    assert "秘密" not in file.read_text("utf-8")
    assert KeyStore("乙公司").get("群", "地址") == "https://x/2"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_locked_store_leaves_it_to_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = use(monkeypatch, tmp_path, InMemory(locked=True))
    store = KeyStore("甲公司")
    assert store.get("群", "地址") == ""
    store.set("群", "地址", "https://x/1")
    assert file.exists()
    assert str(file) in store.place
    assert KeyStore("甲公司").get("群", "地址") == "https://x/1"
    assert KeyStore("甲公司").forget("群", "地址")
    assert KeyStore("甲公司").get("群", "地址") == ""


def test_a_store_that_comes_later_takes_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = use(monkeypatch, tmp_path)
    KeyStore("甲公司").set("群", "地址", "https://x/old")
    use(monkeypatch, tmp_path, InMemory())
    store = KeyStore("甲公司")
    assert store.get("群", "地址") == "https://x/old"
    store.set("群", "地址", "https://x/new")
    assert store.get("群", "地址") == "https://x/new"
    assert "x/old" not in file.read_text("utf-8")


@pytest.mark.parametrize("text", ["{", "[]", '{"督办 甲公司": {"群": {"地址": 1}}}', '{"督办 甲公司": "秘密"}'])
def test_a_damaged_file_is_told_and_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    file = use(monkeypatch, tmp_path)
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        KeyStore("甲公司").get("群", "地址")
    assert str(file) in str(caught.value)
    assert "秘密" not in str(caught.value)


def test_no_room_for_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    use(monkeypatch, tmp_path)
    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(FileRefused, match="密钥没有存下来"):
        KeyStore("甲公司").set("群", "地址", "https://x/1")


def test_every_kind_of_the_list_has_its_keys() -> None:
    assert tuple(KEYS_NEEDED) == tuple(LISTS["渠道类型"]) == KINDS
    assert all(any(key.needed for key in keys) for keys in KEYS_NEEDED.values())
