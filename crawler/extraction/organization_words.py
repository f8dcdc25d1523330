"""Names that are no persons: news agencies, words of organisations, words of roles (lower case)."""

from __future__ import annotations

from crawler.extraction.text import words

AGENCIES = frozenset(
    each.strip()
    for each in """
    afp, agence france presse, ap, associated press, the associated press, reuters,
    thomson reuters,
    dpa, dpa afx, deutsche presse agentur, ansa, efe, agencia efe, tass, тасс, итар тасс, interfax,
    интерфакс, ria novosti, риа новости, рбк, regnum, xinhua, 新华社, 新華社, kyodo,
    kyodo news, 共同,
    共同通信, 時事, jiji, jiji press, pti, ani, ians, uni, upi, pap, čtk, ctk, tasr, sita, apa,
    sda, ats,
    keystone sda, keystone ats, belga, anp, ntb, tt, ritzau, stt, lehtikuva, leta, bns, elta, mti,
    agerpres, mediafax, tanjug, hina, fena, bta, бта, anadolu, anadolu agency, aa, dha, iha, yonhap,
    연합뉴스, 뉴시스, bernama, antara, lusa, europa press, telam, télam, notimex, sapa, mena,
    spa, wam,
    petra, irna, tasnim, fars, mehr, isna, kazinform, казинформ, kabar, кабар, акипресс, akipress,
    ukrinform, укринформ, укрінформ, унiан, унн, unian, униан, уніан, bloomberg, bloomberg news,
    canadian press, the canadian press, aap, australian associated press, pa, pa media,
    press association, kna, epd, sid, afx, adnkronos, agi, askanews, agencias, agencia, agencies,
    agenturen, agences, bbc, cnn, bbc news, rfe rl, afp reuters, getty images, wire services,
    central news agency, cna, vna, ttxvn, belta, белта, ынан, red, xinhuanet, 新华网,
    中新社, 中央社, sputnik, спутник, dw, voa, nyt, 新华网, 中新网, 人民网, 澎湃新闻, 中央通訊社,
    ロイター, 時事通信, ＡＰ, 뉴스1, 로이터, رويترز, أ ف ب, أ ف ب., فرانس برس, شينخوا, الأناضول,
    وام, سانا, واس, قنا, بترا, وفا, ایسنا, ایرنا, تسنیم, ایلنا, خبرگزاری فارس, רויטרס, भाषा,
    पीटीआई, एएनआई, रॉयटर्स, আইএএনএস, বাসস, ইউএনবি, রয়টার্স, এএফপি, รอยเตอร์, απε μπε, αμπε, απε,
    ρόιτερς, anka, iha, i̇ha, uza, ўза, kaztag, казтаг, ttxvn, rador, news ro, scanpix,
    tt nyhetsbyrån, agência brasil, agência lusa, europapress, colpisa, radiocor, italpress
    """.replace("\n", " ").split(",")
    if each.strip()
)

UNNAMED_AGENCIES = words("agencias agencia agencies agenturen agences red bbc cnn dw voa nyt")
"""Of AGENCIES: words for any agency, and outlets that write for themselves."""

ORGANIZATION_WORDS = words(
    """
    agency agencia agence agentur agenzia агентство news newsroom newsdesk desk staff team redaktion
    redakce redakcja redakcia redacción redaccion redação redacao redazione rédaction redactie
    redaktionen redaksjonen toimitus редакция редакція szerkesztőség editors editorial press presse
    prensa stampa media online tv radio magazine magazin gazette herald tribune journal zeitung
    times newspaper publishing group inc ltd llc gmbh university universität institute foundation
    correspondents reporters contributors webdesk bureau service services network channel
    administrator webmaster admin editorial-team merkezi агенция агенція
    """
)

SURNAMES_TOO = words("press times stampa presse radio")
"""Words of organisations that persons are called too: `Bill Press`, where markup calls it a person."""

ROLE_WORDS = words(
    """
    correspondent reporter editor journalist writer columnist contributor author producer analyst
    chief photographer critic blogger freelance freelancer intern anchor editor-in-chief
    co-founder founder attorney professor lawyer economist commentator presenter director
    redakteur redakteurin korrespondent korrespondentin reporterin chefredakteur chefredakteurin
    journaliste rédacteur rédactrice correspondant correspondante chroniqueur redactor redactora
    periodista corresponsal enviado enviada especial giornalista inviato corrispondente redacteur
    verslaggever correspondente jornalista repórter dziennikarz dziennikarka redaktor redaktorka
    корреспондент журналист редактор обозреватель кореспондент журналіст reportér reportérka
    journalistin autor autorin toimittaja reporteri journalisten gastautor gastautorin volontär
    volontärin ressortleiter ressortleiterin kolumnist kolumnistin redaktør chefredaktør
    chefredaktör redaktör skribent novinar novinarka újságíró főszerkesztő muhabir muhabiri
    gazeteci editör editörü δημοσιογράφος συντάκτης ziarist redaktorė žurnalistas журналистка
    корреспондентка редакторка автор обозреватель колумніст envoyé envoyée inviata inviati
    corrispondenti corrispondenze mitarbeiter mitarbeiterin gastkommentator verslaggeefster redactrice
    correspondente correspondentes jornalistas korespondent korespondentka korrespondenter
    comentarista medewerker muxbir wartawan jurnalis репортер спецкор собкор репортёр tilshi
    প্রতিবেদক संवाददाता кореспондентка publicista publicist dopisovatel dopisovatelka zpravodaj
    zpravodajka
    tudósító tudósítónk tudósítója corespondent corespondentă korrespondentti kirjeenvaihtaja
    ανταποκριτής ανταποκρίτρια
    """
)

STAFF_WORDS = words(
    "senior staff bureau news political business sports sport world foreign national local crime "
    "health science education environment technology deputy assistant associate special leitender "
    "leitende stellvertretender stellvertretende freier freie grand grande ständiger "
    "our unser unsere unserem unserer unseren notre nos nuestro nuestra nosso nossa nostro nostra "
    "নিজস্ব निज निजी onze vår vores vårt naš naša nasz nasza наш наша наше bizim nostru noastră "
    "own spéciale spécial speciaal special particular permanent chief van von de dal dalla do da af av"
)
"""What may stand before a role, and in it belongs to the role."""
