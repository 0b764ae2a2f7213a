"""Small words around names, in small letters, in the languages of the reports."""

from __future__ import annotations

NAME_CUE = frozenset(
    "heet heette heten heetten genaamd genoemd noemt noemde noemen called named name's heisst "
    "heisse hiess nom nombre llama llamaba nume numele cheama imie nazywa mister mr mrs "
    "miss ms meneer mevrouw mijnheer dhr mevr herr frau senor monsieur domnul pan alias "
    "bijnaam bijgenaamd nickname".split()
)
"""The next word is a name, even where it is also a word (`hij heet mark`)."""

NAME_NOUN = frozenset("naam name voornaam achternaam surname firstname lastname roepnaam".split())
"""`zijn naam is peter`: a name follows, if need be after is, was, a colon."""

ROLE_CUE = frozenset(
    "klant klanten client customer ex vriend vriendin baas chauffeur collega buurman "
    "buurvrouw man vent kerel gast bezoeker broer zus neef oom eigenaar boss boyfriend "
    "girlfriend friend husband brother driver guy colleague pooier pimp manager agent agente "
    "inspecteur officer rechercheur".split()
)
"""The next word may be a name if it is no dictionary word, or if one follows that is none."""

PLACE_CUE = frozenset(
    "in te uit naar bij nabij from at near from to op vanuit richting hotel club bar cafe".split()
)
PARTICLE = frozenset(
    "van de den der het ten ter te el al bin ibn ben la le du von zu dos da di d".split()
)
SKIPPED = frozenset("is was are were zich dus ook als zijn haar hij zij ze he she as se".split())
NEVER = frozenset(
    "ik jij je hij zij ze wij we jullie u hem haar hun mij me ons een de het die dat deze dit "
    "en of maar want niet geen wel er toen dan nu al nog heel erg wil wilde wou kwam ging had "
    "heeft is was werd wordt zei vroeg met zonder van voor na om op in uit bij naar te aan "
    "over door tegen i you he she it they them him her us the a an and or but not no to of on "
    "at by with was were had has have did do said who which that this my his their ook zelf "
    "daar hier wie wat waar hoe anders so also just never zo mijn zijn".split()
)
