"""What pages say that stand in an article's place: tables in many languages, one kind a table.

Each pattern is looked for in a page's title and largest headings, or in its running text; it says
what is put to the reader, not what an article might be about.
"""

from __future__ import annotations

from crawler.extraction.text import any_of

NOT_FOUND = any_of(
    r"""
    ^(?:http |error |fehler |erreur |errore |erro |błąd |ошибка |hata )?(?:404|410)\b ; \b404$
    ^error [45]\d\d\b ; ^(?:500|502|503|504) (?:internal|bad|service|gateway)
    (?:page|article|story|content|file)(?: was| is|) ?not found
    (?:could|can) ?(?:not|n't) be found$ ; not found$ ; ^oops\b.{0,40}(?:page|wrong|found)
    no longer (?:available|exists)$ ; ^page (?:missing|gone|unavailable)
    ^internal server error ; ^bad gateway ; ^(?:service )?(?:temporarily )?unavailable$
    ^(?:site )?(?:under|down for) maintenance
    ^we(?:'ll| will) be (?:right )?back (?:soon|shortly)
    (?:seite|artikel|inhalt|dokument|beitrag)(?: wurde| konnte)?(?: leider)? nicht gefunden
    nicht mehr verfügbar$ ; ^wartungsarbeiten ; (?:seite|artikel) existiert nicht
    (?:page|article|contenu)(?: est)? (?:introuvable|non trouvée?)
    (?:page|article) n['’](?:existe|est) (?:pas|plus)
    página no (?:encontrada|existe|disponible)
    no se (?:ha encontrado|encontró|encuentra|pudo encontrar) (?:la página|el art)
    página não (?:encontrada|existe) ; pagina non (?:trovata|esiste|disponibile)
    pàgina no trobada ; pagina niet gevonden ; pagina bestaat niet ; bladsy nie gevind
    pagina nu a fost g[aă]sit[aă] ; faqja nuk u gjet
    sidan (?:kunde inte|hittades inte|finns inte)
    (?:siden|artikkelen|artiklen) (?:ble |blev )?ikke funn?[ed][te] ; fant ikke siden
    sivua ei löyd?t ; sivua ei löyty ; síðan fannst ekki ; lehte ei leitud ; lapa nav atrasta
    puslapis nerastas ; nie znaleziono ; strona nie (?:została znaleziona|istnieje)
    stránk[au] (?:nebyla nalezena|nenalezena|sa nenašla|nenájdená|neexistuje)
    oldal nem található ; stran(?:i|a)?(?: ni bila najdena| ni najdena| ne obstaja)
    stranica (?:nije pronađena|ne postoji) ; страниц[аы] не (?:найдена|существует)
    сторінк[аиу] не (?:знайдено|існує) ; страницата не (?:е намерена|съществува)
    страница није пронађена ; старонка не знойдзена ; бет табылмады ; sahifa topilmadi
    səhifə tapılmadı ; sayfa bulunamadı ; aradığınız sayfa ; η σελίδα δεν (?:βρέθηκε|υπάρχει)
    الصفحة (?:غير موجودة|المطلوبة غير) ; لم يتم العثور على
    (?:صفحه|صفحهٔ).{0,20}(?:یافت|پیدا) نشد ; הדף (?:לא נמצא|המבוקש) ; ページが見つかりません
    お探しのページ ; 页面(?:不存在|未找到|没有找到|找不到) ; 找不到(?:页面|頁面|网页|網頁)
    頁面不存在 ; 페이지를 찾을 수 없 ; 존재하지 않는 페이지 ; ไม่พบหน้า
    halaman tidak (?:ditemukan|dijumpai|tersedia) ; không tìm thấy trang ; trang không tồn tại
    पृष्ठ नहीं मिला ; पेज नहीं मिला ; পাতা(?:টি)? পাওয়া যায়নি ; பக்கம் கிடைக்கவில்லை
    """
)
"""Error pages, in a title or heading."""

BLOCKED = any_of(
    r"""
    ^just a moment\W*$ ; ^attention required\W*$ ; ^access (?:to this page has been )?denied\W*$
    ^pardon our interruption\W*$ ; ^(?:please wait|one moment)[ .,…!]*(?:\||$|while)
    ^checking your browser ; ^ddos-guard$ ; ^security check(?:point)?\W*$
    ^are you (?:a robot|human) ; ^verify(?:ing)? (?:that )?you are (?:a )?human
    ^human verification ; ^robot check\W*$ ; ^bot verification$ ; ^you have been blocked\W*$
    ^(?:request|access) blocked\W*$ ; ^request rejected\W*$ ; ^client challenge$
    ^403 forbidden ; ^forbidden$ ; ^making sure you(?:'|’)re not a bot
    ^you are being redirected ; ^vercel security ; ^captcha\W*$ ; ^blocked$
    ^zugriff verweigert\W*$ ; ^einen moment,? bitte\W*$ ; ^nur einen moment\W*$
    ^accès refusé\W*$ ; ^un instant\W*$ ; ^acceso denegado\W*$ ; ^un momento\W*$
    ^acesso negado\W*$ ; ^um momento\W*$ ; ^accesso negato\W*$ ; ^toegang geweigerd\W*$
    ^odmowa dostępu\W*$ ; ^доступ (?:запрещ[её]н|ограничен|заборонено) ; ^erişim engellendi\W*$
    ^アクセスが拒否 ; ^访问被拒绝 ; ^請稍候 ; ^请稍候 ; ^잠시만 기다
    """
)
"""Pages of a guard against robots, in a title or heading."""

