"""What changed in a text, in many languages and ways of writing: each pair of sentences both ways.

`NOTHING`: the words differ, and no figure, name, quotation or negation among them. `TYPOGRAPHY`: the
words are the same.
"""

import pytest

from tests.archive.diff.crafted import between, kinds

FACTS = {"number_changed", "name_changed", "quote_changed", "negation_changed"}

NUMBER = [
    (
        "en",
        "The deal was worth $1.5 million to the club.",
        "The deal was worth $15 million to the club.",
    ),
    ("en", "It fell to -5 degrees overnight.", "It fell to 5 degrees overnight."),
    ("en", "Children of 5-6 years may enter.", "Children of 56 years may enter."),
    ("en", "Between 10 and 12 people came.", "Between 10 and 15 people came."),
    ("en", "10-12 people came to the hall.", "10-15 people came to the hall."),
    ("en", "It happened on 12 March 2024 in town.", "It happened on 13 March 2024 in town."),
    ("en", "It happened on March 12, 2024 in town.", "It happened on March 12, 2025 in town."),
    ("en", "It happened on 2024-03-12 in town.", "It happened on 2024-03-13 in town."),
    ("en", "The train leaves at 12:30 today.", "The train leaves at 12:45 today."),
    ("en", "The score was 3-2 after extra time.", "The score was 2-3 after extra time."),
    ("en", "The score was 3:2 after extra time.", "The score was 3:1 after extra time."),
    ("en", "Two men were held by police.", "Three men were held by police."),
    ("en", "Twenty-five men were held.", "Twenty-six men were held."),
    ("en", "About two million people voted.", "About three million people voted."),
    ("en", "The road is 5 km long.", "The road is 5 miles long."),
    ("en", "They paid £1.2bn for it.", "They paid £1.2m for it."),
    ("en", "It was the 1st time for her.", "It was the 2nd time for her."),
    ("en", "In the 1990s the town grew.", "In the 1980s the town grew."),
    ("de", "Es kostet 1,5 Millionen Euro.", "Es kostet 15 Millionen Euro."),
    ("de", "Die 23-Jährige wurde verletzt.", "Die 32-Jährige wurde verletzt."),
    ("de", "Am 3. März wird gewählt.", "Am 4. März wird gewählt."),
    ("de", "Zwölf Menschen starben dort.", "Elf Menschen starben dort."),
    ("fr", "Il coûte 1,5 million d’euros.", "Il coûte 15 millions d’euros."),
    ("fr", "Le 1er mai est férié ici.", "Le 2 mai est férié ici."),
    ("ru", "Погибли пять человек в аварии.", "Погибли шесть человек в аварии."),
    ("ru", "Выросло на 1,5 процента за год.", "Выросло на 2,5 процента за год."),
    ("ar", "وصل نحو ١٨٠ راكبا إلى الميناء اليوم.", "وصل نحو ١٩٠ راكبا إلى الميناء اليوم."),
    ("fa", "حدود ۲۵۰ نفر آمدند.", "حدود ۲۶۰ نفر آمدند."),
    ("hi", "लगभग १५० लोग आए थे।", "लगभग १६० लोग आए थे।"),
    ("zh", "大约有150人参加了活动。", "大约有160人参加了活动。"),
    ("zh", "大约有三百人参加了活动。", "大约有五百人参加了活动。"),
    ("zh", "耗资1.5亿元的工程开始了。", "耗资1.5万元的工程开始了。"),
    ("ja", "費用は2億5000万円に上った。", "費用は3億5000万円に上った。"),
    ("ko", "약 150명이 참가했다고 밝혔다.", "약 160명이 참가했다고 밝혔다."),
]

QUOTE = [
    ("en", "He lied about it.", "He “lied” about it."),
    ("en", "He said: “We go on.” Then he left.", "He said: “We stop now.” Then he left."),
    ("en", "He said 'we go on' and then left.", "He said 'we stop' and then left."),
    (
        "en",
        "She said: ‘It’s over for the party, and we know it.’",
        "She said: ‘It’s fine for the party, and we know it.’",
    ),
    (
        "fr",
        "Il a dit : « Nous continuons ce soir » avant de partir.",
        "Il a dit : « Nous arrêtons ce soir » avant de partir.",
    ),
    (
        "de",
        "Er sagte: »Wir machen heute weiter« und ging.",
        "Er sagte: »Wir hören heute auf« und ging.",
    ),
    ("ja", "彼は「続ける予定だ」と話した。", "彼は「やめる予定だ」と話した。"),
    ("zh", "他说：“我们会继续努力。”", "他说：“我们会停止努力。”"),
    (
        "en",
        "He said he would go on with the work, and left.",
        "He said “he would go on with the work”, and left.",
    ),
    (
        "en",
        "“This is the first part of what she said to us.",
        "“This is the last part of what she said to us.",
    ),
]

