"""Reports for tests: one with every field filled in."""

from __future__ import annotations

from datetime import date

from app.domain.consent import Consents
from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Contact, Photo, Place, Profile, WhenKnown

FULL = ReportDraft(
    kinds=("verkrachting", "niet-betalen"),
    when=WhenKnown("this_week", date(2026, 11, 20)),
    place=Place("GM0363", "hotel"),
    culprit_role="klant",
    client=Client(
        phones=("06 12 34 56 78", "+40 712 345 678"),
        emails=("iemand@voorbeeld.nl",),
        profiles=(Profile("jan_1980", "kinky"), Profile("jan", "")),
        plates=("G-123-XX",),
        car_colour="grey",
        car_type="van",
        nickname="Jan",
        number_country="+40",
        accent="zachte g",
        appearance=("build-slim", "face-beard"),
    ),
    story="Wat er gebeurde.\nIn eigen woorden — ‘’ 你好",
    language="zh-Hant-TW",
    photos=(Photo("a" * 36, "k" * 43, "foto.jpg", 800, 600, 99_000),),
    still_active="yes",
    consents=Consents(warn=True, figures=True),
    publish_at_once=True,
    contact=Contact("phone", "0687654321", ("evening", "message_first")),
    do_not_show_back=True,
    on_behalf=True,
    points_to_me="de rode deur",
)