BLOCKED_TEXT = any_of(
    r"""
    you don't have permission to access ; performance (?:& |and )?security by cloudflare
    cloudflare ray id ; unusual (?:traffic|activity) (?:from|coming from)
    incapsula incident id ; press (?:&|and) hold ; enable js and disable any ad blocker
    the requested url was rejected\. please consult ; sucuri website firewall
    your (?:ip|request) (?:address )?has been blocked ; you have been blocked from accessing
    checking (?:if the site connection is secure|your browser before accessing)
    why have i been blocked ; verify (?:that )?you(?:'re| are) (?:not a (?:ro)?bot|(?:a )?human)
    confirm you are (?:a )?human ; needs to review the security of your connection
    reference #[\da-f]+\.[\da-f]+ ; automated (?:access|requests?|traffic)
    bestätigen sie,? dass sie (?:kein roboter|ein mensch) ; vous n['’]êtes pas un robot
    no (?:soy|eres|es) un robot ; вы не робот
    """
)
"""The same, in the running text of a short page."""

CONSENT_TITLE = any_of(
    r"""
    ^before you continue ; ^bevor (?:sie|du) (?:fortf[aä]hr|weiter)
    ^avant d['’](?:accéder|aller|continuer) ; ^avant de continuer ; ^antes de (?:continuar|ir a)
    ^prima di (?:continuare|accedere) ; ^voordat (?:je|u) (?:verder|naar) ; ^zanim przejdziesz
    ^než budete pokračovat ; ^innan du fortsätter ; ^før du fortsetter ; ^før du går videre
    ^ennen kuin jatkat ; ^mielőtt továbblép ; ^înainte de a continua
    ^πριν (?:συνεχίσετε|προχωρήσετε) ; ^devam etmeden önce ; ^прежде чем (?:перейти|продолжить)
    ^перш ніж (?:перейти|продовжити)
    ^(?:your )?(?:privacy|cookie)[- ]?(?:choices|settings|preferences|gate|wall)\b
    ^(?:ihre |je |uw )?(?:privacy|cookie|datenschutz)[- ]?(?:einstellungen|instellingen|keuzes)\b
    ^(?:we value|you control|a message about) your (?:privacy|data) ; ^consent$
    ^cookie consent ; ^datenschutz(?:hinweis)?$ ; ^zustimmung ; privacy is important to us
    ^wir (?:benötigen|brauchen) ihre zustimmung ; ^nous respectons votre vie privée
    ^votre vie privée ; ^valoramos (?:tu|su) privacidad ; ^tu privacidad
    ^rispettiamo la tua privacy ; ^wij (?:waarderen|respecteren) (?:je|uw) privacy
    ^szanujemy (?:twoją|państwa) prywatność ; ^(?:weiterlesen )?mit werbung
    mit werbung (?:und cookies |weiter|nutzen|lesen)
    """
)
"""Walls that ask for consent to cookies, in a title or heading."""

CONSENT_TEXT = any_of(
    r"""
    store and/or access information on a device
    (?:we|us) and our (?:\d+ )?(?:technology )?partners ; accept(?:ing)? all cookies
    (?:use|uses|using) (?:cookies|your data) .{0,60}(?:consent|partners|purposes)
    by clicking .{0,30}(?:accept|agree)
    manage (?:your )?(?:cookie )?(?:preferences|choices|settings) ; withdraw your consent
    informationen auf (?:einem|ihrem) gerät ; (?:wir|uns) und unsere[nr]? (?:\d+ )?partner
    alle(?:n)? (?:cookies )?(?:akzeptieren|zustimmen) ; mit werbung (?:und|weiter|nutzen|lesen)
    einwilligung (?:jederzeit )?(?:widerrufen|erteilen) ; ihre (?:zustimmung|einwilligung)
    (?:stocker|accéder à) .{0,40}informations sur (?:un|votre) (?:appareil|terminal)
    nos (?:\d+ )?partenaires ; (?:tout accepter|accepter tous|accepter et)
    almacenar .{0,40}información en (?:un|tu|su) dispositivo
    (?:nuestros|nossos) (?:\d+ )?(?:socios|parceiros) ; aceptar (?:todo|todas)
    archiviare .{0,40}informazioni su(?:l|i)? (?:un |tuo )?dispositivo
    (?:nostri|i nostri) (?:\d+ )?partner ; accetta(?:re)? (?:tutti|tutto|e)
    informatie op (?:een|je|uw) apparaat ; onze (?:\d+ )?partners
    alles (?:accepteren|aanvaarden) ; (?:nasi|zaufani) (?:\d+ )?partnerzy ; zaakceptuj
    přijmout vše ; godkänn alla ; aksepter alle ; hyväksy kaikki
    """
)
"""The same, in running text: formulas put to the reader, which no report about cookies has."""