NEGATION = [
    ("en", "He won’t go to the meeting today.", "He will go to the meeting today."),
    ("en", "He will go to the meeting today.", "He will no longer go to the meeting today."),
    ("en", "No one was hurt in the crash.", "One was hurt in the crash."),
    ("de", "Er hat kein Geld bekommen.", "Er hat Geld bekommen."),
    ("de", "Er ist nicht schuldig.", "Er ist schuldig."),
    ("fr", "Il n’a pas signé le texte.", "Il a signé le texte."),
    ("es", "No fue el ministro quien habló.", "Fue el ministro quien habló."),
    ("it", "Non è stato il ministro a parlare.", "È stato il ministro a parlare."),
    ("pt", "Ele não assinou o texto.", "Ele assinou o texto."),
    ("ru", "Он не подписал документ вчера.", "Он подписал документ вчера."),
    ("uk", "Він не підписав документ учора.", "Він підписав документ учора."),
    ("pl", "On nie podpisał dokumentu.", "On podpisał dokument."),
    ("cs", "Soud ho neodsoudil k trestu.", "Soud ho odsoudil k trestu."),
    ("sk", "Súd ho neodsúdil na trest.", "Súd ho odsúdil na trest."),
    ("nl", "Hij heeft het niet ondertekend.", "Hij heeft het ondertekend."),
    ("sv", "Han har inte skrivit under.", "Han har skrivit under."),
    ("da", "Han har ikke skrevet under.", "Han har skrevet under."),
    ("nb", "Han har ikke skrevet under.", "Han har skrevet under."),
    ("fi", "Hän ei allekirjoittanut sitä.", "Hän allekirjoitti sen."),
    ("hu", "Nem írta alá a szerződést.", "Aláírta a szerződést."),
    ("ro", "El nu a semnat textul.", "El a semnat textul."),
    ("el", "Δεν υπέγραψε το κείμενο.", "Υπέγραψε το κείμενο."),
    ("tr", "Belgeyi imzalamadı dün akşam.", "Belgeyi imzaladı dün akşam."),
    ("tr", "Bu doğru değil dedi.", "Bu doğru dedi."),
    ("ar", "لم يوقع الرئيس على الاتفاق.", "وقع الرئيس على الاتفاق."),
    ("he", "הוא לא חתם על ההסכם.", "הוא חתם על ההסכם."),
    ("fa", "او این سند را امضا نکرد دیروز.", "او این سند را امضا کرد دیروز."),
    ("hi", "उन्होंने समझौते पर हस्ताक्षर नहीं किए।", "उन्होंने समझौते पर हस्ताक्षर किए।"),
    ("zh", "他没有签署协议。", "他签署协议。"),
    ("ja", "彼は合意に署名しなかった。", "彼は合意に署名した。"),
    ("ko", "그는 합의에 서명하지 않았다.", "그는 합의에 서명했다."),
    ("ko", "그는 없는 길을 갔다.", "그는 있는 길을 갔다."),
    ("th", "เขาไม่ลงนามในข้อตกลง", "เขาลงนามในข้อตกลง"),
    ("id", "Dia tidak menandatangani perjanjian.", "Dia menandatangani perjanjian."),
    ("vi", "Ông không ký thỏa thuận.", "Ông ký thỏa thuận."),
    ("kk", "Ол келісімге қол қойған жоқ.", "Ол келісімге қол қойды."),
    ("ky", "Ал келишимге кол койгон жок.", "Ал келишимге кол койду."),
    ("lt", "Jis nepasirašė sutarties vakar.", "Jis pasirašė sutarties vakar."),
    ("sq", "Ai nuk e nënshkroi marrëveshjen.", "Ai e nënshkroi marrëveshjen."),
]

