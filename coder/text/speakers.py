"""Words in speaker labels: roles, interviewers, and words that are no speakers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LONG_ENOUGH = 6  # letters; shorter names that differ in one are different names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


ROLES = _words("""
    interviewer interviewee moderator facilitator participant respondent researcher informant speaker
    unidentified unknown alle
    host guest patient therapist student teacher observer translator interpreter panelist narrator
    intervjuer intervjuar intervjuobjekt intervjuperson deltaker deltakar deltager respondenten forsker tolk
    lege pasient intervjuare deltagare forskare patienten informanten moderatoren
    interviewerin interviewter interviewte interviewpartner interviewpartnerin interviewleiter befragte
    befragter befragerin befrager moderatorin teilnehmer teilnehmerin sprecher sprecherin proband probandin
    enquêteur enquêtrice enquêté enquêtée intervieweur intervieweuse interviewé interviewée animateur
    animatrice modérateur modératrice participante répondant répondante chercheur chercheuse locuteur
    locutrice
    entrevistador entrevistadora entrevistado entrevistada moderador moderadora hablante investigador
    investigadora intervistatore intervistatrice intervistato intervistata moderatore partecipante
    participante respondente pesquisador pesquisadora
    geïnterviewde deelnemer onderzoeker spreker haastattelija haastateltava osallistuja spyrill viðmælandi
    badacz badaczka respondentka moderatorka tazatel
    интервьюер респондент респондентка участник участница модератор ведущий
    ερευνητής ερευνήτρια συνεντευκτής συνεντευξιαζόμενος συνεντευξιαζόμενη συμμετέχων συμμετέχουσα
    인터뷰어 인터뷰이 면접자 피면접자 면담자 참여자 참가자 연구자 진행자 응답자
    聞き手 話し手 調査者 回答者 司会 司会者 访谈者 受访者 被访者 主持人 采访者 訪談者 受訪者
    مقابل مشارك باحث
""")

# Characters that are not seen: soft hyphen, zero-width characters, marks of direction.
_INVISIBLE = re.compile("[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff]")

# Words before a colon that are no speakers: fields of a cover sheet, remarks, structure.
NOT_SPEAKERS = _words("""
    date time place location duration file filename project title subject topic transcriber transcribed
    transcription language recording recorded version status source note notes nb ps obs re fwd example
    summary background conclusion introduction appendix keywords abstract comment remark warning page
    chapter section part age gender sex occupation name legend key abbreviations participants speakers
    interviewers interviewees present attendees purpose method methods context end start begin break tags
    dato tid sted varighet fil prosjekt tittel tema transkribert transkribent språk opptak merknad merknader
    notat notater kommentar eksempel sammendrag bakgrunn konklusjon innledning vedlegg stikkord side kapittel
    del alder kjønn yrke navn namn forkortelser deltakere deltakarar tilstede formål pause slutt kilde obs!
    datum tid plats längd projekt titel ämne språk anteckning exempel sammanfattning bakgrund sida ålder yrke
    ort zeit dauer datei thema sprache aufnahme anmerkung anmerkungen notiz notizen kommentar beispiel
    zusammenfassung hintergrund fazit einleitung anhang stichworte seite kapitel teil alter geschlecht beruf
    name abkürzungen legende teilnehmende anwesend anwesende zweck ende beginn inhalt transkript version
    lieu durée fichier projet titre sujet langue remarque exemple résumé contexte conclusion annexe âge sexe
    profession nom légende présents objet heure fin début
    fecha hora lugar duración archivo proyecto título tema idioma nota ejemplo resumen edad sexo nombre
    data luogo durata progetto titolo lingua esempio
    дата время место тема язык примечание пример
    날짜 장소 시간 제목 주제
    http https www url email mail tel phone telefon doi isbn
""")

# Particles inside names.
PARTICLES = _words("""
    von van der den de del della di da dos du la le el al bin ibn af av zu zur ter ten und og and och et y e
""")

# Labels of interviewers.
INTERVIEWER_LABELS = _words("""
    i int intw interviewer interviewers interviewleader q moderator mod facilitator fac researcher
    intervjuer intervjuar intervjuare forsker forskare moderatoren
    interviewerin interviewleiter befragerin befrager moderatorin
    enquêteur enquêtrice intervieweur intervieweuse animateur animatrice modérateur modératrice chercheur chercheuse
    entrevistador entrevistadora moderador moderadora investigador investigadora
    intervistatore intervistatrice moderatore pesquisador pesquisadora
    onderzoeker haastattelija spyrill badacz badaczka moderatorka tazatel
    интервьюер модератор ведущий ερευνητής ερευνήτρια συνεντευκτής
    인터뷰어 면접자 면담자 연구자 진행자 聞き手 調査者 司会 司会者 访谈者 主持人 采访者 訪談者
""")
_NUMBERED = re.compile(r"[\s\d.:)]+$")


@lru_cache(4096)
def speaker_key(name: str) -> str:
    """Return what the spellings of one speaker share: blanks, case and invisible characters make no difference."""
    composed = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold()
    return "".join(composed.split())


def alike(speakers: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of names that may be one speaker.

    They differ in blanks, case, accents, punctuation or one letter. Numbers always tell speakers apart (`P1`, `P2`).
    """
    groups: list[list[str]] = []
    for name in dict.fromkeys(filter(None, speakers)):
        group = next((group for group in groups if any(_may_be_one(name, other) for other in group)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _may_be_one(name: str, other: str) -> bool:
    first, second = _letters(name), _letters(other)
    if first == second:
        return bool(first)
    digits = [[character for character in key if character.isdigit()] for key in (first, second)]
    return (
        digits[0] == digits[1] and min(len(first), len(second)) >= _LONG_ENOUGH and _one_letter_apart(first, second)
    )


def _letters(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", speaker_key(name))
    return "".join(character for character in decomposed if character.isalnum())


def _one_letter_apart(first: str, second: str) -> bool:
    """Return whether one letter is missing, added, changed, or two neighbours are swapped."""
    if abs(len(first) - len(second)) > 1:
        return False
    same = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), len(first))
    left, right = first[same:], second[same:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


def interviewers(speakers: Iterable[str]) -> tuple[str, ...]:
    """Return the interviewers among the speakers, recognised by name; none if that would be all of them."""
    names = [name for name in dict.fromkeys(speakers) if name]
    found = tuple(name for name in names if _NUMBERED.sub("", name.casefold()) in INTERVIEWER_LABELS)
    return found if len(found) < len(names) else ()
