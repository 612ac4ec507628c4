import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.sentences import sentences
from tests.interview_texts import PASSAGES

DIALECT = Path(__file__).parents[2] / "../shared/formats/transcripts/derived_lia_dev_turns.txt"


def split(text: str, language: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Jeg kom kl. 12 med toget.|Dr. Hansen sa bl.a. ca. 3 stk. osv.|Så gikk vi, f.eks. Olsen."),
        ("nb", "Den 17. mai i 3. etasje.|Kapittel 4.|Brød osv. så dro vi.|Hei … jeg vet ikke.|Hei …|Kanskje."),
        ("nn", "Eg kom kl. 12, jf. boka.|Det kosta 3 mrd. kroner."),
        ("no-NO", "*ler.*|Ja.|ja .|og det .|Nei ."),
        ("de", "Das ist z.B. gut usw.|Dann ging er am 3. Mai zu Dr. Müller bzw. Fr. Meier.|Ja... nein."),
        ("de", "Er kam am 3. Mai, im 2. Semester.|Das war am 3. Dezember 1998.|Kapitel 4.|Es war am 5.|Dann kam er."),
        ("en", "Well... I don't know.|I saw Mrs. Ash, e.g. in No. 5, etc.|He said no.|Then I left."),
        ("en", "They left without me.|I went.|No.|I'm fine.|I said no.|I like art.|I do.|In Jan. I left."),
        ("en", "The smell, etc. I know.|Mr. and Mrs. I forget who.|They gave it to me.|I’d gone."),
        ("en", "I was never ill.|Nobody asked me.|We did no.|Then it was ok.|She may.|I know.|It is no. 5 of ours."),
        (
            "nb",
            "Ingen visste det.|Så måtte jeg ut.|Jeg gjør det jeg kan.|Det er bare en del.|Ikke ett ord.|Så kom jul.",
        ),
        ("de", "Keiner fragte mich.|So war es.|Das war seine Art.|Dann kam er, Art. 5 und § 3."),
        ("nb", "Det var ok.|Hun var med.|Ingen spurte.|Den var min.|Så gikk vi, 5 min. med buss."),
        ("en-GB", "'cause I went.|And 'cause I stayed.|He said 'yes.'|Then he left."),
        ("ko", "안녕하세요.|저는 학생입니다."),
        ("unknown", "One 😀 sentence.|Two."),
        ("", "One.|Two."),
    ],
)
def test_sentences_are_split(language: str, text: str) -> None:
    assert split(text.replace("|", " "), language) == text.split("|")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Jeg var hos dr. Hansen kl. 14.30 den 3. mai."),
        ("nb", "Det var f.eks. mye støy, bl.a. om natten."),
        ("nb", "Hun er ca. 40 år, dvs. eldre enn meg."),
        ("nb", "Vi fikk kr. 500 osv.|Det var bra."),
        ("nn", "Eg var hos dr. Hansen kl. 14.30 den 3. mai."),
        ("nn", "Det var t.d. mykje støy, m.a. om natta."),
        ("nn", "Ho er om lag 40 år, dvs. eldre enn meg."),
        ("sv", "Jag var hos dr. Hansson kl. 14.30 den 3 maj."),
        ("sv", "Det var t.ex. mycket buller, bl.a. på natten."),
        ("sv", "Hon är ca 40 år, dvs. äldre än jag."),
        ("sv", "Det var fr.o.m. måndag t.o.m. fredag."),
        ("sv", "Vi var tex. hemma m.m.|Det var bra."),
        ("da", "Jeg var hos dr. Hansen kl. 14.30 den 3. maj."),
        ("da", "Det var f.eks. meget støj, bl.a. om natten."),
        ("da", "Hun er ca. 40 år, dvs. ældre end mig."),
        ("da", "Det gjaldt pga. støj, jf. nr. 5."),
        ("da", "Vi var hjemme m.m.|Det var godt."),
        ("de", "Ich war bei Dr. Hansen um ca. 14.30 Uhr am 3. Mai."),
        ("de", "Es war z.B. laut, u.a. nachts."),
        ("de", "Es war z. B. laut, d. h. nachts."),
        ("de", "Sie ist etwa 40, bzw. älter als ich."),
        ("de", "Wir hatten Kinder usw.|Das war gut."),
        ("de", "Das war im 2. Stock bei Prof. Meier."),
        ("fr", "J'étais chez le Dr. Martin à 14 h 30, rue St. Jean."),
        ("fr", "Mme. Durand et M. Dupont étaient là."),
        ("fr", "C'était p. ex. très fort, cf. la page no. 5."),
        ("fr", "J'ai vu M. Dupont hier."),
        ("fr", "On avait des enfants, etc.|C'était bien."),
        ("fr", "Il y avait env. 40 personnes, av. la guerre."),
        ("es", "Estuve con el Dr. Pérez y la Sra. López."),
        ("es", "Vino el Sr. Gómez a las 3 p.m. de la tarde."),
        ("es", "Fue p. ej. muy fuerte, pág. 5."),
        ("es", "Había aprox. 40 personas."),
        ("es", "Ud. sabe que EE. UU. es grande."),
        ("es", "Niños, etc.|Fue bueno."),
        ("es", "Era el núm. 5 de la calle."),
        ("it", "Sono stato dal dott. Rossi e dal sig. Bianchi."),
        ("it", "La sig.ra Verdi è venuta alle 3."),
        ("it", "C'era ad es. molto rumore, cfr. pag. 5."),
        ("it", "Erano ca. 40 persone."),
        ("it", "L'avv. Neri e il prof. Russo c'erano."),
        ("it", "I bambini, ecc.|Era bello."),
        ("pt", "Estive com o Dr. Silva e a Sra. Costa."),
        ("pt", "Veio o Sr. Gomes às 3 da tarde."),
        ("pt", "Foi p. ex. muito forte, pág. 5."),
        ("pt", "Havia aprox. 40 pessoas."),
        ("pt", "A Profa. Lima e o Prof. Reis."),
        ("pt", "Crianças, etc.|Foi bom."),
        ("pt", "V. Exa. sabe disso."),
        ("nl", "Ik was bij dr. Jansen om ca. 14.30 uur."),
        ("nl", "Het was bijv. heel luid, m.n. 's nachts."),
        ("nl", "Dhr. de Vries en mevr. Bakker waren er."),
        ("nl", "Het was o.a. druk, d.w.z. vol."),
        ("nl", "Kinderen enz.|Dat was goed."),
        ("nl", "Zij is i.p.v. hem gekomen, zgn. collega."),
        ("pl", "Byłam u dr. Nowaka i u prof. Kowalskiej."),
        ("pl", "Było np. bardzo głośno, m.in. w nocy."),
        ("pl", "Miała ok. 40 lat, tzn. więcej niż ja."),
        ("pl", "To było na ul. Długiej nr 5."),
        ("pl", "Dzieci itd.|To było dobre."),
        ("pl", "Pan mgr. Nowak mówił tzw. prawdę."),
        ("tr", "Dr. Yılmaz ile görüştüm."),
        ("tr", "Prof. Kaya ve Doç. Demir vardı."),
        ("tr", "Örn. çok gürültü vardı, vb. şeyler."),
        ("tr", "Yaklaşık 40 kişi vb. vardı."),
        ("tr", "Av. Şahin geldi."),
        ("tr", "3. kattaydı."),
        ("tr", "Çocuklar vs.|İyi oldu."),
        ("cs", "Byla jsem u MUDr. Nováka a prof. Dvořáka."),
        ("cs", "Bylo to např. hlučné, tzv. rušné."),
        ("cs", "Měla cca. 40 let, tj. víc než já."),
        ("cs", "Bylo to 3. května."),
        ("cs", "Děti atd.|To bylo dobré."),
        ("fi", "Olin tri. Virtasen luona klo. 14.30."),
        ("fi", "Se oli esim. kovaa melua, mm. yöllä."),
        ("fi", "Se oli 3. toukokuuta."),
        ("fi", "Lapsia ym.|Se oli hyvä."),
        ("fi", "Hän on n. 40 vuotta, ts. vanhempi."),
        ("hu", "Voltam dr. Nagy rendelésén."),
        ("hu", "Pl. nagyon hangos volt, kb. éjjel."),
        ("hu", "Május 3. napján volt."),
        ("hu", "Gyerekek stb.|Jó volt."),
        ("hu", "Ez ún. zaj volt, ill. csend."),
        ("ru", "Я была у д-ра. Иванова в г. Москве."),
        ("ru", "Было, напр. очень шумно, т.е. ночью."),
        ("ru", "На ул. Ленина и т.д.|Хорошо."),
        ("ru", "Ей ок. 40 лет."),
        ("et", "Olin dr. Tamme juures kl. 14.30."),
        ("et", "See oli nt. väga vali, s.t. öösel."),
        ("et", "See oli 3. mail."),
        ("et", "Lapsed jne.|See oli hea."),
    ],
)
def test_abbreviations_of_each_language(language: str, text: str) -> None:
    assert split(text.replace("|", " "), language) == text.split("|")


