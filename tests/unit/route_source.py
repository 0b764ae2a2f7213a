"""What each prose cell of the source of the routes means in codes, row by row.

The source is `tests/vectors/complaint_routes.csv`, unchanged. Both sides are written out, so that a
changed cell and a changed code each fail.
"""

from __future__ import annotations

import csv
from pathlib import Path

from app.domain.terms.term import Term

VECTORS = Path(__file__).resolve().parents[1] / "vectors/complaint_routes.csv"
UNITS = {
    "jaar": "year", "maand": "month", "maanden": "month", "weken": "week", "dagen": "day",
    "werkdagen": "working_day",
}  # fmt: skip


def source_steps() -> dict[str, dict[str, str]]:
    """The rows of the source by key of their step."""
    with VECTORS.open(encoding="utf-8", newline="") as handle:
        return {f"{row['route']}:{row['stap']}": row for row in csv.DictReader(handle)}


def spelled(term: Term) -> str:
    """A term in one line: "6 week from complaint_received, act, none +4 week announced"."""
    parts = [f"{term.duration.amount} {term.duration.unit} from {term.start_event}"]
    parts[0] += ", act" if term.statutory else ", rules"
    parts[0] += f", {term.hardness}"
    if term.extension:
        extension = f"+{term.extension.amount} {term.extension.unit}"
        parts.append(f"{extension} {term.extension_condition}")
    if term.alternative > 1:
        parts.append(f"alternative {term.alternative}")
    if term.condition:
        parts.append(f"if {term.condition}")
    return " ".join(parts)


KIFID = [
    "3 month from final_position, rules, not_treated",
    "1 year from first_complaint, rules, not_treated alternative 2",
]

