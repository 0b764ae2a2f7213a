"""Pictures of every page and state, to be looked at one by one (look.md, "Judging it").

python -m tests.browser.screenshots OUTDIR [--only NAME] [--widths 360,768,1280]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser import tours
from tests.browser.conftest import ARGUMENTS, Scheme, Visitor, Visitors, chromium_path
from tests.browser.running_house import started

HEIGHTS = {360: 740, 768: 1024, 1280: 800}
LANGUAGES = ("nl", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def take(folder: Path, widths: Sequence[int], only: str) -> Iterator[Path]:
    """Start a house, walk every tour in every width, language and scheme; yields each file."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home, started(Path(home)) as house, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        for width, language, scheme in product(widths, LANGUAGES, SCHEMES):
            visitors = Visitors(browser, house)
            for tour in tours.TOURS:
                if only not in tour.__name__:
                    continue
                somebody = visitors(size=(width, HEIGHTS[width]), language=language, scheme=scheme)
                for name in tour(somebody):
                    path = folder / f"{name}-{width}-{language}-{scheme}.png"
                    _picture(somebody, path)
                    yield path
            visitors.leave()
        browser.close()


def _picture(somebody: Visitor, path: Path) -> None:
    somebody.page.screenshot(path=path, full_page=True, animations="disabled")


def main() -> None:
    """Read the command line, take the pictures, say how many."""
    reader = argparse.ArgumentParser(description="Pictures of every page and state.")
    reader.add_argument("folder", type=Path)
    reader.add_argument("--only", default="", help="part of a tour's name")
    reader.add_argument("--widths", default="360,768,1280")
    given = reader.parse_args()
    widths = [int(width) for width in given.widths.split(",")]
    print(sum(1 for _path in take(given.folder, widths, given.only)), "pictures in", given.folder)


if __name__ == "__main__":
    main()
