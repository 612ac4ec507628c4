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
    unidentified unknown all several alle flere mehrere tous toutes todos todas tutti tutte allen kaikki wszyscy
    audience both everyone everybody begge beide ambos
    host guest patient therapist student teacher observer translator interpreter panelist narrator
    intervjuer intervjuar intervjuobjekt intervjuperson deltaker deltakar deltager respondenten forsker tolk
    programleder programleiar gjest kursleder sykepleier sjukepleiar pårørende
    lege pasient intervjuare deltagare forskare patienten informanten moderatoren
    interviewerin interviewter interviewte interviewpartner interviewpartnerin interviewleiter befragte
    befragter befragerin befrager moderatorin teilnehmer teilnehmerin sprecher sprecherin proband probandin
    enquêteur enquêtrice enquêté enquêtée intervieweur intervieweuse interviewé interviewée animateur
    animatrice modérateur modératrice participante répondant répondante chercheur chercheuse locuteur
    locutrice
    locutor locutora paciente médico enfermera enfermero
    entrevistador entrevistadora entrevistado entrevistada moderador moderadora hablante investigador
    investigadora intervistatore intervistatrice intervistato intervistata moderatore partecipante
    participante respondente pesquisador pesquisadora
    geïnterviewde deelnemer onderzoeker spreker haastattelija haastateltava osallistuja spyrill viðmælandi
    badacz badaczka respondentka moderatorka tazatel
    интервьюер респондент респондентка участник участница модератор ведущий
    ερευνητής ερευνήτρια συνεντευκτής συνεντευξιαζόμενος συνεντευξιαζόμενη συμμετέχων συμμετέχουσα
    인터뷰어 인터뷰이 면접자 피면접자 면담자 참여자 참가자 연구자 진행자 응답자
    聞き手 話し手 調査者 回答者 司会 司会者 访谈者 受访者 被访者 主持人 采访者 訪談者 受訪者
    المحاور المشارك الباحث المقابل مقابل مشارك باحث
    מראיין מראיינת מרואיין מרואיינת משתתף משתתפת חוקר חוקרת
    साक्षात्कारकर्ता प्रतिभागी शोधकर्ता उत्तरदाता
