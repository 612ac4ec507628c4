"""Guess the language of a text by its function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

_SAMPLE = 12_000  # characters examined
_SAMPLES = 6  # places they are taken from
_FEWEST = 8  # votes needed
_FEWEST_UNOPPOSED = 5  # where no word speaks for the second language alone
_SHARE = 0.12  # of the words that must be function words
_WORD = re.compile(r"[^\W\d_]+")

# Frequent function words and fillers of speech; a shared one votes for each of its languages.
FUNCTION_WORDS = {
    "nb": """
        i jeg ikke det er og som på av til å en et ei har hadde var de vi men hva noe noen mye være hun han den dette
        kunne skulle ville etter fra ble blitt hvordan hvorfor hvor seg meg deg oss nå da litt sånn fikk nei ja jo
        bare også veldig når hvis eller ut opp med for om at så man mer kan vil må være gikk sier vet synes tror
        egentlig akkurat liksom mine min mitt selv alt alle fordi mellom gjøre
    """,
    "nn": """
        i eg ikkje det er og som på av til å ein eit ei har hadde var dei vi men kva noko nokon mykje vere ho han den
        dette kunne skulle ville etter frå vart blitt korleis kvifor kvar kor seg meg deg oss no då litt sånn fekk
        nei ja jo berre også veldig når viss eller ut opp med for om at så ein meir kan vil må gjekk seier veit
        synest trur eigentleg akkurat liksom mine min mitt sjølv alt alle fordi mellom gjere me itj ikkj mæ kje
        nokre
    """,
    "da": """
        i jeg ikke det er og som på af til at en et har havde var de vi men hvad noget nogen nogle meget være hun han
        den dette kunne skulle ville efter fra blev blevet hvordan hvorfor hvor sig mig dig os nu da lidt sådan fik
        nej ja jo bare også når hvis eller ud op med for om så man mere kan vil må gik siger ved synes tror egentlig
        lige altså ligesom mine min mit selv alt alle fordi mellem gøre
    """,
    "sv": """
        i jag inte det är och som på av till att en ett har hade var de vi men vad något någon några mycket vara hon
        han den detta kunde skulle ville efter från blev blivit hur varför sig mig dig oss nu då lite sådan sån fick
        nej ja jo bara också väldigt när om eller ut upp med för så man mer kan vill måste gick säger vet tycker
        tror egentligen liksom mina min mitt själv allt alla mellan göra dom sen
    """,
    "is": """
        í ég ekki það er og sem á af til að hefur var þeir við en hvað eitthvað mjög vera hún hann sér mig þig þú bara
        já nei svo þá um með fyrir eða þegar ef hvernig okkur mér þetta hafði voru kom upp hann því líka alveg eitt
        einhver ekkert nú fór
    """,
    "fo": """
        í eg ikki tað er og sum á av til at hevur var tey vit men hvat okkurt nógv vera hon hann seg meg teg tú bara
        ja nei so tá um við fyri ella tá hvussu okkum mær hetta hevði vóru kom upp har eisini nú hesin teir
    """,
    "de": """
        ich nicht das ist und die der den dem des zu ein eine einen einem hat hatte war waren wir aber was auch sehr
        sein sie er mit für auf dass wie mir mich dich es ja nein so dann da schon noch nur mal halt also wenn oder
        von im in bei nach um aus man mehr kann muss wird habe haben bin sind doch eigentlich immer hier als wo
        warum einfach ganz vielleicht
    """,
    "nl": """
        ik niet het is en die de dat een heeft had was waren wij we maar wat ook zeer heel zijn zij ze hij met voor
        op hoe mij me je er ja nee zo dan toch nog wel al alleen eens dus als of van in bij naar om uit men meer kan
        moet wordt heb hebben ben eigenlijk altijd hier waar waarom gewoon misschien deze dit te aan niets iets
    """,
    "af": """
        ek nie dit is en die wat het n was ons maar ook baie wees hulle sy hy met vir op hoe my jou jy daar ja nee
        so dan nog net maar dus as of van in by na om uit mens meer kan moet word eintlik altyd hier waar hoekom
        omdat
    """,
    "en": """
        i not the is and that of to a an has had have was were we but what also very be been she he it with for on
        how me my you your it they them this there so then when if or from in at by about out up just like know
        think don didn s t m ll ve re would could do did really because yes no well some all more who why where
        because can will are as which their
    """,
    "fr": """
        je pas le la les est et des du un une a avait était nous mais que qui très être elle il ils elles avec pour
        sur comment moi vous ne dans c j l d qu n s ça on ai oui non si ou où quand comme en au aux ce cette se sont
        plus tout tous bien fait même parce donc alors après avant mon ma mes par y là rien
    """,
    "es": """
        yo no el la los las es y e del un una ha había era nosotros pero que qué muy ser ella él con para en como
        cómo me por lo le se a de si sí o cuando donde porque más ya también todo todos bien hay esto eso este esta
        estaba mi mis te su sus al nada algo pues entonces fue tengo tenía está son están desde sin
    """,
    "ca": """
        jo no el la els les és i del un una ha havia era nosaltres però que què molt ser ella ell amb per en com em
        ho li es a de si sí o quan on perquè més ja també tot tots bé hi això aquest aquesta estava meu meva et seu
        seva al res doncs aleshores van tinc tenia està són des sense vaig
    """,
    "it": """
        io non il la è e gli le i delle del della un una ha aveva era noi ma che molto essere lei lui con per di
        come mi questo questa sono si lo ci se o quando dove perché più anche tutto tutti bene c l mio mia ti suo
        sua al niente qualcosa poi allora fatto ho dal nel alla sì cosa così già
    """,
    "pt": """
        eu não o a é e os as do da dos das um uma tem tinha era nós mas que muito ser ela ele com para em como me
        isso isto você se ou quando onde porque mais já também tudo todos bem há este esta estava meu minha te seu
        sua ao no na nada então foi tenho está são desde sem por sim gente
    """,
    "ro": """
        eu nu este e și şi că că de la un o a avea era noi dar ce foarte fi ea el cu pentru pe cum mă mi se sau când
        unde mai deja tot toate bine aici acest această meu mea te său al nimic ceva atunci am ai au sunt din în îi
        îmi să lui da ca fost doar așa aşa pot
    """,
    "fi": """
        minä mä sinä sä hän me te he ei en on ja että oli olin ollut mutta mitä myös hyvin olla kanssa kun niin
        minun sinun joka se ne sitten vaan jos tai kuin nyt sitä siitä siinä ole olen mun sun hänen kyllä joo no
        ihan vielä jo mikä miksi missä miten koska tämä tuo nämä kaikki
    """,
    "et": """
        mina ma sina sa tema ta meie me teie nad ei on ja et oli olin olnud aga mida ka väga olla koos kui nii minu
        sinu kes see need siis ainult või nagu nüüd seda sellest selles ole olen mu su jah no ikka veel juba mis
        miks kus kuidas sest kõik seal siin mul ning
    """,
    "pl": """
        ja nie to jest i że na do się był była było my ale co bardzo być ona on z dla jak mnie w tak a o od po za
        już tylko też jeszcze może czy kiedy gdzie bo więc wtedy tam tu tego tym mi jej jego nas oni są mam miałam
        miał przez przy ze mój moja
    """,
    "cs": """
        já ne to je a že na do se byl byla bylo my ale co velmi být ona on s pro jak mě v tak o od po za už jen taky
        také ještě asi nebo když kde protože tedy pak tam tady toho tom mi její jeho nás oni jsou jsem jsme mám měl
        měla při ve z i si prostě když není
    """,
    "sk": """
        ja nie to je a že na do sa bol bola bolo my ale čo veľmi byť ona on s pre ako mňa v tak o od po za už len aj
        tiež ešte asi alebo keď kde lebo pretože teda potom tam tu toho tom mi jej jeho nás oni sú som sme mám mal
        mala pri vo z si proste nebol
    """,
    "sl": """
        jaz ne to je in da na do se bil bila bilo mi ampak kaj zelo biti ona on s z za kot me v tako o od po že samo
        tudi še ali ko kjer ker torej potem tam tukaj tega tem jo njegov nas oni so sem smo imam pri iz si pa sva ni
        nisem kako
    """,
    "hr": """
        ja ne to je i da na do se bio bila bilo mi ali što vrlo biti ona on s za kao me u tako o od po već samo
        također još ili kad kada gdje jer dakle onda tamo ovdje toga tom joj njegov nas oni su sam smo imam kod iz
        si pa nije nisam kako šta jako ovaj
    """,
    "hu": """
        én nem az a és hogy van volt mi de mit nagyon lenni ő egy meg is csak már még ha vagy mert ezt ez ott itt
        akkor mint ki nekem engem minket ők vannak voltam volna kell lehet igen hát szóval olyan ilyen majd azt ami
        amikor ahol miért hogyan minden neki ezek
    """,
    "tr": """
        ben değil değilim değildi olduğu doğru bu ve bir çok için ama ne de da o biz onlar sen siz var yok mı mi mu
        mü daha gibi kadar sonra önce şey şimdi evet hayır çünkü nasıl neden nerede ile her en ki benim bana beni
        bize oldu olarak olan vardı yani işte öyle böyle hiç zaman diye
    """,
    "lv": """
        es nav tas ir un ka uz līdz bija mēs bet ko ļoti būt viņa viņš ar par kā man no pie tā arī tikai jau vēl vai
        kad kur jo tad tur šeit to tam mani mums viņi esmu nē jā ja mans mana nebija tāpēc cik tur kas bet šo
    """,
    "lt": """
        aš ne tai yra ir kad ant iki buvo mes bet ką labai būti ji jis su apie kaip man iš prie taip jau tik dar ar
        kai kur nes tada ten čia to tam mane mums jie esu nėra į o mano nebuvo kodėl kiek kas šį gal
    """,
    "sq": """
        unë nuk është dhe që në të një ka ishte ne por çfarë shumë jam ajo ai me për si mua kjo ky po jo se ose kur
        ku sepse më tani edhe vetëm nga u i e do kishte kam janë
    """,
    "id": """
        saya tidak ini itu dan yang di ke dari ada adalah kami kita tapi apa sangat juga dia mereka dengan untuk
        pada bagaimana sudah belum akan bisa kalau atau karena seperti lebih hanya jadi lalu ya aku kamu sama lagi
        masih
    """,
    "sw": """
        mimi si hii hiyo na ya wa kwa ni katika kuna sisi lakini nini sana pia yeye wao pamoja jinsi tayari bado au
        kwamba kama zaidi tu basi ndiyo hapana wewe yangu yake wangu hapo huyu kuwa alikuwa nilikuwa hivyo
    """,
    "vi": """
        tôi không này và của là có những một các cho với được trong đã thì mà như khi rất cũng nhưng anh chị em cô
        ông bà họ ở đó đây gì sao nào đi ra vào lại nữa vì nên nếu hay
    """,
    "ru": """
        я не это и в на что был была было мы но он она они очень быть с для как меня так мне вы а у по к от из за то
        же бы ну да нет уже ещё еще или когда где потому если только там тут вот тоже все всё его её мой просто
    """,
    "uk": """
        я не це і й в у на що був була було ми але він вона вони дуже бути з для як мене так мені ви а по до від із
        за то ж би ну ні вже ще або коли де тому якщо тільки там тут ось теж все його її мій просто та
    """,
    "bg": """
        аз не това и в на че беше ние но той тя те много да се е са съм с за как мен така ми вие а по от към то ли
        би ами няма вече още или когато където защото ако само там тук ето също всичко го я мой просто има ще
    """,
    "sr": """
        ја не то је и да на до се био била било ми али шта врло бити она он с за као ме у тако о од по већ само још
        или кад када где јер дакле онда тамо овде тога том јој његов нас они су сам смо имам код из па није нисам
    """,
    "el": """
        εγώ δεν το είναι και που να της του τους ένα μια έχει ήταν μας αλλά τι πολύ η ο οι με για στο στην στη από
        των τη την τον μου σου σε θα αυτό αυτή όταν πώς πως ότι γιατί αν ή ναι όχι εκεί εδώ τώρα μετά πριν κάτι όλα
        εμένα είχε ήμουν δε
    """,
    "ar": """
        في من على إلى أن لا هو هي هذا هذه ما مع عن كان كانت أنا نحن هم لم لن قد كل بعد قبل عند أو ثم لكن ذلك التي
        الذي حتى إذا كيف لماذا أين نعم يعني كنت لي له لها بين و يا شيء
    """,
    "fa": """
        من نه این آن و که در به از با برای است بود ما آنها هم را یک تا هر اما چه خیلی بله چون اگر کجا چرا می شد نیست
        داشت او تو شما خود دیگر هست بعد قبل یا همه فقط
    """,
    "ur": """
        میں نہیں یہ وہ اور کہ کا کی کے کو سے پر ہے ہیں تھا تھی ہم آپ بھی ایک تو جو نے لیے کیا بہت ہاں جب اگر کہاں
        کیوں مجھے ہو گیا رہا
    """,
    "he": """
        אני לא זה את של על הוא היא אנחנו הם אבל מה גם מאוד עם כי יש אין היה היתה הייתי כמו אז רק או אם כן עוד כל לי
        לו לה איך למה איפה ממש שלי אותי אותו
    """,
}  # fmt: skip

#: Letters beyond a to z that a language uses, in lower case; after the blank, those of names and loan words.
LETTERS = {
    "nb": "æøå éèêòóôüäö", "nn": "æøå éèêòóôüäö", "da": "æøå éüäöè",
    "sv": "åäö éüàè", "is": "áðéíóúýþæö", "fo": "áðíóúýæø",
    "de": "äöüß éèàçâ", "nl": "éëïóèöü áêçà", "af": "êëéïôû è", "en": " éèïçöñêâüäåøëôáóàß",
    "fr": "éèêëàâçîïôùûœæ üÿñ",
    "es": "áéíóúñü ïçà", "ca": "àèéíïòóúüç· ñ", "it": "àèéìòù îóç", "pt": "áâãàçéêíóôõú üñ", "ro": "ăâîșțşţ éö",
    "fi": "äö åšžé", "et": "äöõü šž", "pl": "ąćęłńóśźż éü", "cs": "áčďéěíňóřšťúůýž öü", "sk": "áäčďéíĺľňóôŕšťúýž öü",
    "sl": "čšž ćđéö", "hr": "čćđšž éö", "hu": "áéíóöőúüű ä", "tr": "çğıöşü âîûi\u0307é", "lv": "āčēģīķļņšūž ōŗéö",
    "lt": "ąčęėįšųūž éöõ", "sq": "ëç éö", "id": " éè", "sw": " é",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ\u0300\u0301\u0303\u0309\u0323",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя ё", "uk": "абвгдеєжзиіїйклмнопрстуфхцчшщьюя ґ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя ѝ", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ ϊϋΐΰ", "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ًٌٍَُِّْـ",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی كيئءأ\u200c", "ur": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئ",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
}  # fmt: skip

#: The languages that each function word votes for.
VOTES: dict[str, tuple[str, ...]] = {}
for _language, _words in FUNCTION_WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        VOTES[_word] = (*VOTES.get(_word, ()), _language)

# Scripts of a single language; Japanese before Chinese, whose characters it shares.
_SCRIPTS = tuple(
    (language, re.compile(letters))
    for language, letters in {
        "ko": "[가-힣]",
        "ja": "[ぁ-ヿ]",
        "zh": "[一-鿿]",
        "th": "[ก-๏]",
        "ka": "[ა-ჿ]",
        "hy": "[Ա-և]",
        "am": "[ሀ-፼]",
        "hi": "[ऀ-ॿ]",
        "bn": "[ঀ-৿]",
        "pa": "[਀-੿]",
        "gu": "[઀-૿]",
        "ta": "[஀-௿]",
        "te": "[ఀ-౿]",
        "kn": "[ಀ-೿]",
        "ml": "[ഀ-ൿ]",
        "si": "[඀-෿]",
        "km": "[ក-៿]",
        "my": "[က-႟]",
        "he": "[א-ת]",
    }.items()
)
# Any letter of these scripts
_ANY_SCRIPT = re.compile("[԰-֏א-תऀ-෿ก-๏က-ჿሀ-፼ក-៿ぁ-ヿ一-鿿가-힣]")


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text; "" if it is too short, unknown or uncertain."""
    sample = _sample(text)
    if _ANY_SCRIPT.search(sample):
        letters = sum(map(str.isalpha, sample))
        for language, script in _SCRIPTS:
            if len(script.findall(sample)) > letters / 4:
                return language
    words = _WORD.findall(sample.casefold())
    return most_likely(Counter(words), len(words))


