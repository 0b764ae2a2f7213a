"""The pages of the figures lead to the documents that are there, in the language of the page."""

from __future__ import annotations

from app.adapters.database import Database
from tests.figure_documents import publication_of
from tests.figures import publish
from tests.visitor import Visitor


def test_a_page_of_a_release_leads_to_its_documents(visit: Visitor, database: Database) -> None:
    with database.writing() as session:
        publish(session, publication_of("2025Q3"))
    for language in ("nl", "en"):
        page = visit.get(f"/{language}/figures/2025Q3")
        for kind in ("pdf", "xlsx", "ods"):
            address = f"/{language}/figures/2025Q3/2025Q3.{kind}"
            assert address in page.links
            assert visit.client.get(address).status_code == 200
