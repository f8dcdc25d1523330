"""Labels of bylines in many languages: what stands before a name and says that it is an author's.

A word with a colon (`Autor:`), a verb or a genre before the name (`Napisał`, `Ein Bericht von`),
what was done beside the writing (`Fotos:`), and the labels of scripts without capitals. Tables
in small letters; a row may hold labels of several languages.
"""

from __future__ import annotations

import re


def _either(*texts: str) -> str:
    """A pattern's alternatives from rows of phrases apart by ` ; `, the longest first."""
    phrases = {each.strip() for text in texts for each in text.replace("\n", " ; ").split(" ; ")}
    return "|".join(sorted((each for each in phrases if each), key=len, reverse=True))


BY = "by|von|vom|par|por|di|da|door|av|af|od|przez|de|от|від|oleh|από|bởi"
"""The word before a name."""

_PERSONS = """
autor(?:en|in|es|as|a|i|y|zy|e|ė|iai)? ; autor(?::|/|\\*)in(?:nen)? ; auteure?s? ; authors?
автор(?:ы|и|ка|лар)? ; skribent(?:er)? ; redaktör ; reporter ; journalist(?:in|e|er|en)?
forfattere? ; författare ; kirjoittaja(?:t)? ; toimittaja(?:t)? ; yazar ; szerzők? ; autoři
penulis ; verfasser(?:in)? ; συντάκτης ; tác giả ; mwandishi ; redactora? ; giornalista
journaliste ; periodista ; dziennikarz ; dziennikarka ; korespondent ; redaktor(?:ka)?
reportérk?a? ; újságíró ; репортер ; репортёр ; корреспондент ; кореспондент(?:ка)?
журналіст(?:ка)? ; журналист(?:ка)? ; δημοσιογράφος ; muhabir(?:i|ler)? ; тілші
muallif(?:lar)? ; муаллиф ; muxbir ; мухбир ; pewarta ; wartawan ; jurnalis ; kontributor
phóng viên ; người viết
"""
_THINGS = """
text(?:e|o)? ; testo ; tekst ; words ; story ; article ; artikel ; teksti ; текст ; текстове ; haber
съобщи ; redakcja ; redakce ; redazione ; fonte ; source ; quelle ; fuente ; kilde(?:r)? ; källa
zdroj ; forrás ; źródło ; izvor ; kaynak ; источник ; джерело ; a cura ; κείμενο ; του ; της ; των
nguồn ; protokoll ; bron ; lähde ; sursa ; източник ; πηγή ; sumber ; manba ; дереккөз ; manbasi
reportagem ; reportage ; reportaje ; servizio ; reportáž ; reportaż ; szöveg ; ρεπορτάζ ; yazı
metin ; мәтін ; matn ; laporan ; bài(?: viết)? ; bài và ảnh ; thực hiện
"""
_WRITERS = _PERSONS + _THINGS
_IDLE_VERBS = """
escriben? ; scrive ; scrivono ; informa ; skriver ; επιμέλεια ; yazan ; hazırlayan ; derleyen
"""
"""Verbs and names of tasks that sentences and persons' names begin with as well."""
_VERBS = """
es schreib(?:t|en) ; es bericht(?:et|en)
napisał[ai]? ; rozmawiał[ai]? ; opracował[ai]? ; przygotował[ai]? ; oprac\\. ; napsal[ai]?
připravil[ai]? ; zpracoval[ai]? ; napísal[ai]? ; spracoval[ai]? ; pripravil[ai]? ; írta ; írták
írja ; készítette ; записал[аи]? ; беседовал[аи]? ; написал[аи]? ; подготовил[аи]?
материал подготовил[аи]? ; підготував ; підготувал[аи] ; матеріал підготува(?:в|ла|ли)
записав ; розмовля(?:в|ла|ли) ; спілкува(?:вся|лася|лась|лися) ; γράφει(?: [οη])? ; γράφουν
дайындаған ; tayyorladi ; тайёрлади
"""
"""Verbs after which the name comes without another word."""
_WRITTEN = """
written ; reported ; posted ; published ; submitted ; authored ; created ; added ; uploaded ; shared
article ; story ; words ; text ; post ; blog ; blog post ; column ; analysis ; opinion ; essay
commentary ; interview ; report ; review ; geschrieben ; verfasst ; erstellt ; veröffentlicht
eingestellt ; gepostet ; präsentiert ; pressemitteilung ; verfaßt ; beitrag
ein (?:artikel|beitrag|gastbeitrag|kommentar|bericht|porträt|nachruf) ; gastbeitrag ; gastkommentar
eine (?:analyse|kolumne|rezension|reportage|recherche|kritik|glosse) ; ein (?:essay|interview)
kommentar ; bericht ; artikel ; kolumne ; rezept ; analyse ; reportage ; rezension ; porträt
écrit ; rédigé ; publié ; posté ; propos recueillis ; recueilli ; entretien ; enquête ; tribune
entretien (?:réalisé|mené|conduit) ; interview réalisée ; récit ; chronique
une? (?:article|enquête|reportage|entretien|analyse|tribune|récit|chronique|interview|portrait)
escrito ; publicado ; redactado ; elaborado ; escritos ; entrevista ; reportaje ; crónica
una? (?:entrevista|reportaje|crónica|análisis|columna|artículo) ; análisis ; columna ; artículo
artigo ; reportagem ; crônica ; análise ; coluna ; publicada ; enviado ; scritto ; pubblicato
a cura ; articolo ; servizio ; intervista ; analisi ; commento ; editoriale ; geschreven ; geplaatst
gepubliceerd ; opinie ; skrevet ; publisert ; skriven ; publicerad ; samtale ; napisane ; dodane
opublikowane ; publikował ; wywiad ; texto ; texte ; testo ; tekst ; teksti ; ditulis ; dilaporkan
scris ; publicat ; redactat ; postat ; interviu ; realizat ; un (?:interviu|articol|reportaj)
автор ; написал ; опубликовано ; интервью ; материал ; dikirim ; diposting ; with reporting
additional reporting ; reporting ; được viết ; viết
"""
LEADING = re.compile(
    rf"^(?:(?:(?:{_either(_WRITTEN)})\s+)?(?:{BY})(?:\s*:|\s(?=\S))"
    rf"|(?:{_either(_WRITERS, _VERBS, _IDLE_VERBS)})(?:\s*:|\s(?=\S+\s\S))"
    r"|(?:from|aus|vanuit|przez|द्वारा|โดย|เขียนโดย|به قلم|بقلم|מאת|כתבת?ה?|كتبت?|أعدته?|أعده)"
    r"(?:\s?[:\-–]|\s(?=\S)))\s*",
    re.IGNORECASE,
)
"""What stands before the first name and gives no role: `By`, `Geschrieben von`, `Автор:`."""

