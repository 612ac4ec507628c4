"""Words with a capital that name nobody: openings of sentences, nationalities, abbreviations, German nouns."""

from __future__ import annotations

from functools import cache

from coder.privacy.cue_words import AGES_IN_WORDS, DIGITS_IN_WORDS, MONTHS, ORDINALS, TITLES, WEEKDAYS, words
from coder.text.language import FUNCTION_WORDS

#: Words that begin sentences, beside the function words of `text.language`; lower case.
_OPENINGS = words("""
    deres hans hennes alltid aldri allerede altså andre annet at av der derfor deretter dersom det dette disse dog
    du dere døgnet en enda endelig enkelte ennå er et etterpå etter fordi forresten først fortsatt før for få gjerne
    gode greit hadde hallo hei helt heldigvis her hjemme hos hans hennes hva hvem hver hverken hvilken hvis hvorfor
    håper ideelt ikke ingen innimellom ingenting iblant i inne jeg jo ja joda javel jaha kan kanskje klart kom kort
    kunne kvelden la lenge likevel litt lurt man mange med mellom men mens minst mitt mot muligens må ne nei neste
    nettopp noe noen noensinne nok nå når nærmest og også ofte om omtrent opp over plutselig på riktig rett samme
    samtidig sammen selv selvfølgelig senere sikkert siden sist sjelden skal slik snart som sånn så sånne takk tenk
    ti tidligere til tross trolig tusen uansett under uten utrolig vanligvis var vel veldig ved verre vet vi videre
    vil visst være åh ærlig ingenting mest mandager fredager vinteren sommeren høsten våren morgenen natta natten
    dagen dagene kona mannen barna faktisk folk helgene familien far mor legen legene pasienten pasienter pasientene
    kollegaer kolleger kollegaene jobben sjefen avdelingen sykehuset legevakten akkurat nettopp tja hm mm mhm ok
    okay okei øh eh ehm hmm alla allt alltid aldrig alltså andra annars att då där därför det detta dessa dessutom
    dock efter efteråt eftersom egentligen en ens ett fast fortfarande faktiskt först förut för förresten genom
    ganska går har hade hej helt hemma hon här hur hos hoppas i ibland idag igår imorgon ingen ingenting inget inte
    istället ja jag jaha jaså javisst jo kanske kan kvar kort kul lite länge medan men mer mest mina mycket många
    möjligen måste nej nja nog nu nån nåt när nästa närmast och också ofta om plötsligt precis på redan rent riktigt
    sedan sen senare ska skulle sist själv självklart snart som sällan så såklart tack tills trots tyvärr till typ
    under ungefär utan ute vad vanligtvis var varje varför vem verkligen vet vi vid vilken visst vissa väl äntligen
    är ärligt åh läkaren läkarna patienten patienter patienterna chefen jobbet avdelningen sjukhuset kollegor about
    above absolutely actually after afterwards again ah all almost alone already also although always am an and
    another any anybody anyone anything anyway apart are around as at away back basically because been before being
    believe better between both but by can certainly clearly come could definitely did do does doing don't during
    each early either else enough especially even eventually every everybody everyone everything exactly except fair
    few finally fine first for from funny generally get give god going good great had hardly has have having he
    hello her here hers herself hey hi him himself his honestly hopefully how however i if i'd i'll i'm i've imagine
    in indeed initially inside instead interviewer into is isn't it it's its just knowing last lately later least
    less let let's like likely listen literally little look looking luckily many may maybe me mean meanwhile might
    mine more most mostly much must my myself nah near nearly never next nice no nobody none nope normally not
    nothing now obviously of off often oh okay on once one only or originally other others otherwise our out over
    own particularly people perhaps personally please plenty possibly presumably pretty previously probably quite
    rarely rather really recently right sadly same say see seriously several shall she should similarly simply since
    so some somebody somehow someone something sometimes somewhere soon sorry still strangely such suddenly sure
    surely take tell thank thanks that that's the their them themselves then there there's therefore these they
    they're they've thing things think this those though three through thus to today together tomorrow too towards
    true truly trust two ultimately under unfortunately unless until up upon us used usually very was way we we're
    we've well were what what's whatever when whenever where whereas whether which while who whoever whole whom
    whose why will wish with within without wonder work would wow yeah year years yep yes yesterday yet you you're
    your yours yourself colleagues patients doctors nurses nights mornings evenings weekends work money sleep mum
    dad mom everyone's nobody's sir madam aber ach ah alle allem allen aller allerdings alles als also am an andere
    anderen anderer anderes anfangs auch auf aus außerdem bei beide beim besonders besser bestimmt bin bis bisher
    bist bitte da dabei dadurch dafür dagegen daher dahin damals damit danach dann daran darauf daraus darum das
    dass davon davor dazu dein deine dem den denen denn dennoch der deren des deshalb dessen deswegen die dies diese
    diesem diesen dieser dieses doch dort du durch eben ebenso ehrlich eigentlich ein eine einem einen einer eines
    einfach einige einmal einerseits endlich entweder er erst erstens es etwas euch euer falls fast ferner früher
    ganz gar gegen gelegentlich genau genug gerade gern gerne gestern gewiss gleich gott guck gut hab habe haben
    hallo hast hat hatte hauptsächlich heute hier hin hinterher hoffentlich hmm ich ihm ihn ihnen ihr ihre ihrem
    ihren ihrer im immer in inzwischen irgendwann irgendwas irgendwie irgendwo ist ja jede jedem jeden jeder jedes
    jedenfalls jemand jetzt kann kaum kein keine keiner klar komisch könnte könnten lange langsam leider
    letztendlich letzten letztes los mach mag mal man manche manchmal mehr mein meine meinem meinen meiner
    meinetwegen meist meistens mich mir mit mittlerweile morgen morgens möglich müssen na nach nachdem nachher
    nachts naja natürlich neben nee nein neulich nicht nichts nie niemand nirgends noch normalerweise nun nur ob
    obwohl oder offenbar oft oh ohne okay plötzlich quasi richtig ruhig sagen schade schauen schlimm schließlich
    schon schön schrecklich sehen sehr sei sein seine seit seitdem selber selbst selten sich sicher sie sind so
    sobald sofort sogar solange sollte sondern sonst sowas später stimmt tatsächlich teilweise toll trotzdem tja
    über überhaupt übrigens um und ungefähr uns unser unsere unter viel viele vielleicht vielen von vor vorher
    vorhin während wahrscheinlich wann war waren warum was weder wegen weil weiter welche wem wen wenigstens wenn
    wer werden wie wieder wieso will wir wirklich wissen wo wobei woher wohl wollte worauf worüber würde ziemlich zu
    zudem zuerst zuletzt zum zumindest zunächst zur zurück zusammen zwar zwischen zwischendurch abends mittags
    tagsüber wochenlang schwierig interessant hm ähm äh mhm moment entschuldigung danke guten
""")

