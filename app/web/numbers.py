"""Numbers in addresses."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # what a column of either engine holds


class TableNumber(IntegerConverter):
    """`<int:number>`: an address with a larger number than a table can hold is not there."""

    def __init__(self, house_map: Map) -> None:
        super().__init__(house_map, max=LARGEST)


def install(app: Flask) -> None:
    """For every address of the house."""
    app.url_map.converters["int"] = TableNumber
