"""Build the sample project from its parts: `python -m coder.sample.build FOLDER`.

All acts use the operations that researchers use, in the order of their dates. Ids and clock are fixed, so two builds
are identical byte for byte.
"""

from __future__ import annotations

import random
import sys
import uuid
from datetime import datetime
from itertools import groupby
from pathlib import Path

from coder.project import create_project, open_project
from coder.sample import coding, condensation, frameworks
from coder.sample.acts import part


class Clock:
    """A clock that shows the time it was set to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def build(folder: Path) -> None:
    """Build the sample project in a new folder. Raises CoderError if the parts contradict each other."""
    study = part("study")
    generator = random.Random("Tern House")

    def new_id() -> str:
        return str(uuid.UUID(int=generator.getrandbits(128), version=4))

    clock = Clock(study["created"])
    create_project(
        folder, study["name"], language=study["language"], sample=True, coder="KG", clock=clock, new_id=new_id
    )
    acts = sorted((*coding.acts(study), *condensation.acts(), *frameworks.acts()), key=lambda act: act.when)
    for coder, session in groupby(acts, key=lambda act: act.coder):
        with open_project(folder, coder, clock=clock, new_id=new_id, sample=True) as project:
            for act in session:
                clock.now = act.when
                act.do(project)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
