"""How long the middle report took, in words: a class of time, out of published numbers alone."""

from __future__ import annotations

from app.domain.statistics.publication import Publication
from app.domain.statistics.reading import Chosen
from app.domain.statistics.tables import ReleasedTable
from app.domain.statistics.warnings import DECISION, WITHIN
from app.domain.statistics.yearly import median_class
from app.web.figure_words import code_words, position_in_list
from app.web.texts import gettext as _


def middle_words(publication: Publication, dimension: str, chosen: Chosen) -> tuple[str, ...]:
    """Sentences above the figure of the time to a decision: of all reports, and of each decision
    that has enough of them. Empty for every other figure."""
    table = publication.table(f"{DECISION}_{WITHIN}")
    if dimension != WITHIN or table is None or chosen.keys() - {DECISION}:
        return ()
    row = chosen.get(DECISION, "")
    whole = _middle(publication, table, row)
    if not whole:
        return ()
    first = _(
        "Put in order from short to long, the report in the middle took: “%(time)s”.", time=whole
    )
    return (first, *([] if row else _by_decision(publication, table)))


def _by_decision(publication: Publication, table: ReleasedTable) -> list[str]:
    found = []
    rows = {cell[0] for cell in table.cells} - {""}
    for row in sorted(rows, key=lambda one: position_in_list(DECISION, one)):
        middle = _middle(publication, table, row)
        if middle:
            decision = code_words(DECISION, row)
            found.append(
                _("With “%(decision)s” it was: “%(time)s”.", decision=decision, time=middle)
            )
    return found


def _middle(publication: Publication, table: ReleasedTable, row: str) -> str:
    """The words of the class, or none where too few were published."""
    known = {cell[1] for cell in table.cells} - {""}
    order = sorted(known, key=lambda one: position_in_list(WITHIN, one))
    code = median_class(table, row, order, publication.parameters)
    return "" if code is None else code_words(WITHIN, code)
