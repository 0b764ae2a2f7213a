"""Who publishes the figures: read as a whole, and a broken file stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.adapters.publisher_file import load_publisher
from app.adapters.reference_rows import BadReferenceData

FILE = Path(__file__).resolve().parents[2] / "data" / "publisher.toml"


def changed(folder: Path, old: str, new: str) -> Path:
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = folder / "publisher.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_it_says_that_it_is_a_draft_until_somebody_decides(tmp_path: Path) -> None:
    assert load_publisher(FILE).is_draft
    confirmed = changed(tmp_path, 'status = "draft"', 'status = "confirmed"')
    assert not load_publisher(confirmed).is_draft


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('status = "draft"', 'status = "perhaps"'),
        ('website = "https://', 'website = "javascript:'),
        ('iri = "http://publications', 'iri = "publications'),
        ('email = ""', ""),
        ('email = ""', 'e_mail = ""'),
        ("en = ", "fr = "),
        ("[licence]", "[license]"),
        ("[name]", "[name"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(BadReferenceData):
        load_publisher(changed(tmp_path, old, new))
