"""The structure tree into a PDF, by pikepdf: tags, where they stand, and the ways between.

Works on any document whose pages have their content marked as the tree says; pages and annotations
are found by number. Nothing is asked of what was laid out or how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, String

from briefing_build.pdf.structure import ROLES, Annotation, Piece, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pikepdf

    from briefing_build.pdf.structure import Structure


_PRINTED = 4  # an annotation's flag, which PDF/A wants (6.3.2)


def add_structure(document: pikepdf.Pdf, structure: Structure) -> None:
    """Writes the tree, and leaves out the annotations that belong to no tag."""
    _Writer(document, structure).write()


class _Writer:
    def __init__(self, document: pikepdf.Pdf, structure: Structure) -> None:
        self._document = document
        self._structure = structure
        self._pages = [page.obj for page in document.pages]
        self._annotations = [list(page.get(Name.Annots, ())) for page in self._pages]
        self._contents: list[dict[int, pikepdf.Object]] = [{} for _ in self._pages]
        self._areas: list[tuple[pikepdf.Object, pikepdf.Object]] = []
        self._ids: dict[str, pikepdf.Object] = {}

    def write(self) -> None:
        root = self._document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._element(self._structure.root, root)])
        root.ParentTree = self._document.make_indirect(Dictionary(Nums=Array(self._parents())))
        root.ParentTreeNextKey = len(self._pages) + len(self._areas)
        root.RoleMap = Dictionary({f"/{name}": Name(f"/{role}") for name, role in ROLES.items()})
        if self._ids:
            root.IDTree = self._document.make_indirect(Dictionary(Names=Array(self._names())))
        self._document.Root.StructTreeRoot = root
        self._document.Root.MarkInfo = Dictionary(Marked=True)
        self._drop_idle_annotations()

    def _element(self, tag: Tag, parent: pikepdf.Object) -> pikepdf.Object:
        element = self._document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{tag.kind}"), P=parent)
        )
        page = next((kid.page for kid in tag.kids if not isinstance(kid, Tag)), None)
        if page is not None:
            element.Pg = self._pages[page]
        self._describe(element, tag)
        kids = [self._kid(kid, tag, element, page) for kid in tag.kids]
        element.K = kids[0] if len(kids) == 1 else Array(kids)
        return element

    def _describe(self, element: pikepdf.Object, tag: Tag) -> None:
        if tag.language:
            element.Lang = String(tag.language)
        if tag.alt is not None:
            element.Alt = String(tag.alt)
        if tag.kind == "Note" and tag.id:
            element.ID = String(tag.id)
            self._ids[tag.id] = element
        if tag.attribute:
            owner, name, value = tag.attribute
            shown = Name(f"/{value}") if isinstance(value, str) else Array(value)
            element.A = Dictionary({"/O": Name(f"/{owner}"), f"/{name}": shown})

    def _kid(
        self, kid: Tag | Piece | Annotation, tag: Tag, element: pikepdf.Object, page: int | None
    ) -> pikepdf.Object | int:
        match kid:
            case Tag():
                return self._element(kid, element)
            case Piece():
                self._contents[kid.page][kid.mcid] = element
                if kid.page == page:
                    return kid.mcid
                return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.mcid)
            case Annotation():
                area = self._annotations[kid.page][kid.rank]
                self._areas.append((area, element))
                area.F = _PRINTED
                if tag.description:
                    area.Contents = String(tag.description)
                return Dictionary(Type=Name.OBJR, Pg=self._pages[kid.page], Obj=area)

    def _parents(self) -> Iterable[object]:
        """The number tree from what is drawn and from annotations to the tags they belong to."""
        for number, (page, elements) in enumerate(zip(self._pages, self._contents, strict=True)):
            page.StructParents = number
            last = max(elements, default=-1)
            yield number
            yield Array([elements.get(mcid) for mcid in range(last + 1)])
        for number, (area, element) in enumerate(self._areas, len(self._pages)):
            area.StructParent = number
            yield number
            yield element

    def _names(self) -> Iterable[object]:
        for id in sorted(self._ids, key=lambda id: bytes(String(id))):
            yield String(id)
            yield self._ids[id]

    def _drop_idle_annotations(self) -> None:
        pages = {annotation.page for annotation in self._structure.idle}
        for number in pages:
            self._pages[number].Annots = Array(
                [
                    area
                    for rank, area in enumerate(self._annotations[number])
                    if Annotation(number, rank) not in self._structure.idle
                ]
            )