""")

# Characters that are not seen: soft hyphen, zero-width characters, marks of direction.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
#: What may stand around a name and is not part of it.
EDGES = " \t\u00a0\u00ad\u202f\u3000\ufeff\u061c\u180e" + "".join(
    map(chr, (*range(0x2000, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
)

# Words before a colon that are no speakers: fields of a cover sheet, credits, remarks, sounds, structure, days.
NOT_SPEAKERS = _words("""
    date time place location venue duration length file filename project title subtitle subject topic transcriber
    transcribed transcript transcription transcriptionist language recording recorded recorder version status source
    note notes nb ps obs re fwd example examples summary background conclusion introduction appendix keywords
    abstract
    comment comments remark remarks warning page chapter section part age gender sex occupation name legend key
    abbreviations participants speakers interviewers interviewees present attendees attending purpose aim method
    methods
    context end start begin break tags question id code pseudonym consent setting study institution
    department university education email address phone url website reference references link contents copyright
    license author authors date/time total type category number objective objectives results discussion
    agenda action actions decision todo important attention tip tips hint update edit ps. p.s. n.b. e.g. i.e. vs cf
    idea ideas responsible deadline ansvarlig frist
    theme themes quote quotes quotation definition definitions problem problems solution solutions finding findings
    observation observations reflection reflections memo default returns mandatory optional required advantages
    disadvantages pros cons strengths weaknesses usage
    subtitles captions captioned captioning credits synced synchronized corrected correction corrections translation
    translated proofread proofreading subtitled
    laughs laugh laughter laughing laughed pause pauses silence silent sigh sighs sighing cough coughs coughing
    music
    applause inaudible unintelligible crosstalk overlapping noise sound cries crying nods nodding whispering sic
    however therefore also first second third fourth fifth finally firstly secondly thirdly lastly next then yes no
    ok
    okay well so because but and again anyway
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays weekend today tomorrow yesterday morning afternoon evening night
    january february march july september october november december spring
    winter
    dato tid klokkeslett sted varighet lengde fil filnavn prosjekt tittel tema transkribert transkribent
    transkripsjon
    språk opptak merknad merknader notat notater kommentar kommentarer eksempel sammendrag bakgrunn konklusjon
    innledning vedlegg stikkord side kapittel del alder kjønn yrke navn namn stilling arbeidssted forkortelser
    sitat sitater funn observasjon observasjoner refleksjon definisjon løsning fordeler ulemper
    deltakere deltakarar tilstede formål hensikt metode pause latter ler stillhet uhørlig slutt start kilde obs! nei
    ja mål samtykke oversettelse oversatt undertekster tekstet
    først første andre tredje fjerde femte videre dessuten også derfor altså
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag januar februar mars mai juni
    juli
    oktober desember
    datum tid plats längd projekt titel ämne språk inspelning anteckning anteckningar exempel sammanfattning
    bakgrund
    sida ålder yrke kön namn syfte skratt tystnad tisdag onsdag torsdag lördag söndag måndag januari februari maj
    augusti december undertexter översättning
    ort zeit uhrzeit dauer datei dateiname thema sprache aufnahme anmerkung anmerkungen notiz notizen bemerkung
    kommentare beispiel zusammenfassung hintergrund fazit einleitung anhang stichworte seite kapitel teil alter
    geschlecht beruf name abkürzungen legende teilnehmende anwesend anwesende zweck ziel ende beginn inhalt
    zitat zitate lösung beobachtung beobachtungen vorteile nachteile ergebnis ergebnisse
    transkript transkription transkribiert version hinweis wichtig lachen lacht gelächter schweigen unverständlich
    erstens zweitens drittens zuerst dann schließlich außerdem untertitel übersetzung
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag februar märz oktober dezember
    lieu durée fichier projet titre sujet langue enregistrement remarque remarques exemple résumé contexte
    conclusion
    annexe âge sexe profession nom légende présents objet objectif heure fin début rires rire silence inaudible
    premièrement deuxièmement ensuite enfin traduction sous-titres
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février avril juin juillet août septembre octobre
    novembre décembre
    fecha hora lugar duración archivo proyecto título tema idioma grabación nota notas ejemplo resumen edad sexo
    género
    nombre profesión ocupación objetivo objetivos contexto introducción conclusión anexo método propósito
    participantes asistentes página capítulo risas risa silencio pausa primero segundo tercero finalmente además
    traducción subtítulos
    lunes martes miércoles jueves viernes sábado domingo enero febrero marzo mayo junio julio agosto septiembre
    setiembre octubre noviembre diciembre
    data luogo durata progetto titolo lingua registrazione esempio riassunto età sesso nome professione obiettivo
    obiettivi contesto introduzione conclusione allegato pagina capitolo risate silenzio pausa traduzione
    sottotitoli
    lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio settembre
    ottobre dicembre
    local duração ficheiro arquivo projeto idade género gênero profissão gravação observação observações exemplo
    resumo
    risos silêncio segunda-feira terça-feira quarta-feira quinta-feira sexta-feira janeiro fevereiro março maio
    junho
    julho setembro outubro novembro dezembro tradução legendas
    plaats duur bestand onderwerp taal opname opmerking opmerkingen voorbeeld samenvatting leeftijd geslacht beroep
    doel
    gelach stilte maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vertaling ondertiteling
    päivämäärä aika paikka kesto aihe kieli huomautus dags tími staður athugasemd czas miejsce temat język uwaga
    дата время место тема язык примечание пример цель возраст пол длительность перевод субтитры смех пауза
    ημερομηνία ώρα τόπος διάρκεια θέμα γλώσσα σημείωση στόχος γέλια
    날짜 장소 시간 제목 주제 목적 언어 나이 성별 비고 참고 웃음 日付 日時 場所 時間 言語 題名 目的 備考 笑 笑い 日期
    时间 地点
    时长 主题 语言 备注 目的 笑声 時間 主題 التاريخ الوقت المكان المدة الموضوع اللغة ملاحظة الهدف תאריך שעה מקום משך
    נושא
    שפה הערה מטרה दिनांक समय स्थान अवधि विषय भाषा टिप्पणी उद्देश्य
    tarih yer süre konu görüşme audio miejsce data ingredients ingredienser zutaten
    from to cc bcc sent regards dear fra til emne von an betreff gesendet de para asunto
    http https ftp file mailto www url email e-mail mail tel phone mobile telefon fax doi isbn issn
