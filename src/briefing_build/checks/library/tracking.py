"""Parameters of addresses that tell a site where its reader came from, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from markdown_it.common.utils import unescapeAll

from briefing_build import rules
from briefing_build.bibtex import verbatim
from briefing_build.checks.library.entries import LONGEST_ADDRESS, own_field
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.document import Link
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_PREFIXES = ("utm_", "at_campaign", "at_medium", "at_custom", "pk_campaign", "mtm_", "hsa_", "_hs")
_NAMES = frozenset(
    """
    gclid gclsrc dclid gbraid wbraid fbclid msclkid yclid ysclid twclid ttclid igshid igsh mc_cid
    mc_eid mkt_tok oly_anon_id oly_enc_id vero_id wickedid rb_clickid s_cid cmpid ref_src
    __twitter_impression
    """.split()
)  # fmt: skip
_PARAMETER = re.compile(r"(?<=[?&#;])(?P<name>(?:[\w.-]|\\_)+)=(?:[^&#\s\\]|\\(?!&))*")
_MOST_NAMED = 3


def check_tracking(briefing: Briefing, found: Diagnostics) -> None:
    """Reports such parameters in links of chapters and in addresses of entries.

    An archive's address is left alone: it has in it the address of the page as it was asked for.
    """
    for chapter in briefing.chapters:
        for link in chapter.nodes(Link):
            if "=" in link.url:
                _report(link.url_span, unescapeAll, found)
    for entry in briefing.library.entries.values():
        for name in ("url", "accesscopyurl"):
            field = own_field(entry, name)
            if field and "=" in field.value:
                _report(field.value_span, _in_json if entry.item else verbatim, found)


def _in_json(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return ""


def is_tracking(name: str) -> bool:
    """Whether a parameter of this name leads nowhere else than the address without it."""
    name = name.lower()
    return name in _NAMES or name.startswith(_PREFIXES)


def _report(address: Span, read: Callable[[str], str], found: Diagnostics) -> None:
    """Reports what is in an address; `read` says what is meant by what was written."""
    parts = list(_tracking_in(address.text))
    if not parts:
        return
    names = [f"`{verbatim(part['name'])}`" for part in parts]
    shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    found.report(
        rules.TRACKING_PARAMETER,
        f"an address says where its reader came from: {shown}",
        Label(address.part(parts[0].start(), parts[-1].end())),
        help=f"the page is the same without it: `{without_tracking(verbatim(address.text))}`",
        fix=_shortened(address, read),
    )


def _shortened(address: Span, read: Callable[[str], str]) -> Fix | None:
    """The fix that leaves the parameters out, if what is then read is the address without them."""
    shorter = without_tracking(address.text)
    meant = without_tracking(read(address.text))
    if read(shorter) != meant or shorter == address.text or any(_tracking_in(shorter)):
        return None
    return Fix("take it out of the address", (Edit(address, shorter),), is_safe=True)


def _tracking_in(address: str) -> Iterator[re.Match[str]]:
    # Inside an address that is a part of another one, of an archive or a resolver, all stays.
    if len(address) > LONGEST_ADDRESS or address.find("://", address.find("://") + 1) >= 0:
        return
    for match in _PARAMETER.finditer(address):
        if is_tracking(verbatim(match["name"])):
            yield match


def without_tracking(address: str) -> str:
    """The address without such parameters, and without the signs that parted them."""
    for part in reversed(list(_tracking_in(address))):
        address = address[: part.start()] + address[part.end() :]
    address = re.sub(r"(?<=[?#&])(?:\\?&)+", "", address)
    return re.sub(r"(?:\\?[?&#])+(?=\\?#|$)", "", address)
