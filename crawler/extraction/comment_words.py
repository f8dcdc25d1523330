"""Words by which readers' comments, their parts and their counts are known, in many languages."""

from __future__ import annotations

import re

NOUN = (
    r"comments?|kommentare?n?|commentaires?|comentarios?|comentários?|comentaris?|commenti|commento"
    r"|reacties?|kommentarer|kommentit|kommentti\w*|komentarze|komentarzy|komentarz\w?|komentáře"
    r"|komentářů"
    r"|komentár\w*|komentar\w?|hozzászólás\w*|comentarii|yorumlar|yorum|комментари\w+"
    r"|коментар\w*|мнени\w+"
    r"|каментар\w+|σχόλια|σχόλιο|تعليقات|تعليق|نظر(?:ات)?|תגובות|コメント|评论|評論|댓글"
    r"|ความคิดเห็น|bình luận"
    r"|responses?|replies|thoughts?|antworten|antwort|gedanken|gedanke|réponses?|respuestas?"
    r"|respostas?|risposte"
    r"|risposta|ответ(?:а|ов)?|отзыв\w*|пікір\w*|izoh\w*"
)
COUNT = re.compile(
    rf"(?<![\d.,#])(?P<before>\d[\d.,  ]{{0,7}})\s*(?:{NOUN})(?![^\W\d_])"
    rf"|(?<![^\W\d_])(?:{NOUN})(?:\(s\))?\s*[:(\[–-]?\s*(?P<after>\d[\d.,]{{0,7}})(?!\d|\s*/)",
    re.IGNORECASE,
)
"""`10 Comment(s)`, `Комментарии (12)`, `3 thoughts on …`."""
ONE = re.compile(rf"^(?:one|ein|eine|un|una|uno|um|uma|один)\s+(?:{NOUN})", re.IGNORECASE)
NONE = re.compile(
    r"^(?:there are |there're )?(?:no|(?:noch )?keine|(?:pas encore de|aucun)|sin|(?:no hay|nessun)"
    r"|nenhum|(?:nog )?geen|inga|ingen|brak|žádné|нет|пока нет|немає)"
    rf"\s+(?:{NOUN})(?![^\W\d_])",
    re.IGNORECASE,
)
"""`No comments yet`, `Keine Kommentare`."""

SECTION = re.compile(
    r"(?:^|[\s_\-])(?:comments?|commentaires?|comentarios?|comentaris|commenti|kommentare?"
    r"|kommentarer|reacties"
    r"|komentarze|komentare|komentari|yorumlar|hozzaszolasok|disqus|commentlist|commentslist"
    r"|commentarea"
    r"|commentsarea|commentsection|discussion|talkback|talkbacks|opinions|respond"
    r"|replies)(?:$|[\s_\-])",
    re.IGNORECASE,
)
LIST = re.compile(
    r"comments?[\s_\-]*(?:list|items|stream|thread|entries|container|wrapper|directory)|commentlist"
    r"|kommentar(?:e|er)?[\s_\-]*(?:list|liste)|children|list[\s_\-]*comments?",
    re.IGNORECASE,
)
ITEM_TOKEN = re.compile(
    r"^(?:[a-z]{1,12}[_-]{1,2}){0,2}(?:comment|kommentar|commentaire|comentario|commento|reactie"
    r"|komentarz|komentar|yorum|usercomment|talkback|opinion)(?:s?[_-]{0,2}(?:item|entry|box|row"
    r"|single|main|default|con|block|post|node|element|li|published|unit))?$"
    r"|^(?:[a-z]+[a-z_-]*list)(?:comment)$|^message$",
    re.IGNORECASE,
)
NOT_AN_ITEM = re.compile(
    r"form|respond|reply|count|link|login|policy|icon|btn|button|textarea|header|title|widget"
    r"|pager|nav"
    r"|modal|dialog|popup|msg|write|total|sort|filter|report|rule|guide|photo|image|avatar"
    r"|notice|empty|closed|placeholder|container|wrapper|area|section|lists?$|submit|input"
    r"|editor|tab|toolbar",
    re.IGNORECASE,
)
ITEM_ID = re.compile(
    r"^(?:[a-z]{1,10}[-_]|id)?(?:comment|comm|coment|kommentar|commentaire|comentario|cmt|komment"
    r"|xenforo-comment"
    r"|reactie|komentarz|komentar|yorum)(?:s?[-_](?:tree[-_])?(?:item|id))?[-_]?(?P<id>\d{1,20}|[0-9a-f]{8}[0-9a-f-]{8,"
    r"28})(?:_(?P<parent>\d+))?$",
    re.IGNORECASE,
)
LOOSE_ITEM_ID = re.compile(
    r"^(?:c|post|message|js-post|reply|opinion|p|bb_message|forum)[-_]?(?P<id>\d{1,20})(?P<parent>)$",
    re.IGNORECASE,
)
"""Ids that are a comment's only inside a section of comments."""
ITEM_TAGS = frozenset({"li", "div", "article", "section", "dd", "tr", "blockquote", "dl", "table"})

