"""The few words that stand in notes and bibliography and that no citation style has.

English stands in for a language without words of its own.
"""

from __future__ import annotations

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": "and",
        "others": "et al.",
        "copy": "copy consulted",
        "archived": "archived",
        "placeholder": "source not located",
        "title": "title not known",
        "author": "author not known",
        "publisher": "publisher not known",
        "date": "n.d.",
    },
    "az": {
        "and": "və",
        "others": "və b.",
        "copy": "istifadə olunan nüsxə",
        "archived": "arxiv nüsxəsi",
        "placeholder": "mənbə tapılmayıb",
        "title": "başlıq məlum deyil",
        "author": "müəllif məlum deyil",
        "publisher": "nəşriyyat məlum deyil",
        "date": "tarixsiz",
    },
    "de": {
        "and": "und",
        "others": "u. a.",
        "copy": "eingesehene Kopie",
        "archived": "archiviert",
        "placeholder": "Quelle nicht aufgefunden",
        "title": "Titel unbekannt",
        "author": "Verfasser unbekannt",
        "publisher": "Verlag unbekannt",
        "date": "o. J.",
    },
    "fr": {
        "and": "et",
        "others": "et al.",
        "copy": "copie consultée",
        "archived": "archivé",
        "placeholder": "source non retrouvée",
        "title": "titre inconnu",
        "author": "auteur inconnu",
        "publisher": "éditeur inconnu",
        "date": "s. d.",
    },
    "ru": {
        "and": "и",
        "others": "и др.",
        "copy": "использованная копия",
        "archived": "архивная копия",
        "placeholder": "источник не найден",
        "title": "название неизвестно",
        "author": "автор неизвестен",
        "publisher": "издатель неизвестен",
        "date": "б. г.",
    },
    "tr": {
        "and": "ve",
        "others": "vd.",
        "copy": "başvurulan kopya",
        "archived": "arşiv kopyası",
        "placeholder": "kaynak bulunamadı",
        "title": "başlık bilinmiyor",
        "author": "yazar bilinmiyor",
        "publisher": "yayıncı bilinmiyor",
        "date": "t.y.",
    },
}

# Labels of locators: in full and short, each for one and for several. Those of CSL 1.0.2 that
# citeproc does not know are printed in any style, the others where a style has no labels.
_LABELS: dict[str, dict[str, tuple[str, str, str, str]]] = {
    "en": {
        "act": ("act", "acts", "act", "acts"),
        "appendix": ("appendix", "appendices", "app.", "apps."),
        "article-locator": ("article", "articles", "art.", "arts."),
        "book": ("book", "books", "bk.", "bks."),
        "canon": ("canon", "canons", "can.", "cans."),
        "chapter": ("chapter", "chapters", "ch.", "chs."),
        "column": ("column", "columns", "col.", "cols."),
        "elocation": ("location", "locations", "loc.", "locs."),
        "equation": ("equation", "equations", "eq.", "eqs."),
        "figure": ("figure", "figures", "fig.", "figs."),
        "folio": ("folio", "folios", "fol.", "fols."),
        "issue": ("number", "numbers", "no.", "nos."),
        "line": ("line", "lines", "l.", "ll."),
        "note": ("note", "notes", "n.", "nn."),
        "opus": ("opus", "opera", "op.", "opp."),
        "page": ("page", "pages", "p.", "pp."),
        "paragraph": ("paragraph", "paragraphs", "para.", "paras."),
        "part": ("part", "parts", "pt.", "pts."),
        "rule": ("rule", "rules", "r.", "rr."),
        "scene": ("scene", "scenes", "sc.", "scs."),
        "section": ("section", "sections", "sec.", "secs."),
        "sub-verbo": ("sub verbo", "sub verbis", "s.v.", "s.vv."),
        "supplement": ("supplement", "supplements", "supp.", "supps."),
        "table": ("table", "tables", "tbl.", "tbls."),
        "timestamp": ("at", "at", "at", "at"),
        "title-locator": ("title", "titles", "tit.", "tits."),
        "verse": ("verse", "verses", "v.", "vv."),
        "version": ("version", "versions", "v.", "vv."),
        "volume": ("volume", "volumes", "vol.", "vols."),
    },
    "de": {
        "appendix": ("Anhang", "Anhänge", "Anh.", "Anh."),
        "article-locator": ("Artikel", "Artikel", "Art.", "Art."),
        "table": ("Tabelle", "Tabellen", "Tab.", "Tab."),
        "timestamp": ("bei", "bei", "bei", "bei"),
    },
    "fr": {
        "appendix": ("annexe", "annexes", "ann.", "ann."),
        "article-locator": ("article", "articles", "art.", "art."),
        "table": ("tableau", "tableaux", "tabl.", "tabl."),
        "timestamp": ("à", "à", "à", "à"),
    },
    "ru": {
        "appendix": ("приложение", "приложения", "прил.", "прил."),
        "article-locator": ("статья", "статьи", "ст.", "ст."),
        "table": ("таблица", "таблицы", "табл.", "табл."),
        "timestamp": ("время", "время", "время", "время"),
    },
}


def word(name: str, language: str) -> str:
    """What is said in `language` for one of the names above."""
    primary = language.partition("-")[0].lower()
    return _WORDS.get(primary, _WORDS["en"])[name]


def label_words(label: str, language: str) -> dict[str, tuple[str, str]]:
    """The words for a locator's label by CSL's form, each for one and for several."""
    english = _LABELS["en"].get(label, (label, label, label, label))
    words = _LABELS.get(language.partition("-")[0].lower(), {}).get(label, english)
    return {"long": words[:2], "short": words[2:], "symbol": words[2:]}


def labelled(label: str, locator: str, language: str) -> str:
    """A locator with its label in words, `art. 5`."""
    single, multiple = label_words(label, language)["short"]
    is_several = any(mark in locator for mark in "-–—,;&")
    return f"{multiple if is_several else single} {locator}"