TITLED = re.compile(rf"(?:{_either(_PERSONS, _VERBS)})\s(?=\S+\s\S)", re.IGNORECASE)
"""What a name follows without a colon: a writer's title, or a verb of writing."""

THING = re.compile(rf"(?:{_either(_THINGS)})\s(?=\S+\s\S)", re.IGNORECASE)
"""The same of a text or a source: `Teksti Maija Keksitty`, `Story Bridge`."""

LABELLED = re.compile(
    rf"(?:(?:(?:{_either(_WRITTEN)})\s+)?(?:{BY})(?:\s*:|\s(?=\S))"
    rf"|(?:{_either(_WRITERS, _VERBS, _IDLE_VERBS)})\s*:)\s*",
    re.IGNORECASE,
)
"""What a name follows for certain: `By`, `Geschrieben von`, any label with a colon."""

LONE_LABEL = re.compile(rf"(?:{BY})\s+(?=\S)", re.IGNORECASE)

LABELLED_TWICE = re.compile(r"^(by|von|par|por|di|door|av|af)\s?(?=\1\s)", re.IGNORECASE)
"""A label for those who see and the same for those who hear: `ByBy Ann Carter`."""

LABEL_AMID = re.compile(
    rf"(?<=[\w.)])[,;]?\s+(?:(?:{_either(_WRITERS, _VERBS, _IDLE_VERBS)})\s*:"
    r"|([^\W\d]\w{1,19})\s?:(?=\s+\D))\s*",
    re.IGNORECASE,
)
"""A label that a line goes on with: `Autor: … Quelle: …`; any word with a colon is one."""

SOURCE = re.compile(
    r"(?:^|(?<=[\s,;|•·/(\[–—-]))(?:fonte|source|quelle|fuente|kilder?|källa|bron|zdroj|forrás|źródło|izvor"
    r"|kaynak|источник|джерело|източник|πηγή|sumber|manba|дереккөз|lähde|sursa|nguồn|منبع|المصدر|स्रोत"
    r"|সূত্র|ที่มา)\s?:\s*(?=\S)",
    re.IGNORECASE,
)
"""What names an agency, an outlet or an office, whatever it is called."""

LABEL = re.compile(r"^([^\W\d](?:[^\W\d]|[ /&*'’.-]){1,29}?)\s?[:：]\s*(?=[^\W\d])")
"""What may be the label of a line, of whatever language: words before a colon."""

