"""A specification as a file: PNG, SVG, PDF, or a page of HTML that needs no network."""

from __future__ import annotations

import json
from html import escape
from pathlib import PurePath
from typing import Final, Literal, assert_never, get_args

from portrayals.errors import InvalidValue
from portrayals.render.charts.page import Specification
from portrayals.render.extras import need

Picture = Literal["png", "svg", "pdf", "html"]

PICTURES: Final[tuple[Picture, ...]] = get_args(Picture)

#: Pixels of a PNG for each of the page: 192 to the inch.
_SHARPNESS: Final = 2

#: The page may load nothing, from anywhere; Vega compiles its expressions, hence `unsafe-eval`.
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
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
        f"the name {file} does not say as what to draw", hint=f"end it in .{', .'.join(PICTURES)}"
    )


def drawn(specification: Specification, picture: Picture) -> bytes:
    """The chart as the bytes of a file; nothing is loaded from anywhere."""
    import vl_convert

    match picture:
        case "png":
            return vl_convert.vegalite_to_png(specification, scale=_SHARPNESS, allowed_base_urls=[])
        case "svg":
            return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]).encode()
        case "pdf":
            return vl_convert.vegalite_to_pdf(specification, allowed_base_urls=[])
        case "html":
            heading = " ".join(specification["vconcat"][0]["title"]["text"])
            return _PAGE.format(
                title=escape(heading),
                vega=vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"),
                # "<" escaped: a label must not be able to end the script
                specification=json.dumps(specification).replace("<", "\\u003c"),
            ).encode()
        case _:
            assert_never(picture)
