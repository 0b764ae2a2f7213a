"""The word lists: part of the format of every code, and read by frightened people."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest

from app.domain.word_lists import LANGUAGES, numbers_of_words, words_of, words_of_number

FROZEN = {
    "nl": "8e97a17ce77382afa8918a5c8c4f3e882c28536bd92c76db5cc8dc3eafa6ab33",
    "en": "a60607783b38105fdef7a65fc91aa7a7286baa9191794122622437cf72e9a1d0",
}

# Beginnings, since four letters are what one types; Dutch and English alike for both lists
NEVER_BEGINS = """
    abort abus aids anaa anal angst anus assh baas bastard bdsm begra begraf beul bitc bloed blood
    bloo bomb boob brot buik clit coca coke cond cops corps crap crim
    cunt damn dead deat dief diev dick dild doden dood drol drug dwang dyke erec erot escor fagg
    flik fokk fuck geil geld geslac geweld geweer gijz goddam gore hasj heks hemp
    hoer homo hook hure huur incest jail jood joden juden kanker kill klant klacht
    kloot klot knife knif kont kreng kuss kut lesb lijken lijf lull lust mafia maffia
    martel masoch mishand moord mosl murd naak naai nake nazi neger neuk nigg nude oorlog
    oral orgie orgy overv paal pedo peni pervers piem pijn pijp pimp piss poep poes polic
    polit poot porn prost psych puss raampro rape ramen rechter reet relig sado
    salon sate seks seksu sexu sexy sex shit slaaf slag slav slet slut snol sper stalk steek
    straf suic teef terro theft thug tiet tipp tits trutt vagi verkra verm vermoord verp vies
    vrouw vuist wapen weap weed whor wurg ziek zelfm zoen zuip zwang
"""
NEVER_WORDS = """
    agent alien arrest asylum attack autopsy baby back ball battery bed begging belly beurt bikini
    body bond bone boss breast bruise burn buyer cash cell chain cheat child chin claim client club
    coffin cop court cross cry cuff cut danger daughter debt desire devil donor douche dump
    evil eye face fat fear feel fight finger flesh flirt foot force fraud ghost girl god grave gun
    guilt hair hand harm hate head heart heaven hell hip hotel hurt husband ill illegal jury
    kerk knee knife kiss lawyer leg leather lick lip lord love lover maid massage
    master meat meisje misery money mother motel mouth naked neck nipple pain panic
    passport penalty pill poison police poor pope pray price prick priest prison private pub punish
    race rent report rope sad saint scar scream secret sentence service shame shelter shoot sick sin
    sister skin slave sleep smoke strip suck swing tease teen thigh threat tied toe tongue torture
    touch trafficking trap trick victim violence virgin weapon whip widow wife witness woman worker
    wound young agressie angst asiel arm baas bang beloning bewijs bijl blauwe bloed boef boete
    borst been beslag bidden bijbel buit cel cliënt contant dader deurne dief dochter donker drugs
    engel erotiek gevaar gevangen gebed geest geheim geloof gijzelaar graf haat hals hand heilig hel
    hemel hoofd hotel huid huilen huur illegaal islam kerk ketting kist klant knie kogel
    lichaam loon man mes misbruik moeder moskee neus nood oog oor overval paspoort pastoor pijn
    politie prijs priester raampro rechter rouw rug ruzie schaamte schuld slachten slaan slang spion
    straat straf strijd tarief tehuis tong traan vader verdacht verdriet vijand vinger vlees
    vlucht vrouw wallen wapen wond wraak wreed zonde
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_frozen_since_it_is_part_of_every_code(language: str) -> None:
    raw = files("app.domain").joinpath("words", f"{language}.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == FROZEN[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_2048_short_plain_words_in_order(language: str) -> None:
    words = words_of(language)
    assert len(set(words)) == len(words) == 2048
    assert not [word for word in words if not re.fullmatch("[a-z]{4,8}", word)]
    assert list(words) == sorted(words)


def test_four_letters_tell_the_word_and_its_language() -> None:
    beginnings = [word[:4] for language in LANGUAGES for word in words_of(language)]
    assert len(set(beginnings)) == len(beginnings) == 4096


def test_no_word_hurts_or_tells_what_this_is_about() -> None:
    beginnings = tuple(NEVER_BEGINS.split())
    words = [word for language in LANGUAGES for word in words_of(language)]
    assert not [word for word in words if word.startswith(beginnings)]
    assert not set(words) & set(NEVER_WORDS.split())


def test_another_language_has_no_list() -> None:
    for language in ("", "de", "NL", "../nl"):
        with pytest.raises(ValueError, match="no word list"):
            words_of(language)


def test_a_number_that_does_not_fit_is_refused_and_others_come_back() -> None:
    for number in (0, 1, 2047, 2048, (1 << 33) - 1):
        for language in LANGUAGES:
            assert numbers_of_words(words_of_number(number, 3, language)) == {language: number}
    for wrong in (-1, 1 << 33):
        with pytest.raises(ValueError, match="does not fit"):
            words_of_number(wrong, 3, "nl")