LOGIN = any_of(
    r"""
    ^(?:log|sign)[- ]?in(?:\W*$| to\b| or\b| with\b) ; ^please (?:log|sign) in
    ^(?:login|sign-?in|register|registration)$ ; ^subscribe to (?:read|continue)
    ^(?:create|you need) an account ; ^subscribers? only$ ; ^(?:members|subscribers) area
    ^to continue reading ; ^anmeld(?:en|ung)$ ; ^einloggen
    ^bitte (?:melden sie sich|anmelden|loggen) ; ^jetzt (?:abonnieren|anmelden) und
    ^connexion$ ; ^(?:se connecter|connectez-vous|identifiez-vous) ; ^s['’]identifier
    ^iniciar sesión ; ^inicia sesión ; ^acceder$ ; ^entrar$ ; ^iniciar sessão
    ^faça (?:seu )?login ; ^accedi\b ; ^inloggen ; ^logga in ; ^logg inn ; ^log ind ; ^kirjaudu
    ^zaloguj ; ^přihlá(?:sit|šení) ; ^bejelentkezés ; ^giriş yap ; ^войти ; ^вход(?: на сайт)?$
    ^увійти ; ^вхід ; ^σύνδεση$ ; ^تسجيل الدخول ; ^ورود$ ; ^ログイン ; ^登录 ; ^登入 ; ^로그인
    ^masuk$ ; ^đăng nhập
    """
)
"""Pages that ask who the reader is, in a title or heading."""

SEARCH = any_of(
    r"""
    ^search(?:ing)?(?: results?)?$ ; ^(?:your )?search results?\b ; ^search results? for\b
    ^you searched for ; ^results for\b ; ^search for: ; ^such(?:e|ergebniss?e?)\b ; ^suche nach
    ^recherche$ ; ^résultats? (?:de (?:la |votre )?recherche|pour) ; ^vous avez cherché
    ^resultados? (?:de|da) (?:la )?(?:búsqueda|busca|pesquisa)
    ^(?:búsqueda|busca|pesquisa|buscar|buscador)$ ; ^resultados para
    ^risultati (?:della |di )?ricerca ; ^ricerca$ ; ^zoekresultaten ; ^zoeken$ ; ^sökresultat
    ^sök$ ; ^søkeresultat ; ^søgeresultat(?:er)? ; ^hakutulokset ; ^haku$ ; ^wyniki wyszukiwania
    ^wyszukiwarka ; ^výsledky (?:vyhledávání|hledání|vyhľadávania) ; ^keresés
    ^rezultate(?:le)? căutării ; ^arama sonuçları ; ^результаты поиска ; ^поиск(?: по сайту)?$
    ^результати пошуку ; ^пошук$ ; ^резултати ; ^αποτελέσματα αναζήτησης ; ^نتائج البحث
    ^نتایج جستجو ; ^検索結果 ; ^搜索结果 ; ^搜尋結果 ; ^검색 ?결과 ; ^hasil pencarian
    ^kết quả tìm kiếm
    """
)
"""Lists of what a search found, in a title or heading."""

NEEDS_SCRIPT = any_of(
    r"""
    (?:enable|turn on|activate|requires?|need|without) (?:your )?java ?script
    javascript (?:is )?(?:disabled|required|needed|not enabled|enabled to)
    java ?script (?:aktivieren|einschalten|muss|benötigt)
    (?:activer|activez|nécessite) (?:le )?javascript
    (?:habilit|activ)(?:e|ar|a) (?:el |o )?javascript ; (?:abilita|attiva)(?:re)? javascript
    javascript (?:inschakelen|nodig) ; włącz(?:yć)? (?:obsługę )?javascript
    включите javascript ; увімкніть javascript ; javascriptを有効 ; 启用 ?javascript
    啟用 ?javascript
    """
)
"""What a page says whose text is made by script."""

UNDER_WAY = any_of(
    r"""
    redirect(?:ing|ed)? ; click here if ; being (?:redirected|forwarded) ; weiterleitung
    weitergeleitet ; redirection ; redirigi(?:endo|do) ; reindirizza ; doorgestuurd ; przekierow
    přesměrov ; перенаправ ; yönlendiril ; this (?:page|site) has moved ; moved permanently
    """
)
"""What a page says that only leads elsewhere."""
