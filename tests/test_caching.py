"""The cache: made once, recalled by its recipe, made anew when it is damaged or the recipe changes."""

from dragoman.caching import cache_folder, recalled, recipe


def test_made_once_and_recalled(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = []

    def make():
        made.append(1)
        return {"a": [(1, "x")]}

    assert [recalled("thing", "one", make) for _ in range(3)] == [{"a": [(1, "x")]}] * 3
    assert made == [1]
    assert recalled("thing", "two", make) and made == [1, 1]


def test_damaged_file_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    recalled("thing", "one", lambda: (1, 2))
    (cache_folder() / "thing-one.bin").write_bytes(b"\x00")
    assert recalled("thing", "one", lambda: (3,)) == (3,)


def test_without_a_folder_to_write_it_still_works(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert recalled("thing", "one", lambda: (1,)) == (1,)


def test_few_old_recipes_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for number in range(8):
        recalled("thing", str(number), lambda: (1,))
    assert len(list(cache_folder().glob("thing-*.bin"))) <= 4


def test_recipe_tells_parts_apart():
    assert recipe("ab", "c") != recipe("a", "bc") and recipe("ab") == recipe(b"ab")
