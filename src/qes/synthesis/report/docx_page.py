"""Page and styles of the Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qes.synthesis.report.docx_xml import NAMESPACES

if TYPE_CHECKING:
    from docx.document import Document


def prepared(document: Document) -> str:
    """Calm type on A4, styles of their own for lines below quotes and for tables, page numbers; id of the footer."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml import parse_xml
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    styles = document.styles
    styles["Normal"].font.size = styles["Quote"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after, styles["Normal"].paragraph_format.line_spacing = Pt(6), 1.05
    styles["List Bullet"].paragraph_format.space_after = styles["Quote"].paragraph_format.space_after = Pt(2)
    for name, size, after in (("Attribution", 8.5, 8), ("Table Text", 8.5, 0), ("TOC 1", 10.5, 2), ("TOC 2", 9.5, 1)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.paragraph_format.space_after = Pt(size), Pt(after)
        if name.startswith("TOC"):
            style.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    styles["TOC 2"].paragraph_format.left_indent = Cm(0.6)
    # Word fills in page numbers when it opens the file: only it knows where its pages end.
    document.settings.element.append(parse_xml(f'<w:updateFields {NAMESPACES} w:val="true"/>'))
    line = page.footer.paragraphs[0]
    line.alignment = 2
    numbers = f'<w:fldSimple {NAMESPACES} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(numbers))
    reference = page._sectPr.find("{*}footerReference")
    return str(next(value for name, value in reference.attrib.items() if name.endswith("}id")))
