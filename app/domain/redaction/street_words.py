"""Words by which a street is recognised, without accents and in small letters."""

from __future__ import annotations

STREET_ENDINGS = tuple(
    "straat straatje laan laantje gracht kade plein pleintje steeg dreef singel dijk burgwal "
    "plantsoen boulevard allee weg wegje straße strasse str platz gasse damm ufer utca "
    "sokak".split()
)
"""One word that ends so is a street: dorpsstraat, Herengracht, Hauptstraße."""

AMBIGUOUS_ENDINGS = tuple(
    "hof pad park markt dam wal haven baan ring oord veld akker erf brink berg kamp sloot "
    "vaart brug passage hoek eind einde heide poort zoom horst hage donk stede boog oever "
    "zicht rade rak kant waard werf wijk burg land markt promenade".split()
)
"""Endings of streets and of much else: only with a capital and a number behind."""

STREET_BEFORE = frozenset(
    "rue avenue boulevard impasse chemin calle avenida avda paseo carrer carretera c strada "
    "bulevardul soseaua aleea calea ulica ulitsa aleja rua travessa praceta viale улица ул "
    "бул булевард вулиця вул cadde caddesi sokak str bd ul".split()
)
"""Kinds of street that stand before the name: rue, calle, strada, ulica, улица."""

STREET_BEFORE_CAPITAL = frozenset(
    "via place cours plaza largo al os pl piazza corso vicolo quai plac osiedle piata "
    "intrarea camino jalan laan plein straat".split()
)
"""The same, but words of other languages too: only before a capital."""

STREET_AFTER = frozenset(
    "street st road rd avenue ave lane drive square close court terrace boulevard blvd "
    "crescent gardens mews row way place grove hill utca ut ter korut straat laan weg plein "
    "gracht".split()
)
"""Kinds of street that stand behind the name: High Street, Petőfi utca."""

UNITS = frozenset(
    "min mins minuut minuten minutes minute uur uren hour hours euro euros eur keer maal "
    "times km kilometer meter meters m dag dagen day days week weken weeks maand maanden "
    "month months jaar jaren year years man mannen men vrouw vrouwen women mensen people "
    "personen klanten klant clients auto auto's sec seconden seconds procent percent graden "
    "stuks x nachten nights kamers rooms jongens guys meisjes girls pond pounds dollar "
    "dollars lei zloty ore minut minuta minutos horas ani jahre stunden minuten uhr h am pm "
    "jarige collega's politieagenten agenten anderen andere others".split()
)
"""What follows a number that counts."""

NOT_STREETS = frozenset(
    "onderweg halfweg snelweg terugweg heenweg uitweg wegweg vanweg autoweg landweg zijweg "
    "zandweg afweg zijstraat hoofdstraat winkelstraat woonstraat eenrichtingsstraat "
    "achterstraatje overweg parkeerplatz spoordijk toegangsweg zijstraatje oprijlaan "
    "arbeitsplatz parkplatz tippelstraat marktplein stationsplein schoolplein a an the my his "
    "her their our your this that in on at of off from to by with for and or is was were are "
    "be it we he she they i you me us had have has no not more than about only just into out "
    "after before then when who what as so but if de het een en op van met aan uit bij naar "
    "voor die dat er zijn haar mijn hun ons".split()
)
"""Words of the form that are no address, and small words that no street's name begins with."""
