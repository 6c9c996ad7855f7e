"""Names as CSL-JSON has them, in the forms that citeproc is sure to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from briefing_build.csljson.reader import Array, Node, Number, Object, String, Word

Name = dict[str, Any]
Report = Callable[[str, Node, "str | None"], None]

_PARTS = {
    "family": "family",
    "given": "given",
    "dropping-particle": "dropping-particle",
    "non-dropping-particle": "non-dropping-particle",
    "suffix": "suffix",
    "literal": "literal",
    "name": "literal",  # Crossref's bodies
    "lastName": "family",
    "firstName": "given",
}
_FLAGS = frozenset({"comma-suffix", "static-ordering"})
_IGNORED = frozenset(
    """
    parse-names ORCID authenticated-orcid affiliation sequence multi isInstitution role email
    suffix-comma id prefix fieldMode creatorType _key main
    """.split()
)
_YES = frozenset({"true", "1", "yes"})
_PARTICLE = re.compile(r"(?P<particle>(?:[^\W\d_A-Z][\w'’]*[ ]+)+)(?P<family>\S.*)")
_OTHERS = frozenset({"others", "et al.", "et al", "and others"})
_FORM = 'write `[{"family": "Doe", "given": "Jane"}]`, or `[{"literal": "…"}]` for a body'


def read_names(node: Node, report: Report) -> list[Name]:
    """The persons and bodies that a variable lists, and a report of what is none."""
    nodes = node.nodes if isinstance(node, Array) else (node,)
    return [name for part in nodes if (name := _name(part, report, node))]


def _name(node: Node, report: Report, whole: Node) -> Name | None:
    match node:
        case Object():
            return _of_object(node, report)
        case String(text) if "||" in text:
            family, given = (part.strip() for part in text.split("||", 1))
            return _kept({"family": family, "given": given})
        case String(text) if re.fullmatch(r"[^\s,;]+(?: [^\s,;]+)?, [^,;]+", text.strip()):
            family, given = text.strip().split(", ")
            return {"family": family, "given": given}
        case String(text) if text.strip():
            if node is whole:
                report("names are a list of objects", node, _FORM)
            return {"literal": " ".join(text.split())}
        case String() | Word("null"):
            return None
    report("this is no name", node, _FORM)
    return None


def _of_object(node: Object, report: Report) -> Name | None:
    name: Name = {}
    for key, value in node.members:
        part = _PARTS.get(key.text)
        if part:
            if text := _text(value, report):
                name.setdefault(part, text)
        elif key.text in _FLAGS:
            if isinstance(value, String | Number | Word) and value.text.lower() in _YES:
                name[key.text] = True
        elif key.text not in _IGNORED:
            near = get_close_matches(key.text[:40], _PARTS, 1)
            advice = f"did you mean `{near[0]}`?" if near else None
            report(f"a name has no `{key.text[:40]}`", key, advice)
    if not name.keys() - _FLAGS:
        report("a name that says nothing", node, _FORM)
        return None
    return _completed(name, node)


def _completed(name: Name, node: Object) -> Name:
    if "literal" in name:
        literal = name["literal"]
        return {"literal": "others" if literal.lower() in _OTHERS else literal}
    if "family" not in name:
        # A style that puts family names first would print nothing.
        texts = (name[part] for part in name if part not in _FLAGS)
        return {"literal": name.get("given") or next(texts)}
    flag = node.get("parse-names")
    found = _PARTICLE.fullmatch(name["family"])
    asks = isinstance(flag, String | Number | Word) and flag.text.lower() in _YES
    if asks and found and "non-dropping-particle" not in name:
        name |= {"non-dropping-particle": found["particle"].strip(), "family": found["family"]}
    if name["family"].lower() in _OTHERS and len(name) == 1:
        return {"literal": "others"}
    return name


def _text(node: Node, report: Report) -> str:
    match node:
        case String(text) | Number(text):
            return " ".join(text.split())
        case Word("null"):
            return ""
    report("a part of a name is a text", node, None)
    return ""


def _kept(name: Name) -> Name:
    return {part: text for part, text in name.items() if text}


def in_words(names: list[Name]) -> str:
    """The names as one text, for those who only ask whether there are any."""
    return " and ".join(
        name.get("literal") or ", ".join(filter(None, (name.get("family"), name.get("given"))))
        for name in names
    )
