"""Workbooks for tests: the fewest parts of an .xlsx and an .ods file that programs accept."""

import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DATE, _DATE_TIME = 1, 2
_STATES = ("visible", "hidden")
_STYLES = f"""<styleSheet xmlns="{_MAIN}">
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>
</cellXfs></styleSheet>"""


def xlsx(path: Path, hidden=(), **sheets) -> Path:
    """Write sheets of rows of cells: texts, numbers, dates, truths, or None."""
    with zipfile.ZipFile(path, "w") as archive:
        parts = range(1, len(sheets) + 1)
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for i in parts
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
        )
        archive.writestr("_rels/.rels", _relations("officeDocument", ["xl/workbook.xml"]))
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}" state="{_STATES[name in hidden]}"/>'
            for i, name in zip(parts, sheets, strict=True)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _relations("worksheet", [f"worksheets/sheet{i}.xml" for i in parts])
        )
        archive.writestr("xl/styles.xml", _STYLES)
        for i, rows in zip(parts, sheets.values(), strict=True):
            lines = "".join(
                f'<row r="{r}">{"".join(_cell(cell, r, c) for c, cell in enumerate(row, 1))}</row>'
                for r, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>',
            )
    return path


def _relations(kind, targets):
    styles = f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>' if kind == "worksheet" else ""
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for i, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{listed}{styles}</Relationships>'


def _cell(value, row, column):
    place = f'r="{chr(64 + column)}{row}"'
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        is_time = isinstance(value, datetime)
        moment = value if is_time else datetime(value.year, value.month, value.day)
        serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
        return f'<c {place} s="{_DATE_TIME if is_time else _DATE}"><v>{serial!r}</v></c>'
    return f"<c {place}><v>{value!r}</v></c>"


def ods(path: Path, **sheets) -> Path:
    """Write sheets of texts and numbers as an OpenDocument file."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_open_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _open_cell(value):
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