def _sample(text: str) -> str:
    """Return the text, or passages spread over a long one."""
    if len(text) <= _SAMPLE:
        return text
    size, step = _SAMPLE // _SAMPLES, len(text) // _SAMPLES
    return "\n".join(text[at : at + size] for at in range(0, step * _SAMPLES, step))


def most_likely(words: Mapping[str, int], total: int) -> str:
    """Return the language for which `words` (with their counts, of `total`) speak; "" if that is uncertain."""
    votes = count_votes(words.items())
    ranking = [*votes.most_common(2), ("", 0), ("", 0)]
    (first, most), (second, _) = ranking[0], ranking[1]
    for_first, for_second = _votes_apart(words, first, second), _votes_apart(words, second, first)
    enough = _FEWEST if for_second else _FEWEST_UNOPPOSED
    if most < enough or most < _SHARE * total:
        return ""
    return first if for_first >= 2 and for_first >= 1.5 * for_second else ""


def _votes_apart(words: Mapping[str, int], language: str, other: str) -> int:
    """Return how many of the words are function words of `language` and not of `other`."""
    return sum(
        count for word, count in words.items() if language in VOTES.get(word, ()) and other not in VOTES.get(word, ())
    )


def count_votes(words: Iterable[tuple[str, int]]) -> Counter[str]:
    """Return how many of the words, given with their counts, are function words of each language."""
    votes: Counter[str] = Counter()
    for word, count in words:
        for language in VOTES.get(word, ()):
            votes[language] += count
    return votes
