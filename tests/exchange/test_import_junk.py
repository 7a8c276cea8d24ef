"""Whatever a file holds, reading never breaks and no row is lost."""

import io

import pytest
from foreign_files import acled, gdelt, polecat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.exchange.contracts import ACLED, POLECAT
from dragoman.exchange.importing import KINDS, blocks, cutting, reading

ROWS = {
    "gdelt": [gdelt().encode()],
    "polecat": ["\t".join(POLECAT).encode(), polecat().encode()],
    "acled": [",".join(ACLED).encode(), acled().encode(), acled(notes='a "b"\nc').encode()],
}
PIECES = st.one_of(
    st.binary(max_size=30),
    st.sampled_from([b"\t", b",", b'"', b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"{}"]),
)


def read(kind, data):
    kinds = KINDS[kind]
    return list(kinds[0].reader(io.BytesIO(data), [k.contract for k in kinds]))


@pytest.mark.parametrize("kind", ["gdelt", "polecat"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.lists(st.tuples(st.integers(0, 6), PIECES), max_size=8), size=st.integers(20, 4_000))
def test_every_line_is_a_row_or_refused(kind, junk, size, monkeypatch):
    monkeypatch.setattr(reading, "blocks", lambda stream: blocks.blocks(stream, size))
    body = [*ROWS[kind], *ROWS[kind][-1:] * 6]
    for place, piece in junk:
        body[-1 - place] = body[-1 - place][:40] + piece + body[-1 - place][40:]
    data = b"\n".join(body)
    try:
        chunks = read(kind, data)
    except reading.UnknownLayoutError:
        return
    seen = [n for c in chunks for n in c.table["line"].to_pylist() + [r.line for r in c.refused]]
    lines = [
        n for n, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n"), 1) if line
    ]
    assert len(seen) == len(set(seen))
    assert sorted(seen) in (lines, lines[1:])  # with or without a header


@settings(max_examples=60, deadline=None)
@given(junk=st.lists(st.tuples(st.integers(1, 400), PIECES), max_size=6))  # 1: where the last row begins
def test_quotes_in_wrong_places_lose_no_whole_row(junk):
    data = b"\n".join([ROWS["acled"][0], *[acled(event_id_cnty=f"K{n}").encode() for n in range(8)]])
    end = data.rfind(b"\n")
    for place, piece in junk:
        data = data[: end + place] + piece + data[end + place :]
    [chunk] = read("acled", data)
    assert {f"K{n}" for n in range(7)} <= set(chunk.table["event_id_cnty"].to_pylist())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_junk_alone_is_refused_as_a_file_or_by_rows(data):
    for kind in KINDS:
        try:
            chunks = read(kind, data)
        except reading.UnknownLayoutError as error:
            assert "wanted" in str(error)
        else:
            assert all(c.rows == len(c.table) + len(c.refused) for c in chunks)


def test_blocks_hold_whole_lines_however_the_stream_is_cut():
    text = "\n".join(f"line {n} é" for n in range(200)).encode() + b"\nlast \xe9"
    for size in (1, 7, 64, 10_000):
        got = list(blocks.blocks(io.BytesIO(text), size))
        assert b"".join(b.data for b in got).decode() == text[:-1].decode() + "é\n"
        assert got[0].first == 1 and sum(b.latin for b in got) == 1


def test_a_line_that_is_too_long_is_refused_alone(monkeypatch):
    monkeypatch.setattr(blocks, "MAX_LINE", 1_000)
    data = b"\n".join([gdelt().encode(), b"x" * 5_000, gdelt(GLOBALEVENTID="2").encode()])
    monkeypatch.setattr(reading, "blocks", lambda stream: blocks.blocks(stream, 100))
    [chunk] = read("gdelt", data)
    assert chunk.table["line"].to_pylist() == [1, 3] and [r.reason for r in chunk.refused] == ["too-large"]


def test_rows_keep_their_lines_when_some_are_taken_out():
    rows = cutting.cut_lines(next(blocks.blocks(io.BytesIO(b"a\n\nbb\nccc\n"))), "\t")
    kept = rows.only(rows.lines != 3)
    assert kept.data == b"a\nccc\n" and kept.lines.tolist() == [1, 4] and kept.texts() == ["a\n", "ccc\n"]
