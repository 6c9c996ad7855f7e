"""bibtexparser's splitter, which reads most entries at once and the others mark by mark.

Mark by mark an entry takes as long as all that is done with it afterwards. Nearly all are written
in one plain form, which a pattern tells; whatever else there may be is left to bibtexparser.
"""

from __future__ import annotations

import re
from typing import Any

from bibtexparser.model import Entry, Field, ParsingFailedBlock
from bibtexparser.splitter import _MARK_PATTERN, Splitter

# A word that stands for itself, in which nothing is special to bibtexparser.
_WORD = r'[^\s{}",=@#\\]++'
# What is no brace; an `@` could begin an entry, and a brace behind a backslash counts for nothing.
_LETTERS = r"[^{}@\\]*+(?:\\(?![{}])[^{}@\\]*+)*+"
_DEEPEST = rf"\{{{_LETTERS}\}}"
_DEEPER = rf"\{{{_LETTERS}(?:{_DEEPEST}{_LETTERS})*+\}}"
_VALUE = rf'\{{{_LETTERS}(?:{_DEEPER}{_LETTERS})*+\}}|"[^"{{}}@\\]*+"|{_WORD}'
_FIELD = rf"\s*+(?P<name>{_WORD})\s*+=\s*+(?P<value>{_VALUE})\s*+"
_PLAIN_FIELD = re.compile(f",{_FIELD}")
_PLAIN_ENTRY = re.compile(
    rf"\{{\s*+(?P<key>{_WORD})\s*+(?:,{re.sub('P<(?:name|value)>', ':', _FIELD)})*+,?\s*+\}}"
)


class PlainSplitter(Splitter):
    """Gives the same blocks as bibtexparser's own, but for their lines, which nobody reads."""

    def _handle_entry(self, m: re.Match[str], m_val: str) -> Entry | ParsingFailedBlock:
        plain = _PLAIN_ENTRY.match(self.bibstr, m.end())
        if plain is None:
            return super()._handle_entry(m, m_val)
        fields = _PLAIN_FIELD.findall(self.bibstr, plain.end("key"), plain.end())
        if len(dict(fields)) < len(fields):  # One of them is written twice.
            return super()._handle_entry(m, m_val)
        entry = Entry(
            entry_type=m_val[1:].strip(),
            key=plain["key"],
            fields=[Field(key=name, value=value) for name, value in fields],
            start_line=self._current_line,
            raw=self.bibstr[m.start() : plain.end()],
        )
        # On behind the brace that closes the entry, as if all marks up to it had been read.
        self._current_char_index: int = plain.end() - 1
        self._markiter: Any = _MARK_PATTERN.finditer(self.bibstr, plain.end())
        return entry
