"""T25, the second half: a picture that takes the child over gets nothing and fools nobody."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.adapters import images
from app.adapters.images import Limits, clean_image
from tests.security import hostile_files as files
from tests.security.image_verdicts import assert_plain, reason


def run_as_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Put a program of ours in the place of the child, as if a picture had taken the child over."""
    program = tmp_path / "taken_over.py"
    program.write_text(
        f"import os, resource, socket, sys\nsys.path.insert(0, {str(images.CHILD.parent)!r})\n"
        "import images_child\n"
        "from PIL import Image\n"
        "Image.preinit()\n"
        "def answer(ok):\n"
        "    if ok: sys.stdout.buffer.write(jpeg)\n"
        "    sys.stdout.flush(); os._exit(0)\n"
        "jpeg = images_child.new_jpeg(sys.stdin.buffer.read())\n" + body
    )
    monkeypatch.setattr(images, "CHILD", program)


CANNOT = {
    "open a file": "open('/etc/hosts')",
    "write a file": "open('/dev/null', 'w')",
    "open a socket": "socket.socket()",
    "start a program": (
        "done = os.posix_spawn('/usr/bin/true', ['true'], {})\n"
        "    if os.waitpid(done, 0)[1]: raise OSError"
    ),
    "lift its limits again": (
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)); open('/etc/hosts')"
    ),
}


@pytest.mark.parametrize("attempt", CANNOT.values(), ids=CANNOT.keys())
def test_a_child_that_was_taken_over_cannot(
    attempt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = f"try:\n    {attempt}\nexcept (OSError, ValueError): answer(True)\nanswer(False)\n"
    run_as_child(tmp_path, monkeypatch, "images_child.lock_down(10, 600 * 2**20)\n" + tried)
    assert_plain(clean_image(files.encoded("JPEG")))
    if attempt.startswith("resource"):
        return
    # The control: without the lock the same attempt succeeds, so the test above sees something.
    run_as_child(tmp_path, monkeypatch, tried)
    assert reason(files.encoded("JPEG")) == "damaged"


def test_the_child_knows_nothing_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "visible")
    with (tmp_path / "open-in-the-server").open("w"):
        run_as_child(
            tmp_path,
            monkeypatch,
            "open_fds = [fd for fd in range(3, 256) if os.path.exists(f'/dev/fd/{fd}')]\n"
            "inherited = []\n"
            "for fd in open_fds:\n"
            "    try: inherited.append(os.get_inheritable(fd))\n"
            "    except OSError: pass\n"
            "known = {'LC_CTYPE', '__CF_USER_TEXT_ENCODING'}\n"  # Python and macOS set these
            "named = set(os.environ) - known\n"
            "answer(not any(inherited) and not named and os.getcwd() == '/')\n",
        )
        assert_plain(clean_image(files.encoded("JPEG")))


HOSTILE_ANSWERS = {
    "a JPEG with a comment": (
        "sys.stdout.buffer.write(jpeg[:2] + b'\\xff\\xfe\\0\\x06HIDE' + jpeg[2:])"
    ),
    "a JPEG with a ZIP behind it": "sys.stdout.buffer.write(jpeg + b'PK\\x03\\x04')",
    "a page": "sys.stdout.buffer.write(b'<script>alert(1)</script>')",
    "nothing": "pass",
    "an accident": "raise RuntimeError(sys.stdin)",
    "too much": "sys.stdout.buffer.write(jpeg + bytes(64 * 2**20))",
    "a crash": "os.abort()",
}


@pytest.mark.parametrize("body", HOSTILE_ANSWERS.values(), ids=HOSTILE_ANSWERS.keys())
def test_the_server_does_not_believe_a_child_that_answers_with(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_child(tmp_path, monkeypatch, body + "\n")
    assert reason(files.encoded("JPEG")) in {"damaged", "took_too_long"}


def test_a_child_that_hangs_is_ended_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_child(tmp_path, monkeypatch, "import time; time.sleep(60)\n")
    assert reason(files.encoded("JPEG"), Limits(wall_seconds=2.0)) == "took_too_long"


def test_ten_pictures_at_once_all_come_out_two_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 0
    running = 0
    lock = threading.Lock()
    run = images._run_child

    def counted(data: bytes, limits: Limits) -> tuple[int, bytes]:
        nonlocal most, running
        with lock:
            running += 1
            most = max(most, running)
        try:
            return run(data, limits)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(images, "_run_child", counted)
    sizes = [(100 + 10 * number, 60) for number in range(10)]
    done: dict[int, int] = {}

    def one(width: int, height: int) -> None:
        done[width] = clean_image(files.encoded("JPEG", (width, height))).width

    threads = [threading.Thread(target=one, args=size) for size in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == {width: width for width, _ in sizes}
    assert most == images.AT_ONCE
