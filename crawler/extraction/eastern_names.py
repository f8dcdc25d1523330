"""Whether signs of Chinese, Japanese or Korean may be a name: there no capitals tell names.

Rules: a Chinese or Korean name begins with a surname; a Japanese one has three signs or more and does
not end as the names of places, offices and papers do.
"""

from __future__ import annotations

import re

_HAN = r"\u3400-\u9fff々"
_HANGUL = r"\uac00-\ud7a3"
CHINESE_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁"
    "邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊陆陸郝孔"
    "白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文焦温庞樊"
)
_KOREAN_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추"
    "도소석선설마길연위표명기반왕금옥육맹탁편용류라"
)
_TITLE = re.compile(r"记者|記者|特派員|通讯员|(?:編集|論説|解説)委員")
_BESIDE_KOREAN = re.compile(
    rf"[(\[][^()\[\]]{{1,30}}=[^()\[\]]{{1,30}}[)\]]|[{_HANGUL}]{{2,6}}="
    r"|(?:객원|인턴|선임|전문|수습|시민)?(?:기자|특파원|논설위원|통신원|편집위원|칼럼니스트)"
    r"|글[·ㆍ]?(?:사진)?|사진|취재|\S+@\S+"
)
_TOKENS = re.compile(rf"[{_HAN}\u3041-\u30ff]+")
_NO_END = frozenset("都道府県市区町村省庁党社会會部局課院国國軍紙誌聞网網台報报节節者員员日")
_NO_END_KOREAN = frozenset("부팀")
_FEWEST_JAPANESE, _MOST_JAPANESE = 3, 6
_FEWEST_KOREAN, _MOST_KOREAN = 3, 4
_MOST_CHINESE = 3


def may_name_reporters(line: str) -> bool:
    """Whether what stands beside a reporter's title may be names."""
    if re.search(rf"[{_HANGUL}]", line):
        tokens = re.findall(rf"[{_HANGUL}]+", _BESIDE_KOREAN.sub(" ", line))
        return bool(tokens) and all(map(_may_be_korean, tokens))
    before, *after = _TITLE.split(line, maxsplit=1)
    tokens = _TOKENS.findall(after[0] if after else line)
    if not tokens:
        tokens = _TOKENS.findall(before)
    return bool(tokens) and (_may_be_chinese(tokens[0]) or _may_be_japanese(tokens[0]))


def _may_be_korean(token: str) -> bool:
    whole = _FEWEST_KOREAN <= len(token) <= _MOST_KOREAN
    return whole and token[0] in _KOREAN_SURNAMES and token[-1] not in _NO_END_KOREAN


def _may_be_chinese(token: str) -> bool:
    return 2 <= len(token) <= _MOST_CHINESE and token[0] in CHINESE_SURNAMES


def _may_be_japanese(token: str) -> bool:
    return _FEWEST_JAPANESE <= len(token) <= _MOST_JAPANESE and token[-1] not in _NO_END
