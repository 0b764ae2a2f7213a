"""Institutions, their kinds and the ombudsman after them: how one is found, and broken files."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from app.adapters.reference_data import ReferenceData, load_reference_data
from app.adapters.reference_rows import BadReferenceData
from app.domain.code_lists import LANGUAGES, UnknownCode

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
VECTORS = ROOT / "tests/vectors/instantie_types.csv"
PUBLIC_BODY = {"ja": "yes", "nee": "no", "deels": "partly", "onbekend": "unknown"}


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data(DATA)


def source_types() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def found(reference: ReferenceData, typed: str, kind: str = "") -> list[str]:
    return [institution.code for institution in reference.find_institution(typed, kind)]


@pytest.mark.parametrize("row", source_types(), ids=lambda row: row["slug"])
def test_a_type_says_what_its_source_says(reference: ReferenceData, row: dict[str, str]) -> None:
    kind = reference.institution_type(row["slug"])
    assert [kind.label(lang) for lang in LANGUAGES] == [row["label_nl"], row["label_en"]]
    assert kind.public_body == PUBLIC_BODY[row["bestuursorgaan"]]
    assert "|".join(kind.routes) == row["routes_hoofd"]
    assert "|".join(kind.always_routes) == row["routes_altijd_mogelijk"]
    assert kind.theme == row["standaard_thema"]


def test_there_is_no_type_beside_the_source(reference: ReferenceData) -> None:
    assert list(reference.institution_types) == [row["slug"] for row in source_types()]


@pytest.mark.parametrize(
    ("typed", "kind", "first"),
    [
        ("Rotterdam", "", ["GM0599", "rotterdam"]),
        ("rotterdam", "gemeente", ["GM0599"]),
        ("Rotterdam", "politie", ["rotterdam"]),
        ("gemeente rott", "", ["GM0599"]),
        ("haag", "gemeente", ["GM0518"]),
        ("The Hague", "", ["GM0518", "den-haag"]),
        ("Den Haag", "gemeente-toezicht", ["GM0518"]),
        ("Rozendaal", "politie", ["oost-nederland"]),
        ("Egmond aan Zee", "politie", ["noord-holland"]),
        ("Zierikzee", "politie", ["zeeland-west-brabant"]),
        ("Sneek", "", ["GM1900", "noord-nederland"]),
        ("leerdam", "gemeente", ["GM1961"]),
        ("uden", "politie", ["oost-brabant"]),
        ("SUDWEST", "gemeente", ["GM1900"]),
        ("kmar", "", ["kmar"]),
        ("marechaussee", "kmar", ["kmar"]),
        ("lanschot kem", "", ["van-lanschot"]),
        ("abn", "", ["abn-amro", "tikkie"]),
        ("abn", "bank", ["abn-amro"]),
        ("rabo", "bank", ["rabobank"]),
        ("volksbank", "bank", ["asn-bank"]),
        ("Unive", "", ["unive"]),
        ("UNIVÉ", "", ["unive"]),
        ("asr", "", ["asr"]),
        ("odido", "", ["telecom"]),
    ],
)
def test_an_institution_is_found_by_any_word(
    reference: ReferenceData, typed: str, kind: str, first: list[str]
) -> None:
    assert found(reference, typed, kind)[: len(first)] == first


def test_bergen_lies_in_two_police_regions(reference: ReferenceData) -> None:
    assert found(reference, "Bergen", "politie")[:2] == ["limburg", "noord-holland"]


@pytest.mark.parametrize("typed", ["", "  ", "-", "'", "%", "qqqq", "Univé" * 20, "terdam"])
def test_nothing_is_found_for_nothing(reference: ReferenceData, typed: str) -> None:
    assert found(reference, typed) == []


def test_a_kind_that_does_not_exist_finds_nothing(reference: ReferenceData) -> None:
    assert found(reference, "Rotterdam", "circus") == []


def test_every_municipality_and_police_unit_is_an_institution(reference: ReferenceData) -> None:
    for place in reference.municipalities:
        institution = reference.institution(place.code)
        assert institution.type == "gemeente"
        assert found(reference, place.name, "gemeente")
        assert place.police_unit in found(reference, place.name, "politie")
    for unit in reference.police_units:
        assert reference.institution(unit.code).name == unit.name
    kinds = {unit.code: reference.institution(unit.code).type for unit in reference.police_units}
    assert [code for code, kind in kinds.items() if kind != "politie"] == ["kmar"]


def test_a_payment_service_is_no_bank_and_stands_once(reference: ReferenceData) -> None:
    for name in ("mollie", "adyen", "icepay"):
        assert found(reference, name) == [name]
        assert reference.institution(name).type == "betaaldienst"
        assert not reference.institution(name).iban_code
    banks = [i for i in reference.institutions.values() if i.type == "bank"]
    assert len(banks) == len({bank.iban_code for bank in banks}) == 21
    assert all(bank.iban_code for bank in banks)


def test_what_is_not_checked_is_not_certain(reference: ReferenceData) -> None:
    assert reference.institution("kvk").confirmed
    assert not reference.institution("douane").confirmed
    assert not reference.institution("aegon").confirmed
    assert not any(i.website_confirmed for i in reference.institutions.values())


def test_free_text_is_no_institution(reference: ReferenceData) -> None:
    assert not [i for i in reference.institutions.values() if "vrij" in i.code]
    with pytest.raises(UnknownCode):
        reference.institution("huisarts-vrij")
    with pytest.raises(UnknownCode):
        reference.institution_type("circus")
    assert not reference.has_institution("GM9999")


@pytest.mark.parametrize(
    ("code", "ombudsman", "certain", "perhaps"),
    [
        ("GM0599", "rotterdam", True, []),
        ("GM0518", "den-haag", False, ["nationaal"]),
        ("GM0363", "metropool-amsterdam", False, ["nationaal"]),
        ("GM0687", "nationaal", False, ["zeeland"]),
        ("GM0384", "nationaal", False, ["metropool-amsterdam"]),
        ("GM0344", "nationaal", False, []),
        ("rotterdam", "nationaal", True, []),
        ("kmar", "nationaal", True, []),
        ("kvk", "nationaal", True, []),
        ("ggd-rr", "nationaal", False, []),
    ],
)
def test_the_ombudsman_of_an_institution(
    reference: ReferenceData, code: str, ombudsman: str, certain: bool, perhaps: list[str]
) -> None:
    serving = reference.ombudsman_of(code)
    assert serving is not None
    assert serving.ombudsman.code == ombudsman
    assert serving.certain is certain
    assert [other.code for other in serving.perhaps] == perhaps


def test_a_company_has_no_ombudsman_and_nothing_unknown_has(reference: ReferenceData) -> None:
    assert reference.ombudsman_of("ing") is None
    with pytest.raises(UnknownCode):
        reference.ombudsman_of("GM9999")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("institution_types.csv", "bank-particulier|bank-zakelijk", "bank-privé"),
        ("institution_types.csv", "bank-particulier|bank-zakelijk", ""),
        ("institution_types.csv", ",privacy|discriminatie,", ",privacy|fun,"),
        ("institution_types.csv", "bank,Bank,Bank,no", "bank,Bank,Bank,maybe"),
        ("institution_types.csv", "bank,Bank,Bank,no", "bank,Bank,,no"),
        ("institution_types.csv", "bank-zakelijk,zakelijk,", "bank-zakelijk,banken,"),
        ("institution_types.csv", "\nbank,", "\ngemeente,"),
        ("institution_types.csv", "\nbank,", "\nbanks,"),
        ("institution_types.csv", "\nkmar,", "\nmarechaussee,"),
        ("institutions.csv", "\ning,", "\nrabobank,"),
        ("institutions.csv", "\ning,", "\nGM0599,"),
        ("institutions.csv", "\ning,", "\nkmar,"),
        ("institutions.csv", "\ning,bank,", "\ning,gemeente,"),
        ("institutions.csv", "\ning,bank,", "\ning,circus,"),
        ("institutions.csv", "\ning,bank,ING,", "\ning,bank,,"),
        ("institutions.csv", "\ning,bank,ING,national,", "\ning,bank,ING,mars,"),
        ("institutions.csv", ",INGB,", ",INGB1,"),
        ("institutions.csv", "betaaldienst,ICEPAY,national,,not_applicable,,,",
         "betaaldienst,ICEPAY,national,,not_applicable,,ICEP,"),
        ("institutions.csv", "belastingdienst.nl,to_check", "https://belastingdienst.nl/,to_check"),
        ("institutions.csv", "belastingdienst.nl,to_check", "belastingdienst.nl,perhaps"),
        ("ombudsmen.csv", "GM0599", "GM9999"),
        ("ombudsmen.csv", "GM0599", "GM0518"),
        ("ombudsmen.csv", "\nrotterdam,", "\nden-haag,"),
        ("ombudsmen.csv", "\nrotterdam,municipal,", "\nrotterdam,royal,"),
        ("ombudsmen.csv", ",Zeeland,", ",Zeelandia,"),
        ("ombudsmen.csv", "nationaal,national,", "nationaal,municipal,"),
        ("ombudsmen.csv", "rotterdam,municipal,Gemeentelijke Ombudsman Rotterdam,GM0599",
         "rotterdam,national,Gemeentelijke Ombudsman Rotterdam,"),
        ("taxonomy.csv", "institution_types=bank", "institution_types=bonk"),
    ],
)  # fmt: skip
def test_a_broken_file_stops_the_start(tmp_path: Path, file: str, old: str, new: str) -> None:
    copy = Path(shutil.copytree(DATA, tmp_path / "data"))
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadReferenceData):
        load_reference_data(copy)