PICTURED = re.compile(
    r"phot|foto|fotó|bild|image|picture|illustr|иллюстр|фото|video|vídeo|видео|grafi|graphic|zdjęcia"
    r"|сурет|rasm|ảnh|ภาพ|تصوير|عکس|צילו|फोटो|ছবি|摄|攝|写真|撮影|사진|kuva|kép|снимк|φωτο",
    re.IGNORECASE,
)
"""A contribution of pictures: an agency that gives them has not written the text."""

ONLY_WRITING = re.compile(
    rf"^(?:(?:{_either(_WRITTEN)})\s+)?(?:{BY}|{_either(_WRITERS, _VERBS, _IDLE_VERBS)})\W*$", re.I
)
"""A line with a label, and nobody named."""

_CONTRIBUTIONS = """
photos? ; photographs? ; photography ; photographie?s? ; photographer ; pictures? ; images?
foto(?:s|e)? ; fotografie ; fotografías? ; fotografias? ; bild(?:er)? ; fotograf(?:in|o|a|e|i)?
kuvat? ; zdjęcia ; fényképek ; фото ; фотографии ; снимки ; светлини ; fotoğraf ; illustrations?
illustrator ; illustrationen ; illustrazion[ei] ; ilustraci(?:ón|ones) ; ilustraç(?:ão|ões)
ilustracje ; dessins? ; zeichnung(?:en)? ; иллюстраци[ия] ; graphics? ; grafik(?:en)? ; infographie
infografía ; videos? ; vídeos? ; video(?:graphy|grafie)? ; видео ; audio ; animations? ; montage
translations? ; übersetzung ; traductions? ; traducci(?:ón|ones) ; tradução ; traduzione ; vertaling
översättning ; tłumaczenie ; перевод ; переклад ; çeviri ; editing ; editors? ; lektorat ; edición
edição ; редактор ; opracowanie ; (?:additional )?(?:reporting|research|contributions?)
recherchen? ; mitarbeit ; bearbeitung ; zpracování ; szerkesztő ; szerkesztette ; redigering
editör ; επιμέλεια ; foto['’]s ; beeld ; valokuvat? ; kuvaaja ; fotografering ; fotky ; snímky
képek ; fotók? ; imagini ; φωτογραφίες ; φωτό ; φωτορεπορτάζ ; fotoğraflar ; суреттер ; сурет
аударған ; rasmlar ; suratlar ; tarjima ; penerjemah ; penyunting ; ảnh ; hình ảnh ; đồ họa ; dịch
biên tập ; ภาพ ; เรียบเรียง ; แปล ; تصوير ; صور ; ترجمة ; تحرير ; إعداد ; عکس ; عکاس ; مترجم ; ترجمه
ویراستار ; צילום ; צילומים ; עריכה ; תרגום ; तस्वीरें ; फोटो ; अनुवाद ; संपादन ; ছবি ; অনুবাদ
"""
_DONE = """
photographed ; illustrated ; translated ; edited ; reviewed ; (?:medically|legally|expert) reviewed
fact[- ]checked ; compiled ; produced ; curated ; updated ; moderated ; hosted ; filmed ; narrated
curated ; fotografiert ; illustriert ; übersetzt ; bearbeitet ; redigiert ; aktualisiert ; geprüft
medizinisch geprüft ; aus dem \\w{4,20} ; traduite? ; illustrée? ; photographiée? ; relue?
traducido ; editado ; ilustrado ; revisado ; traduzido ; tradotto ; illustrato ; vertaald ; bewerkt
översatt ; oversat ; oversatt ; przełożył[a]? ; tłumaczył[a]? ; opracował[a]? ; подготовил[аи]?
перевел[аи]?
"""
CONTRIBUTION = re.compile(
    rf"(?:^|(?<=[\s,;|•·/(\[–—-]))"
    rf"((?:{_either(_CONTRIBUTIONS)})(?:\s(?:{BY})(?=\s)|\s?:)|(?:{_either(_DONE)})\s(?:{BY})(?=\s)"
    rf"|(?:подготовил[аи]?|перевел[аи]?|przełożył[a]?|tłumaczył[a]?|opracował[a]?)(?=\s)"
    r"|(?<=[^\W\d] )(?:fotos?|photos?|valokuvat?|kuvat?|zdjęcia|фото|снимки)(?=\s[^\W\d]+\s[^\W\d]))"
    r"\s*:?\s*",
    re.IGNORECASE,
)
"""What a contributor did, before their name: `Photographs by`, `Übersetzt von`, `Фото:`."""

