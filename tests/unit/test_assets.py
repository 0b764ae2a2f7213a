"""Static files under names that carry their content."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from app.adapters.assets import AssetMissing, build_assets


def make(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def test_a_file_gets_a_name_of_its_content_and_two_smaller_copies(tmp_path: Path) -> None:
    source = make(tmp_path / "static", css__app_css="body{color:red}" * 50)
    assets = build_assets(source, tmp_path / "out")
    served = tmp_path / "out" / assets.names["css/app.css"]
    assert assets.url("css/app.css") == f"/static/{assets.names['css/app.css']}"
    assert served.name.split(".")[1] not in ("", "css")
    content = served.read_bytes()
    assert gzip.decompress(Path(f"{served}.gz").read_bytes()) == content
    assert brotli.decompress(Path(f"{served}.br").read_bytes()) == content


def test_a_change_gives_a_new_name_and_the_old_file_goes(tmp_path: Path) -> None:
    source = make(tmp_path / "static", a_js="one")
    first = build_assets(source, tmp_path / "out")
    make(source, a_js="two")
    second = build_assets(source, tmp_path / "out")
    assert first.url("a.js") != second.url("a.js")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        second.names["a.js"] + suffix for suffix in ("", ".br", ".gz")
    )


def test_nothing_is_written_again_when_nothing_changed(tmp_path: Path) -> None:
    source = make(tmp_path / "static", a_css="one")
    path = tmp_path / "out" / build_assets(source, tmp_path / "out").names["a.css"]
    os.utime(path, (1, 1))
    build_assets(source, tmp_path / "out")
    assert path.stat().st_mtime == 1


def test_a_style_sheet_points_to_the_hashed_names(tmp_path: Path) -> None:
    source = make(
        tmp_path / "static",
        css__app_css='@import "parts/x.css"; a{background:url("../img/dot.svg")}'
        "b{background:url(data:image/png;base64,AA==)}",
        css__parts__x_css="i{background:url(../../img/dot.svg)}",
        img__dot_svg="<svg/>",
    )
    assets = build_assets(source, tmp_path / "out")
    written = (tmp_path / "out" / assets.names["css/app.css"]).read_text()
    dot = Path(assets.names["img/dot.svg"]).name
    part = Path(assets.names["css/parts/x.css"]).name
    assert f'@import "parts/{part}"' in written
    assert f'url("../img/{dot}")' in written
    assert "url(data:image/png;base64,AA==)" in written
    inner = (tmp_path / "out" / assets.names["css/parts/x.css"]).read_text()
    assert f"url(../../img/{dot})" in inner


def test_a_style_sheet_that_names_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    source = make(tmp_path / "static", a_css="a{background:url(gone.svg)}")
    with pytest.raises(AssetMissing, match=r"gone\.svg .*a\.css"):
        build_assets(source, tmp_path / "out")


def test_a_page_that_names_a_missing_file_is_an_error(tmp_path: Path) -> None:
    assets = build_assets(make(tmp_path / "static", a_css=""), tmp_path / "out")
    with pytest.raises(AssetMissing):
        assets.url("b.css")
