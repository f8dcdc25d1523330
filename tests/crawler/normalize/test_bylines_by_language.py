"""What bylines look like in thirty languages of news: each line with the persons and organisations.

A row is `language | line | persons apart by ; | organisations apart by ;`. All names are invented.
"""

from __future__ import annotations

import pytest

from crawler.normalize.bylines import parties_of

_PRINTED = """
en | By ANN CARTER AND BEN OSEI | ANN CARTER; BEN OSEI |
en | By Ann Carter, Staff Writer | Ann Carter |
en | By Ann Carter in Oslo | Ann Carter |
en | Ann Carter in Oslo and Ben Osei in Rome | Ann Carter; Ben Osei |
en | By our correspondent Ann Carter | Ann Carter |
en | By Our Special Correspondent | |
en | From Ann Carter in Oslo | Ann Carter |
en | Reporting by Ann Carter in Oslo; Editing by Ben Osei | Ann Carter; Ben Osei |
en | Words by Ann Carter, photographs by Ben Osei | Ann Carter; Ben Osei |
en | By ANN CARTER, The Associated Press | ANN CARTER | The Associated Press
en | By Ann Carter with AFP | Ann Carter | AFP
en | By Dr. Ann Carter and Prof. Ben Osei | Dr. Ann Carter; Prof. Ben Osei |
en | Interview by Ann Carter | Ann Carter |
en | By Ann Carter for Harbour News Agency | Ann Carter | Harbour News Agency
en | Reported by Ann Carter | Ann Carter |
en | With reporting by Ann Carter | Ann Carter |
en | By Ann Carter, chief political correspondent, and Ben Osei | Ann Carter; Ben Osei |
de | Von Max Muster | Max Muster |
de | VON MAX MUSTER UND EVA LUND | MAX MUSTER; EVA LUND |
de | Von unserem Redakteur Max Muster | Max Muster |
de | Von unserer Korrespondentin Eva Lund | Eva Lund |
de | Von unserem Mitarbeiter Max Muster | Max Muster |
de | Von unserer Redaktion | | unserer Redaktion
de | Eva Lund, Brüssel | Eva Lund |
de | Aus Kiew berichtet Eva Lund | Eva Lund |
de | Ein Kommentar von Eva Lund | Eva Lund |
de | Eine Kolumne von Max Muster | Max Muster |
de | Eine Analyse von Max Muster und Eva Lund | Max Muster; Eva Lund |
de | Von Max Muster (mit dpa) | Max Muster | dpa
de | Von Max Muster, mit Material von dpa | Max Muster | dpa
de | mit Agenturmaterial (dpa) | | dpa
de | Interview: Eva Lund | Eva Lund |
de | Interview von Eva Lund | Eva Lund |
de | Das Interview führte Eva Lund | Eva Lund |
de | Das Gespräch führten Eva Lund und Max Muster | Eva Lund; Max Muster |
de | Protokoll: Eva Lund | Eva Lund |
de | Autor*in: Eva Lund | Eva Lund |
de | Gastbeitrag von Prof. Dr. Max Muster | Prof. Dr. Max Muster |
de | Es schreibt Eva Lund | Eva Lund |
de | Quelle: dpa | | dpa
de | Quelle: Stadt Hollin | | Stadt Hollin
es | Fuente: Puerto de Hollin | | Puerto de Hollin
de | Text: Max Muster; Fotos: Eva Lund | Max Muster; Eva Lund |
de | Max Muster (Text) und Eva Lund (Fotos) | Max Muster; Eva Lund |
de | Text und Fotos: Max Muster | Max Muster |
fr | Par Jean Fictif | Jean Fictif |
fr | PAR LÉA NEUVE | LÉA NEUVE |
fr | Par Jean Fictif (avec AFP) | Jean Fictif | AFP
fr | Par Jean Fictif avec AFP | Jean Fictif | AFP
fr | Par Jean Fictif avec l’AFP | Jean Fictif | AFP
fr | (avec AFP) | | AFP
fr | Propos recueillis par Léa Neuve | Léa Neuve |
fr | Par Jean Fictif, envoyé spécial à Kiev | Jean Fictif |
fr | Par notre correspondante Léa Neuve | Léa Neuve |
fr | De notre correspondant à Londres, Jean Fictif | Jean Fictif |
fr | De notre envoyée spéciale Léa Neuve | Léa Neuve |
fr | Jean Fictif (à Bruxelles) | Jean Fictif |
fr | Un article de Léa Neuve | Léa Neuve |
fr | Une enquête de Léa Neuve et Jean Fictif | Léa Neuve; Jean Fictif |
fr | Entretien réalisé par Léa Neuve | Léa Neuve |
fr | Texte : Léa Neuve – Photos : Jean Fictif | Léa Neuve; Jean Fictif |
fr | La rédaction avec AFP | | La rédaction; AFP
fr | Reportage : Léa Neuve | Léa Neuve |
es | Por Ana Ficticia | Ana Ficticia |
es | Por: Ana Ficticia y Luis Nuevo | Ana Ficticia; Luis Nuevo |
es | Por Ana Ficticia e Inés Nueva | Ana Ficticia; Inés Nueva |
es | Ana Ficticia / EFE | Ana Ficticia | EFE
es | Ana Ficticia, corresponsal en París | Ana Ficticia |
es | Texto: Ana Ficticia. Fotos: Luis Nuevo | Ana Ficticia; Luis Nuevo |
es | Escribe: Luis Nuevo | Luis Nuevo |
es | Por Redacción / EFE | | Redacción; EFE
es | Una entrevista de Ana Ficticia | Ana Ficticia |
es | De nuestra corresponsal Ana Ficticia | Ana Ficticia |
es | Redactor: Luis Nuevo | Luis Nuevo |
es | (Con información de EFE) | | EFE
pt | Por Ana Fictícia | Ana Fictícia |
pt | Por Ana Fictícia, com Lusa | Ana Fictícia | Lusa
pt | Texto de Ana Fictícia | Ana Fictícia |
pt | Reportagem: Rui Novo | Rui Novo |
pt | Ana Fictícia (texto) e Rui Novo (fotos) | Ana Fictícia; Rui Novo |
pt | Entrevista de Rui Novo | Rui Novo |
pt | Da Redação | | Redação
pt | Escrito por Rui Novo | Rui Novo |
pt | Do nosso correspondente Rui Novo | Rui Novo |
it | di Anna Finta | Anna Finta |
it | di Anna Finta e Luca Nuovo | Anna Finta; Luca Nuovo |
it | a cura di Anna Finta | Anna Finta |
it | dal nostro inviato Luca Nuovo | Luca Nuovo |
it | dalla nostra corrispondente Anna Finta | Anna Finta |
it | Testo di Anna Finta, foto di Luca Nuovo | Anna Finta; Luca Nuovo |
it | di Luca Nuovo, inviato a Kiev | Luca Nuovo |
it | Intervista di Anna Finta | Anna Finta |
it | Redazione ANSA | | Redazione ANSA
it | Fonte: ANSA | | ANSA
it | Servizio di Luca Nuovo | Luca Nuovo |
nl | Door Jan Verzonnen | Jan Verzonnen |
nl | DOOR JAN VAN DER VERZON | JAN VAN DER VERZON |
nl | Door onze redacteur Jan Verzonnen | Jan Verzonnen |
nl | Van onze correspondent Eva Nieuw | Eva Nieuw |
nl | Van onze verslaggever | |
nl | Door: Jan Verzonnen & Eva Nieuw | Jan Verzonnen; Eva Nieuw |
nl | Tekst: Jan Verzonnen, foto's: Eva Nieuw | Jan Verzonnen; Eva Nieuw |
nl | Bron: ANP | | ANP
nl | Interview door Eva Nieuw | Eva Nieuw |
sv | Av Karin Påhitt | Karin Påhitt |
sv | Text: Karin Påhitt Foto: Olle Nyman | Karin Påhitt; Olle Nyman |
sv | Karin Påhitt/TT | Karin Påhitt | TT
sv | Av: Karin Påhitt, TT | Karin Påhitt | TT
sv | Skriven av Karin Påhitt | Karin Påhitt |
sv | Av vår korrespondent Olle Nyman | Olle Nyman |
no | Av Kari Oppdiktet | Kari Oppdiktet |
no | Tekst: Kari Oppdiktet Foto: Ola Nymo | Kari Oppdiktet; Ola Nymo |
no | Skrevet av: Kari Oppdiktet | Kari Oppdiktet |
no | Journalist Kari Oppdiktet | Kari Oppdiktet |
no | Av Ola Nymo (NTB) | Ola Nymo | NTB
da | Af Mette Digtet | Mette Digtet |
da | AF METTE DIGTET | METTE DIGTET |
da | Af Mette Digtet, Ritzau | Mette Digtet | Ritzau
da | Skrevet af Mette Digtet | Mette Digtet |
da | Tekst: Mette Digtet, foto: Jens Nyby | Mette Digtet; Jens Nyby |
da | Journalist: Mette Digtet | Mette Digtet |
da | Kilde: Ritzau | | Ritzau
fi | Teksti: Maija Keksitty, kuvat: Pekka Uusi | Maija Keksitty; Pekka Uusi |
fi | Teksti Maija Keksitty Kuvat Pekka Uusi | Maija Keksitty; Pekka Uusi |
fi | Kirjoittaja: Maija Keksitty | Maija Keksitty |
fi | Toimittaja: Maija Keksitty | Maija Keksitty |
fi | Maija Keksitty, STT | Maija Keksitty | STT
fi | Lähde: STT | | STT
pl | Autor: Anna Zmyślona | Anna Zmyślona |
pl | Anna Zmyślona, PAP | Anna Zmyślona | PAP
pl | oprac. Anna Zmyślona | Anna Zmyślona |
pl | Opracowanie: Anna Zmyślona | Anna Zmyślona |
pl | Opracował: Jan Nowy | Jan Nowy |
pl | Napisał Jan Nowy | Jan Nowy |
pl | Rozmawiała Anna Zmyślona | Anna Zmyślona |
pl | Autor: Jan Nowy, źródło: PAP | Jan Nowy | PAP
pl | Redaktor: Jan Nowy | Jan Nowy |
cs | Autor: Jana Smyšlená | Jana Smyšlená |
cs | Jana Smyšlená, ČTK | Jana Smyšlená | ČTK
cs | Napsal Petr Nový | Petr Nový |
cs | Napsala: Jana Smyšlená | Jana Smyšlená |
cs | Autoři: Jana Smyšlená, Petr Nový | Jana Smyšlená; Petr Nový |
cs | Zdroj: ČTK | | ČTK
cs | Text: Jana Smyšlená, foto: Petr Nový | Jana Smyšlená; Petr Nový |
cs | Redaktor: Petr Nový | Petr Nový |
sk | Autor: Jana Vymyslená | Jana Vymyslená |
sk | Napísal: Peter Nový | Peter Nový |
sk | Zdroj: TASR | | TASR
sk | Jana Vymyslená, SITA | Jana Vymyslená | SITA
sk | Spracovala: Jana Vymyslená | Jana Vymyslená |
hu | Szerző: Kitalált Anna | Kitalált Anna |
hu | Írta: Kitalált Anna | Kitalált Anna |
hu | Írta: Kitalált Anna és Új Péter | Kitalált Anna; Új Péter |
hu | Forrás: MTI | | MTI
hu | Kitalált Anna, MTI | Kitalált Anna | MTI
hu | Szöveg: Kitalált Anna; fotó: Új Péter | Kitalált Anna; Új Péter |
hu | Szerkesztő: Új Péter | Új Péter |
hu | Újságíró: Kitalált Anna | Kitalált Anna |
ro | de Ana Inventată | Ana Inventată |
ro | De: Ana Inventată și Ion Nou | Ana Inventată; Ion Nou |
ro | Autor: Ana Inventată | Ana Inventată |
ro | Scris de Ana Inventată | Ana Inventată |
ro | Publicat de Ion Nou | Ion Nou |
ro | Redactor: Ana Inventată | Ana Inventată |
ro | Sursa: Agerpres | | Agerpres
ro | Text: Ana Inventată, Foto: Ion Nou | Ana Inventată; Ion Nou |
bg | Автор: Иван Измислен | Иван Измислен |
bg | Иван Измислен, БТА | Иван Измислен | БТА
bg | от Мария Нова | Мария Нова |
bg | Източник: БТА | | БТА
bg | Репортер: Мария Нова | Мария Нова |
bg | Текст: Мария Нова, снимки: Иван Измислен | Мария Нова; Иван Измислен |
el | Του Νίκου Φανταστικού | Νίκου Φανταστικού |
el | Της Μαρίας Νέας | Μαρίας Νέας |
el | Των Νίκου Φανταστικού και Μαρίας Νέας | Νίκου Φανταστικού; Μαρίας Νέας |
el | Γράφει ο Νίκος Φανταστικός | Νίκος Φανταστικός |
el | Γράφει η Μαρία Νέα | Μαρία Νέα |
el | Συντάκτης: Νίκος Φανταστικός | Νίκος Φανταστικός |
el | Ρεπορτάζ: Μαρία Νέα | Μαρία Νέα |
el | Επιμέλεια: Μαρία Νέα | Μαρία Νέα |
el | Από Μαρία Νέα | Μαρία Νέα |
el | Πηγή: ΑΠΕ-ΜΠΕ | | ΑΠΕ-ΜΠΕ
tr | Muhabir: Ayşe Uydurma | Ayşe Uydurma |
tr | Haber: Ayşe Uydurma | Ayşe Uydurma |
tr | Yazan: Ayşe Uydurma | Ayşe Uydurma |
tr | Yazar: Ayşe Uydurma ve Can Yeni | Ayşe Uydurma; Can Yeni |
tr | Hazırlayan: Ayşe Uydurma | Ayşe Uydurma |
tr | Haber: Ayşe Uydurma Fotoğraf: Can Yeni | Ayşe Uydurma; Can Yeni |
tr | Editör: Can Yeni | Can Yeni |
tr | Ayşe Uydurma, AA | Ayşe Uydurma | AA
tr | AYŞE UYDURMA / ANKARA | AYŞE UYDURMA |
tr | Haber Merkezi | | Haber Merkezi
tr | Kaynak: AA | | AA
ru | Автор: Иван Вымышленный | Иван Вымышленный |
ru | Авторы: Иван Вымышленный, Мария Новая | Иван Вымышленный; Мария Новая |
ru | Текст: Мария Новая. Фото: Иван Вымышленный | Мария Новая; Иван Вымышленный |
ru | Иван Вымышленный, корреспондент | Иван Вымышленный |
ru | Подготовила Мария Новая | Мария Новая |
ru | Материал подготовил Иван Вымышленный | Иван Вымышленный |
ru | Записала Мария Новая | Мария Новая |
ru | Беседовал Иван Вымышленный | Иван Вымышленный |
ru | Иван Вымышленный, РИА Новости | Иван Вымышленный | РИА Новости
ru | Источник: ТАСС | | ТАСС
ru | Корреспондент: Мария Новая | Мария Новая |
ru | Наш корреспондент Мария Новая | Мария Новая |
uk | Автор: Олена Вигадана | Олена Вигадана |
uk | Автори: Олена Вигадана та Іван Новий | Олена Вигадана; Іван Новий |
uk | Підготувала Олена Вигадана | Олена Вигадана |
uk | Розмовляв Іван Новий | Іван Новий |
uk | Спілкувалася Олена Вигадана | Олена Вигадана |
uk | Журналістка: Олена Вигадана | Олена Вигадана |
uk | Джерело: Укрінформ | | Укрінформ
kk | Автор: Айгүл Ойдан | Айгүл Ойдан |
kk | Авторлар: Айгүл Ойдан, Ерлан Жаңа | Айгүл Ойдан; Ерлан Жаңа |
kk | Дайындаған: Айгүл Ойдан | Айгүл Ойдан |
kk | Дайындаған Ерлан Жаңа | Ерлан Жаңа |
kk | Мәтін: Айгүл Ойдан, фото: Ерлан Жаңа | Айгүл Ойдан; Ерлан Жаңа |
kk | Тілші: Айгүл Ойдан | Айгүл Ойдан |
kk | Дереккөз: Казинформ | | Казинформ
uz | Muallif: Aziza Toʻqima | Aziza Toʻqima |
uz | Muallif: Aziza Toʻqima va Bobur Yangi | Aziza Toʻqima; Bobur Yangi |
uz | Муаллиф: Азиза Янги | Азиза Янги |
uz | Tayyorladi: Aziza Toʻqima | Aziza Toʻqima |
uz | Muxbir: Bobur Yangi | Bobur Yangi |
uz | Тайёрлади: Азиза Янги | Азиза Янги |
ar | بقلم: أحمد المتخيل | أحمد المتخيل |
ar | بقلم أحمد المتخيل | أحمد المتخيل |
ar | كتب: أحمد المتخيل | أحمد المتخيل |
ar | كتبت: مريم الجديدة | مريم الجديدة |
ar | كتب - أحمد المتخيل | أحمد المتخيل |
ar | كتبت مريم الجديدة | مريم الجديدة |
ar | الكاتب: أحمد المتخيل | أحمد المتخيل |
ar | إعداد: مريم الجديدة | مريم الجديدة |
ar | تحرير: مريم الجديدة | مريم الجديدة |
ar | ترجمة: مريم الجديدة | مريم الجديدة |
ar | تقرير: أحمد المتخيل | أحمد المتخيل |
ar | المصدر: رويترز | | رويترز
ar | أحمد المتخيل ومريم الجديدة | أحمد المتخيل; مريم الجديدة |
fa | نویسنده: مریم خیالی | مریم خیالی |
fa | خبرنگار: مریم خیالی | مریم خیالی |
fa | گزارش: مریم خیالی | مریم خیالی |
fa | مترجم: رضا نویی | رضا نویی |
fa | به قلم رضا نویی | رضا نویی |
fa | مریم خیالی و رضا نویی | مریم خیالی; رضا نویی |
fa | منبع: ایسنا | | ایسنا
he | מאת: דוד בדוי | דוד בדוי |
he | מאת דוד בדוי | דוד בדוי |
he | מאת דוד בדוי ורות חדשה | דוד בדוי; רות חדשה |
he | כתבת: רות חדשה | רות חדשה |
he | כתב: דוד בדוי | דוד בדוי |
he | מאת: רות חדשה, צילום: דוד בדוי | רות חדשה; דוד בדוי |
he | רויטרס | | רויטרס
hi | लेखक: राम काल्पनिक | राम काल्पनिक |
hi | द्वारा: राम काल्पनिक | राम काल्पनिक |
hi | द्वारा राम काल्पनिक | राम काल्पनिक |
hi | रिपोर्ट: सीता नवीन | सीता नवीन |
hi | संवाददाता: सीता नवीन | सीता नवीन |
hi | राम काल्पनिक और सीता नवीन | राम काल्पनिक; सीता नवीन |
hi | राम काल्पनिक, नई दिल्ली | राम काल्पनिक |
hi | Written By: राम काल्पनिक | राम काल्पनिक |
bn | লেখক: রহিম কাল্পনিক | রহিম কাল্পনিক |
bn | প্রতিবেদক: রহিম কাল্পনিক | রহিম কাল্পনিক |
bn | লেখা: সীমা নতুন | সীমা নতুন |
bn | রহিম কাল্পনিক ও সীমা নতুন | রহিম কাল্পনিক; সীমা নতুন |
bn | নিজস্ব প্রতিবেদক | |
id | Oleh: Budi Rekaan | Budi Rekaan |
id | Oleh Budi Rekaan dan Siti Baru | Budi Rekaan; Siti Baru |
id | Penulis: Budi Rekaan | Budi Rekaan |
id | Ditulis oleh Budi Rekaan | Budi Rekaan |
id | Pewarta: Budi Rekaan | Budi Rekaan |
id | Reporter: Budi Rekaan, Editor: Siti Baru | Budi Rekaan; Siti Baru |
id | Pewarta: Budi Rekaan Editor: Siti Baru | Budi Rekaan; Siti Baru |
id | Sumber: Antara | | Antara
id | Wartawan: Siti Baru | Siti Baru |
vi | Tác giả: Nguyễn Văn Bịa | Nguyễn Văn Bịa |
vi | Bài: Nguyễn Văn Bịa - Ảnh: Trần Mới | Nguyễn Văn Bịa; Trần Mới |
vi | Bài và ảnh: Nguyễn Văn Bịa | Nguyễn Văn Bịa |
vi | Phóng viên: Trần Mới | Trần Mới |
vi | Nguồn: TTXVN | | TTXVN
vi | Nguyễn Văn Bịa (Theo Reuters) | Nguyễn Văn Bịa | Reuters
vi | Theo TTXVN | | TTXVN
vi | Thực hiện: Trần Mới | Trần Mới |
th | โดย สมชาย สมมติ | สมชาย สมมติ |
th | เขียนโดย สมชาย สมมติ | สมชาย สมมติ |
th | ผู้เขียน: สมชาย สมมติ | สมชาย สมมติ |
th | เรื่อง: สมชาย สมมติ ภาพ: สุดา ใหม่ | สมชาย สมมติ; สุดา ใหม่ |
th | ผู้สื่อข่าว: สุดา ใหม่ | สุดา ใหม่ |
th | เรียบเรียง: สุดา ใหม่ | สุดา ใหม่ |
zh | 记者 李明 | 李明 |
zh | 记者：李明 | 李明 |
zh | 本报记者 李明 王芳 | 李明; 王芳 |
zh | 本报记者　李明　王芳 | 李明; 王芳 |
zh | 新华社记者 李明 | 李明 | 新华社
zh | 新华社记者李明、王芳 | 李明; 王芳 | 新华社
zh | 作者：李明 | 李明 |
zh | 作者 | |
zh | 来源：新华社 作者：李明 | 李明 | 新华社
zh | 来源：新华社 | | 新华社
zh | 来源：海港周刊 | | 海港周刊
zh | 海港周刊记者 李明 王芳 | 李明; 王芳 | 海港周刊
zh | 见习记者 李明 | 李明 |
zh | 来源：新华网　编辑：王芳 | 王芳 | 新华网
zh | 文/李明 | 李明 |
zh | 文｜李明 | 李明 |
zh | 文 | 李明 编辑 | 王芳 | 李明; 王芳 |
zh | 撰文：李明 | 李明 |
zh | 责任编辑：王芳 | 王芳 |
zh | （记者李明、王芳） | 李明; 王芳 |
zh | （记者 李明） | 李明 |
zh | 记者 李明 通讯员 王芳 | 李明; 王芳 |
zh | 〔記者李明／台北報導〕 | 李明 |
zh | 記者 李明 報導 | 李明 |
zh | 編譯：王芳 | 王芳 |
zh | 文字：李明 摄影：王芳 | 李明; 王芳 |
ja | 文・山田太郎 | 山田太郎 |
ja | 文：山田太郎 | 山田太郎 |
ja | 取材・文＝山田太郎 | 山田太郎 |
ja | 取材・文：山田太郎 写真：鈴木花子 | 山田太郎; 鈴木花子 |
ja | 記者　山田太郎 | 山田太郎 |
ja | 山田太郎記者 | 山田太郎 |
ja | 【山田太郎】 | 山田太郎 |
ja | （山田太郎） | 山田太郎 |
ja | 【山田太郎、鈴木花子】 | 山田太郎; 鈴木花子 |
ja | 山田太郎　鈴木花子 | 山田太郎; 鈴木花子 |
ja | 山田太郎 | 山田太郎 |
ja | 執筆：山田太郎 | 山田太郎 |
ja | 著者：山田太郎 | 山田太郎 |
ja | 編集：鈴木花子 | 鈴木花子 |
ja | 聞き手・山田太郎 | 山田太郎 |
ja | 編集委員・山田太郎 | 山田太郎 |
ja | 論説委員　山田太郎 | 山田太郎 |
ja | ロンドン＝山田太郎 | 山田太郎 |
ja | （共同） | | 共同
ko | 홍길동 기자 | 홍길동 |
ko | 홍길동 기자 gildong@paper.example | 홍길동 |
ko | 기자 홍길동 | 홍길동 |
ko | [홍길동 기자] | 홍길동 |
ko | 홍길동·김영희 기자 | 홍길동; 김영희 |
ko | 홍길동 김영희 기자 | 홍길동; 김영희 |
ko | 홍길동 특파원 | 홍길동 |
ko | 뉴욕=홍길동 특파원 | 홍길동 |
ko | 글 홍길동 | 홍길동 |
ko | 글·사진 홍길동 기자 | 홍길동 |
ko | 글=홍길동 사진=김영희 | 홍길동; 김영희 |
ko | 정리=홍길동 기자 | 홍길동 |
ko | (서울=연합뉴스) 홍길동 기자 | 홍길동 | 연합뉴스
ko | 작성자: 홍길동 | 홍길동 |
ko | 홍길동기자 | 홍길동 |
ko | 홍길동 논설위원 | 홍길동 |
"""


def printed_bylines() -> list[tuple[str, str, list[str], list[str]]]:
    """The table: language, line, persons, organisations."""
    return [_row(line) for line in _PRINTED.strip().splitlines()]


def _row(line: str) -> tuple[str, str, list[str], list[str]]:
    language, *printed, persons, organizations = line.split("|")
    return language.strip(), "|".join(printed).strip(), _names(persons), _names(organizations)


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


@pytest.mark.parametrize(("language", "line", "persons", "organizations"), printed_bylines())
def test_a_byline_of_a_language_is_taken_apart(
    language: str, line: str, persons: list[str], organizations: list[str]
) -> None:
    found = parties_of(line)
    assert (persons, organizations) == ([name.name for name in found.persons], found.organizations)
