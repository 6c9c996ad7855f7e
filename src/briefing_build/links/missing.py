"""Pages that say they are not there, with a status that says they are."""

from __future__ import annotations

import html
import re

_PHRASES = """
    not found; page not found; file not found; document not found; article not found;
    content not found; the page was not found; page could not be found; page cannot be found;
    page can t be found; page cant be found; that page can t be found; this page can t be found;
    that page cannot be found; the page cannot be found; the page you requested was not found;
    the page you are looking for cannot be found; the page you requested could not be found;
    page does not exist; this page does not exist; the page does not exist; page doesn t exist;
    this page doesn t exist; page no longer exists; this page no longer exists; page unavailable;
    page not available; this page isn t available; page is not available; nothing found;
    nothing was found; we can t find that page; we can t find the page you re looking for;
    we couldn t find that page; page missing; missing page
    seite nicht gefunden; nicht gefunden; die seite wurde nicht gefunden;
    seite konnte nicht gefunden werden; die seite existiert nicht; seite existiert nicht
    page non trouvée; page introuvable; non trouvé; cette page n existe pas;
    la page n existe pas; page inexistante; la page demandée est introuvable
    página no encontrada; no encontrado; la página no existe; no se encontró la página;
    no se ha encontrado la página; contenido no encontrado
    pagina non trovata; non trovato; la pagina non esiste; impossibile trovare la pagina
    página não encontrada; não encontrado; a página não existe
    pagina niet gevonden; niet gevonden; deze pagina bestaat niet
    sidan hittades inte; sidan kunde inte hittas; siden blev ikke fundet; siden finnes ikke;
    fant ikke siden; siden ble ikke funnet; sivua ei löydy; sivua ei löytynyt
    nie znaleziono; nie znaleziono strony; strona nie została znaleziona; strona nie istnieje
    stránka nenalezena; stránka nebyla nalezena; stránka sa nenašla; az oldal nem található
    pagina nu a fost găsită; pagina nu există; stranica nije pronađena
    страница не найдена; не найдено; не найдена; страница не существует;
    запрашиваемая страница не найдена; такой страницы нет; страницы не существует
    сторінку не знайдено; не знайдено; сторінка не знайдена; сторінки не існує
    страницата не е намерена; страница није пронађена
    sayfa bulunamadı; bulunamadı; aradığınız sayfa bulunamadı; səhifə tapılmadı; tapılmadı
    էջը չի գտնվել; էջը գտնված չէ; გვერდი ვერ მოიძებნა; გვერდი არ მოიძებნა
    η σελίδα δεν βρέθηκε; הדף לא נמצא; الصفحة غير موجودة; لم يتم العثور على الصفحة;
    صفحه یافت نشد; صفحه مورد نظر یافت نشد
    页面不存在; 页面未找到; 找不到页面; 未找到页面; 找不到網頁; 找不到頁面
    ページが見つかりません; ページが見つかりませんでした; 페이지를 찾을 수 없습니다
    """
_SAYS = {phrase.strip() for phrase in re.split(r"[;\n]", _PHRASES)} - {""}
_FILLERS = {"error", "http", "oops", "sorry", "ups", "fehler", "erreur", "ошибка", "hata", "whoops",
            "code", "status", "xəta", "помилка", "errore", "erro"}  # fmt: skip
_NUMBERS = {"404", "410"}
_SIGNS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s[-–—·•»«/]+\s|[|:•»«!.]")
_NAMES = re.compile(
    r"(?:error-?)?(?:404|410)(?:-?error)?|(?:page-?)?not-?found|(?:page|file)-?missing|no-?page",
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})", re.IGNORECASE)
# Python knows more, and takes long over some of them.
_OF_THE_WEB = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|latin-?1|(?:windows|cp)-?\d{3,4}|iso-?8859-\d{1,2}|koi8-[ru]"
    r"|gbk?|gb2312|gb18030|big5|shift[_-]jis|sjis|euc-(?:jp|kr)|mac-?\w+",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


def says_missing(heading: str) -> bool:
    """Whether a title or heading says, in one of its parts, that there is no such page."""
    return any(_is_said(part) for part in (heading, *_PARTS.split(heading)))


def _is_said(part: str) -> bool:
    words = _SIGNS.sub(" ", part[:300].casefold()).split()
    rest = [word for word in words if word not in _FILLERS | _NUMBERS]
    return " ".join(rest) in _SAYS or (not rest and not _NUMBERS.isdisjoint(words))


def is_name_of_missing(path: str) -> bool:
    """Whether the last part of a path is what sites call their page for what is missing."""
    name = path.rstrip("/").rpartition("/")[2].partition(".")[0].lower().replace("_", "-")
    return bool(_NAMES.fullmatch(name))


def headings(body: bytes, content_type: str) -> tuple[str, ...]:
    """The title and the first heading of a page, as far as there are any."""
    text = _decoded(body, content_type)
    found = (_element(text, "title"), _element(text, "h1"))
    return tuple(words for words in found if words)


def _decoded(body: bytes, content_type: str) -> str:
    named = re.search(r"charset\s*=\s*[\"']?([\w-]{2,20})", content_type[:200], re.IGNORECASE)
    meta = _CHARSET.search(body[:2_000])
    name = named[1] if named else meta[1].decode("ascii", "replace") if meta else "utf-8"
    known = _OF_THE_WEB.fullmatch(name)
    try:
        return body.decode(name if known else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _element(text: str, name: str) -> str:
    """The words of the first element of a name; "" if there is none, or it is very long."""
    start = re.search(rf"<{name}(?:\s[^<>]*)?>", text, re.IGNORECASE)
    if start is None:
        return ""
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, start.end(), start.end() + 3_000)
    inner = text[start.end() : end.start()] if end else ""
    return " ".join(html.unescape(_TAG.sub(" ", inner)).split())
