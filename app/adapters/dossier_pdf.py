"""Her dossier for the police as a tagged PDF (PDF/UA-1), without a name, a tool's user or a time.

Words reach Typst as JSON, so nothing she typed can be markup. A sign that the fonts have no shape
for stands as an empty box, and the last line says so: her words are never changed in silence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

import typst

from app.adapters.letters import MISSING_SIGN
from app.domain.redaction.invisible import reveal_invisible
from app.settings import PROJECT

TEMPLATE = PROJECT / "templates" / "letters" / "dossier.typ"
PDF_TYPE = "application/pdf"
BOX = "\u25a1"
MOST_SIGNS = 30
"""Different signs without a shape; more of them is an alphabet that we do not have."""


class AlphabetUnknown(Exception):
    """Her words are in an alphabet that the fonts do not hold."""


def dossier_pdf(content: Mapping[str, object], *, left_out: str) -> bytes:
    """The dossier; `content` is what the template names, `left_out` the line below for boxes.

    About 30 ms. Raises `AlphabetUnknown`.
    """
    text = json.dumps(_visible(dict(content)), ensure_ascii=False)
    said = ""
    for _try in range(MOST_SIGNS):
        whole = {**json.loads(text), "left_out": said}
        try:
            pdf: bytes = typst.compile(
                _template(),
                format="pdf",
                sys_inputs={"dossier": json.dumps(whole, ensure_ascii=False)},
                pdf_standards=["ua-1"],
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            missing = MISSING_SIGN.search(str(error))
            if missing is None:
                raise
            said = left_out
            for sign in set(missing["sign"]) - {BOX}:
                text = text.replace(sign, BOX)
        else:
            return pdf
    raise AlphabetUnknown


def _visible(value: object) -> object:
    """What nobody sees in a text (it could turn the order of words around) stands as its number."""
    if isinstance(value, str):
        return "\n".join(reveal_invisible(line) for line in value.splitlines())
    if isinstance(value, list | tuple):
        return [_visible(one) for one in value]
    if isinstance(value, dict):
        return {name: _visible(one) for name, one in value.items()}
    return value


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()
