"""The files in `data/`: that they are whole, and that a broken one stops the start."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.adapters.reference_data import ReferenceData, load_reference_data
from app.adapters.reference_rows import BadReferenceData
from app.domain.code_lists import LANGUAGES, LanguageMissing, UnknownCode
from app.domain.incidents import COMPLAINT_ROLES, UnknownKind
from app.domain.states import (
    AlertState,
    ApplicationState,
    MemberState,
    ReportState,
    StaffState,
)

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data(DATA)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_every_code_has_a_label_in_every_language(reference: ReferenceData) -> None:
    for list_name, entries in reference.lists.items():
        for code in entries:
            for lang in LANGUAGES:
                assert reference.label(list_name, code, lang).strip()


def test_every_state_has_a_label(reference: ReferenceData) -> None:
    for list_name, states in (
        ("report_state", ReportState),
        ("alert_state", AlertState),
        ("application_state", ApplicationState),
        ("member_state", MemberState),
        ("staff_state", StaffState),
    ):
        assert [e.code for e in reference.codes(list_name)] == [s.value for s in states]


def test_the_reporter_reads_a_sentence_for_every_status(reference: ReferenceData) -> None:
    statuses = {entry.code for entry in reference.codes("report_status")}
    assert statuses >= {s.value for s in ReportState}
    assert statuses >= {s.value for s in AlertState} - {"draft"}
    for code in statuses:
        assert reference.text("report_status", code, "nl").endswith(".")


@pytest.mark.parametrize(
    "list_name",
    ["reject_reason", "close_reason", "merge_reason", "ask_reason", "retract_reason",
     "application_refusal", "alert_change", "alert_answer", "consent"],
)  # fmt: skip
def test_who_is_told_a_reason_reads_a_sentence(reference: ReferenceData, list_name: str) -> None:
    for entry in reference.codes(list_name):
        for lang in LANGUAGES:
            assert entry.text(lang).endswith((".", "?"))


def test_no_text_shouts_or_blames_or_uses_the_old_word(reference: ReferenceData) -> None:
    texts = [
        text
        for entries in reference.lists.values()
        for entry in entries.values()
        for text in (*entry.labels.values(), *entry.texts.values())
    ]
    texts += [text for template in reference.answer_templates for text in template.texts.values()]
    for text in texts:
        assert "!" not in text
        assert not re.search(r"\bu\b|\buw\b|prostituee|had je maar|waarom heb je", text.lower())


def test_appearance_holds_no_origin(reference: ReferenceData) -> None:
    labels = " ".join(e.label("en").lower() for e in reference.codes("appearance"))
    for word in ("african", "arab", "asian", "skin", "white man", "turkish", "polish", "ethnic"):
        assert word not in labels
    parts = {entry.code for entry in reference.codes("appearance_part")}
    assert {entry.parent for entry in reference.codes("appearance")} == parts


def test_there_are_342_municipalities_in_ten_police_regions(reference: ReferenceData) -> None:
    assert len(reference.municipalities) == 342
    assert len({place.police_unit for place in reference.municipalities}) == 10
    assert sum(unit.is_region for unit in reference.police_units) == 10


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("amsterdam", "Amsterdam"),
        ("'s-gravenhage", "Den Haag"),
        ("The Hague", "Den Haag"),
        ("Хага", "Den Haag"),
        ("den bosch", "'s-Hertogenbosch"),
        ("sudwest", "Súdwest-Fryslân"),
        ("SÚDWEST", "Súdwest-Fryslân"),
        ("weesp", "Amsterdam"),
        ("uden", "Maashorst"),
        ("hoofddorp", "Haarlemmermeer"),
        ("  rotterdam ", "Rotterdam"),
    ],
)
def test_a_municipality_is_found_by_any_name(
    reference: ReferenceData, typed: str, first: str
) -> None:
    assert reference.find_municipality(typed)[0].name == first


def test_an_equal_name_comes_before_a_longer_one(reference: ReferenceData) -> None:
    names = [place.name for place in reference.find_municipality("Bergen")]
    assert names[:2] == ["Bergen (L)", "Bergen (NH)"]
    assert "Bergen op Zoom" in names


@pytest.mark.parametrize("typed", ["", "   ", "-", "'", "qqqq", "%"])
def test_nothing_is_found_for_nothing(reference: ReferenceData, typed: str) -> None:
    assert reference.find_municipality(typed) == []


def test_a_municipality_lies_in_itself_and_in_its_police_region(reference: ReferenceData) -> None:
    assert reference.regions_of("GM0344") == ("GM0344", "midden-nederland")
    assert reference.regions_of("midden-nederland") == ("midden-nederland",)


def test_a_region_has_a_label_in_both_languages(reference: ReferenceData) -> None:
    assert reference.region_label("GM0363", "nl") == "Amsterdam"
    assert reference.region_label("amsterdam", "en") == "Amsterdam police region"
    assert reference.region_label("unknown", "en") == "I do not know or will not say"
    assert not reference.has_region("unknown")


def test_national_police_units_are_no_region(reference: ReferenceData) -> None:
    assert not reference.has_region("landelijk-lo")


def test_every_regional_unit_takes_its_own_complaints() -> None:
    """The page of a municipality says so of all of them."""
    rows = (DATA / "police_units.csv").read_text(encoding="utf-8").splitlines()
    own = "politiechef van deze eenheid (Politiewet 2012 art. 71 lid 1)"
    assert [own in row for row in rows if ",regional," in row] == [True] * 10


def test_what_does_not_exist_is_refused_by_name(reference: ReferenceData) -> None:
    with pytest.raises(UnknownCode):
        reference.label("consent", "everything", "nl")
    with pytest.raises(UnknownCode):
        reference.codes("no-such-list")
    with pytest.raises(UnknownCode):
        reference.region("GM9999")
    with pytest.raises(UnknownKind):
        reference.incident("rain")
    with pytest.raises(LanguageMissing):
        reference.label("consent", "warn", "xx")
    assert not reference.has("consent", "everything")


def test_every_category_offers_its_kinds(reference: ReferenceData) -> None:
    offered = [kind for _, kinds in reference.incidents_by_category for kind in kinds]
    assert len(offered) == len(reference.incidents) == 43
    assert all(kinds for _, kinds in reference.incidents_by_category)


def test_no_nuisance_is_called_a_crime(reference: ReferenceData) -> None:
    for incident in reference.incidents.values():
        if incident.criminal == "nee":
            assert incident.severity == 1
        if incident.severity >= 3:
            assert incident.criminal != "nee"


def test_roles_that_are_complaints_are_marked_in_the_data(reference: ReferenceData) -> None:
    marked = {e.code for e in reference.codes("culprit_role") if e.facts.get("offer")}
    assert marked == COMPLAINT_ROLES


def test_only_a_confirmed_number_counts_as_certain(reference: ReferenceData) -> None:
    lines = {line.slug: line for line in reference.help_lines}
    assert lines["112"].phone_confirmed
    assert lines["112"].phone_digits == "112"
    assert not lines["discriminatie"].phone_confirmed
    assert not any(line.phone_confirmed for line in reference.help_lines if not line.phone)


def test_help_near_you_is_urgent_first_and_not_from_another_region(
    reference: ReferenceData,
) -> None:
    slugs = [h.slug for h in reference.help_for("seksueel", "severity-4", police_unit="amsterdam")]
    assert slugs[:2] == ["112", "csg"]
    assert "acs" in slugs
    assert "door2door" not in slugs


def test_templates_name_only_numbers_that_the_help_list_confirms(
    reference: ReferenceData,
) -> None:
    confirmed = {h.phone_digits for h in reference.help_lines if h.phone_confirmed}
    for template in reference.answer_templates:
        for text in template.texts.values():
            for number in re.findall(r"\d[\d \-]+\d", text):
                assert re.sub(r"\D", "", number) in confirmed


def test_the_protocol_can_stand_elsewhere(copy: Path) -> None:
    elsewhere = copy.parent / "ours.toml"
    text = (copy / "protocol.toml").read_text(encoding="utf-8")
    elsewhere.write_text(text.replace('version = "2026-1"', 'version = "2027-2"'), "utf-8")
    assert load_reference_data(copy, elsewhere).protocol.version == "2027-2"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("codes.csv", "consent,warn,", "consent,figures,"),
        ("codes.csv", ",Warn other sex workers,", ",,"),
        ("codes.csv", "consent,warn,", "consent,Warn Them,"),
        ("codes.csv", "list,code", "code,list"),
        ("codes.csv", "consent,warn", " consent,warn"),
        ("codes.csv", "privacy.md 3.2,draft", "privacy.md 3.2,draft,more"),
        ("codes.csv", "expected=yes", "wished=yes"),
        ("codes.csv", "appearance,build-slim,build", "appearance,build-slim,bild"),
        ("taxonomy.csv", "severity=2;criminal=ja", "severity=7;criminal=ja"),
        ("taxonomy.csv", "severity=2;criminal=ja", "severity=2;criminal=yes"),
        ("taxonomy.csv", "incident,schelden,verbaal-emotioneel", "incident,schelden,nothing"),
        ("municipalities.csv", "GM0034,", "GM0014,"),
        ("municipalities.csv", ",VR25,Flevoland,midden-nederland,", ",VR25,Flevoland,kmar,"),
        ("places.csv", "GM0394", "GM9999"),
        ("help_lines.csv", "severity-4", "severity-9"),
        ("help_lines.csv", "Emergency number 112", ""),
        ("help_lines.csv", ",confirmed,", ",certain,"),
        ("help_lines.csv", "mo-fr 09:00-17:00", "mo-fr 9-17"),
        ("help_lines.csv", "day and night,24/7", "day and night,always"),
        ("help_lines.csv", ",,gratis,free,unknown,", ",24/7,gratis,free,unknown,"),
        ("help_lines.csv", "free,unknown,", "free,perhaps,"),
        ("sources.csv", "2026-01-23", "2026-13-23"),
        ("sources.csv", "2017-05", "mei 2017"),
        ("sources.csv", "wft,", "awb,"),
        ("sources.csv", "Police Act 2012, articles 25 and 67a to 72", ""),
        ("answer_templates.csv", "closing,", "thank-you,"),
        ("protocol.toml", "veto_hours = 48", "veto_hours = 0"),
        ("protocol.toml", "veto_hours = 48", 'veto_hours = "48"'),
        ("protocol.toml", "veto_hours = 48", ""),
        ("protocol.toml", '"summary"', '"name"'),
        ("protocol.toml", '"concrete"', '"blond"'),
        ("protocol.toml", "valid_until = 2030-12-31", "valid_until = 2020-12-31"),
        ("protocol.toml", 'status = "development"', 'status = "fine"'),
        ("protocol.toml", "[quota]", "[quota"),
        ("protocol.toml", "per_day = 30", "per_day = true"),
        ("protocol.toml", "pattern_threshold = 20", "pattern_threshold = 9"),
        ("protocol.toml", "pattern_threshold = 20", ""),
    ],
)
def test_a_broken_file_stops_the_start(copy: Path, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadReferenceData):
        load_reference_data(copy)


@pytest.mark.parametrize("typed", ["Utrecht", "utrecht ", "Beek", "Zaandam", "den haag"])
def test_a_whole_name_is_that_place_although_others_begin_with_it(
    reference: ReferenceData, typed: str
) -> None:
    assert len(reference.municipality_meant(typed)) == 1


def test_every_municipality_is_meant_by_its_own_name(reference: ReferenceData) -> None:
    for place in reference.municipalities:
        assert reference.municipality_meant(place.name) == [place]


def test_two_towns_of_one_name_stay_a_question(reference: ReferenceData) -> None:
    assert len(reference.municipality_meant("Bergen")) > 1
