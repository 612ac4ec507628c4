"""Words that tell what stands beside them: titles, relations, institutions, streets, months; in four languages."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a table of data."""
    return frozenset(text.split())


#: Language of a text → the table that serves it.
TABLES = {"nb": "nb", "nn": "nb", "no": "nb", "da": "nb", "sv": "sv", "de": "de", "en": "en"}

#: Title or relation before a name, in lower case → the noun of a pseudonym.
TITLES: dict[str, str] = {
    title: noun
    for noun, titles in {
        "woman": """
            fru frøken frk fröken frau mrs ms miss madam lady sister tante tanta aunt auntie oma bestemor mormor
        """,
        "man": "herr hr mr mister sir onkel uncle opa bestefar morfar",
        "doctor": """
            dr doktor doctor lege legen overlege overlegen fastlege fastlegen turnuslege kirurg kirurgen professor
            prof läkare läkaren doktorn överläkare överläkaren arzt ärztin oberarzt oberärztin chefarzt chefärztin
            hausarzt hausärztin doktorin professorin stationsarzt stationsärztin assistenzarzt assistenzärztin
            consultant surgeon physician registrar distriktsläkare kommunelege psykiater psykiatern dozent
            kommuneoverlege bedriftslege bedriftslegen dra
        """,
        "nurse": """
            sykepleier sykepleieren sjukepleiar sykesøster søster jordmor nurse matron midwife sjuksköterska
            sjuksköterskan syster krankenschwester schwester pfleger krankenpfleger pflegerin hebamme barnmorska
            helsesykepleier helsesøster undersköterska pflegefachfrau pflegefachmann oberschwester stationsschwester
        """,
        "colleague": """
            kollega kollegaen kollegan kolleger kollege kollegin kollegen colleague colleagues sjefen leder lederen
            avdelingsleder avdelingssjef chefen enhetschef chef chefin boss manager leiter leiterin supervisor
            veileder veilederen handledare handledaren vorgesetzter vorgesetzte klinikksjef seksjonsleder
            avdelingsoverlege verksamhetschef teamleiterin teamleiter secretary sekretær sekreterare sekretärin
            assistent assistenten
        """,
        "therapist": """
            psykolog psykologen psychologin psychologe psychologist terapeut terapeuten therapeut therapeutin
            therapist physiotherapist fysioterapeut sosionom kurator kuratorn sozialarbeiterin counsellor counselor
            rådgiver rådgiveren
        """,
        "person": """
            pastor prest presten präst prästen pfarrer pfarrerin father reverend rev bishop ingeniør advokat anwalt
            rektor familie familien family familjen venninnen vennen kamerat kompis freund freundin venninne vän
            väninna nabo naboen granne nachbar nachbarin patient pasient pasienten patienten patientin
            director direktør direktøren direktören direktor
        """,
        "relative": """
            kona kone konen mannen frue fruen frun søsteren broren bror dattera datteren datter sønnen sønn moren mor
            faren far dotter dottern son sonen hustru hustrun mannen wife husband daughter brother mother
            father partner mann tochter sohn bruder mutter vater ehemann ehefrau exmann exfrau samboer samboeren
            sambo sambon lebensgefährte lebensgefährtin enkelin enkel cousin cousine schwager schwägerin niece nephew
            barnebarn barnebarnet bonusdatter dattera ungene pappa mamma dad mum mummy daddy
        """,
    }.items()
    for title in titles.split()
}
#: Endings of words in their definite form that are places, hardly ever people.
PLACE_ENDINGS = (
    *(
        "dalen",
        "øya",
        "øyane",
        "øyene",
        "fjorden",
        "landet",
        "vatnet",
        "vannet",
        "fjellet",
        "bygda",
        "bygd",
        "skogen",
    ),
    *("stranda", "sundet", "sjøen", "sjön", "fjärden", "kanten", "shire"),
)
#: Words before a place, or a person whom somebody is with.
EITHER_PREPOSITIONS = words("bei von über of over um")
#: Words after which a person is named.
NAMING = words("heißt hieß heiße namens heter hette het heitte heiter called named kalles kallas hieße kalt nannte")
#: Titles whose full stop does not end a sentence, and other abbreviations before names.
ABBREVIATIONS = words("""
    dr prof mr mrs ms hr frk st fr rev jr sr med dipl ing dra lic mag oä nr no tlf tel avd abt str bzw ca f.eks f.ex
    sen vs sgt capt lt col gen mt ft evt inkl
""")
#: Small words inside names, written without a capital.
PARTICLES = words("von van de der den af av zu zur zum vom la le du da di dos del bin ibn al el ter ten y dem")

