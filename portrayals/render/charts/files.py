"""A specification as a file: PNG, SVG, PDF, or a page of HTML that needs no network.

Every file says in its description what the chart says, its notes included, whether they stand
under it or not.
"""

from __future__ import annotations

import codecs
import json
import re
import struct
from html import escape
from pathlib import PurePath
from typing import Final, Literal, assert_never, get_args
from zlib import crc32

from portrayals.errors import InvalidValue
from portrayals.extras import need
from portrayals.render.charts.page import Specification
from portrayals.render.charts.sheet import PIXELS_TO_THE_INCH

Picture = Literal["png", "svg", "pdf", "html"]

PICTURES: Final[tuple[Picture, ...]] = get_args(Picture)

#: Points of print to the inch, and in a pixel of a screen.
_POINTS: Final = 72
_POINT: Final = _POINTS / PIXELS_TO_THE_INCH

#: The page may load nothing, from anywhere; Vega compiles its expressions, hence `unsafe-eval`.
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<meta name="description" content="{description}">
<title>{title}</title>
<style>#chart svg {{ {style} }}</style>
</head>
<body>
<div id="chart"></div>
<script>{vega}</script>
<script>vegaEmbed("#chart", {specification}, {{"renderer": "svg", "actions": false}});</script>
</body>
</html>
"""


def picture_of(file: str) -> Picture:
    """The form that the suffix asks for. Raises InvalidValue; NotInstalled without the extra."""
    suffix = PurePath(file).suffix.lower().removeprefix(".")
    for picture in PICTURES:
        if suffix == picture:
            need("a chart", "altair", "vl_convert")
            return picture
    raise InvalidValue(
        f"cannot tell the format of the chart from the name {file}",
        hint=f"end it in .{', .'.join(PICTURES)}",
    )


def drawn(specification: Specification, picture: Picture) -> bytes:
    """The chart as the bytes of a file; nothing is loaded from anywhere."""
    import vl_convert

    about = specification["usermeta"]
    title, description = about["heading"], specification.get("description", "")
    if picture == "html":
        return _PAGE.format(
            title=escape(title),
            description=escape(description),
            style=f"width: {about['frame'][0] * about['zoom']:.0f}px; max-width: 100%; height: auto"
            if about["frame"]
            else "",
            vega=vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"),
            # "<" escaped: a label must not be able to end the script
            specification=json.dumps(specification).replace("<", "\\u003c"),
        ).encode()
    svg = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    if about["frame"]:
        # a PDF takes the pixels of a drawing for points
        zoom = about["zoom"] * (_POINT if picture == "pdf" else 1)
        svg = _framed(svg, about["frame"], zoom)
    match picture:
        case "svg":
            return _described_svg(svg, title, description).encode()
        case "png":
            png = vl_convert.svg_to_png(svg, scale=_POINT, ppi=about["density"])
            return _described_png(png, Title=title, Description=description)
        case "pdf":
            return _described_pdf(vl_convert.svg_to_pdf(svg), Title=title, Subject=description)
        case _:
            assert_never(picture)


_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*">')


def _framed(svg: str, frame: tuple[float, float | None], zoom: float) -> str:
    """The drawing at the top of a frame of this size, made smaller where it does not fit."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the drawing does not say how large it is")
    width, height = map(float, found.groups())
    wide, high = frame[0], frame[1] or height / max(1, width / frame[0])
    shrink = max(1, width / wide, height / high)
    left = round((width - wide * shrink) / 2, 3) + 0.0  # never -0
    box = f"{left:g} 0 {wide * shrink:g} {high * shrink:g}"
    size = f'width="{wide * zoom:g}" height="{high * zoom:g}" viewBox="{box}">'
    paper = f'<rect x="{left:g}" width="100%" height="100%" fill="white"/>'
    return f"{svg[: found.start()]}{size}{paper}{svg[found.end() :]}"


def _described_svg(svg: str, title: str, description: str) -> str:
    if not description:
        return svg
    start = svg.index(">") + 1
    told = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f"{svg[:start]}{told}{svg[start:]}"


#: The signature of a PNG and its first chunk, after which others may stand.
_PNG_HEAD: Final = 33


def _described_png(png: bytes, **texts: str) -> bytes:
    """The picture with international text chunks (PNG specification, 11.3.3.4)."""
    chunks = b"".join(
        _chunk(b"iTXt", keyword.encode() + b"\0\0\0\0\0" + text.encode())
        for keyword, text in texts.items()
    )
    return png[:_PNG_HEAD] + chunks + png[_PNG_HEAD:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", crc32(checked))


_TRAILER: Final = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)


def _described_pdf(pdf: bytes, **texts: str) -> bytes:
    """The document with its information added as an incremental update (ISO 32000-1, 7.5.6)."""
    found = _TRAILER.search(pdf)
    if found is None:
        raise ValueError("the document does not end in a trailer")
    before = found[1].decode()
    number, root = (re.search(rf"/{name} (\d+)", before) for name in ("Size", "Root"))
    if number is None or root is None:
        raise ValueError("the trailer does not say where the document begins")
    told = "".join(f"/{name} {_pdf_text(text)} " for name, text in texts.items())
    start = len(pdf) + 1
    added = f"{number[1]} 0 obj\n<< {told}>>\nendobj\n"
    table = f"xref\n0 1\n0000000000 65535 f\r\n{number[1]} 1\n{start:010} 00000 n\r\n"
    trailer = (
        f"trailer\n<< /Size {int(number[1]) + 1} /Root {root[1]} 0 R "
        f"/Info {number[1]} 0 R /Prev {found[2].decode()} >>\n"
        f"startxref\n{start + len(added)}\n%%EOF\n"
    )
    return pdf + b"\n" + f"{added}{table}{trailer}".encode()


def _pdf_text(text: str) -> str:
    """A text string in hexadecimal, UTF-16 with the mark of its order of bytes."""
    written = codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return f"<{written.hex()}>"
