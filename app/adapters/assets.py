"""Static files under names that carry their content: cacheable for ever, never stale.

`static/css/app.css` becomes `var/static/css/app.1a2b3c4d.css` with `.gz` and `.br` beside it.
`url()` and `@import` inside a stylesheet are rewritten to the hashed names, and a stylesheet
that names a missing file stops the start.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import brotli  # type: ignore[import-untyped]

URL_PREFIX = "/static/"
HASHED_NAME = re.compile(r"\.[0-9a-f]{8}\.[a-z0-9]+$")
COMPRESSIBLE = frozenset({".css", ".js", ".svg", ".json", ".webmanifest", ".txt", ".ico"})
REFERENCE = re.compile(
    r"""(url\(\s*["']?|@import\s+["'])(?!data:|https?:|/|\#)([^"')]+)""", re.IGNORECASE
)


class AssetMissing(Exception):
    """A page or a stylesheet names a file that is not in `static/`."""


@dataclass(frozen=True)
class Assets:
    """`names` maps `css/app.css` to its hashed name; `folder` is what the web server serves."""

    folder: Path
    names: Mapping[str, str]

    def url(self, path: str) -> str:
        """Address of a static file. Raises AssetMissing."""
        try:
            return URL_PREFIX + self.names[path]
        except KeyError:
            raise AssetMissing(path) from None


def build_assets(source: Path, folder: Path) -> Assets:
    """Write what is new below `folder`, remove what is no longer used.

    Safe when several processes start at once: names follow from content, and every file
    appears complete or not at all.
    """
    contents = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    names: dict[str, str] = {}
    finished: dict[str, bytes] = {}
    for name in contents:
        _finish(name, contents, names, finished, ())
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in finished.items():
        _write_variants(folder / names[name], content)
    _remove_others(folder, {folder / name for name in names.values()})
    return Assets(folder, names)


def _finish(
    name: str,
    contents: Mapping[str, bytes],
    names: dict[str, str],
    finished: dict[str, bytes],
    above: tuple[str, ...],
) -> str:
    """The hashed name of one file, after those it refers to."""
    if name in names:
        return names[name]
    if name not in contents or name in above:
        raise AssetMissing(f"{name} (named in {above[-1]})")
    content = contents[name]
    path = PurePosixPath(name)
    if path.suffix == ".css":

        def hashed(match: re.Match[str]) -> str:
            target = os.path.normpath(path.parent / match[2].strip()).replace(os.sep, "/")
            found = _finish(target, contents, names, finished, (*above, name))
            return match[1] + os.path.relpath(found, path.parent).replace(os.sep, "/")

        content = REFERENCE.sub(hashed, content.decode("utf-8")).encode("utf-8")
    digest = hashlib.sha256(content).hexdigest()[:8]
    names[name] = path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()
    finished[name] = content
    return names[name]


def _write_variants(path: Path, content: bytes) -> None:
    if not path.exists():
        _write(path, content)
    if path.suffix not in COMPRESSIBLE:
        return
    for suffix, compress in ((".gz", _gzip), (".br", brotli.compress)):
        variant = path.with_name(path.name + suffix)
        if not variant.exists():
            _write(variant, compress(content))


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _remove_others(folder: Path, used: set[Path]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                shutil.rmtree(path, ignore_errors=True)
        elif not path.name.startswith(".") and path not in used and _original(path) not in used:
            path.unlink(missing_ok=True)


def _original(path: Path) -> Path:
    return path.with_suffix("") if path.suffix in (".gz", ".br") else path
