"""The words that name a place in a work, by language and by the label that they stand for.

Labels are those of CSL 1.0.2, and a few of ours that CSL has no term for: a German margin number
is neither a page nor a paragraph, and "§" is no section everywhere. A word stands here only if
what is printed for its label means the same; others are printed as they are written. So is "c.",
which pandoc takes for a chapter: `c. 1990` is a year.
"""

from __future__ import annotations

import re

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "act": "act, acts",
        "appendix": "appendix, appendices, app., apps., appx.",
        "article-locator": "article, articles, art., arts.",
        "book": "book, books, bk., bks.",
        "canon": "canon, canons, can., cann., cans.",
        "chapter": "chapter, chapters, chap., chaps., ch., chs.",
        "column": "column, columns, col., cols.",
        "elocation": "location, locations, loc., locs.",
        "equation": "equation, equations, eq., eqs., eqq., eqn., eqns.",
        "figure": "figure, figures, fig., figs.",
        "folio": "folio, folios, fol., fols.",
        "issue": "issue, issues, number, numbers, no., nos., №",
        "line": "line, lines, l., ll.",
        "margin": "margin number, margin numbers, mn.",
        "note": "note, notes, n., nn., footnote, footnotes, fn., fns.",
        "opus": "opus, opera, op., opp.",
        "page": "page, pages, p., pp., pg., pgs.",
        "paragraph": "paragraph, paragraphs, para., paras., par., pars., ¶, ¶¶",
        "part": "part, parts, pt., pts.",
        "rule": "rule, rules, r., rr.",
        "scene": "scene, scenes, sc., scs.",
        "section": "section, sections, sec., secs., sect., sects., §, §§",
        "sub-verbo": "sub verbo, sub verbis, s.v., s.vv., s. v., s. vv.",
        "supplement": "supplement, supplements, supp., supps., suppl., suppls.",
        "table": "table, tables, tbl., tbls.",
        "timestamp": "timestamp, timestamps",
        "title-locator": "title, titles, tit., tits., titt.",
        "verse": "verse, verses, v., vv.",
        "version": "version, versions, ver., vers.",
        "volume": "volume, volumes, vol., vols.",
    },
    "de": {
        "act": "Akt, Akte",
        "appendix": "Anhang, Anhänge, Anh.",
        "article-locator": "Artikel, Art.",
        "book": "Buch, Bücher",
        "canon": "Kanon, Kanones, Can.",
        "chapter": "Kapitel, Kap.",
        "column": "Spalte, Spalten, Sp.",
        "elocation": "Position, Positionen, Pos.",
        "equation": "Gleichung, Gleichungen, Gl.",
        "figure": "Abbildung, Abbildungen, Abb.",
        "folio": "Blatt, Blätter, Bl., Fol.",
        "issue": "Nummer, Nummern, Nr., Nrn.",
        "line": "Zeile, Zeilen, Z.",
        "margin": "Randnummer, Randnummern, Randziffer, Randziffern, Rn., Rdn., Rdnr., Rdnrn., Rz.",
        "note": "Anmerkung, Anmerkungen, Anm.",
        "page": "Seite, Seiten, S.",
        "paragraph": "Absatz, Absätze, Abs.",
        "part": "Teil, Teile",
        "rule": "Regel, Regeln",
        "scene": "Szene, Szenen, Sz.",
        "section": "Abschnitt, Abschnitte, Abschn.",
        "section-sign": "§, §§, Paragraph, Paragraphen, Paragraf, Paragrafen",
        "supplement": "Supplement, Supplemente, Suppl.",
        "table": "Tabelle, Tabellen, Tab.",
        "title-locator": "Titel, Tit.",
        "verse": "Vers, Verse, V.",
        "version": "Version, Versionen",
        "volume": "Band, Bände, Bd., Bde.",
    },
    "fr": {
        "act": "acte, actes",
        "appendix": "annexe, annexes, ann., appendice, appendices, append.",
        "book": "livre, livres, liv.",
        "chapter": "chapitre, chapitres, chap.",
        "column": "colonne, colonnes",
        "elocation": "emplacement, emplacements, empl.",
        "equation": "équation, équations, éq., eqt.",
        "folio": "f., ff., fᵒ, fᵒˢ, f°",
        "issue": "numéro, numéros, nᵒ, nᵒˢ, n°, nº, no, nos",
        "line": "ligne, lignes",
        "paragraph": "paragraphe, paragraphes, paragr.",
        "part": "partie, parties, part.",
        "rule": "règle, règles",
        "scene": "scène, scènes",
        "section-sign": "§, §§",
        "supplement": "supplément, suppléments",
        "table": "tableau, tableaux, tabl., tab.",
        "title-locator": "titre, titres",
        "verse": "verset, versets",
    },
    "ru": {
        "act": "акт, акты",
        "appendix": "приложение, приложения, прил.",
        "article-locator": "статья, статьи, ст.",
        "book": "книга, книги, кн.",
        "canon": "канон, каноны, кан.",
        "chapter": "глава, главы, гл.",
        "column": "столбец, столбцы, стб., стлб.",
        "elocation": "позиция, позиции, поз.",
        "equation": "уравнение, уравнения, ур.",
        "figure": "рисунок, рисунки, рис.",
        "folio": "лист, листы, л., лл.",
        "issue": "выпуск, выпуски, вып.",
        "note": "примечание, примечания, прим.",
        "number": "номер, номера, №",
        "opus": "сочинение, сочинения, соч.",
        "page": "страница, страницы, с., сс., стр.",
        "paragraph": "пункт, пункты, п., пп.",
        "part": "часть, части, ч., чч.",
        "rule": "правило, правила",
        "scene": "сцена, сцены",
        "section": "раздел, разделы, разд.",
        "section-sign": "параграф, параграфы, §, §§",
        "supplement": "дополнение, дополнения, доп.",
        "table": "таблица, таблицы, табл.",
        "title-locator": "титул, титулы, тит.",
        "verse": "стих, стихи",
        "version": "версия, версии",
        "volume": "том, тома, т., тт.",
    },
    "tr": {
        "act": "perde, perdeler",
        "appendix": "ek, ekler",
        "article-locator": "madde, maddeler, md., mad., m.",
        "book": "kitap, kitaplar, kit.",
        "canon": "kanon, kanonlar",
        "chapter": "bölüm, bölümler, böl., blm.",
        "column": "sütun, sütunlar, süt.",
        "elocation": "konum, konumlar, kon.",
        "equation": "eşitlik, eşitlikler, eşt., denklem, denklemler",
        "figure": "şekil, şekiller, şek.",
        "folio": "folyo, folyolar, fl., varak",
        "issue": "sayı, sayılar, sy.",
        "line": "satır, satırlar",
        "note": "not, notlar",
        "opus": "eser, eserler",
        "page": "sayfa, sayfalar, s., ss., sf.",
        "paragraph": "paragraf, paragraflar",
        "part": "kısım, kısımlar, ksm.",
        "rule": "kural, kurallar, kur.",
        "scene": "sahne, sahneler, sahn.",
        "section-sign": "§, §§",
        "supplement": "zeyil, zeyiller",
        "table": "tablo, tablolar",
        "title-locator": "başlık, başlıklar, başl.",
        "verse": "ayet, ayetler, ay.",
        "version": "sürüm, sürümler, versiyon",
        "volume": "cilt, ciltler, c.",
    },
    "az": {
        "act": "pərdə, pərdələr",
        "appendix": "əlavə, əlavələr, əl.",
        "article-locator": "maddə, maddələr, mad., m.",
        "book": "kitab, kitablar, kit.",
        "canon": "kanon, kanonlar",
        "chapter": "fəsil, fəsillər, fəs.",
        "column": "sütun, sütunlar, süt.",
        "elocation": "mövqe, mövqelər",
        "equation": "tənlik, tənliklər",
        "figure": "şəkil, şəkillər, şək.",
        "folio": "vərəq, vərəqlər, vər.",
        "issue": "nömrə, nömrələr, №",
        "line": "sətir, sətirlər, sət.",
        "note": "qeyd, qeydlər",
        "opus": "opus, opuslar",
        "page": "səhifə, səhifələr, səh., s., ss.",
        "paragraph": "abzas, abzaslar, abz.",
        "part": "hissə, hissələr, his.",
        "rule": "qayda, qaydalar",
        "scene": "səhnə, səhnələr",
        "section": "bölmə, bölmələr, böl.",
        "section-sign": "paraqraf, paraqraflar, §, §§",
        "table": "cədvəl, cədvəllər, cəd.",
        "title-locator": "başlıq, başlıqlar",
        "verse": "beyt, beytlər",
        "version": "versiya, versiyalar",
        "volume": "cild, cildlər, c.",
    },
}

LANGUAGES = tuple(_WORDS)
# What is short enough to be something else in a language that it does not belong to.
_AMBIGUOUS = re.compile(r"[a-zà-ɏə]{1,3}\.?")


def words_of(language: str) -> dict[str, str]:
    """The label of each word that is known in a language: its own words, and the English ones."""
    return _labelled("en") | _labelled(language)


def foreign_words(language: str) -> dict[str, str]:
    """The label of each word of the other languages that can be nothing else in this one."""
    own = words_of(language)
    return {
        word: label
        for other in LANGUAGES
        for word, label in _labelled(other).items()
        if word not in own and not _AMBIGUOUS.fullmatch(word)
    }


def _labelled(language: str) -> dict[str, str]:
    labels = _WORDS.get(language, {})
    return {word: label for label, words in labels.items() for word in words.split(", ")}
