"""The code book of a release in words: codes, parents and parameters, in every language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from app.adapters.release_files import csv_text
from app.domain.code_lists import LANGUAGES
from app.domain.statistics.publication import Publication
from app.domain.statistics.published_codes import published_dimensions
from app.web.current import speaking
from app.web.figure_parameter_words import PARAMETERS
from app.web.figure_words import code_words, dimension_words

CSV_HEADING = (
    "dimension", "dimension_nl", "dimension_en", "code", "label_nl", "label_en",
    "parent_dimension", "parent",
)  # fmt: skip


def codebook_json(publication: Publication) -> dict[str, Any]:
    """`labels` and `meaning` are by language; `parent` is null where a code falls under none."""
    return {
        "series": publication.series,
        "release": publication.id,
        "dimensions": [
            {
                "name": one.name,
                "labels": labels_of_dimension(one.name),
                "parent": one.parent or None,
                "codes": [
                    {
                        "code": code,
                        "labels": labels_of_code(one.name, code),
                        "parent": one.parent_of.get(code),
                    }
                    for code in one.codes
                ],
            }
            for one in published_dimensions(publication)
        ],
        "parameters": parameters_json(publication),
    }


def parameters_json(publication: Publication) -> list[dict[str, Any]]:
    """The parameters this release was made with."""
    values = asdict(publication.parameters)
    return [
        {"name": name, "value": values[name], "meaning": _by_language(words.__str__)}
        for name, words in PARAMETERS.items()
    ]


def parameters_csv(publication: Publication) -> str:
    """The same as a table."""
    return csv_text(
        ("parameter", "value", "meaning_nl", "meaning_en"),
        [
            (one["name"], str(one["value"]), *_both(one["meaning"]))
            for one in parameters_json(publication)
        ],
    )


def codebook_csv(publication: Publication) -> str:
    """The same codes, a row each."""
    return csv_text(
        CSV_HEADING,
        [
            (
                one.name,
                *_both(labels_of_dimension(one.name)),
                code,
                *_both(labels_of_code(one.name, code)),
                one.parent,
                one.parent_of.get(code, ""),
            )
            for one in published_dimensions(publication)
            for code in one.codes
        ],
    )


def labels_of_dimension(name: str) -> dict[str, str]:
    """What a dimension is called, by language."""
    return _by_language(lambda: dimension_words(name))


def labels_of_code(dimension: str, code: str) -> dict[str, str]:
    """What a code is called, by language."""
    return _by_language(lambda: code_words(dimension, code))


def _by_language(words: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = words()
    return found


def _both(labels: Mapping[str, str]) -> tuple[str, str]:
    return labels["nl"], labels["en"]