TEXT_AND_PICTURES = re.compile(
    rf"\b(?:te[xks]+t[eoi]?|texts?|words|story|bài|tin|reportage|текст)\s?(?:[/,&+]|und|and|et|y|e|og|och|en|ja|a|i"
    rf"|și|ve|va|и|та|και|dan|và)\s?(?:{_either(_CONTRIBUTIONS)})(?=\s?:|\s(?:{BY})\s)",
    re.IGNORECASE,
)
"""Who wrote and took the pictures as well: a writer, `Text und Fotos:`."""

STARTS_AS_BYLINE = re.compile(
    rf"(?:(?:(?:{_either(_WRITTEN)})\s+)?(?:{BY}|escribe|eine? \w{{4,14}} von)(?:\s*:|\s)"
    rf"|(?:{_either(_WRITERS, _VERBS, _IDLE_VERBS)}|redac(?:ción|ao)|реда(?:ктор|кция))\s*:"
    rf")\s*(?=\S)",
    re.IGNORECASE,
)
"""A line that begins as bylines do, and goes on."""

SIGNED = re.compile(
    rf"[(\[]?\s*(?:(?:{_either(_WRITTEN)})\s+(?:{BY})\b|(?:{BY}|{_either(_WRITERS)})\s*:)\s*:?\s*\S",
    re.IGNORECASE,
)
"""A line under a text that says whose it is: with a colon, or with what was done."""

_EASTERN_LABELS = """
记者 ; 記者 ; 作者 ; 文 ; 责任编辑 ; 責任編輯 ; 编辑 ; 編輯 ; 責編 ; 责编 ; 撰文 ; 撰稿 ; 来源
來源 ; 编译 ; 編譯 ; 文字 ; 通讯员 ; 通訊員 ; 实习记者 ; 见习记者 ; 特约记者 ; 评论员 ; 稿源
執筆 ; 著者 ; 筆者 ; 編集 ; 聞き手 ; 取材 ; 取材・文 ; 取材・構成 ; ライター ; 文・写真 ; 글
글·사진 ; 기자 ; 작성자 ; 글쓴이 ; 정리 ; 취재 ; 편집 ; نویسنده ; خبرنگار ; گزارشگر ; گزارش
منبع ; الكاتب ; كتب ; كتبت ; بقلم ; المصدر ; إعداد ; تقرير ; تحرير ; مراسل ; מאת ; כתב ; כתבת
लेखक ; रिपोर्ट ; संवाददाता ; रिपोर्टर ; द्वारा ; লেখক ; প্রতিবেদক ; লেখা ; প্রতিবেদন ; ผู้เขียน
ผู้สื่อข่าว ; เรื่อง ; เขียนโดย ; รายงานโดย ; ที่มา
"""
EASTERN_LABELLED = re.compile(
    rf"[（(\[【〔]?\s*(?:本报|本報|新华社|新華社|中新社)?(?:(?:{_either(_EASTERN_LABELS)})\s*[:：/／=＝｜]"
    r"|(?:本报|本報|新华社|新華社|中新社)(?:记者|記者)\s)\s*(?=\S)"
)
EASTERN_BYLINE = re.compile(
    rf"{EASTERN_LABELLED.pattern}|[（(\[【〔]?\s*(?:(?:记者|記者)[\s・]|(?:取材・文|文|聞き手)(?:・|\s\|\s)"
    r"|(?:نویسنده|الكاتب|كتبت?|بقلم|به قلم|מאת|द्वारा|โดย|เขียนโดย)\s)\s*(?=\S)"
)
"""The same in scripts without capitals: for certain, or with a blank."""
MEETING = re.compile(
    r"(?:記者|记者)(?:会见|会見|會見|會|会|证|證|节|節|席|団|团|クラブ|站|了解|获悉|从|發現|发现|提问|提問)"
    r"|기자\s?(?:회견|간담회|단\b|실\b)"
)
"""Words that begin as a reporter's title does: a press conference, `记者了解到`."""

WRITTEN_LABEL = re.compile(
    rf"(?:(?:{_either(_WRITTEN)})\s+(?:{BY})|{BY}|{_either(_WRITERS)}|geschreven door|skrevet av"
    rf"|skriven av|napisane przez|yazan|написано автором|автор|kirjoittanut|作者|執筆者|投稿者|글쓴이"
    rf"|written|autor|escrito por|kirjoittaja|написал(?:а|и)?)\s*:?",
    re.IGNORECASE,
)
"""The label of a card's name."""