NAME = [
    ("en", "J. K. Rowling spoke in the hall today.", "J. R. Tolkien spoke in the hall today."),
    ("en", "The talks with John Smith ended today.", "The talks with John O’Neill ended today."),
    ("en", "The talks with Mr. Smith ended today.", "The talks with Mr. Jones ended today."),
    ("en", "They met in Berlin on Friday night.", "They met in Hamburg on Friday night."),
    ("fr", "Ils ont vu Jean-Pierre Martin hier.", "Ils ont vu Jean-Paul Martin hier."),
    ("ru", "Они встретились с Анной Берг вчера.", "Они встретились с Олегом Штейном вчера."),
]

NOTHING = [
    ("en", "He lied.", "He lied?"),
    ("en", "Two men were held by police.", "2 men were held by police."),
    ("en", "The road is 5 km long.", "The road is 5 kilometres long."),
    ("en", "It weighs 5kg in all.", "It weighs 5 kg in all."),
    ("en", "They paid £1.2bn for it.", "They paid £1.2 billion for it."),
    ("en", "They paid $1.2m for it.", "They paid $1.2 million for it."),
    ("en", "They paid US$5m for it.", "They paid $5m for it."),
    ("de", "Es kostet 1.500 Euro im Jahr.", "Es kostet 1 500 Euro im Jahr."),
    ("ru", "Это стоит 5 тыс. рублей в год.", "Это стоит 5 тысяч рублей в год."),
    ("ar", "وصل نحو ١٨٠ راكبا إلى الميناء اليوم.", "وصل نحو 180 راكبا إلى الميناء اليوم."),
    ("en", "He can not go there.", "He cannot go there."),
    ("fr", "Il a signé plus de textes.", "Il a signé plus de textes hier."),
    ("ja", "政府は必ず実施すると述べた。", "政府は実施すると述べた。"),
    ("ja", "非常に大きな影響がある。", "大きな影響がある。"),
    ("zh", "非常大的影响出现了。", "大的影响出现了。"),
    ("en", "They met President Emmanuel Macron there.", "They met Emmanuel Macron there."),
    ("en", "They met Emmanuel Macron there.", "They met Mr Macron there."),
    ("en", "Every day counts.", "Everyday counts."),
    ("en", "A re-sign deal.", "A resign deal."),
]

TYPOGRAPHY = [
    ("en", "It fell to −5 degrees overnight.", "It fell to -5 degrees overnight."),
    ("en", "Children of 5-6 years may enter.", "Children of 5–6 years may enter."),
    ("ja", "費用は２億円に上ったという。", "費用は2億円に上ったという。"),
    (
        "de",
        "Er sagte: „Wir machen heute weiter“ und ging.",
        "Er sagte: »Wir machen heute weiter« und ging.",
    ),
    ("en", "The talks with John O’Neill ended today.", "The talks with John O'Neill ended today."),
    ("en", "The co-operation went on.", "The co\xad-operation went on."),
    ("en", "He waited… and left.", "He waited... and left."),
    ("en", "The plan — he said — failed.", "The plan - he said - failed."),
    ("en", "The plan—he said—failed.", "The plan – he said – failed."),
    ("en", "The plan -- he said -- failed.", "The plan — he said — failed."),
    ("en", "An efficient office.", "An eﬃcient oﬃce."),
    ("en", "A well-known man.", "A well‑known man."),
    ("en", "It is 100 km away.", "It is 100\u202fkm away."),
]


def both_ways(*listed):
    return [
        case
        for cases, kind in listed
        for language, one, other in cases
        for case in ((language, one, other, kind), (language, other, one, kind))
    ]


@pytest.mark.parametrize(
    ("language", "old", "new", "kind"),
    both_ways(
        (NUMBER, {"number_changed"}),
        (QUOTE, {"quote_changed"}),
        (NEGATION, {"negation_changed"}),
        (NAME, {"name_changed"}),
        (NOTHING, set()),
    ),
)
def test_an_edited_sentence_tells_the_facts_that_changed_and_no_other(language, old, new, kind):
    found = set(kinds(between([old], [new], language)))
    assert kind == FACTS & found
    assert found & {"block_edited", "block_rewritten"}


@pytest.mark.parametrize(("language", "old", "new", "kind"), both_ways((TYPOGRAPHY, None)))
def test_the_same_words_in_another_style_are_typographic(language, old, new, kind):
    (event,) = between([old], [new], language)
    assert ("typographic_changed", False, 1.0) == (event.type, event.silent, event.similarity)
    assert event.significance < 0.05