""") - _words("question")

#: What people who speak once are called: `unknown man`, `Kari's husband`, `voice on the phone`.
PEOPLE = _words("""
    man woman husband wife mother father sister brother daughter son nurse doctor neighbour neighbor friend voice
    caregiver carer child boy girl waiter receptionist colleague
    mann kvinne ektemann kone mor far søster bror datter dattera sønn sykepleier lege nabo venn venninne mannsstemme
    kvinnestemme stemme samboer kvinna maka make dotter granne röst sjuksköterska läkare kvinde ægtefælle nabo
    sygeplejerske mandsstemme frau ehemann ehefrau mutter vater schwester bruder tochter sohn nachbar nachbarin
    stimme männerstimme frauenstimme pfleger pflegerin arzt ärztin homme femme mari épouse mère père sœur frère
    fille fils voisin voisine infirmière voix hombre mujer marido esposa madre padre hermana hermano hija hijo
    vecino vecina voz uomo donna marito moglie sorella fratello figlia figlio voce homem mulher esposo mãe pai irmã
    irmão filha filho vizinha vrouw echtgenoot moeder vader zus broer dochter zoon buurvrouw stem mężczyzna kobieta
    mąż żona matka ojciec córka syn głos mies nainen vaimo äiti isä tytär poika ääni kadın erkek anne baba
""")
#: Words before somebody whom a speaker quotes: `My brother: no, no.`
POSSESSIVES = _words("""
    my our your his her their and but so then min mitt mine vår våre din hans hennes och og mein meine unser unsere
    sein seine ihr ihre und mon ma mes notre nos son sa mi mis nuestro nuestra su il mio la mia meu minha nosso nossa
    mijn ons onze haar zijn mój moja minun
""")

# Things that are numbered before a colon: `Table 2: …`, `Step 3: …`.
NUMBERED = _words("""
    jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october
    november december table figure fig step task item question q exercise theme topic day week month year phase
    round session
    interview
    level line row page chapter case example option point reason rule stage version track video file figur tabell
    steg
    trinn oppgave spørsmål dag uke fase runde økt intervju linje grunn punkt fråga uppgift vecka abbildung tabelle
    schritt aufgabe frage tag woche übung punkt grund zeile étape tâche jour semaine exercice tabla paso tarea
    pregunta
    día semana fase ejemplo tabella domanda giorno compito afbeelding vraag stap
""")

# Titles before names.
TITLES = _words("""
    dr dr. prof prof. mr mr. mrs mrs. ms ms. mx. miss sir st. rev. hr hr. fr. fru frau herr hr. mme mme. m. mlle sr
    sr.
    sra sra. srta. dott. ing. dipl.-ing. mag. phd
""")

# Particles inside names.
PARTICLES = _words("""
    von van der den de del della di da dos du la le el al bin ibn af av zu zur ter ten und og and och et y e
""")

ORDINALS = _words("first second third fourth fifth 1st 2nd 3rd første andre tredje første erste zweite dritte första")

# First names that are words of cover sheets too.
GIVEN_NAMES = _words("mai maj may april june juni august summer")

CONJUNCTIONS = _words("og and und et y e")

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
    المحاور الباحث מראיין מראיינת חוקר חוקרת साक्षात्कारकर्ता शोधकर्ता
    인터뷰어 면접자 면담자 연구자 진행자 聞き手 調査者 司会 司会者 访谈者 主持人 采访者 訪談者
""")
_NUMBERED = re.compile(r"[\s\d.:)]+$")


@lru_cache(4096)
def visible(name: str) -> str:
    """Return a name as it is shown: without invisible characters, with single blanks."""
    return " ".join(_INVISIBLE.sub("", name).split())


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
