"""Files by the names they are shown and stored under, whatever the system calls them."""

import os
import sys

import pytest

from vinhloc_cds.services.walking import load, walk


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"bi\xe9u.xlsx", "bi\ufffdu.xlsx"),
        ("bieu\u202excod.xlsx".encode(), "bieuxcod.xlsx"),
        ("Vi\u0303nh Hu\u031bng\n.xlsx".encode(), "Vĩnh Hưng.xlsx"),
        ("\u200b".encode(), "?"),
    ],
)
def test_a_name_that_is_no_text_is_shown_as_one(tmp_path, name, shown):
    file = tmp_path / os.fsdecode(name)
    file.write_bytes(b"1;2")
    for dropped in (tmp_path, file):
        (found,) = walk([dropped])
        assert found.name == shown
        assert load(found.path) == b"1;2"