@pytest.mark.parametrize("language", sorted(PASSAGES.keys() - {"ja", "zh", "th"}))
def test_every_full_stop_of_plain_speech_ends_a_sentence(language: str) -> None:
    text = PASSAGES[language][1]
    ends = re.findall(r"[.?!][”“»«]?(?=\s|$)", text)
    assert len(split(text, language)) == len(ends)


def test_newline_ends_a_sentence_inside_quotation_marks() -> None:
    assert split('He said "no\nand yes."\n\n', "en") == ['He said "no', 'and yes."']


def test_offsets_refer_to_the_whole_text() -> None:
    assert sentences("I: 😀 Yes. No. Never.", "en", 3, 13) == [(3, 9), (10, 13)]


def test_long_paragraph_without_a_stop_is_one_sentence() -> None:
    assert sentences("og så " * 50_000, "nb") == [(0, 299_999)]


letters = st.sampled_from("aB1 .…?\"'«»()\n\t😀\ud800kl") | st.characters()


@given(st.text(letters), st.sampled_from(["nb", "de", "en", "fr", "pl", "ru", "tr", "xx"]))
def test_sentences_cover_all_but_blanks(text: str, language: str) -> None:
    spans = sentences(text, language)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        at = end
    assert not text[at:].strip()


@pytest.mark.skipif(not DIALECT.exists(), reason="the shared transcripts are not here")
def test_spaced_stops_end_sentences() -> None:
    text = DIALECT.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    assert len(split(text, "no")) >= len(lines)
    assert split(text, "no")[5] == "eidsberg_uio_03: ja ."