# step → (indientermijn_vanaf, her_timing, her terms)
HERS: dict[str, tuple[str, str, list[str]]] = {
    "awb-klacht:1": (
        "dag van de gedraging", "", ["1 year from conduct, act, may_be_refused"]),
    "awb-klacht:2": (
        ("kennisgeving van de uitkomst, of moment waarop de klachtbehandeling had moeten eindigen "
        "(9:24 lid 1)"), "", ["1 year from outcome_notified_or_due, act, may_be_refused"]),
    "awb-bezwaar:1": (
        "dag na bekendmaking van het besluit", "",
        ["6 week from decision_published, act, fatal",
         "6 week from assessment_dated, act, fatal if tax_assessment"]),
    "awb-bezwaar:2": (
        "dag na bekendmaking van de beslissing op bezwaar", "",
        ["6 week from decision_on_objection_published, act, fatal"]),
    "politie-klacht:1": (
        "dag van de gedraging", "", ["1 year from conduct, act, may_be_refused"]),
    "politie-klacht:2": ("na onvrede over fase 1", "after_first_phase", []),
    "politie-klacht:3": (
        "uitkomst van de politieklacht", "",
        ["1 year from outcome_notified_or_due, act, may_be_refused"]),
    "sv-12:1": (
        "geen vaste termijn als er geen kennisgeving was; anders 3 maanden na kennisgeving",
        "none_if_not_notified", ["3 month from non_prosecution_notified, act, to_check"]),
    "bank-particulier:1": ("zo snel mogelijk", "as_soon_as_possible", []),
    "bank-particulier:2": (
        ("definitief standpunt bank — of binnen 1 jaar na eerste melding van de klacht; één van "
        "beide volstaat"), "", KIFID),
    "bank-zakelijk:1": (
        "zo snel mogelijk; bij opzegging vóór de einddatum", "before_account_ends", []),
    "bank-zakelijk:2": ("spoedeisend", "urgent", []),
    "betaaldienst:1": ("zo snel mogelijk", "as_soon_as_possible", []),
    "betaaldienst:2": (
        "definitief standpunt of 1 jaar na klacht", "",
        ["3 month from final_position, rules, to_check",
         "1 year from first_complaint, rules, to_check alternative 2"]),
    "verzekeraar:1": ("zo snel mogelijk", "as_soon_as_possible", []),
    "verzekeraar:2": ("definitief standpunt — of 1 jaar na eerste melding", "", KIFID),
    "zorgverzekeraar:1": ("", "not_found", []),
    "zorgverzekeraar:2": (
        "datum heroverweging (+90 dagen als verzekeraar niet correct verwees)", "",
        ["1 year from reconsideration_dated, rules, not_treated +90 day wrong_referral"]),
    "zorgverzekeraar:3": (
        "brief met conclusie van de Ombudsman", "",
        ["90 day from ombudsman_conclusion, rules, not_treated"]),
    "zorg-wkkgz:1": ("", "not_found", []),
    "zorg-wkkgz:2": ("geen wettelijke termijn (regeling aanbieder)", "provider_rules", []),
    "zorg-wkkgz:3": (
        "indienen klacht bij zorgaanbieder (Geschillencommissie Zorg)", "",
        ["1 year from first_complaint, rules, by_rules"]),
    "zorg-wkkgz:4": ("handelen (tuchtrecht)", "", ["10 year from conduct, act, to_check"]),
    "discriminatie:1": ("geen termijn", "no_term", []),
    "discriminatie:2": (
        ("geen vaste termijn; niet als zo’n termijn is verstreken dat onderzoek niet meer kan "
        "(12 lid 1 c)"), "no_fixed_term", []),
    "privacy:1": ("geen termijn", "no_term", []),
    "privacy:2": ("geen wettelijke termijn", "no_statutory_term", []),
    "privacy:3": (
        "ontvangst antwoord (geen termijn als niet tijdig is geantwoord)",
        "none_if_not_answered", ["6 week from answer_received, act, fatal"]),
    "media:1": (
        "journalistieke gedraging", "", ["3 month from published, rules, by_rules"]),
    "media:2": (
        "journalistieke gedraging (ongeacht reactie medium)", "",
        ["6 month from published, rules, by_rules"]),
    "media:3": ("spoed: kort geding", "urgent", []),
    "woningcorporatie:1": ("", "not_found", []),
    "woningcorporatie:2": (
        "verweten handelen (reglementen verschillen: soms vanaf reactie corporatie)", "",
        ["1 year from conduct, rules, by_rules",
         "1 year from answer_received, rules, by_rules if rules_from_answer"]),
    "woningcorporatie:3": ("per geschil", "per_dispute", []),
    "verhuurder:1": ("", "not_found", []),
    "platform:1": (
        "besluit platform", "", ["6 month from platform_decision, rules, minimum"]),
    "platform:2": ("", "not_found", []),
    "exploitant:1": ("", "not_found", []),
    "privaat:1": ("", "not_found", []),
}  # fmt: skip

# step → (behandeltermijn_eenheid, verlenging_eenheid, their terms); no row: the source names none
THEIRS: dict[str, tuple[str, str, list[str]]] = {
    "awb-klacht:1": (
        "weken na ontvangst (10 bij klachtadviescommissie, 9:11 lid 1)",
        "weken (9:11 lid 2); langer met schriftelijke instemming",
        ["6 week from complaint_received, act, none +4 week announced",
         "10 week from complaint_received, act, none +4 week announced if advisory_committee"]),
    "awb-bezwaar:1": (
        "weken na einde bezwaartermijn (12 bij adviescommissie, 7:10 lid 1)",
        "weken (7:10 lid 3)",
        ["6 week from objection_term_ended, act, none +6 week announced",
         "12 week from objection_term_ended, act, none +6 week announced if advisory_committee"]),
    "politie-klacht:1": (
        "weken na ontvangst (art. 72)", "weken (Awb 9:11 lid 2; afgeleid)",
        ["10 week from complaint_received, act, none +4 week announced_to_check"]),
    "politie-klacht:2": (
        "weken na ontvangst klaagschrift als commissie adviseert (art. 72)", "weken (afgeleid)",
        ["14 week from complaint_received, act, none +4 week announced_to_check"]),
    "bank-particulier:1": (
        "weken afwachten volgens Kifid", "", ["8 week from complaint_received, rules, none"]),
    "betaaldienst:1": (
        "werkdagen (uitzonderlijk 35)", "",
        ["15 working_day from complaint_received, rules, none",
         "35 working_day from complaint_received, rules, none if exceptional"]),
    "verzekeraar:1": (
        "weken afwachten volgens Kifid", "", ["8 week from complaint_received, rules, none"]),
    "zorgverzekeraar:1": (
        "weken (vraagbaak Doesburg)", "", ["6 week from request_received, rules, none"]),
    "zorg-wkkgz:2": (
        "weken na indiening (17 lid 1)", "weken (17 lid 2)",
        ["6 week from complaint_filed, act, none +4 week announced"]),
    "zorg-wkkgz:3": (
        "maanden (22 lid 1)", "", ["6 month from complaint_filed, act, none"]),
    "privacy:1": (
        "maand", "maanden (bij complexiteit)",
        ["1 month from request_received, rules, none +2 month complex"]),
    "privacy:2": (
        "maanden: voortgangsbericht", "", ["3 month from complaint_received, rules, none"]),
    "media:1": ("maand", "", ["1 month from complaint_received, rules, none"]),
    "woningcorporatie:1": ("weken", "", ["6 week from complaint_received, rules, none"]),
}  # fmt: skip

