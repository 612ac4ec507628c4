"""Makes the sample project of its readable parts: `python -m coder.sample.build FOLDER`.

Every act goes through the same operations as a researcher's, in the order of the dates in the parts. Ids and
clock are fixed, so two builds are the same, byte for byte.
"""

from __future__ import annotations

import random
import sys
import uuid
from datetime import datetime
from itertools import groupby
from pathlib import Path

from coder.project import create_project, open_project
from coder.sample import layers, material, steps
from coder.sample.acts import part


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def build(folder: Path) -> None:
    """Make the sample project in a new folder. Raises CoderError where a part does not fit the others."""
    study = part("study")
    dice = random.Random("Tern House")

    def new_id() -> str:
        return str(uuid.UUID(int=dice.getrandbits(128), version=4))

    clock = Clock(study["created"])
    create_project(
        folder, study["name"], language=study["language"], sample=True, coder="KG", clock=clock, new_id=new_id
    )
    acts = sorted((*material.acts(study), *steps.acts(), *layers.acts()), key=lambda act: act.when)
    for coder, sitting in groupby(acts, key=lambda act: act.coder):
        with open_project(folder, coder, clock=clock, new_id=new_id, sample=True) as project:
            for act in sitting:
                clock.now = act.when
                act.do(project)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
