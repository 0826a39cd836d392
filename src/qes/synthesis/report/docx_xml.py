"""Pieces of WordprocessingML as text: parsed once per document, they are many times faster than one object each.

Standard: ECMA-376 part 1, chapter 17 (paragraphs, tables, fields) and 20.4 (drawings).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from qes.synthesis.report.parts import Ref
from qes.synthesis.report.wording import printable

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
    for prefix, path in {
        "w": "wordprocessingml/2006/main",
        "r": "officeDocument/2006/relationships",
        "wp": "drawingml/2006/wordprocessingDrawing",
        "a": "drawingml/2006/main",
        "pic": "drawingml/2006/picture",
    }.items()
)
_UPRIGHT, _ACROSS = (11906, 16838), (16838, 11906)
"""A4 in twentieths of a point, width and height."""
MARGIN = 1134
"""Two centimetres."""
TEXT_WIDTH = {False: _UPRIGHT[0] - 2 * MARGIN, True: _ACROSS[0] - 2 * MARGIN}
"""Between the margins, for a page that stands upright and one that is turned."""


_LETTER, _PADDING = 95, 180
"""About how wide a letter is in a table, and what its cells keep free, in twentieths of a point."""
_LONGEST = 16
"""Longer words, such as addresses, may break."""


def run(text: str, *, bold: bool = False) -> str:
    """A stretch of text; control characters, which XML cannot hold, are made visible."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    body = escape(printable(text)).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    body = body.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{body}</w:t></w:r>'


def paragraph(runs: str, style: str = "Normal", *, new_page: bool = False, keep: bool = False) -> str:
    """A paragraph of runs.

    Args:
        runs: As `run` and its like make them.
        style: Id of its style.
        new_page: Whether it begins a page.
        keep: Whether it stays on one page with what follows.
    """
    kept = "<w:keepNext/>" if keep else ""
    breaks = "<w:pageBreakBefore/>" if new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{breaks}</w:pPr>{runs}</w:p>'


def bookmark(number: int, name: str, inner: str) -> str:
    """Runs that links may lead to."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def links(refs: Sequence[Ref]) -> str:
    """The numbers of quotes, each leading to it."""
    each = (f'<w:hyperlink w:anchor="quote_{ref.number}">{run(str(ref.number))}</w:hyperlink>' for ref in refs)
    return run(", ").join(each)


def field(instruction: str, shown: str) -> str:
    """A field with what it shows until it is next updated."""
    return f"{_begins(instruction)}{run(shown)}{_mark('end')}"


def caption(kind: str, number: int, text: str) -> str:
    """A numbered caption, as Word itself makes them, so that a list of tables or figures can be made from them."""
    counted = field(f"SEQ {kind} \\* ARABIC", str(number))
    return paragraph(f"{run(f'{kind} ')}{counted}{run(f'. {text}')}", "Caption", keep=True)


def contents(entries: Sequence[tuple[int, str, str]], deep: int) -> str:
    """A table of contents as Word makes them: each entry leads to its heading, and a field says on which page that is.

    Args:
        entries: Level of each heading, its text, and the name of the bookmark around it.
        deep: How many levels of headings it lists.
    """
    if not entries:
        return ""
    made, lines = f'TOC \\o "1-{deep}" \\h \\z \\u', list[str]()
    for at, (level, text, name) in enumerate(entries):
        page = field(f"PAGEREF {name} \\h", "–")
        inner = f"{run(text)}<w:r><w:tab/></w:r>{page}"
        first = "" if at else _begins(made)
        lines.append(paragraph(f"{first}<w:hyperlink w:anchor={quoteattr(name)}>{inner}</w:hyperlink>", f"TOC{level}"))
    return f"{''.join(lines)}{paragraph(_mark('end'))}"


def _begins(instruction: str) -> str:
    """A field up to what it shows."""
    told = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return f"{_mark('begin')}{told}{_mark('separate')}"


def _mark(kind: str) -> str:
    dirty = ' w:dirty="true"' if kind == "begin" else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{dirty}/></w:r>'


def grid(cells: Sequence[Sequence[str]], widths: Sequence[int], *, header: bool = True) -> str:
    """A table whose cells are paragraphs; its first row is repeated on every page.

    Args:
        cells: Rows of cells.
        widths: Of the columns, in twentieths of a point.
        header: Whether the first row is one.
    """
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(row, widths, header=header and not at) for at, row in enumerate(cells))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
        f"{paragraph('', 'Attribution')}"
    )


def _row(cells: Sequence[str], widths: Sequence[int], *, header: bool) -> str:
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else "<w:trPr><w:cantSplit/></w:trPr>"
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or paragraph("")}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{inside}</w:tr>"


def widths(rows: Iterable[Sequence[str]], total: int) -> list[int]:
    """Widths of columns in keeping with what stands in them, none too narrow for its longest word if all can be so."""
    columns = list(zip(*rows, strict=True))
    weights = [min(max(max(map(len, column)) ** 0.6, 3.2), 12) for column in columns]
    least = [_least(column) for column in columns]
    left = total - sum(least)
    if left < 0:
        return [int(total * each / sum(least)) for each in least]
    return [int(each + left * weight / sum(weights)) for each, weight in zip(least, weights, strict=True)]


def least_width(rows: Iterable[Sequence[str]]) -> int:
    """What a table takes across so that no word in it has to break."""
    return sum(map(_least, zip(*rows, strict=True)))


def _least(column: Sequence[str]) -> int:
    return min(_word(column), _LONGEST) * _LETTER + _PADDING


def _word(column: Sequence[str]) -> int:
    """Length of the longest word in it."""
    return max((len(word) for cell in column for word in cell.split()), default=0)


def section_break(footer: str, *, across: bool) -> str:
    """Ends a stretch of pages that stand upright or are turned.

    Args:
        footer: Id of the footer's relationship.
        across: Whether the pages before it are turned.
    """
    width, height = _ACROSS if across else _UPRIGHT
    orient = ' w:orient="landscape"' if across else ""
    margins = "".join(f' w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        # As low as can be: after a table that fills its page it would take another.
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/></w:rPr><w:sectPr><w:footerReference w:type="default" r:id="{footer}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar{margins} w:header="567" w:footer="567" w:gutter="0"/>'
        "</w:sectPr></w:pPr></w:p>"
    )


def drawing(number: int, relation: str, name: str, alt: str, size: tuple[int, int]) -> str:
    """A picture in a paragraph of its own.

    Args:
        number: Unlike that of any other picture.
        relation: Id of the image's relationship.
        name: What it is called.
        alt: What it shows, in words.
        size: Width and height, in English metric units.
    """
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    return paragraph(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name={quoteattr(printable(name))} descr={quoteattr(printable(alt))}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name={quoteattr(printable(name))}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>",
        keep=True,
    )