#: Endings of words for institutions, or the whole word → the noun of a pseudonym. Order: the longer first.
INSTITUTIONS: dict[str, str] = {
    word: noun
    for noun, listed in {
        "hospital": """
            universitetssykehuset universitetssykehus universitetssjukhuset universitetssjukhus
            universitätsklinikum sykehuset sykehus sjukehus sjukehuset sjukhuset sjukhus sygehus sygehuset hospitalet
            hospital krankenhaus klinikum lasarettet lasarett infirmary spital lazarett helseforetak hospitals
            hospice hospiz nhs trust
        """,
        "clinic": """
            klinikken klinikk kliniken klinik clinic legekontoret legekontor helsesenter
            helsesenteret legesenteret legesenter legevakta
            legevakten legevakt vårdcentralen vårdcentral surgery practice praxis ambulanz poliklinikken poliklinikk
            mottagningen mottagning ambulatorium helsehus gemeinschaftspraxis arztpraxis tagesklinik helsestasjon
            helsestasjonen medisinske distriktspsykiatriske dps rehab rehasenter bup
        """,
        "nursing home": """
            sykehjemmet sykehjem sjukeheim aldershjem bosenter omsorgssenter pflegeheim altenheim seniorenheim
            äldreboendet äldreboende altersheim bofellesskap
        """,
        "school": """
            skolen skole skolan skola school schule gymnasium høgskole høgskolen høyskole høyskolen college
            universitetet universitet university universität hochschule grundschule gesamtschule fakultet academy
            barnehage barnehagen förskola förskolan kita kindergarten kindergarden
        """,
        "municipality": "kommune kommun kommunen fylke fylkeskommune landkreis council landsting gemeinde",
        "church": "kirke kirken kyrka kyrkan church kirche menighet kathedrale cathedral domkirke",
        "organisation": """
            gmbh ab asa ltd inc institutt institutet institute institut foundation stiftung stiftelse forening
            verein apotek apoteket apotheke pharmacy hotell hotel restaurant kafé konditorei werft werk bank
            sparebank verlag museum kammer ärztekammer legeforening läkarförbund senteret senter centre center
            zentrum avisen avis
        """,
    }.items()
    for word in listed.split()
}
#: First parts of compounds that make no institution known: `Universitetssykehuset` alone says little.
GENERIC_HEADS = words("""
    universitets universitäts universität privat lokal syke sjuk kranken fach kreis bezirks kranke stor general
    barne barn kinder poli tages gemeinschafts arzt haus rygg dag døgn lege sentral central region regional land
    frauen augen haut zahn tann tand öye øye kvinne kvinno gruppe gruppen reha nabo mor spesial grund grunn ungdoms
    videregående folke høy hög høg barneskole musikk musik volks berufs fahr fahrschule hoch vor ganztags ganz
    ärzte lege läkar real haupt gesamt ober mutter yrkes sommer søndags etter skatte forskole etterskole døveskole
    fødsels kirurgi psykiatri medisin rusmiddel rus krise reise smerte fedme søvn hjerte
""")

#: Endings of street names as part of a word, by table.
STREET_ENDINGS = (
    *("gata", "gate", "gaten", "gatan", "veien", "vegen", "vägen", "vei", "veg", "väg", "stien", "stigen", "gränd"),
    *("straße", "strasse", "str", "gasse", "allee", "alleen", "alléen", "allén", "allé", "ufer", "damm", "chaussee"),
    *("bakken", "backen", "svingen", "kroken", "tunet", "torget", "plassen", "plats", "platsen", "platz", "steig"),
    *("esplanaden", "kajen", "brygga", "bryggen", "gränden", "stræde", "vej", "vejen", "gade", "weg", "ring"),
)
#: Words after the name of a street.
STREET_WORDS = words("""
    gate gata gaten vei veg veien plass plats allé väg gatan street road lane avenue drive close crescent terrace
    square gardens grove mews row rd ave gade vej torg
""")
#: Words before a place, in lower case.
PLACE_PREPOSITIONS = {
    "nb": words("i til fra på ved nær utenfor rundt mot over frå utanfor innom via"),
    "sv": words("i från till på vid nära utanför kring mot via"),
    "de": words("in aus nach bei von nahe um über via"),
    "en": words("in from to near at around outside towards toward of through into via"),
}
#: Of these, words that hardly ever stand before a person's name.
SURE_PREPOSITIONS = words("i in near outside into via utenfor utanför frå nach aus around through innom")
#: Words before a preposition that a person follows: spoke to, skrev till.
ADDRESSING = words("""
    sa si sier snakket snakka snakker snakke prata pratade pratar prate ringte ringde ringer skrev skriver skrive
    skriva sade säger säga lyttet lyssnade hilste hilsen sendte skickade ga gav gitt gift tilhørte tilhører takk tack
    spoke speak speaking talk talked talking said say wrote write writing listen listened sent gave married thanks hi
    belongs introduced next close according hørte høre hørt hörde hört brev mail melding meddelande letter message
    gehört geschrieben telefoniert gesprochen rede reden sprach card kort grüße grüßen
""")
#: Verbs after a person's name.
PERSON_VERBS = words("""
    sa sier sade säger said says told tells ringte ringer ringde called calls kom kommer came comes gikk går gick
    mente mener menade tycker thought thinks spurte spør frågade asked asks hjalp hjelper hjälpte helped helps
    sagte sagt meinte meint fragte fragt rief kam kommt ging geht half hilft hat hatte war ist wollte will wusste
    var er är har hadde hade was is had has did does would could wouldn't ville kunne visste skulle ska vil
    fikk fick got døde dog died starb skrev schrieb wrote begynte började started began fing svarte svarade answered
    jobber jobbet jobbar arbeitete works worked tok tog took nahm lo lachte laughed gråt weinte cried satt sat sass
    ble blev wurde became fant hittade found fand sendte skickade sent schickte synes syntes flyttet flyttade moved
    og och and und ga gav gave gab så såg saw sah vet knows weiß visste knew and würde
""")
#: Words before a noun that a name does not follow: articles, determiners, possessives.
DETERMINERS = words("""
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine meinen
    meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner seines ihr ihre ihren ihrem
    ihrer ihres unser unsere unseren unserem unserer euer eure diese dieser dieses diesen diesem jede jeder jedes
    jeden jedem manche mancher viele vielen wenig wenige alle allen aller allem mehr beim im am zum zur vom ins ans
    aufs fürs übers durchs solche solcher welche welcher welchen beide beiden einige einigen mehrere zwei drei vier
    fünf sechs sieben acht neun zehn
    the a an my your his her its our their this that these those some any no every each another
    en ei et ein eit den det de min mitt mine din ditt dine sin sitt sine hans hennes vår vårt våre noen ingen
    ett ett mina dina sina våra någon något några inga varje denne dette disse alle
""")

