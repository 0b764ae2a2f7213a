"""A sealed stream is whole or it is nothing (T39)."""

from __future__ import annotations

import io

import pytest

from app.adapters.vault.backup_box import read_sealed, write_sealed
from app.adapters.vault.boxes import Damaged, new_key_pair

PAIR = new_key_pair()


def test_a_stream_cut_between_two_frames_is_no_shorter_stream() -> None:
    out = io.BytesIO()
    write_sealed(out, PAIR.public, b"{}", [b"one", b"two"])
    whole = out.getvalue()
    assert list(read_sealed(io.BytesIO(whole), PAIR.secret)) == [b"{}", b"one", b"two"]
    last = 4 + 17  # the length and the empty frame that says that this was all
    with pytest.raises(Damaged):
        list(read_sealed(io.BytesIO(whole[:-last]), PAIR.secret))