BODY_OWN = re.compile(
    r"(?:comment|kommentar|commentaire|comentario|message|post|user|review|forum)s?[\s_\-]*"
    r"(?:content|text|message|texte)(?![a-z])|bbwrapper|reviewbody|content:encoded",
    re.IGNORECASE,
)
BODY_STRONG = re.compile(
    r"(?:^|[\s_\-])(?:text|texte|texto|message|content|contenu)(?:$|\s)|kommentar-?text",
    re.IGNORECASE,
)
BODY_WEAK = re.compile(
    r"(?:^|[\s_\-])(?:body|inner|comment-?body|copy|entry|block|descr\w*)(?:$|[\s_\-])", re.I
)
NOISE = re.compile(
    r"(?:^|[\s_\-])(?:reply|replies|respond|edit|report|flag|votes?|voting|likes?|dislikes?"
    r"|rating|ratings|karma"
    r"|share|sharing|social|permalink|avatar|gravatar|badge|says|meta|metadata|commentmetadata"
    r"|author|vcard|fn"
    r"|username|userinfo|user|userpic|nick|nickname|dates?|datum|datetime|time|timestamp|posted"
    r"|submitted|published"
    r"|actions?|tools|toolbar|footer|header|head|heading|buttons?|links?|controls|counter|awaiting"
    r"|moderation|rank|answer|antworten|antwort|melden|hidden|tooltip|menu|number|name|attribution"
    r"|signature|info|metas|benutzer|profile|picture)(?:$|[\s_\-])",
    re.IGNORECASE,
)
CONTROL_TEXT = re.compile(
    r"^(?:[«»↩↳↓#>\s]*)(?:reply(?: to .{1,40})?|antworten|antwort(?: schreiben| verfassen)?"
    r"|répondre|responder"
    r"|rispondi|beantwoorden|reageer|reageren|svara|svar|vastaa|odpowiedz|odpovědět|odpovedať"
    r"|válasz|răspunde"
    r"|cevapla|yanıtla|ответить|відповісти|отговор|απάντηση|رد|השב|返信|回复|回覆|답글|permalink"
    r"|link|melden|report"
    r"|edit|bearbeiten|quote|zitieren|share|like|flag|report abuse|signaler|пожаловаться"
    r"|load more|show more"
    r"|mehr anzeigen|read more|loading\.*|log ?in to (?:reply|comment).*|anmelden.{0,40}"
    r"|accedi per rispondere|connectez-vous pour répondre)[\s.:»>]*$",
    re.IGNORECASE,
)
NOT_A_COMMENT = re.compile(
    r"^(?:no comments?|be the first|leave a (?:reply|comment)|add (?:a|your) comment"
    r"|write a comment|comments? (?:are|is)"
    r"|log ?in|sign ?in|sign ?up|register|you must|please log|to comment|join the"
    r"|view (?:all )?comments|show comments"
    r"|post a comment|noch keine|keine kommentare|kommentar (?:schreiben|verfassen)|um (?:einen"
    r"|zu) kommentar"
    r"|anmelden|einloggen|aucun commentaire|soyez le premier|connectez|ajouter"
    r"|no hay comentarios|sé el primero"
    r"|inicia sesión|comenta|nessun commento|accedi|geen reacties|wees de eerste"
    r"|нет комментариев|комментариев (?:нет|пока)"
    r"|войдите|авторизуйтесь|оставить комментарий|чтобы (?:оставить|комментировать)|you need"
    r"|subscribe|комментировать"
    r"|copyright|terms|community|all comments|have something to say|paid subscribers"
    r"|(?:\d+\s*)?(?:comments?|kommentare?)\s*$)",
    re.IGNORECASE,
)
DELETED = re.compile(
    r"^[\[(<*]?\s*(?:this (?:comment|post|message|reply) (?:was|has been|is|violated|did).{0,"
    r"30}(?:deleted|removed|guidelines|standards)"
    r".{0,80}|(?:comment|message|post)? ?(?:deleted|removed)(?: by (?:the |a )?(?:user|author"
    r"|moderator|admin\w*))?"
    r"|dieser (?:kommentar|beitrag) wurde.{0,40}(?:gelöscht|entfernt).{0,60}"
    r"|kommentar (?:gelöscht|entfernt)"
    r"|(?:der |dieser )?beitrag (?:wurde )?(?:gelöscht|entfernt).{0,40}|gelöscht|entfernt"
    r"|(?:ce commentaire|le commentaire|commentaire) (?:a été )?supprimé.{0,60}|supprimé"
    r"|(?:este |el |o )?coment[aá]rio (?:ha sido |fue |foi )?(?:eliminado|borrado|removido"
    r"|apagado|excluído).{0,60}"
    r"|commento (?:rimosso|eliminato|cancellato).{0,40}|deze reactie is verwijderd.{0,60}"
    r"|verwijderd"
    r"|комментарий (?:был )?удал[её]н.{0,60}|удалено.{0,40}|сообщение удалено.{0,40}"
    r"|коментар (?:було )?видалено.{0,40}"
    r"|komentarz (?:został )?usunięty.{0,40}|yorum silindi.{0,40}|このコメントは削除されました.?"
    r"|该评论已(?:被)?删除.?"
    r"|삭제된 댓글입니다.?)\s*[\])>*.!]*$",
    re.IGNORECASE,
)
EDITED = re.compile(
    r"^[\[(]?\s*(?:edited|bearbeitet|modifié|editado|modificato|изменено|отредактировано)\b.{0,"
    r"60}$",
    re.I,
)
AUTHOR_EDGES = re.compile(
    r"^(?:(?:comment|posted|written|kommentar|geschrieben|gepostet|commentaire) (?:by|von|de)|by"
    r"|von|par|por|di|door"
    r"|af|av|от|name)[\s:]+"
    r"|\s*(?:says|said|wrote|writes|sagt|sagte|schrieb|schreibt|meint|a dit|a écrit|dice|dijo"
    r"|scrive|ha scritto|zegt|schreef"
    r"|disse|diz|pisze|napsal|írta|skriver|пишет|написал|говорит|:|,)\s*:?$",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?:posted|submitted|written|comment|left|geschrieben|verfasst|gepostet|publicado|enviado|escrito"
    r"|publié|écrit|envoyé|inviato|scritto|geplaatst|skrevet|skrivet|napisał\w*)"
    r"\s(?:by|von|por|par|da|door|av|af|przez):?\s(?P<name>[^|·,\d]{2,40}?)"
    r"\s*(?:[|·,(—–]|\s(?:on|at|am|um|le|el|il|op|den|dnia)\s)",
    re.IGNORECASE,
)
"""`Posted by: Ann | May 21, 2024`."""
ANONYMOUS = re.compile(
    r"^(?:anonymous|anonym\w*|anonyme|anónimo|anônimo|anonimo|guest|gast|visiteur|invitado"
    r"|аноним\w*|гость|匿名"
    r"|unbekannter nutzer|deleted user|unknown)$",
    re.IGNORECASE,
)
TRACKBACK = re.compile(r"^\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]$", re.DOTALL)
PAGERS = (
    ("href", "cpage=", "a[href*='cpage=']"),
    ("href", "comment-page-", "a[href*='comment-page-']"),
    ("href", "commentpage", "a[href*='commentPage']"),
    ("class", "comment-navigation", ".comment-navigation a"),
    ("class", "comments-pagination", ".comments-pagination a"),
    ("class", "nav-previous", ".nav-previous a[href*=comment]"),
    ("class", "load-more-comment", "[class*='load-more-comment' i]"),
    ("class", "comments-load", "[class*='comments-load' i]"),
    ("class", "comments__more", "[class*='comments__more' i]"),
    ("class", "more-comments", "[class*='more-comments' i]"),
    ("class", "wpd-load-more", "[class*='wpd-load-more' i]"),
    ("class", "comments-more", "[class*='comments-more' i]"),
    ("class", "loadmore", "[class*='loadmore' i][class*=comment i]"),
)
"""Selectors of what leads to more comments, each with a text that must stand in an attribute."""