MONTHS: dict[str, str] = {
    "nb": """
        januar februar mars april mai juni juli august september oktober november desember december marts maj
        jan feb apr jun jul aug sept sep okt nov des dec
    """,
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "de": "januar jänner februar märz april mai juni juli august september oktober november dezember dez mrz",
    "en": "january february march april may june july august september october november december oct",
}
WEEKDAYS = words("""
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag torsdag lördag söndag laurdag sundag tysdag
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    monday tuesday wednesday thursday friday saturday sunday
""")
_GERMAN_ORDINALS = """
    ersten zweiten dritten vierten fünften sechsten siebten siebenten achten neunten zehnten elften zwölften
    dreizehnten vierzehnten fünfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten
    einundzwanzigsten zweiundzwanzigsten dreiundzwanzigsten vierundzwanzigsten fünfundzwanzigsten
    sechsundzwanzigsten siebenundzwanzigsten achtundzwanzigsten neunundzwanzigsten dreißigsten einunddreißigsten
"""
#: Ordinal numbers in words, for days of a month.
ORDINALS = words("""
    første andre tredje fjerde femte sjette sjuende syvende åttende niende tiende ellevte ellefte tolvte trettende
    fjortende femtende sekstende syttende attende nittende tjuende tjueførste tjueandre tjuetredje tjuefjerde
    tjuefemte tjuesjette tjuesjuende tjuesyvende tjueåttende tjueniende trettiende trettiførste tyvende
    första andra fjärde sjätte sjunde åttonde nionde elfte trettonde fjortonde femtonde sextonde sjuttonde artonde
    nittonde tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde
    tjugoåttonde tjugonionde trettionde trettioförsta
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
    twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
""") | frozenset(form for word in _GERMAN_ORDINALS.split() for form in (word, word[:-1], f"{word[:-1]}r"))
#: Numbers from 90 on, in words.
AGES_IN_WORDS = words("""
    nitti nittien nittién nittiett nittito nittitre nittifire nittifem nittiseks nittisju nittisyv nittiåtte nittini
    hundre hundreogett hundreogto hundreogtre halvfems
    nittio nittioen nittioett nittiotvå nittiotre nittiofyra nittiofem nittiosex nittiosju nittioåtta nittionio
    hundra hundraett hundratvå
    neunzig einundneunzig zweiundneunzig dreiundneunzig vierundneunzig fünfundneunzig sechsundneunzig
    siebenundneunzig achtundneunzig neunundneunzig hundert hunderteins hundertzwei
    ninety ninety-one ninety-two ninety-three ninety-four ninety-five ninety-six ninety-seven ninety-eight
    ninety-nine hundred
""")
DIGITS_IN_WORDS = words("""
    null en ein ett to tre fire fem seks sju syv åtte ni noll två fyra sex åtta nio eins zwei drei vier fünf sechs
    sieben acht neun zero oh one two three four five six seven eight nine double
""")
