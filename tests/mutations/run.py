"""`make mutations`: removes each defence in a copy of the house and sees its test fail.

A test that passes whether or not the defence is there proves nothing. So every named test must
pass in the house as it is, and fail by its own assertion (not by a crash) in the copy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.mutations.patches import PROJECT, Mutation, all_mutations

ALL_PASSED, SOME_FAILED = 0, 1  # exit codes of pytest
LONGEST_RUN_SECONDS = 600
SECONDS_A_TEST = 30  # for all of them at once, on a machine with other work
ASSERTED = ("AssertionError", "assert ", "Failed: DID NOT RAISE", "Failed: DID NOT WARN")
SEEN = "seen"


def main() -> int:
    """Runs the patches named on the command line, or all; 1 when one goes unseen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="beginnings of names of patches; none: all")
    parser.add_argument("--at-once", type=int, default=int(os.environ.get("WORKERS", "2")))
    wanted = parser.parse_args()
    chosen = [
        one
        for one in all_mutations()
        if not wanted.names or one.name.startswith(tuple(wanted.names))
    ]
    if not chosen:
        print("no such patch")
        return 1
    trouble = _untouched(chosen)
    if trouble:
        print(f"the tests do not pass in the house as it is:\n{trouble}")
        return 1
    unseen = 0
    with ThreadPoolExecutor(wanted.at_once) as pool:
        for one, (verdict, seconds) in zip(chosen, pool.map(_timed, chosen), strict=True):
            unseen += verdict != SEEN
            print(f"{one.name:44} {seconds:5.0f} s  {verdict}", flush=True)
    print(f"{len(chosen) - unseen} of {len(chosen)} removed defences were noticed")
    return int(unseen > 0)


def verdict_of(mutation: Mutation) -> str:
    """`seen`, or what is wrong."""
    with copy_of_the_house() as folder:
        refused = mutation.apply(folder)
        if refused:
            return f"does not apply: {refused.splitlines()[0]}"
        code, report, output = _pytest(folder, mutation.tests)
        if code == ALL_PASSED:
            return "SURVIVED: nobody noticed"
        if code != SOME_FAILED:
            return f"could not be judged (pytest ended with {code}): {_last_line(output)}"
        return _judge(mutation, report)


@contextmanager
def copy_of_the_house() -> Iterator[Path]:
    """The tracked and new files of the working tree in a folder of their own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    with tempfile.TemporaryDirectory(prefix="house-") as place:
        folder = Path(place) / "house"
        for name in filter(None, listed.split("\0")):
            if not (PROJECT / name).is_file():
                continue  # deleted, not yet committed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
        yield folder


def _untouched(chosen: Iterable[Mutation]) -> str:
    tests = sorted({test for one in chosen for test in one.tests})
    with copy_of_the_house() as folder:
        seconds = LONGEST_RUN_SECONDS + SECONDS_A_TEST * len(tests)
        code, _report, output = _pytest(folder, tests, seconds)
    return "" if code == ALL_PASSED else output[-6000:]


def _timed(mutation: Mutation) -> tuple[str, float]:
    start = time.monotonic()
    return verdict_of(mutation), time.monotonic() - start


def _pytest(
    folder: Path, tests: Sequence[str], seconds: float = LONGEST_RUN_SECONDS
) -> tuple[int, Path, str]:
    report = folder / "junit.xml"
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider",
            f"--junitxml={report}", *tests,
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )  # fmt: skip
    return done.returncode, report, done.stdout + done.stderr


def _judge(mutation: Mutation, report: Path) -> str:
    noticed, crashed = set(), []
    for case in ET.parse(report).iter("testcase"):
        name = case.get("name", "").partition("[")[0]
        found = case.find("failure")
        if found is not None and found.get("message", "").startswith(ASSERTED):
            noticed.add(name)
        elif found is not None or case.find("error") is not None:
            crash = found if found is not None else case.find("error")
            assert crash is not None
            crashed.append(f"{name}: {crash.get('message', '')[:120]}")
    silent = [test for test in mutation.tests if _name_of(test) not in noticed]
    if not silent:
        return SEEN
    if crashed:
        return f"crashed rather than failed: {crashed[0]}"
    return f"SURVIVED {silent[0]}"


def _name_of(test: str) -> str:
    return test.rpartition("::")[2].partition("[")[0]


def _last_line(output: str) -> str:
    return next((line for line in reversed(output.splitlines()) if line.strip()), "")


if __name__ == "__main__":
    sys.exit(main())
