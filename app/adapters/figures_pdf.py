"""A release as a printed report: tagged PDF (PDF/UA-1), set by Typst with its own fonts only.

All words and numbers reach Typst as JSON, so nothing in a label or a correction can be markup; what
the report looks like stands in `templates/figures/report.typ`. The bytes depend on the release
alone: its day stands as that of the file.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache

import typst

from app.adapters.letters import MISSING_SIGN
from app.domain.statistics.parameters import Parameters
from app.domain.statistics.printed import Listing, printed
from app.domain.statistics.worded import WordedRelease
from app.settings import PROJECT

TEMPLATE = PROJECT / "templates" / "figures" / "report.typ"
PDF_TYPE = "application/pdf"
NO_SHAPE = "?"  # in the place of a sign that the font has no shape for: PDF/UA asks for one
MOST_SIGNS = 20


def release_pdf(release: WordedRelease, parameters: Parameters) -> bytes:
    """The whole report; about 0.5 s for a year."""
    content = json.dumps(_content(release, parameters), ensure_ascii=False)
    for _try in range(MOST_SIGNS):
        try:
            pdf: bytes = typst.compile(
                _template(),
                format="pdf",
                sys_inputs={"report": content},
                pdf_standards=["ua-1"],
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            missing = MISSING_SIGN.search(str(error))
            if missing is None:
                raise
            # a report is one of hundreds of labels: one odd sign must not keep it from everybody
            for sign in set(missing["sign"]) - set(NO_SHAPE):
                content = content.replace(sign, NO_SHAPE)
        else:
            return pdf
    raise ValueError("signs that the report cannot show")


def _content(release: WordedRelease, parameters: Parameters) -> dict[str, object]:
    laid_out = printed(release, parameters)
    return {
        **{name: value for name, value in asdict(release).items() if name != "tables"},
        "frozen_on": [release.frozen_on.year, release.frozen_on.month, release.frozen_on.day],
        "charts": [asdict(one) for one in laid_out.charts],
        "tables": [
            {"kind": "list" if isinstance(one, Listing) else "grid", **asdict(one)}
            for one in laid_out.tables
        ],
    }


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()
