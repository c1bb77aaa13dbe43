"""What a program that knows nothing of letters reads in an HTML file: its paragraphs, elements and attributes."""

from __future__ import annotations

from html.parser import HTMLParser

BREAKS = {"p", "li", "td", "th", "h1", "h2", "h3", "ul", "ol", "blockquote", "table", "tr", "div"}


class HtmlReader(HTMLParser):
    """Reads a file; `paragraphs` are those of its body that have words."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.words = [""]
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.hidden = False
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        self.hidden = tag in {"style", "title"}
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in BREAKS:
            self.words.append("")
        elif tag == "br":
            self.words[-1] += "\n"

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words[-1] += data.removesuffix("\n")  # the end of a line of the file, which a browser does not show

    @property
    def paragraphs(self) -> list[str]:
        return [words for words in self.words if words.strip()]
