"""desk/: the ledger in a browser, and the same for programs: every page is also ``.json`` and ``.csv``.

How to add a page:

1. Write a module in ``desk/pages/`` with a function that takes ``At`` (who asks: the opened ledger, the address) and
   its own parameters, as FastAPI takes them, and gives a ``View``: the data, the rows, how to ask the same from Python
   and in SQL. It is the whole page: HTML, JSON and CSV are made from what it gives::

       @page("/alliances", "alliances.html", nav="Alliances", place=60)
       def alliances(at: At, on: dt.date | None = None) -> View:
           rows = at.book.frame("...").to_records()
           return View("Alliances", {"on": on}, rows, copies=Copies("ledger.frame('...')", "SELECT ..."))

2. Write its template in ``desk/templates/``; it extends ``frame.html`` and sees ``view``, what ``view.data`` and
   ``view.shown`` hold, ``rows``, ``here`` (its address; ``here.to(limit=9)`` is that with something changed), ``at``
   (the visit) and the filters of ``templates.py``.
3. Name the module in ``desk/pages/__init__.py``.

A chart is a function registered with ``@drawing("/chart/NAME")`` (``charts.py``): the same parameters give it as
``.svg`` and ``.png``. What is costly and the same for all who ask goes through ``at.answers.once(key, make)``, which
holds as long as the snapshot. Parts that several pages share (rows of events, cards, counts) are macros in
``templates/parts.html``; colours, spaces and tables are in ``static/desk.css``.
"""

from dragoman.desk.app import desk
from dragoman.desk.serving import serve

__all__ = ["desk", "serve"]
