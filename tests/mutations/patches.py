"""The patches of this folder: each takes one defence away, and says which test must notice.

A patch is a unified diff against the root of the project, below a head of comment lines:

    # attack: T4                                  which attack of the threat model (one or more)
    # defence: one sentence about what is removed
    # test: tests/unit/vault/test_streams.py::test_every_cut_of_a_small_file_is_damaged
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parents[1]
HEADS = ("attack", "defence", "test")


@dataclass(frozen=True)
class Mutation:
    """One removed defence; `tests` are pytest ids and each of them must fail."""

    path: Path
    attacks: tuple[str, ...]
    defence: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def changed_files(self) -> tuple[str, ...]:
        """Paths that the diff changes, from the root of the project."""
        lines = self.path.read_text().splitlines()
        return tuple(line.removeprefix("+++ b/") for line in lines if line.startswith("+++ "))

    def apply(self, folder: Path, *options: str) -> str:
        """Applies itself to a tree; what git says when it does not fit, empty when it does."""
        done = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", *options, self.path],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stderr.strip() if done.returncode else ""


def read_mutation(path: Path) -> Mutation:
    """A patch with its head; raises ValueError when the head is not complete."""
    found: dict[str, list[str]] = {name: [] for name in HEADS}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        name, colon, value = line.removeprefix("#").partition(":")
        if not colon or name.strip() not in found:
            raise ValueError(f"{path.name}: what is {line!r}?")
        found[name.strip()].append(value.strip())
    if not all(found.values()) or len(found["defence"]) != 1:
        raise ValueError(f"{path.name}: needs attack, defence (once) and test")
    attacks = tuple(part.strip() for line in found["attack"] for part in line.split(","))
    return Mutation(path, attacks, found["defence"][0], tuple(found["test"]))


def all_mutations() -> list[Mutation]:
    """Every patch of the folder, by name."""
    return [read_mutation(path) for path in sorted(FOLDER.glob("*.patch"))]
