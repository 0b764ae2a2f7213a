"""What the pages of a series say beside its numbers: what is in it, what is not, how to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.statistics.parameters import Parameters
from app.domain.statistics.publication import CHECKS, COMPLAINTS, MODERATION, WARNINGS
from app.web.texts import lazy as _l

Sentences = tuple[str, ...]


@dataclass(frozen=True)
class PageWords:
    """`lead`: what one will read; `will_come`: before the first release; `left_out`: what is not in
    it; `not_counted`: the same in one sentence; `counted`: for who checks the method, with the
    names of parameters as places."""

    lead: str
    will_come: Sentences
    left_out: Sentences
    not_counted: str
    counted: Sentences


_CONSENT = _l("Only of people who said that they want to be counted.")
_NOBODY = _l("Nobody can be found in it: no names, no municipality, no day, and no exact number.")

PAGES: Mapping[str, PageWords] = {
    COMPLAINTS: PageWords(
        lead=_l(
            "Here you will read how many complaints there are, about whom and about what, so that "
            "nobody can be found in the numbers."
        ),
        will_come=(
            _l("How many complaints were closed, and how that compares with the year before."),
            _l("About which kinds of institutions, and about what."),
            _l("What came of them, how long it took, and in which province."),
        ),
        left_out=(
            _l(
                "Only complaints that reached our complaints desk and were closed there. What "
                "happens to people who never complain is in no figure."
            ),
            _CONSENT,
            _NOBODY,
            _l(
                "More complaints do not always mean that more went wrong. It may also be that more "
                "people know the desk."
            ),
        ),
        not_counted=_l(
            "Not counted: complaints that are still open, complaints of people who did not want to "
            "be counted, and complaints that were made elsewhere."
        ),
        counted=(
            _l(
                "Complaints that the complaints desk has closed, of people who said that they want "
                "to be counted."
            ),
            _l(
                "In the quarter in which the complaint was closed, never that in which it "
                "happened. What is late counts later."
            ),
            _l(
                "People and not papers: one person counts %(per_institution)s time for an "
                "institution in a quarter, and at most %(per_year)s times in a year."
            ),
            _l("One main subject each. A province, never a municipality."),
        ),
    ),
    WARNINGS: PageWords(
        lead=_l(
            "Here you will read how many reports about clients there are, what happened and what "
            "we decided, so that nobody can be found in the numbers."
        ),
        will_come=(
            _l("On how many reports we decided, and how that compares with the year before."),
            _l(
                "What happened, how serious it was, how often it was blackmail, and in which "
                "province."
            ),
            _l("What we decided, why, how long that took, and what may go to the police."),
        ),
        left_out=(
            _l(
                "Only reports that reached us and on which we decided. What happens to people who "
                "never report is in no figure."
            ),
            _CONSENT,
            _NOBODY,
            _l("A report is what somebody told us. No judge has looked at it."),
            _l(
                "More reports do not always mean that there was more violence. It may also be that "
                "more people know us."
            ),
        ),
        not_counted=_l(
            "Not counted: reports on which we have not decided yet, reports of people who did not "
            "want to be counted, what was no real report, and what somebody reported twice."
        ),
        counted=(
            _l(
                "Reports on which was decided: a warning was published, the report was put with "
                "another warning, no warning was made, or it was closed without one. Only of "
                "people who said that they want to be counted."
            ),
            _l(
                "In the year in which that was settled, never that in which it happened. What is "
                "late counts later."
            ),
            _l(
                "One report is one person. Nobody but her knows when two are hers. What was no "
                "real report is not counted, nor what the desk put with another report of hers."
            ),
            _l(
                "One main kind each, the most serious; severity is that of this kind in our list. "
                "Kind, severity and blackmail are rounded together, and what cannot go together "
                "has no number."
            ),
        ),
    ),
    MODERATION: PageWords(
        lead=_l(
            "Here you will read how often we corrected a warning, let it stay longer or took it "
            "away, and why."
        ),
        will_come=(
            _l("How often a warning that was out was changed, compared with the year before."),
            _l("How often a warning stayed longer, and why."),
            _l(
                "How often we took a warning away, and why: also when somebody objected to it and "
                "was right."
            ),
        ),
        left_out=(
            _l(
                "Only warnings that members could read. What we decided before that is in the "
                "figures about reports."
            ),
            _l("A warning that was changed in two ways counts twice: once for each."),
            _l(
                "What the person who reported asked for herself is not counted: it was no decision "
                "of ours."
            ),
            _l("Nobody can be found in it: no names, no place, no day, and no exact number."),
        ),
        not_counted=_l(
            "Not counted: what the person who reported asked for, and warnings that ended by "
            "themselves."
        ),
        counted=(
            _l(
                "Warnings that were out and were corrected, stayed longer or were taken away by "
                "the desk, in the year in which that was done. Each warning counts once for each "
                "of these."
            ),
            _l("Each time information about a report was given to the police."),
            _l(
                "The history of what the desk did with a warning is kept after that: it says "
                "nothing about who reported."
            ),
        ),
    ),
    CHECKS: PageWords(
        lead=_l(
            "Here you will read how many members check a number before they meet a client, and how "
            "often there was a warning."
        ),
        will_come=(
            _l("How many members checked in each quarter."),
            _l("In what share of the checks there was a warning."),
        ),
        left_out=(
            _l(
                "A member counts once in each quarter, with her first check. Who checks every "
                "quarter counts four times in a year."
            ),
            _l("What was checked is nowhere in it, and neither is how often somebody checked."),
            _l("Nobody can be found in it: no names, no place, no day, and no exact number."),
            _l("No warning does not mean that it is safe."),
        ),
        not_counted=_l("Not counted: further checks of the same member in that quarter."),
        counted=(
            _l(
                "Members who checked, once a quarter: with the first check of that quarter that "
                "could be read, and whether there was a warning."
            ),
            _l(
                "What was checked is not kept. That a member was counted stands beside her as a "
                "sign that only our key can tell from chance."
            ),
        ),
    ),
}

_QUARTERS = _l(
    "A complaint counts in the quarter in which it was closed, also when it happened earlier."
)
_DECIDED = _l("A report counts in the year in which we decided, also when it happened earlier.")
_CHECKED = _l("A member counts once in each quarter, so up to four times in a year.")

NOTES: Mapping[tuple[str, str], str] = {
    (COMPLAINTS, "institution"): _l(
        "An institution is named only when it stands on a list made beforehand and has "
        "%(name_from)s or more. A theme of it is shown from %(cell_from)s. All others are counted "
        "under “Not named”."
    ),
    (COMPLAINTS, "province"): _l(
        "The province where it happened, or where the institution is. Unknown when neither is "
        "sure. A municipality is never counted."
    ),
    (COMPLAINTS, "handling_time"): _l(
        "From the day we got the complaint until the day we closed it."
    ),
    (COMPLAINTS, "quarter"): _QUARTERS,
    (COMPLAINTS, "year"): _QUARTERS,
    (WARNINGS, "severity"): _l(
        "Each kind has one severity in our list. A report has that of the most serious kind in it."
    ),
    (WARNINGS, "incident_category"): _l("Of a report with several kinds the most serious counts."),
    (WARNINGS, "blackmail"): _l(
        "Yes when any kind in the report is blackmail, also when another kind is more serious."
    ),
    (WARNINGS, "province"): _l(
        "The province where it happened. Unknown when it is not sure. A municipality is never "
        "counted."
    ),
    (WARNINGS, "police_consent"): _l(
        "What the person who reported allowed us to do. It does not say that she went to the "
        "police."
    ),
    (WARNINGS, "report_decision"): _l(
        "The first decision counts. What happened to a warning after that is in the figures about "
        "warnings."
    ),
    (WARNINGS, "decided_within"): _l("From the day we got the report until the day we decided."),
    (WARNINGS, "year"): _DECIDED,
    (MODERATION, "warning_act"): _l(
        "A warning that was changed in two ways counts twice: once for each. Information to the "
        "police counts each time it was given, always with the yes of who told it."
    ),
    (CHECKS, "quarter"): _CHECKED,
    (CHECKS, "check_result"): _CHECKED,
    (CHECKS, "year"): _CHECKED,
}
"""What must be known of one dimension of a series."""


def notes_of(series: str, dimension: str, parameters: Parameters) -> list[str]:
    """What a reader must know of these numbers beside the rules of rounding."""
    own = NOTES.get((series, dimension))
    found = [] if own is None else [own]
    return [str(one) % vars(parameters) for one in (*found, PAGES[series].not_counted)]


def counted_of(series: str, parameters: Parameters) -> list[str]:
    """What is counted in a series and what not, for who checks it."""
    return [str(one) % vars(parameters) for one in PAGES[series].counted]
