"""The user's own Word document as stationery: its styles, header, footer, page size and margins, with our words.

Only what a page needs is taken over: never its text, its author, macros, comments or links to other files.
Parts get plain names of ours, so that nothing depends on how the user's program called them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from letters.base.errors import InputError, Message
from letters.documents.docx.merge_styles import Styles, merge_lists, merge_styles
from letters.documents.docx.page_section import Section
from letters.documents.docx.reference_doc import Given, Link, check_harmless
from letters.documents.docx.running_lines import Paper, paper_of
from letters.documents.docx.static_parts import NUMBERING, XML, PageSetup, R, Stationery, escaped, house_parts
from letters.files.safe_zip import CONTENT_TYPES, RELATIONSHIPS, open_word
from letters.files.xml_nodes import XmlNode, parse

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {
    "styles": f"{_WORD}.styles+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
}
_BESIDE = {"image": "media/image", "font": "fonts/font"}  # what headers, lists, themes and font tables may hold
_SETTINGS = re.compile(
    "mirrorMargins|alignBordersAndEdges|bordersDoNotSurroundHeader|bordersDoNotSurroundFooter|gutterAtTop|"
    "autoHyphenation|consecutiveHyphenLimit|hyphenationZone|doNotHyphenateCaps|evenAndOddHeaders|"
    "drawingGridHorizontalSpacing|drawingGridVerticalSpacing|displayHorizontalDrawingGridEvery|"
    "displayVerticalDrawingGridEvery|doNotUseMarginsForDrawingGridOrigin|defaultTabStop|"
    "characterSpacingControl|noLineBreaksAfter|noLineBreaksBefore|compat|themeFontLang|clrSchemeMapping|"
    "decimalSymbol|listSeparator"
)
"""Settings that shape a page; those left out protect, track, link or merge."""
_EXTENSION = re.compile("[a-z0-9]{1,5}")


class Letterhead:
    """The user's document, read. `stationery` makes letters over it; `notes` says what it lacks."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Reads the document. `name` is how messages call the file. Raises InputError."""
        self.name, self.raw = name, raw
        self._given = Given(open_word(raw, name), name)
        check_harmless(self._given)
        self._made: dict[str, tuple[Stationery, Styles]] = {}
        self._names: Callable[[str], bool] | None = None

    def stationery(self, language: str) -> Stationery:
        """Returns what letters in a language are made over: the document, with the house's styles that it lacks.

        Raises InputError.
        """
        if language not in self._made:
            self._made[language] = _build(self._given, house_parts(language), self._names)
        return self._made[language][0]

    @property
    def paper(self) -> Paper:
        """The page with what stands above and below its text, for a PDF. Raises InputError."""
        return paper_of(self._given, shows_lines=not self._names)

    def nameless(self, names: Callable[[str], bool]) -> Letterhead:
        """Returns the document without header and footer: they say whose paper it is, in words or a picture.

        `names` tells of a text whether it names somebody. A style, list, font or theme of the document that does makes
        `stationery` raise InputError.
        """
        other = Letterhead(self.raw, self.name)
        other._names = names
        return other

    def notes(self) -> list[Message]:
        """Returns what the letters made so far needed and the document does not have."""
        lacking = {
            styles.added[style_id]: None
            for made, styles in self._made.values()
            for style_id in styles.added
            if style_id in made.used
        }
        found = []
        if lacking:
            found.append(
                Message(
                    "{path} lacks these styles, for which ours were added: {names}",
                    path=self.name,
                    names=", ".join(lacking),
                )
            )
        if self._names:
            found.append(
                Message("the header and footer of {path} may say who you are and were left out", path=self.name)
            )
        elif not self._given.section.has("footer"):
            found.append(Message("{path} has no footer; ours, with page numbers, was added", path=self.name))
        return found


class _LetterheadPackage:
    """The package of the letters, while it is being built."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.parts: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.rels: dict[str, list[str]] = {"document.xml": []}
        self.carried: dict[str, str] = {}  # the user's part → its name here, for pictures used twice

    def add(self, kind: str, data: bytes, source: str | None = None) -> str:
        """Adds a part of the user's (`source`) or of the house; returns its relationship id."""
        number = sum(name.startswith(kind) for name in self.types) + 1
        name = f"{kind}{number}.xml" if kind in {"header", "footer"} else f"{kind}.xml"
        name = f"theme/{name}" if kind == "theme" else name
        self.parts[f"word/{name}"], self.types[name] = data, _TYPES[kind]
        if source:
            self._carry_links(source, data, name)
        return self._link("document.xml", f"{R}/{kind}", name)

    def _link(self, owner: str, kind: str, target: str, link_id: str | None = None, external: bool = False) -> str:
        links = self.rels.setdefault(owner, [])
        link_id = link_id or f"rId{len(links) + 1}"
        mode = ' TargetMode="External"' * external
        links.append(f'<Relationship Id="{_attribute(link_id)}" Type="{kind}" Target="{_attribute(target)}"{mode}/>')
        return link_id

    def _carry_links(self, source: str, data: bytes, name: str) -> None:
        """Takes over the pictures, links and fonts that a part of the user's holds."""
        for link in self.given.links_of(source):
            if f'"{link.id}"'.encode() not in data and f"'{link.id}'".encode() not in data:
                continue
            if link.kind == "hyperlink" and link.is_external:
                self._link(name, f"{R}/hyperlink", link.target, link.id, external=True)
            elif link.kind in _BESIDE and link.part:
                up = "../" * name.count("/")
                self._link(name, f"{R}/{link.kind}", up + self._carried(link.kind, link.part), link.id)
            else:
                raise self._refused(link)

    def _carried(self, kind: str, part: str) -> str:
        if part not in self.carried:
            extension = part.rpartition(".")[2].lower()
            extension = extension if _EXTENSION.fullmatch(extension) and "." in part else "bin"
            number = sum(name.startswith(_BESIDE[kind]) for name in self.types) + 1
            name = f"{_BESIDE[kind]}{number}.{extension}"
            self.parts[f"word/{name}"], self.types[name] = self.given.parts[part], self.given.type_of(part)
            self.carried[part] = name
        return self.carried[part]

    def _refused(self, link: Link) -> InputError:
        if link.is_external:
            return InputError(
                Message(
                    "{path} shows a picture that is not in the file itself; embed it, so that it travels along",
                    path=self.given.name,
                )
            )
        return InputError(
            Message(
                "{path} has an object ({kind}) in its header or footer; use a picture or plain text there",
                path=self.given.name,
                kind=link.kind,
            )
        )

    def finished(self) -> dict[str, bytes]:
        """Returns all parts but the document and the core properties."""
        files: dict[str, bytes] = {CONTENT_TYPES: self._content_types(), RELATIONSHIPS: _package_rels()}
        for owner, links in self.rels.items():
            folder, _, file = f"word/{owner}".rpartition("/")
            files[f"{folder}/_rels/{file}.rels"] = _relationships(links)
        return files | self.parts

    def _content_types(self) -> bytes:
        rows = {"document.xml": f"{_WORD}.document.main+xml"} | self.types
        overrides = "".join(
            f'<Override PartName="/word/{name}" ContentType="{_attribute(kind)}"/>' for name, kind in rows.items()
        )
        return (
            f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
            f'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package'
            f'.core-properties+xml"/></Types>'
        ).encode()


