"""How correction notices and editor's notes begin, in many languages.

`SINGLE` are words that also begin ordinary sentences: a notice goes on with a colon, a bracket or a
dash soon after them. `PHRASES` are plain enough alone. `EARLIER_VERSION` names what was wrong in it.
"""

from __future__ import annotations

from crawler.extraction.text import any_of

SINGLE = any_of(
    r"""
    (?:corrections?(?: and clarifications?)?|clarifications?|retraction)\b
    (?:corrigend(?:um|a)|erratum|errata)\b
    (?:korrekturen|korrektur|berichtigung|richtigstellung|klarstellung|transparenzhinweis)\b
    (?:correctif|rectificatif|rectification|précision|mise au point)\b
    (?:corrección|correcciones|rectificación|aclaración|fe de erratas|fe de errores)\b
    (?:correção|correções|erramos|esclarecimento|retificação|rettifica|precisazione|correzione)\b
    (?:rectificatie|correctie|verbetering|rättelse|förtydligande|rettelse|berigtigelse|retting)\b
    (?:presisering|korrigering|korrektion|oikaisu|täsmennys|korjaus|leiðrétting)\b
    (?:sprostowanie|korekta|opravujeme|oprava|helyesbítés|helyreigazítás|erată|precizare)\b
    (?:ispravak|ispravka|popravek|demanti|διόρθωση|διευκρίνιση|parandus|labojums|pataisymas)\b
    (?:исправление|поправка|уточнение|опровержение|виправлення|уточнення|спростування)\b
    (?:корекция|исправка|түзету|оңдоо|düzeltme|tekzip|düzəliş|tuzatish|koreksi|ralat|đính chính)\b
    تصحيح ; توضيح ; تنويه ; اصلاحیه ; تصحیح ; תיקון ; הבהרה ; सुधार ; शुद्धिपत्र ; स्पष्टीकरण
    訂正 ; おわび ; お詫び ; 更正 ; 勘误 ; 勘誤 ; 정정 ; 바로잡습니다 ; แก้ไข
    """
)
PHRASES = any_of(
    r"""
    (?:editor|publisher)[’']?s?[’']? note ; an earlier version of this ; for the record:
    correction appended ; (?:we|the editors) (?:regret|apologi[sz]e for) the (?:error|mistake)
    this (?:article|story|piece|post|report) (?:has been|was) (?:corrected|amended|clarified|retracted)
    this (?:article|story|piece|post|report) (?:has been|was) updated to (?:correct|clarify|remove)
    (?:anmerkung|hinweis) der redaktion ; anm\. d\. red
    note de la rédaction ; note de l[’']éditeur ; une erreur s[’']est glissée
    cet article a été (?:corrigé|modifié|rectifié)
    nota (?:del editor|de la redacción|de redacción) ; fe de erratas
    est[ea] (?:artículo|nota|noticia|información) ha sido (?:corregid[oa]|rectificad[oa])
    nota d[ao] (?:redação|editor) ; est[ea] (?:texto|reportagem|matéria|notícia) foi corrigid[oa]
    nota della redazione ; errata corrige ; questo articolo è stato (?:corretto|rettificato)
    (?:noot|opmerking) van de redactie ; redaktionens? (?:anmärkning|merknad|bemærkning)
    toimituksen huomautus ; od redakcji ; redakční poznámka ; poznámka redakcie
    a szerkesztő megjegyzése ; nota redacției ; napomena uredništva ; σημείωση της σύνταξης
    от редакции ; примечание редакции ; від редакції ; примітка редакції ; от редакцията
    editörün notu ; catatan redaksi ; ملاحظة المحرر ; הערת המערכת ; संपादक की टिप्पणी ; भूल सुधार
    訂正して(?:お詫び|おわび) ; 編集部注 ; 编者按 ; 編者按 ; 更正启事 ; 정정보도
    """
)
EARLIER_VERSION = any_of(
    r"""
    an? (?:earlier|previous) version of this (?:article|story|headline|(?:photo )?caption|post|piece)
    in einer (?:früheren|vorherigen|ersten) (?:version|fassung) diese[sr] (?:artikels|textes|meldung)
    in einer (?:früheren|vorherigen|ersten) (?:version|fassung) dieses (?:beitrags|berichts)
    une (?:première |précédente )?version (?:précédente |antérieure |initiale )?de cet article
    una versión (?:anterior|previa) de est[ea] (?:artículo|nota|noticia|información|texto)
    uma versão anterior dest[ea] (?:artigo|texto|notícia|reportagem|matéria)
    una versione precedente di quest(?:o articolo|a notizia|o testo)
    een eerdere versie van dit (?:artikel|bericht|stuk)
    en tidigare version av (?:den här|denna|artikeln|texten)
    en tidligere (?:versjon|version) av? (?:denne|dette|saken|artikk?elen)
    w (?:poprzedniej|wcześniejszej) wersji (?:tego )?(?:artykułu|tekstu)
    v (?:předchozí|původní|predchádzajúcej|pôvodnej) (?:verzi|verzii) (?:tohoto )?(?:článku|textu)
    в (?:более ранней|ранней|предыдущей|первоначальной|первой) версии (?:этой|этого|данно(?:й|го))
    в (?:более ранней|ранней|предыдущей|первоначальной|первой) версии (?:статьи|материала|текста)
    у (?:попередній|початковій|першій) версії (?:цієї|цього|статті|матеріалу|тексту)
    """
)
VERSION = ("vers", "fassung", "верси", "wersj", "verz", "версі")
"""One of these is in each of the lines above; looked for first, because it costs less."""
