import re

from dragoman import __version__
from dragoman.cli.app import app
from dragoman.exchange.citing import as_bibtex, as_cff, as_text, resources


def test_the_tool_comes_first_and_what_was_imported_is_named():
    plain, more = resources(), resources(["polecat", "dragoman", "made"])
    assert plain[0].title.startswith("Dragoman") and plain[0].version == __version__
    assert {r.key for r in more} - {r.key for r in plain} == {"scarborough2023polecat"}
    assert len({r.key for r in resources(["polecat", "gdelt", "icews", "acled"])}) == len(plain) + 4


def test_text_names_licence_and_address():
    said = as_text(resources(["gdelt"]))
    assert "GeoNames geographical database" in said and "CC BY 4.0" in said and "https://www.gdeltproject.org" in said
    assert len(said.splitlines()) == len(resources(["gdelt"]))


def test_bibtex_is_well_formed():
    said = as_bibtex(resources(["polecat", "acled"]))
    entries = re.findall(r"^@(\w+)\{(\w+),$", said, re.M)
    assert len(entries) == len({key for _, key in entries}) == len(resources(["polecat", "acled"]))
    assert said.count("{") == said.count("}")
    assert r"D{\"o}ring" in said


def test_cff_has_what_its_schema_wants():
    said = as_cff(resources(), "Please cite.")
    assert said.startswith('cff-version: 1.2.0\nmessage: "Please cite."\ntype: software\n')
    assert said.count("\n  - type: ") == len(resources()) - 1
    assert said.count("\n    authors:") == len(resources()) - 1


def test_command(capsys):
    app(["cite", "--bibtex"], standalone_mode=False)
    assert "@article{goldstein1992scale," in capsys.readouterr().out