def _relationships(links: list[str]) -> bytes:
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'.encode()


def _package_rels() -> bytes:
    core = (
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    return _relationships([f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>', core])


def _attribute(text: str) -> str:
    return escaped(text).replace('"', "&quot;")


def _build(given: Given, house: dict[str, bytes], names: Callable[[str], bool] | None) -> tuple[Stationery, Styles]:
    package = _LetterheadPackage(given)
    own_styles, own_lists = given.one("styles"), given.one("numbering")
    own = given.xml(own_styles, "styles")[0] if own_styles else None
    lists_data = given.xml(own_lists, "numbering")[0] if own_lists else None
    styles = merge_styles(own, house["word/styles.xml"], given.name)
    numbering, styles, lists = merge_lists(lists_data, house[NUMBERING], styles, given.name)
    package.add("styles", styles.data)
    package.add("numbering", numbering, own_lists)
    settings = given.one("settings")
    package.add("settings", _settings(given, settings) if settings else house["word/settings.xml"])
    for kind, name in (("fontTable", "word/fontTable.xml"), ("theme", "word/theme/theme1.xml")):
        part = given.one(kind)
        package.add(kind, given.parts[part] if part else house[name], part)
    page = given.section._replace(references={}) if names else given.section
    section = _with_pages(package, page, house, styles)
    parts = package.finished()
    if names:
        _check_nameless(parts, given.name, names)
    added = frozenset(styles.added)
    return Stationery(parts, styles.ids, PageSetup(section, given.section.text_width), lists, added), styles


def _check_nameless(parts: dict[str, bytes], name: str, names: Callable[[str], bool]) -> None:
    """Raises InputError where something of the user's document, its header and footer apart, names somebody."""
    for part, data in parts.items():
        is_xml = part.endswith((".xml", ".rels"))
        if "/media/" in part or (
            is_xml and (names(data.decode("utf-8", "replace")) or names(_words(parse(data, name))))
        ):
            raise InputError(
                Message(
                    "{path} has your name, a number of yours or a picture in its styles, lists or theme; use another"
                    " document with --redact",
                    path=name,
                )
            )


def _words(node: XmlNode) -> str:
    """Returns everything that somebody may have written in an element: its text and its attributes, a line each."""
    return "\n".join([node.text, *node.attributes.values(), *map(_words, node.children)])


def _with_pages(package: _LetterheadPackage, section: Section, house: dict[str, bytes], styles: Styles) -> str:
    """Returns the section with the user's headers and footers; if there is no footer, with ours on every page."""
    given, references = package.given, []
    for (kind, pages), link_id in section.references.items():
        link = given.links.get(link_id)
        if link is None or link.part is None:
            raise given.damaged()
        references.append((kind, pages, package.add(kind, _known_styles(given, link.part, styles), link.part)))
    if not section.has("footer"):
        footer = re.sub('(?<=pStyle w:val=")[^"]*', lambda m: styles.final[m[0]], house["word/footer1.xml"].decode())
        link_id = package.add("footer", footer.encode())
        references += [("footer", pages, link_id) for pages in ("default", "first", "even")]
    return section.xml(references)


def _known_styles(given: Given, part: str, styles: Styles) -> bytes:
    """Returns a header or footer without the names of styles that the document does not have."""
    data = given.parts[part]
    uses = list(parse(data, given.name).every("w:pStyle", "w:rStyle", "w:tblStyle"))
    for use in reversed(uses):
        if f'w:styleId="{use.attributes.get("w:val")}"'.encode() not in styles.data:
            data = data[: use.start] + data[use.end :]
    return data


def _settings(given: Given, part: str) -> bytes:
    data, root = given.xml(part, "settings")
    kept = [node for node in root.children if node.tag[:2] == "w:" and _SETTINGS.fullmatch(node.tag[2:])]
    inner = b"".join(data[node.start : node.end] for node in kept)
    start = data[: root.inner].removesuffix(b"/>")
    return (start + b">" if root.inner == root.end else start) + inner + b"</w:settings>"