# termijn_hardheid → hardness of her terms
HARDNESS = {
    "orgaan is daarna niet verplicht te behandelen (9:8 lid 1 b)": "may_be_refused",
    "ombudsman is daarna niet verplicht te onderzoeken": "may_be_refused",
    "politie hoeft daarna niet te behandelen": "may_be_refused",
    "niet verplicht daarna": "may_be_refused",
    "fataal; te laat = niet-ontvankelijk, tenzij verschoonbaar (6:11)": "fatal",
    "fataal": "fatal",
    "daarna niet behandelbaar (tenzij bank instemt)": "not_treated",
    "daarna niet behandelbaar": "not_treated",
    "daarna niet behandeld": "not_treated",
    "reglement": "by_rules",
    "minimum dat platform moet bieden": "minimum",
    "te toetsen": "to_check",
    "": "to_check",
}
COSTS = {
    "gratis": "free",
    "gratis voor consument": "free_for_consumers",
    "gratis (te toetsen)": "free_to_check",
    "griffierecht": "court_fee",
    "griffierecht + advocaat": "court_fee_and_lawyer",
    "entreegeld (€37 in oudere bron)": "entrance_fee",
    "klachtengeld per instantie": "fee_per_body",
    "LMZ gratis; tucht griffierecht": "inspectorate_free",
    "leges/griffierecht": "fees_or_court_fee",
    "": "not_stated",
}
BINDING = {
    "nee": "no",
    "ja": "yes",
    "besluit": "decision",
    "nee (oordeel behoorlijk/niet behoorlijk + aanbeveling, 9:27)": "opinion",
    "nee (advies; afwijking moet gemotiveerd, Awb 9:16)": "reasoned_advice",
    "meestal bindend": "mostly",
    "nee (bemiddeling)": "mediation",
    "ja, bindend; schade tot ten minste €25.000 (art. 20)": "yes_damages",
    "tucht: ja": "disciplinary_only",
    "nee (geen sancties, geen rectificatie)": "no_sanctions",
    "advies niet bindend; soms wel (Haaglanden)": "sometimes",
    "niet bindend (21)": "no",
    "": "not_stated",
}
ANONYMITY = {
    "nee": "no",
    "nee (9:28)": "no",
    "nee: naam en adres verplicht voor formele behandeling (9:4 lid 2)": "name_and_address",
    "nee; anonieme klachten vallen af (politie.nl 2018)": "dropped",
    "nee (anoniem wordt geweigerd)": "refused",
    "bespreken kan anoniem": "talk",
    "melden kan anoniem (te toetsen)": "report_to_check",
    "kan anoniem (te toetsen)": "report_to_check",
    "melden kan vaak anoniem": "often",
    "klacht niet anoniem; tip wel": "tip_only",
    "Arbeidsinspectie: ja": "inspectorate_only",
    "": "not_stated",
}