#: Peoples, languages, faiths, feasts, and other words that English writes with a capital; lower case.
_CAPITALS = words("""
    norwegian norwegians swedish swede swedes danish dane danes german germans english british brit brits american
    americans european europeans scottish welsh irish french spanish italian polish russian chinese indian african
    asian western eastern northern southern nordic scandinavian scandinavia europe europa euro africa asia america
    usa uk eu nhs christian christians muslim muslims jewish jew jews catholic protestant lutheran christmas easter
    ramadan whitsun pentecost advent halloween jul påske pinse god gud gott lord bible internet google facebook zoom
    teams word excel outlook skype whatsapp instagram youtube netflix wikipedia iphone android windows corona covid
    covid-19 korona i'm i'd i've i'll mr mrs ms dr monday's norsk norske svensk svenska svenske dansk danske tysk
    tyske engelsk engelske deutsch deutsche deutschen deutscher englisch schwedisch norwegisch dänisch europäisch
""")
#: Abbreviations in capitals that identify nobody; others after “at” or “på” may be a hospital.
_ABBREVIATIONS = words("""
    ok tv pc it hr gp gps cv pdf usb sms id ct mr mri ekg ecg eeg icu er or ae a&e adhd add ptsd ocd cbt kbt emdr
    hiv aids kols copd dna rna bmi crp inr iv im po prn dnr tnf nsaid ssri ekko ect as us uk eu un fn usa nav psa
    mms mbsr who nato dsm icd icd-10 dsm-5 ceo cfo phd md bsc msc ba ma hms it-avdelingen lis lis1 lis2 lis3 ahf
    nhs gmc bma cqc mdt snakk ops op ops-saal its kv ag ev zb lol asap faq diy nb ps nrk bbc svt ard zdf sv ap
    i ii iii iv vi vii viii ix x xx pga dvs mht osv mfl bla ca nr st
""")

