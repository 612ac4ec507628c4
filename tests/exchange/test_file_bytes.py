"""Reading the bytes of a file: what is not a file is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coder.errors import UnreadableFile
from coder.exchange.registry import file_bytes


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "P01.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="is not a file"):
        file_bytes(pipe)
