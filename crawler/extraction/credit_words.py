"""Words by which photo credits are known: labels before a name, labels after one, and agencies.

All are compared after `folded`: NFKC, case folded, one blank between words.
"""

from __future__ import annotations

import re

from archive.stream_safe import normalized


def _listed(text: str) -> tuple[str, ...]:
    """The words of a table, parted by semicolons, each with single blanks."""
    return tuple(" ".join(word.split()) for word in text.split(";") if word.strip())


LABELS = _listed(
    """
    photos; photo; photograph; photographs; photography; pictures; picture; pics; pic;
    images; image; credits; credit; photo credits; photo credit; photo source; image
    credits; image credit; picture credit; image source; photo courtesy; source; sources;
    file photo; file picture; illustration; graphic; screenshot; photographer; screengrab;
    composite; video; artwork; photo illustration; copyright; handout; foto; fotos; bild;
    bilder; bildquelle; fotoquelle; quelle; grafik; symbolfoto; symbolbild; archivfoto;
    archivbild; archiv; bildnachweis; bildrechte; fotocredit; fotograf; montage; collage;
    zeichnung; karikatur; beeld; afbeelding; bron; illustratie; fotograaf; billede; kilde;
    källa; arkivfoto; arkivbild; kuva; valokuva; kuvaaja; lähde; mynd; illustrasjon; crédit
    photo; crédits photo; crédit; crédits; crédit image; photographie; infographie; capture
    d'écran; capture d’écran; fotografía; fotografia; imagen; imagem; fuente; fonte;
    crédito; créditos; créditos foto; infografía; captura de pantalla; gráfico; immagine;
    crediti; fotó; kép; forrás; sursa; sursă foto; sursa foto; imatge; fot; fot.; zdjęcie;
    źródło; zdroj; snímek; zdroj foto; izvor; vir; autor; fotoğraf; kaynak; görsel; nuotr.;
    burimi; surat; фото; фотография; источник; источник фото; изображение; иллюстрация;
    скриншот; фото с сайта; джерело; світлина; снимка; източник; извор; сурет; сүрөт;
    φωτογραφία; φωτο; φωτό; πηγή; εικόνα; isithombe; izithombe; picha; hoto; gambar; sumber;
    dok; dok.; ảnh; nguồn; צילום; קרדיט; תצלום; المصدر; تصوير; صورة; مصدر الصورة; عکس; منبع;
    फोटो; तस्वीर; ছবি; ภาพ; ที่มา; 写真; 写真提供; 画像; 画像提供; 提供; 撮影; 出典;
    写真=; 图; 图片; 图源; 图片来源; 来源;
    摄影; 圖; 圖片來源; 圖/; 사진; 사진 출처; 사진출처; 사진 제공; 사진제공; 출처; 제공; 그래픽
    """
)

LABELS_BEFORE_A_NAME = _listed(
    """
    photo by; photos by; photograph by; photographs by; photography by; picture by; pictures
    by; pic by; image by; images by; illustration by; graphic by; photo courtesy of; image
    courtesy of; picture courtesy of; photo courtesy; courtesy of; courtesy; photo via;
    image via; image source,; handout photo by; foto von; bild von; foto de; foto di;
    fotografía de; photo de; foto av; foto door; foto van; cedida por; con licencia de; фото
    из; photo:; image:; credit:; ©; (c); copyright
    """
)
"""Labels that need no colon; at the start of a sentence only."""

LABELS_AFTER_A_NAME = _listed(
    """
    photo; photos; pic; pix; image; images; handout; file photo; via getty images; nuotr.;
    nuotr; 撮影; 提供; 摄; 攝; 기자; arkiv; archiv; file
    """
)

AGENCIES = frozenset(
    _listed(
        """
        ap; ap photo; associated press; the associated press; afp; afp photo; reuters; dpa; epa;
        epa-efe; efe; ansa; tass; тасс; риа новости; ria novosti; itar-tass; getty images;
        getty; istock; istockphoto; shutterstock; bloomberg; pa; pa wire; pa media; pa images;
        press association; xinhua; 新华社; 新華社; kyodo; kyodo news; 共同; 共同通信;
        共同通信社; 時事; 時事通信;
        afp時事; afp=時事; ロイター; ap通信;
        연합뉴스; 뉴시스; 뉴스1; yonhap; belga; anp; keystone; apa; imago;
        imago images; picture alliance; picture-alliance; alamy; alamy stock photo; rex; rex
        features; aap; the canadian press; canadian press; cp; anadolu; anadolu agency; aa; dha;
        anadolu ajansı; iha; i̇ha; nurphoto; zuma; zuma press; zuma press wire; sipa; sipa usa;
        europa press; lapresse; tt; ntb; scanpix; ritzau scanpix; lehtikuva; čtk; ctk; pap; mti;
        tanjug; hina; sta; agerpres; mediafax; lusa; bta; unsplash; pixabay; pexels; wikimedia
        commons; wikimedia; wikipedia; flickr; nasa; facebook; instagram; twitter; youtube;
        telegram; tiktok; adobe stock; freepik; depositphotos; upi; ddp; epd; kna; wenn; splash
        news; swns; mega; backgrid; supplied; handout; contributed; courtesy; submitted;
        screengrab; screenshot; supplied image; file photo; eyevine; camera press; magnum
        photos; vcg; cfp; sopa images; barcroft; usa today; usa today sports; rfe/rl; wafa;
        sana; irna; ukrinform; unian; уніан; укрінформ; sputnik; спутник; interfax; интерфакс;
        коммерсантъ; cuartoscuro; gallo images; hollandse hoogte; photo news; photonews; global
        images ukraine; middle east images; abacapress; abaca; afp pic; bernama; reuters pic;
        reuters photo; gtres; notimex; télam; telam; agência brasil; reprodução; divulgação;
        رويترز; أ ف ب; أ.ف.ب; فرانس برس; الأناضول; د ب أ; أسوشيتد برس; غيتي; غيتي إيميجز;
        arquivo pessoal; handout photo; postmedia; reuters pix
        """
    )
)

UNMISTAKABLE = (
    *("Getty Images", "AFP/Getty", "iStockphoto", "iStock", "Shutterstock.com", "Shutterstock"),
    *("REUTERS", "AP Photo", "PA Wire", "Alamy", "Press Association", "Associated Press"),
)
"""Agencies that end a caption without any mark before them; as printed."""


def folded(text: str) -> str:
    """A text for comparison: NFKC, case folded, single blanks."""
    return " ".join(normalized("NFKC", text).casefold().split())


PHOTOGRAPHED = re.compile(
    r"摄|攝|撮影|供图|供圖|图片来源|图源|圖片|写真|사진|\b(?:photos?|fotos?|fotó|foto|fotografie|picture|image|bild|bilder)\b"
    r"|\bfot\.|фото|снимк|сурет|φωτο|\bkuva\b|\bnuotr|\bảnh\b|ภาพ|تصوير|عکس|צילום|फोटो|ছবি|zdjęcie",
    re.IGNORECASE,
)
"""A credit that says that it is of a picture."""
