"""Changes of several files: all are written, or none."""

import pytest

from argmap.errors import InputError
from argmap.text import SourceText
from argmap.workspace.changes import ChangeKind, FileChange, unified_diff, write_all_changes


def change(path, old, new, kind=ChangeKind.MODIFIED):
    return FileChange(path, SourceText(path.name, old), SourceText(path.name, new), kind)


def test_files_are_changed_created_and_deleted(tmp_path):
    """The folders of new files are created."""
    a, b, c = tmp_path / "a", tmp_path / "new/b", tmp_path / "c"
    a.write_text("1")
    c.write_text("3")
    write_all_changes(
        [
            change(c, "3", "", ChangeKind.DELETED),
            change(a, "1", "one"),
            change(b, "", "two", ChangeKind.CREATED),
        ],
        tmp_path,
    )
    assert (a.read_text(), b.read_text(), c.exists()) == ("one", "two", False)


def test_a_failure_restores_the_files_that_are_written(tmp_path, tmp_path_factory):
    """The last file is a link out of the folder, and cannot be written."""
    outside = tmp_path_factory.mktemp("outside") / "real"
    outside.write_text("2")
    a, b, link = tmp_path / "a", tmp_path / "b", tmp_path / "link"
    a.write_text("1")
    link.symlink_to(outside)
    with pytest.raises(OSError, match="a link leads out"):
        write_all_changes(
            [
                change(b, "", "new", ChangeKind.CREATED),
                change(a, "1", "one"),
                change(link, "2", "two"),
            ],
            tmp_path,
        )
    assert (a.read_text(), b.exists(), outside.read_text()) == ("1", False, "2")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (ChangeKind.MODIFIED, "has changed since it was read"),
        (ChangeKind.DELETED, "has changed since it was read"),
        (ChangeKind.CREATED, "already exists"),
    ],
)
def test_a_file_that_is_not_as_expected_is_not_changed(tmp_path, kind, message):
    """No other file is written, either."""
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("edited")
    b.write_text("2")
    with pytest.raises(InputError, match=message):
        write_all_changes([change(b, "2", "two"), change(a, "1", "one", kind)], tmp_path)
    assert (a.read_text(), b.read_text()) == ("edited", "2")


def test_a_diff_names_the_file_that_does_not_exist():
    """As `git diff` does."""
    old, new = SourceText("a", ""), SourceText("a", "1\n")
    assert unified_diff(old, new, ChangeKind.CREATED) == "--- /dev/null\n+++ a\n@@ -0,0 +1 @@\n+1\n"
    assert unified_diff(new, old, ChangeKind.DELETED) == "--- a\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n"