_GERMAN_NOUNS = words("""
    abend abende abends abschied abstand abteilung ahnung akte akten aktion alarm alkohol alltag alter anfang
    angebot angebote angehörige angehörigen angst ängste anruf anrufe anspruch antrag anträge antwort antworten
    anzeige apotheke apparat arbeit arbeiten arbeitgeber arbeitsplatz arbeitstag arbeitszeit arm arme art arzt ärzte
    ärzten ärztin ärztinnen arztes atem atmosphäre aufgabe aufgaben aufmerksamkeit auge augen augenblick ausbildung
    ausdruck ausnahme aussage auto bahn bank bauch bedürfnis bedürfnisse bein beine beispiel bekannte bekannten
    beratung bereich bereiche bereitschaft bericht berichte beruf berufe bescheid besuch besuche bett betten
    bewegung beziehung beziehungen bild bilder bisschen blatt blick blut boden brief briefe bruder brust buch bücher
    büro burnout bus café chance chancen chaos chef chefin chefs computer dank dauer decke diagnose diagnosen dienst
    dienste dienstplan ding dinge dingen dokumentation dorf druck durchschnitt ebene ecke ehe ehefrau ehemann ehre
    eigenschaft eindruck einfluss einsatz eltern emotion ende energie entlassung entscheidung erfahrung erfahrungen
    erfolg ergebnis erinnerung erkältung erleichterung ernst essen facharzt fachärzte fahrrad fall falle fälle
    fällen familie familien farbe fehler feierabend fenster ferien fernseher feuer fieber finger firma flasche flur
    folge folgen form forschung frage fragen frau frauen freiheit freizeit freude freund freunde freunden freundin
    freundinnen frieden frühdienst frühjahr frühling frühstück führung fuß füße garten gast geburt geburtstag
    gedanke gedanken geduld gefahr gefühl gefühle gefühlen gegend gegenteil geheimnis gehirn geld gelegenheit gerät
    geräte geschichte geschichten gesicht gespräch gespräche gesprächen gesundheit gewicht gewissen glas glaube
    glück grad grenze grenzen grund gründe gründen gruppe gruppen haare hälfte hals hand hände handy haus hause
    häuser haushalt hausbesuch hausbesuche haut heim herbst herz hilfe himmel hinsicht hintergrund hobby hoffnung
    hölle hund hunde hunger idee ideen information informationen inhalt institution intensivstation interesse
    interview irgendwas jahr jahre jahren jahres jugend junge jungen kaffee kampf karriere kasse katze kilo kind
    kinder kindern kindheit kirche klasse klinik kliniken knie knochen kollege kollegen kollegin kolleginnen
    kommunikation kongress kontakt kontakte kontrolle konzept kopf kopfschmerzen körper kosten kraft krankenhaus
    krankenhäuser krankheit krankheiten krebs kreis krieg krise krisen küche kultur kunst kurs kurse lage land leben
    lebens leberwerte lehre lehrer lehrerin leid leistung leiter leitung leute leuten licht liebe linie liste luft
    lust macht mal male mama mann männer mannes maschine maß meer mehrheit meinung menge mensch menschen minute
    minuten mitarbeiter mitarbeiterin mitarbeiterinnen mitarbeitern mitleid mittag mittagspause mitte mittel moment
    momente momenten monat monate monaten morgen motivation mund musik mut mutter mütter nachbar nachbarn
    nachbarschaft nachmittag nachricht nachrichten nacht nachtdienst nachtdienste nächte nähe name namen nase natur
    nerven netz not notaufnahme notdienst notfall notfälle nummer oberarzt oberärzte öffentlichkeit oma onkel opa
    operation operationen opfer ordnung ort orte paar panik papa papier partner partnerin patient patienten
    patientin patientinnen pause pausen person personal personen pfarrer pflege pfleger pflegekräfte pflicht phase
    plan pläne platz polizei position praktikum praxis preis problem probleme problemen professor programm projekt
    prozent prozess prüfung psyche psychiatrie psychologe psychologin psychotherapie punkt punkte quatsch rand rat
    raum räume reaktion recht rede regel regeln reha rente respekt rest resultat rezept richtung risiko rolle rollen
    rücken rückmeldung ruf ruhe runde sache sachen sätze satz schaden scham schatten schicht schichten schichtdienst
    schlaf schlafen schlag schluss schmerz schmerzen schritt schritte schuld schuldgefühle schule schüler schulter
    schutz schwäche schwester schwestern schwierigkeit see seele sehnsucht seite seiten sekunde selbsthilfegruppe
    seminar sicherheit sicht sinn situation situationen sitzung sohn söhne sommer sonne sorge sorgen sorte spaß
    spätdienst spaziergang spiel sport sprache sprechstunde spur stadt stärke stärken station stationen stelle
    stellen stimme stimmung stock straße strategie streit stress struktur stück studie studium stuhl stunde stunden
    sucht summe supervision symptom symptome system tabletten tag tage tagen tages tante tasche tat tätigkeit team
    teams teil teile telefon telefonat temperatur termin termine test text thema themen therapeut therapeutin
    therapie tier tiere tipp tisch tochter töchter tod ton tor trauer traum träume treffen treppe tür türen typ
    überblick überstunden umfeld umgang umgebung umwelt unfall universität unsinn unterschied unterschiede
    unterstützung untersuchung urlaub ursache vater väter verantwortung verdacht vergangenheit vergleich verhalten
    verhältnis verlauf verlust versuch vertrauen vertretung verwaltung verzweiflung viertel visite visiten volk
    vorbereitung vorgesetzte vorgesetzten vorstellung vorteil vorwurf vorwürfe wahl wahrheit wald wand wärme wasser
    wechsel weg wege weihnachten weile wein weise weiterbildung welt wert werte wetter wichtige wille wind winter
    wirkung wissen witz woche wochen wochenende wochenenden wohl wohnung wort worte worten wörter wunde wunder
    wunsch wünsche wut zahl zahlen zahn zähne zeichen zeit zeiten zeitpunkt zeitung ziel ziele zimmer zufall zug
    zukunft zusammenarbeit zusammenbruch zusammenhang zustand zweifel anderes gute gutes neues nichts schlimmes
    schönes schlechtes wichtiges beste besten ganze ganzen arbeiten reden weinen warten fahren lachen laufen
    schreiben lesen zuhören aufstehen aufhören einschlafen überleben vertrauen bord acht angestellte vieles alles
    einzelne einzelnen ersten letzten mädchen bisschen pärchen päckchen häuschen brötchen krankschreibung
    krankenkasse krankenschein versicherung gehalt vertrag kündigung assistenzarzt assistenzärzte
    bereitschaftsdienst medizin chirurgie innere anästhesie kardiologie neurologie onkologie pädiatrie gynäkologie
    medikament medikamente spritze labor röntgen ultraschall befund befunde blutdruck puls wunde narkose
""")
_LONGEST_NOUN = max(map(len, _GERMAN_NOUNS))
#: Nouns that also end the names of people and places: Neumann, Darmstadt, Greifswald, Mannheim.
_NAME_ENDINGS = words("dorf mann stadt land see wald kopf heim haus ruf rat acht stein ring")
_NOUN_ENDINGS = (
    *("ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "tät", "täten"),
    *("ismus", "ment", "mente", "nis", "nisse", "nissen", "tum", "ling", "linge", "lingen", "ität"),
    *("enz", "anz", "ologie", "graphie", "grafie", "ierung", "ieren", "sion", "sionen", "ist", "isten", "istin"),
    *("innen", "arbeit", "zeit", "zeiten", "gefühl", "dienst", "dienste", "arzt", "ärzte", "plan", "gruppe"),
    *("gespräch", "gespräche", "sachen", "leute", "kram", "störung", "schmerzen", "krankheit", "phase", "tag"),
    *("tage", "häuser", "zimmer", "platz", "kraft", "kräfte", "stelle", "raum", "punkt", "wert", "werte"),
)
#: Endings of adverbs and participles that begin sentences in the Nordic languages, English and German.
_OPENING_ENDINGS = (
    "ly",
    "lig",
    "ligt",
    "ligvis",
    "ligtvis",
    "vis",
    "ing",
    "weise",
    "ende",
    "erweise",
    "ously",
    "ande",
)


@cache
def common_words() -> frozenset[str]:
    """Return the words, in lower case, that name nobody in any of the languages."""
    listed: set[str] = set(_OPENINGS | _CAPITALS | _ABBREVIATIONS | WEEKDAYS | ORDINALS | AGES_IN_WORDS)
    listed |= DIGITS_IN_WORDS | TITLES.keys()
    for table in (*FUNCTION_WORDS.values(), *MONTHS.values()):
        listed.update(table.split())
    listed |= {f"{day}er" for day in WEEKDAYS} | {f"{day}s" for day in WEEKDAYS} | {f"{day}ar" for day in WEEKDAYS}
    return frozenset(listed - {"jan"})


def begins_sentences(word: str) -> bool:
    """Return whether a word in lower case has the ending of an adverb or the like, which often begins a sentence."""
    return len(word) > 5 and word.endswith(_OPENING_ENDINGS)


def is_listed_noun(word: str) -> bool:
    """Return whether a word in lower case is in the list of German nouns."""
    return word in _GERMAN_NOUNS


def is_german_noun(word: str) -> bool:
    """Return whether a word in lower case is a German noun: listed, with a noun's ending, or a compound of one."""
    if word in _GERMAN_NOUNS or (len(word) > 5 and word.endswith(_NOUN_ENDINGS)):
        return True
    stem = word.removesuffix("s").removesuffix("n")
    if stem in _GERMAN_NOUNS:
        return True
    first = max(3, len(word) - _LONGEST_NOUN)
    tails = (word[cut:] for cut in range(first, len(word) - 3)) if len(word) > 7 else ()
    return any(tail in _GERMAN_NOUNS and tail not in _NAME_ENDINGS for tail in tails)
