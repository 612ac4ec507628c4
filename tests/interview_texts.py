"""SYNTHETIC passages of interviews in many languages: for tests of encodings, of languages and of sentences."""

PASSAGES = {
    "nb": (
        "Intervjuer: Hvordan gikk det etter at du kom hjem fra sykehuset?\nP: Nei, det var litt tungt i "
        "begynnelsen. Jeg visste ikke helt hva jeg skulle gjøre, og så ble jeg sittende hjemme. Søsteren min "
        "sa: «Du må prøve å gå en tur hver dag.» Så da begynte jeg med det – først bare rundt huset, og etter "
        "hvert lenger.",
        "P: Det viktigste var at noen spurte. På jobben ble de veldig overrasket, men sjefen sa at jeg kunne "
        "ta den tiden jeg trengte. Jeg tror ikke jeg hadde klart det uten dem. Nå er jeg tilbake for fullt, "
        "og det føles ganske vanlig igjen. Men jeg blir fortere sliten, særlig når det er mye støy rundt meg.",
    ),
    "nn": (
        "Intervjuar: Korleis gjekk det etter at du kom heim frå sjukehuset?\nP: Nei, det var litt tungt i "
        "starten. Eg visste ikkje heilt kva eg skulle gjere, og så vart eg sitjande heime. Syster mi sa: «Du "
        "må prøve å gå ein tur kvar dag.» Så då byrja eg med det – først berre rundt huset, og etter kvart "
        "lenger.",
        "P: Det viktigaste var at nokon spurde. På jobben vart dei overraska, men sjefen sa at eg kunne ta "
        "den tida eg trong. Eg trur ikkje eg hadde klart det utan dei. No er eg tilbake for fullt, og det "
        "kjennest ganske vanleg att. Men eg vert fortare sliten, særleg når det er mykje støy rundt meg.",
    ),
    "da": (
        "Interviewer: Hvordan gik det, efter at du kom hjem fra sygehuset?\nP: Jamen, det var lidt hårdt i "
        "starten. Jeg vidste ikke rigtig, hvad jeg skulle gøre, og så blev jeg bare siddende derhjemme. Min "
        "søster sagde: »Du må prøve at gå en tur hver dag.« Så begyndte jeg på det – først kun rundt om "
        "huset, og siden længere.",
        "P: Det vigtigste var, at nogen spurgte. På arbejdet blev de meget overraskede, men chefen sagde, at "
        "jeg kunne tage den tid, jeg havde brug for. Jeg tror ikke, jeg havde klaret det uden dem. Nu er jeg "
        "tilbage på fuld tid, og det føles helt almindeligt igen. Men jeg bliver hurtigere træt, især når der "
        "er støj.",
    ),
    "sv": (
        "Intervjuare: Hur gick det efter att du kom hem från sjukhuset?\nP: Nja, det var lite tungt i början. "
        "Jag visste inte riktigt vad jag skulle göra, så jag blev sittande hemma. Min syster sa: ”Du måste "
        "försöka gå en promenad varje dag.” Då började jag med det – först bara runt huset och sedan allt "
        "längre.",
        "P: Det viktigaste var att någon frågade. På jobbet blev de väldigt förvånade, men chefen sa att jag "
        "kunde ta den tid jag behövde. Jag tror inte att jag hade klarat det utan dem. Nu är jag tillbaka på "
        "heltid och det känns ganska vanligt igen. Men jag blir fortare trött, särskilt när det är mycket "
        "ljud omkring mig.",
    ),
    "is": (
        "Spyrill: Hvernig gekk eftir að þú komst heim af spítalanum?\nP: Jú, það var svolítið erfitt fyrst. "
        "Ég vissi ekki alveg hvað ég ætti að gera og sat bara heima. Systir mín sagði: „Þú verður að reyna að "
        "fara út á hverjum degi.“ Þá byrjaði ég á því – fyrst bara í kringum húsið og svo aðeins lengra.",
        "P: Það mikilvægasta var að einhver spurði. Í vinnunni urðu þau mjög hissa en yfirmaðurinn sagði að "
        "ég mætti taka þann tíma sem ég þyrfti. Ég held að ég hefði ekki getað þetta án þeirra. Núna er ég "
        "komin aftur í fulla vinnu og þetta er orðið frekar venjulegt aftur. En ég þreytist fyrr, sérstaklega "
        "í hávaða.",
    ),
    "de": (
        "Interviewerin: Wie ging es Ihnen, als Sie aus dem Krankenhaus nach Hause kamen?\nP: Na ja, am Anfang "
        "war es schwierig. Ich wusste nicht genau, was ich tun sollte, und saß nur zu Hause. Meine Schwester "
        "sagte: „Du musst jeden Tag ein bisschen spazieren gehen.“ Da habe ich damit angefangen – erst nur "
        "ums Haus, später länger.",
        "P: Das Wichtigste war, dass jemand gefragt hat. Bei der Arbeit waren sie sehr überrascht, aber die "
        "Chefin meinte, ich könne mir die Zeit nehmen, die ich brauche. Ich glaube nicht, dass ich es ohne "
        "sie geschafft hätte. Jetzt bin ich wieder voll dabei, und es fühlt sich fast wie früher an. Nur müde "
        "werde ich schneller.",
    ),
    "nl": (
        "Interviewer: Hoe ging het nadat u thuiskwam uit het ziekenhuis?\nP: Nou, in het begin was het vrij "
        "zwaar. Ik wist niet goed wat ik moest doen en bleef dus maar thuis zitten. Mijn zus zei: ‘Je moet "
        "elke dag proberen een stukje te lopen.’ Toen ben ik daarmee begonnen – eerst rond het huis, daarna "
        "ook naar de patiëntenvereniging.",
        "P: Het belangrijkste was dat iemand het vroeg. Op mijn werk waren ze heel verbaasd, maar de baas zei "
        "dat ik de tijd mocht nemen die ik nodig had. Ik denk niet dat ik het zonder hen had gered. Nu werk "
        "ik weer volledig en voelt het vrij gewoon. Maar ik ben sneller moe, één avond per week blijf ik "
        "altijd thuis.",
    ),
    "en": (
        "Interviewer: How did it go after you came home from hospital?\nP: Well, it was a bit hard at first. "
        "I didn’t really know what I should do, so I just stayed at home. My sister said, “You’ve got to try "
        "and go for a walk every day.” So that’s what I started doing – only round the house to begin with, "
        "and then further.",
        "P: The most important thing was that somebody asked. At work they were very surprised, but my boss "
        "said I could take all the time I needed. I don’t think I’d have managed without them. Now I’m back "
        "full time and it feels quite ordinary again. But I get tired sooner, especially when there’s a lot "
        "of noise around me.",
    ),
    "fr": (
        "Enquêtrice : Comment ça s’est passé après votre retour de l’hôpital ?\nP : Au début, c’était assez "
        "dur. Je ne savais pas trop quoi faire, alors je restais à la maison. Ma sœur m’a dit : « Tu dois "
        "essayer de marcher un peu chaque jour. » Alors j’ai commencé – d’abord autour de la maison, et après "
        "plus loin, où je voulais.",
        "P : Le plus important, c’est que quelqu’un ait posé la question. Au travail ils étaient très "
        "étonnés, mais la cheffe m’a dit que je pouvais prendre le temps qu’il me fallait. Je ne crois pas "
        "que j’aurais réussi sans eux. Maintenant j’ai repris à plein temps et tout est redevenu assez "
        "normal. Mais je fatigue plus vite.",
    ),
    "es": (
        "Entrevistadora: ¿Cómo le fue después de volver del hospital?\nP: Pues al principio fue un poco "
        "difícil. No sabía muy bien qué hacer y me quedaba en casa. Mi hermana me dijo: «Tienes que intentar "
        "caminar un poco cada día». Entonces empecé con eso – primero alrededor de la casa, después más "
        "lejos, hasta la montaña.",
        "P: Lo más importante fue que alguien me preguntó. En el trabajo estaban muy sorprendidos, pero el "
        "jefe dijo que podía tomarme el tiempo que necesitara. No creo que lo hubiera conseguido sin ellos. "
        "Ahora estoy otra vez a tiempo completo y todo parece bastante normal. Pero me canso antes, también "
        "por la mañana.",
    ),
    "it": (
        "Intervistatrice: Com’è andata dopo il ritorno dall’ospedale?\nP: Mah, all’inizio è stata dura. Non "
        "sapevo bene che cosa fare, così restavo a casa. Mia sorella mi ha detto: «Devi provare a camminare "
        "un po’ ogni giorno». Allora ho cominciato – prima solo intorno alla casa, poi sempre più lontano, "
        "anche in città.",
        "P: La cosa più importante è stata che qualcuno me l’ha chiesto. Al lavoro erano molto sorpresi, ma "
        "il capo ha detto che potevo prendermi il tempo necessario. Non credo che ce l’avrei fatta senza di "
        "loro. Adesso sono di nuovo a tempo pieno e sembra quasi normale. Però mi stanco prima, perché c’è "
        "troppo rumore.",
    ),
    "pt": (
        "Entrevistadora: Como foi depois de voltar do hospital?\nP: Olha, no início foi um pouco difícil. Eu "
        "não sabia bem o que fazer, então ficava em casa. A minha irmã disse: “Você tem de tentar caminhar um "
        "pouco todos os dias.” Então comecei – primeiro só à volta da casa e depois mais longe, até à estação.",
        "P: O mais importante foi que alguém perguntou. No trabalho ficaram muito surpreendidos, mas a chefe "
        "disse que eu podia levar o tempo que precisasse. Acho que não teria conseguido sem eles. Agora estou "
        "de volta a tempo inteiro e parece tudo normal outra vez. Mas canso-me mais depressa, sobretudo à "
        "noite, com a confusão.",
    ),
    "ro": (
        "Intervievator: Cum a fost după ce v-ați întors de la spital?\nP: Păi, la început a fost destul de "
        "greu. Nu știam prea bine ce să fac și stăteam doar acasă. Sora mea mi-a zis: „Trebuie să încerci să "
        "mergi puțin în fiecare zi.” Atunci am început – întâi doar în jurul casei, apoi și mai departe, până "
        "la gară.",
        "P: Cel mai important a fost că cineva m-a întrebat. La serviciu au fost foarte surprinși, dar șeful "
        "a spus că îmi pot lua timpul de care am nevoie. Nu cred că aș fi reușit fără ei. Acum lucrez din nou "
        "cu normă întreagă și totul pare destul de normal. Dar obosesc mai repede, mai ales când e mult "
        "zgomot în jur.",
    ),
    "fi": (
        "Haastattelija: Miten meni, kun pääsit kotiin sairaalasta?\nP: No, se oli aluksi vähän raskasta. Minä "
        "en oikein tiennyt, mitä pitäisi tehdä, ja istuin vain kotona. Siskoni sanoi: ”Sinun täytyy yrittää "
        "kävellä joka päivä.” Sitten minä aloitin sen – ensin vain talon ympäri ja sitten vähän pidemmälle.",
        "P: Tärkeintä oli, että joku kysyi. Töissä he olivat hyvin yllättyneitä, mutta pomo sanoi, että voin "
        "ottaa niin paljon aikaa kuin tarvitsen. En usko, että olisin selvinnyt ilman heitä. Nyt olen taas "
        "kokonaan töissä ja se tuntuu ihan tavalliselta. Mutta minä väsyn nopeammin, kun ympärillä on paljon "
        "hälyä.",
    ),
    "et": (
        "Küsitleja: Kuidas läks pärast seda, kui te haiglast koju tulite?\nP: Noh, alguses oli see natuke "
        "raske. Ma ei teadnud õieti, mida teha, ja istusin lihtsalt kodus. Mu õde ütles: „Sa pead proovima "
        "iga päev natuke kõndida.“ Siis ma hakkasin sellega pihta – kõigepealt ainult ümber maja ja siis "
        "kaugemale.",
        "P: Kõige tähtsam oli see, et keegi küsis. Tööl olid nad väga üllatunud, aga ülemus ütles, et ma võin "
        "võtta nii palju aega, kui vaja on. Ma ei usu, et oleksin ilma nendeta hakkama saanud. Nüüd olen "
        "jälle täiskohaga tööl ja see tundub üsna tavaline. Aga ma väsin kiiremini, kui ümberringi on palju "
        "müra.",
    ),
    "pl": (
        "Badaczka: Jak było po powrocie ze szpitala?\nP: No, na początku było dość ciężko. Nie wiedziałam "
        "dobrze, co mam robić, i tylko siedziałam w domu. Moja siostra powiedziała: „Musisz spróbować "
        "codziennie trochę pochodzić”. Więc zaczęłam – najpierw tylko wokół domu, a potem coraz dalej, aż nad "
        "rzekę.",
        "P: Najważniejsze było to, że ktoś zapytał. W pracy byli bardzo zaskoczeni, ale szefowa powiedziała, "
        "że mogę wziąć tyle czasu, ile potrzebuję. Nie sądzę, że dałabym sobie radę bez nich. Teraz znowu "
        "pracuję na pełny etat i wszystko wydaje się dość zwyczajne. Ale szybciej się męczę, zwłaszcza gdy "
        "jest głośno.",
    ),
    "cs": (
        "Tazatelka: Jaké to bylo po návratu z nemocnice?\nP: No, na začátku to bylo dost těžké. Nevěděla "
        "jsem, co mám dělat, a jenom jsem seděla doma. Moje sestra řekla: „Musíš zkusit každý den chvíli "
        "chodit.“ Tak jsem s tím začala – nejdřív jenom kolem domu a potom dál, až k řece.",
        "P: Nejdůležitější bylo, že se někdo zeptal. V práci byli velmi překvapení, ale šéfová řekla, že si "
        "můžu vzít tolik času, kolik potřebuju. Nemyslím si, že bych to bez nich zvládla. Teď už zase pracuju "
        "na plný úvazek a připadá mi to docela normální. Ale rychleji se unavím, hlavně když je kolem hluk.",
    ),
    "sk": (
        "Výskumníčka: Aké to bolo po návrate z nemocnice?\nP: No, na začiatku to bolo dosť ťažké. Nevedela "
        "som, čo mám robiť, a len som sedela doma. Moja sestra povedala: „Musíš skúsiť každý deň trochu "
        "chodiť.“ Tak som s tým začala – najprv len okolo domu a potom ďalej, až k rieke.",
        "P: Najdôležitejšie bolo, že sa niekto opýtal. V práci boli veľmi prekvapení, ale šéfka povedala, že "
        "si môžem vziať toľko času, koľko potrebujem. Nemyslím si, že by som to bez nich zvládla. Teraz už "
        "zase pracujem na plný úväzok a zdá sa mi to celkom normálne. Ale rýchlejšie sa unavím, hlavne keď je "
        "hluk.",
    ),
    "sl": (
        "Raziskovalka: Kako je bilo po vrnitvi iz bolnišnice?\nP: Ja, na začetku je bilo kar težko. Nisem "
        "vedela, kaj naj naredim, in sem samo sedela doma. Moja sestra je rekla: »Poskusiti moraš vsak dan "
        "malo hoditi.« Potem sem začela – najprej samo okoli hiše, nato pa vse dlje, tudi do železniške "
        "postaje.",
        "P: Najpomembnejše je bilo, da je nekdo vprašal. V službi so bili zelo presenečeni, ampak šefinja je "
        "rekla, da si lahko vzamem toliko časa, kot ga potrebujem. Mislim, da brez njih ne bi zmogla. Zdaj "
        "spet delam za polni delovni čas in vse se zdi običajno. Se pa hitreje utrudim, če je okoli mene hrup.",
    ),
    "hr": (
        "Istraživačica: Kako je bilo nakon povratka iz bolnice?\nP: Pa, na početku je bilo dosta teško. Nisam "
        "znala što da radim i samo sam sjedila kod kuće. Moja sestra je rekla: „Moraš pokušati svaki dan malo "
        "hodati.“ Onda sam počela – prvo samo oko kuće, a poslije sve dalje, čak do željezničke stanice.",
        "P: Najvažnije je bilo da je netko pitao. Na poslu su bili vrlo iznenađeni, ali šefica je rekla da "
        "mogu uzeti koliko god vremena trebam. Mislim da bez njih ne bih uspjela. Sada opet radim puno radno "
        "vrijeme i sve mi se čini prilično obično. Ali brže se umorim, osobito kad je oko mene velika buka.",
    ),
    "hu": (
        "Kérdező: Milyen volt, miután hazajött a kórházból?\nP: Hát, az elején elég nehéz volt. Nem igazán "
        "tudtam, hogy mit csináljak, és csak ültem otthon. A nővérem azt mondta: „Meg kell próbálnod minden "
        "nap sétálni egy kicsit.” Akkor elkezdtem – először csak a ház körül, később egyre messzebbre, a "
        "folyó felé.",
        "P: A legfontosabb az volt, hogy valaki megkérdezte. A munkahelyemen nagyon meglepődtek, de a főnök "
        "azt mondta, hogy annyi időt vehetek ki, amennyire szükségem van. Nem hiszem, hogy nélkülük sikerült "
        "volna. Most újra teljes munkaidőben dolgozom, és ez egész megszokott. De hamarabb elfáradok, főleg "
        "ha zaj van.",
    ),
    "tr": (
        "Görüşmeci: Hastaneden eve döndükten sonra nasıl geçti?\nP: Şey, başta biraz zordu. Ne yapacağımı pek "
        "bilmiyordum ve sadece evde oturuyordum. Kız kardeşim dedi ki: “Her gün biraz yürümeye çalışmalısın.” "
        "Ben de öyle başladım – önce sadece evin çevresinde, sonra daha uzağa, ağaçlara kadar.",
        "P: En önemlisi birinin sormasıydı. İşyerinde çok şaşırdılar ama müdür, ihtiyacım olan zamanı "
        "alabileceğimi söyledi. Onlar olmadan başarabileceğimi sanmıyorum. Şimdi yine tam gün çalışıyorum ve "
        "her şey oldukça sıradan geliyor. Ama daha çabuk yoruluyorum, özellikle çevremde çok gürültü olduğu "
        "zaman.",
    ),
    "lv": (
        "Intervētāja: Kā gāja pēc tam, kad atgriezāties no slimnīcas?\nP: Nu, sākumā bija diezgan grūti. Es "
        "īsti nezināju, ko darīt, un tikai sēdēju mājās. Mana māsa teica: “Tev jāmēģina katru dienu mazliet "
        "pastaigāties.” Tad es sāku – vispirms tikai ap māju un pēc tam arī tālāk.",
        "P: Svarīgākais bija tas, ka kāds pajautāja. Darbā viņi bija ļoti pārsteigti, bet priekšniece teica, "
        "ka es varu ņemt tik daudz laika, cik vajag. Es nedomāju, ka bez viņiem būtu tikusi galā. Tagad es "
        "atkal strādāju pilnu slodzi, un tas šķiet diezgan parasti. Bet es ātrāk nogurstu, ja apkārt ir liels "
        "troksnis.",
    ),
    "lt": (
        "Tyrėja: Kaip sekėsi, kai grįžote namo iš ligoninės?\nP: Na, pradžioje buvo gana sunku. Aš nelabai "
        "žinojau, ką daryti, ir tik sėdėjau namuose. Mano sesuo pasakė: „Turi pabandyti kasdien truputį "
        "pavaikščioti.“ Tada aš ir pradėjau – iš pradžių tik aplink namą, o paskui vis toliau.",
        "P: Svarbiausia buvo tai, kad kažkas paklausė. Darbe jie labai nustebo, bet viršininkė pasakė, kad "
        "galiu skirti tiek laiko, kiek man reikia. Nemanau, kad be jų būčiau susitvarkiusi. Dabar aš vėl "
        "dirbu visu etatu ir viskas atrodo gana įprasta. Bet greičiau pavargstu, ypač kai aplink yra daug "
        "triukšmo.",
    ),
    "id": (
        "Pewawancara: Bagaimana keadaannya setelah pulang dari rumah sakit?\nP: Ya, awalnya agak berat. Saya "
        "tidak tahu apa yang harus saya lakukan, jadi saya hanya duduk di rumah. Kakak saya bilang, “Kamu "
        "harus mencoba berjalan sedikit setiap hari.” Lalu saya mulai – pertama hanya di sekitar rumah, "
        "kemudian lebih jauh.",
        "P: Yang paling penting adalah ada orang yang bertanya. Di kantor mereka sangat terkejut, tapi atasan "
        "saya bilang saya boleh mengambil waktu yang saya butuhkan. Saya kira saya tidak akan bisa tanpa "
        "mereka. Sekarang saya sudah bekerja penuh lagi dan rasanya biasa saja. Tapi saya lebih cepat lelah "
        "karena ada banyak suara.",
    ),
    "ru": (
        "Интервьюер: Как вы себя чувствовали после возвращения из больницы?\nP: Ну, сначала было довольно "
        "тяжело. Я не знала, что мне делать, и просто сидела дома. Сестра сказала: «Тебе нужно каждый день "
        "понемногу гулять». Тогда я и начала – сначала только вокруг дома, а потом всё дальше.",
        "P: Самое важное – что кто-то спросил. На работе они очень удивились, но начальница сказала, что я "
        "могу взять столько времени, сколько нужно. Не думаю, что я справилась бы без них. Теперь я снова "
        "работаю полный день, и всё кажется вполне обычным. Но я быстрее устаю, особенно когда вокруг шумно.",
    ),
    "uk": (
        "Інтерв’юер: Як ви почувалися після повернення з лікарні?\nP: Ну, спочатку було досить важко. Я не "
        "знала, що мені робити, і просто сиділа вдома. Сестра сказала: «Тобі треба щодня потроху гуляти». "
        "Тоді я й почала – спершу тільки навколо будинку, а потім усе далі, аж до річки.",
        "P: Найважливіше було те, що хтось запитав. На роботі вони дуже здивувалися, але керівниця сказала, "
        "що я можу взяти стільки часу, скільки потрібно. Не думаю, що я впоралася б без них. Тепер я знову "
        "працюю повний день, і все здається цілком звичайним. Але я швидше втомлююся, особливо коли навколо є "
        "шум.",
    ),
    "bg": (
        "Интервюиращ: Как беше, след като се прибрахте от болницата?\nP: Ами, в началото беше доста тежко. Не "
        "знаех какво да правя и само седях вкъщи. Сестра ми каза: „Трябва да се опитваш да ходиш по малко "
        "всеки ден.“ Тогава започнах – първо само около къщата, а после и по-далече.",
        "P: Най-важното беше, че някой попита. В работата те много се изненадаха, но шефката каза, че мога да "
        "взема толкова време, колкото ми трябва. Не мисля, че щях да се справя без тях. Сега отново работя на "
        "пълен ден и всичко ми се струва съвсем обикновено. Но се уморявам по-бързо, когато наоколо е шумно.",
    ),
    "el": (
        "Ερευνήτρια: Πώς ήταν όταν γυρίσατε στο σπίτι από το νοσοκομείο;\nP: Να, στην αρχή ήταν λίγο δύσκολα. "
        "Δεν ήξερα τι να κάνω και καθόμουν μόνο στο σπίτι. Η αδελφή μου είπε: «Πρέπει να προσπαθείς να "
        "περπατάς λίγο κάθε μέρα». Τότε άρχισα – πρώτα μόνο γύρω από το σπίτι και μετά πιο μακριά.",
        "P: Το πιο σημαντικό ήταν ότι κάποιος ρώτησε. Στη δουλειά ξαφνιάστηκαν πολύ, αλλά η προϊσταμένη είπε "
        "ότι μπορώ να πάρω όσο χρόνο χρειάζομαι. Δεν νομίζω ότι θα τα κατάφερνα χωρίς αυτούς. Τώρα δουλεύω "
        "πάλι κανονικά και όλα μου φαίνονται αρκετά συνηθισμένα. Αλλά κουράζομαι πιο γρήγορα όταν έχει "
        "φασαρία.",
    ),
    "he": (
        "מראיינת: איך היה אחרי שחזרת הביתה מבית החולים?\nP: טוב, בהתחלה זה היה די קשה. לא ידעתי מה לעשות, אז "
        "ישבתי רק בבית. אחותי אמרה לי שאני צריכה לנסות ללכת קצת כל יום. אז התחלתי – קודם רק מסביב לבית, ואחר "
        "כך יותר רחוק.",
        "P: הדבר הכי חשוב היה שמישהו שאל. בעבודה הם היו מאוד מופתעים, אבל המנהלת אמרה שאני יכולה לקחת כמה זמן "
        "שאני צריכה. אני לא חושבת שהייתי מצליחה בלי העזרה של כולם. עכשיו אני עובדת שוב במשרה מלאה וזה מרגיש "
        "די רגיל.",
    ),
    "ar": (
        "الباحثة: كيف كان الحال بعد العودة من المستشفى إلى البيت؟\nP: في البداية كان الأمر صعبا جدا. لم أكن "
        "أعرف ماذا أفعل وكنت أجلس في البيت فقط. قالت لي أختي إن المشي كل يوم مهم. ثم بدأت أمشي قليلا حول "
        "البيت، وبعد ذلك إلى مكان أبعد.",
        "P: أهم شيء هو أن أحدا سأل عن حالي. في العمل كان الجميع متفاجئين، لكن المديرة قالت إنني أستطيع أن آخذ "
        "الوقت الذي أحتاجه. لا أظن أنني كنت سأنجح من دون هذا الدعم. الآن عدت إلى العمل وكل شيء عادي، لكن أتعب "
        "بسرعة عند الضجيج.",
    ),
    "fa": (
        "پژوهشگر: بعد از این که از بیمارستان به خانه آمدید چه شد؟\nP: اول خیلی سخت بود. من نمی دانستم چه کار "
        "کنم و فقط در خانه بودم. خواهرم گفت که باید هر روز کمی راه بروم. بعد شروع کردم و اول فقط دور خانه راه "
        "رفتم.",
        "P: مهم این بود که یک نفر از من پرسید. در محل کار همه تعجب کردند اما رئیس گفت که تا هر وقت لازم است "
        "می توانم استراحت کنم. اگر آنها نبودند من نمی توانستم. حالا دوباره کار می کنم و همه چیز برای من عادی "
        "است.",
    ),
    "vi": (
        "Người phỏng vấn: Sau khi từ bệnh viện về nhà thì mọi việc thế nào?\nP: À, lúc đầu thì cũng khá vất "
        "vả. Tôi không biết phải làm gì và chỉ ngồi ở nhà. Chị tôi nói: “Em phải cố đi bộ một chút mỗi ngày.” "
        "Vì thế tôi bắt đầu – lúc đầu chỉ đi quanh nhà, rồi đi xa hơn.",
        "P: Điều quan trọng nhất là có người hỏi. Ở chỗ làm họ rất ngạc nhiên nhưng bà giám đốc nói rằng tôi "
        "có thể nghỉ bao lâu cũng được. Tôi nghĩ là không có họ thì tôi đã không làm được. Bây giờ tôi lại đi "
        "làm cả ngày và mọi thứ đã bình thường. Nhưng tôi mau mệt hơn, nhất là khi ồn ào.",
    ),
    "ja": (
        "聞き手：退院して家に帰ってからは、どうでしたか。\nP：そうですね、最初は少し大変でした。何をした"
        "らいいのか分からなくて、ずっと家にいました。姉に「毎日少しでも歩いたほうがいいよ」と言われて、そ"
        "れで始めたんです。",
        "P：いちばん大切だったのは、誰かが聞いてくれたことです。職場の人はとても驚いていましたが、上司は"
        "必要なだけ休んでいいと言ってくれました。みんながいなかったら、できなかったと思います。今は前と同"
        "じように働いています。",
    ),
    "zh": (
        "访谈者：出院回家以后怎么样？\nP：嗯，刚开始有点难。我不知道应该做什么，就一直在家里坐着。我姐姐"
        "说：“你每天都要出去走一走。”后来我就开始走路，先在家附近，再走得远一点。",
        "P：最重要的是有人来问我。公司里的人都很吃惊，但是老板说我需要多长时间都可以。没有他们，我觉得我"
        "做不到。现在我又全天上班了，生活也跟以前差不多。不过我比以前容易累，尤其是周围很吵的时候。",
    ),
    "ko": (
        "면담자: 퇴원하고 집에 오신 다음에는 어떠셨어요?\nP: 처음에는 조금 힘들었어요. 무엇을 해야 할지 "
        "몰라서 그냥 집에만 있었어요. 언니가 “매일 조금씩 걸어 봐.”라고 말했어요. 그래서 그때부터 걷기 "
        "시작했어요.",
        "P: 가장 중요한 것은 누군가가 물어봐 주었다는 거예요. 직장에서는 모두 많이 놀랐지만 사장님은 필요한 "
        "만큼 쉬어도 된다고 했어요. 그분들이 없었다면 못 했을 것 같아요. 지금은 다시 일을 하고 있고 모든 것이 "
        "보통 때와 같아요.",
    ),
    "th": (
        "ผู้สัมภาษณ์: หลังจากกลับบ้านจากโรงพยาบาลแล้วเป็นอย่างไรบ้าง\nP: ตอนแรกก็ค่อนข้างลำบาก ไม่รู้ว่าจะทำอะ"
        "ไรดี ก็เลยนั่งอยู่แต่ที่บ้าน พี่สาวบอกว่า “ต้องลองเดินทุกวันนะ” ก็เลยเริ่มเดิน",
        "P: สิ่งที่สำคัญที่สุดคือมีคนถาม ที่ทำงานทุกคนแปลกใจมาก แต่หัวหน้าบอกว่าจะหยุดนานเท่าไรก็ได้ ถ้าไม่มี"
        "พวกเขาคงทำไม่ได้ ตอนนี้กลับมาทำงานเต็มเวลาแล้ว",
    ),
}
