"""What is measured in a fresh process each: `python -m tests.bench.child TASK ARGUMENT…` prints JSON, in seconds."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coder.project import create_project, open_project, read_project
from coder.project.study import codes_in_order, path_of

TASKS: dict[str, Callable[..., Any]] = {}


def task(function: Callable[..., Any]) -> Callable[..., Any]:
    """Registers the decorated function under its name."""
    TASKS[function.__name__] = function
    return function


def timed(function: Callable[[], Any]) -> float:
    """Seconds that a call takes; what it gives is let go after the clock has stopped."""
    started = time.perf_counter()
    result = function()
    taken = time.perf_counter() - started
    del result
    return taken


@task
def opening(folder: str) -> dict[str, float]:
    """Open a project for reading; floor: the same bytes read and decoded from JSON."""
    import msgspec

    path = Path(folder) / "project.json"
    path.read_bytes()  # from the disk's cache, for both
    runs = {
        "floor": lambda: msgspec.json.decode(path.read_bytes()),
        "open": lambda: read_project(folder),
    }
    names = list(runs) if os.getpid() % 2 else list(reversed(runs))
    return {name: timed(runs[name]) for name in names}


@task
def encrypting(folder: str) -> dict[str, float]:
    """Encrypt a project under the passphrase “bench”; `derive`: the key from it once more, at the measured cost."""
    from coder.project import encryption
    from coder.store import keys

    results = {"encrypt": timed(lambda: encryption.encrypt(folder, "bench", coder="AA"))}
    keys.lock_all()
    results["derive"] = timed(lambda: keys.unlock(Path(folder), "bench"))
    return results


@task
def opening_encrypted(plain: str, encrypted: str) -> dict[str, float]:
    """Open an encrypted project that is unlocked, and the same one in plain files."""
    from coder.store import keys

    keys.unlock(Path(encrypted), "bench")
    places = {"plain": plain, "encrypted": encrypted}
    for place in places.values():  # from the disk's cache, with all modules
        read_project(place)
    names = list(places) if os.getpid() % 2 else list(reversed(places))
    return {name: timed(lambda name=name: read_project(places[name])) for name in names}  # type: ignore[misc]


@task
def opening_profile(folder: str) -> dict[str, float]:
    """Where the time of opening goes."""
    import gc

    import msgspec

    from coder.project.study import Study
    from coder.store import checkpoint

    data = (Path(folder) / "project.json").read_bytes()
    results: dict[str, float] = {"bytes": float(len(data))}
    results["json"] = timed(lambda: msgspec.json.decode(data))
    results["typed"] = timed(lambda: checkpoint._file_decoder().decode(data))
    results["checkpoint"] = timed(lambda: checkpoint.decode(data, ""))
    tables = checkpoint.decode(data, "").tables
    results["indexes"] = timed(lambda: Study(tables))
    gc.disable()
    results["checkpoint without gc"] = timed(lambda: checkpoint.decode(data, ""))
    results["indexes without gc"] = timed(lambda: Study(tables))
    return results


@task
def coding_encrypted(plain: str, encrypted: str, times: str) -> dict[str, list[float]]:
    """Durable codings of single sentences in a plain and an encrypted project, in turns."""
    from coder.project.operations import codings
    from coder.store import keys
    from coder.text.sentences import sentences

    keys.unlock(Path(encrypted), "bench")
    projects = {"plain": open_project(plain, "AA"), "encrypted": open_project(encrypted, "AA")}
    rng = random.Random(1)
    project = projects["plain"]
    leaves = [code for code in project.codes.values() if not project.children(code.id)]
    sources = list(project.sources.values())[:5]
    units = [(s, span) for s in sources for span in sentences(project.text_of(s).text[:40_000], "nb")]
    results: dict[str, list[float]] = {name: [] for name in projects}
    for source, span in rng.sample(units, int(times) + 5):
        code = rng.choice(leaves)
        for name, place in projects.items():
            spans = (place, source, span.start, span.end, [code])
            results[name].append(timed(lambda spans=spans: codings.code(*spans)))  # type: ignore[misc]
    for place in projects.values():
        place.close()
    return {name: values[5:] for name, values in results.items()}


@task
def coding(folder: str, times: str) -> dict[str, list[float]]:
    """Durable codings of single sentences; floor: 200 bytes and an fsync in the same folder, in turns."""
    from coder.project.operations import codings
    from coder.text.sentences import sentences

    project = open_project(folder, "AA")
    rng = random.Random(1)
    leaves = [code for code in project.codes.values() if not project.children(code.id)]
    sources = list(project.sources.values())[:5]
    units = [(s, span) for s in sources for span in sentences(project.text_of(s).text[:40_000], "nb")]
    handle = os.open(Path(folder) / "floor.tmp", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    line = b"x" * 199 + b"\n"

    def write() -> None:
        os.write(handle, line)
        os.fsync(handle)

    results: dict[str, list[float]] = {"floor": [], "coding": []}
    for source, span in rng.sample(units, int(times) + 5):
        code = rng.choice(leaves)
        results["floor"].append(timed(write))
        results["coding"].append(
            timed(lambda s=source, u=span, c=code: codings.code(project, s, u.start, u.end, [c]))
        )
    os.close(handle)
    project.close()
    return {name: values[5:] for name, values in results.items()}


@task
def picking(count: str) -> dict[str, list[float]]:
    """Each keystroke of thirty queries among so many codes; floor: one rapidfuzz `extract`."""
    from rapidfuzz import process

    from coder.analysis.code_search import CodeSearch, Entry
    from tests.bench.generate import Words

    rng = random.Random(2)
    words = Words(rng)
    groups = [words.name(2) for _ in range(max(4, int(count) // 20))]
    entries = [Entry(str(n), f"{rng.choice(groups)}/{words.name(rng.randint(1, 4))}") for n in range(int(count))]
    search = CodeSearch(entries)
    paths = [entry.path for entry in entries]
    results: dict[str, list[float]] = {"find": [], "floor": []}
    for number in range(30):
        leaf = rng.choice(paths).split("/")[1].lower()
        query = leaf[:7] if number % 3 else "".join(word[:2] for word in leaf.split()) + leaf[2:5]
        if number % 5 == 4:
            query = query[:2] + query[3:] + "x"  # misspelt
        for end in range(1, len(query) + 1):
            results["find"].append(timed(lambda q=query[:end]: search.find(q)))
        results["floor"].append(timed(lambda q=query: process.extract(q, paths, limit=10)))
    return results


@task
def identifying(folder: str) -> dict[str, Any]:
    """Candidates for pseudonyms in all texts."""
    from coder.privacy.candidates import candidates
    from coder.privacy.study_texts import study_texts

    texts = study_texts(read_project(folder))
    counts: list[int] = []
    times = [timed(lambda: counts.append(len(candidates(texts)))) for _ in range(3)]
    return {"times": times, "candidates": counts[-1]}


@task
def phrase(folder: str) -> dict[str, list[float]]:
    """All occurrences of a phrase in all texts; floor: `str.find` over the same texts."""
    from coder.analysis.search import search

    project = read_project(folder)
    texts = [project.text_of(source).text for source in project.sources.values()]
    wanted = " ".join(texts[len(texts) // 2][1000:].split(" ")[1:3]).strip(".,?!")

    def plain() -> int:
        hits = 0
        for text in texts:
            at = text.find(wanted)
            while at >= 0:
                hits += 1
                at = text.find(wanted, at + 1)
        return hits

    results: dict[str, list[float]] = {
        "first": [timed(lambda: list(search(project, wanted)))],
        "find": [],
        "floor": [],
    }
    for _ in range(7):
        results["floor"].append(timed(plain))
        results["find"].append(timed(lambda: list(search(project, wanted))))
    return results


@task
def units(folder: str) -> dict[str, Any]:
    """All units of the code with the most codings, and of the largest group with all below it."""
    from coder.analysis.retrieval import retrieve, unit

    project = read_project(folder)

    def quoted(code: Any) -> str:
        return "/".join(f'"{name}"' for name in path_of(project, code).split("/"))

    most = max(project.codes.values(), key=lambda code: len(project.codings_with(code.id)))

    def held(code: Any) -> int:
        return sum(len(project.codings_with(below.id)) for below in codes_in_order(project, code.id))

    group = max(project.children(None), key=held)
    queries = {"code": quoted(most), "subtree": f"{quoted(group)}/**"}
    results: dict[str, Any] = {"code": [], "subtree": [], "ids": []}
    for name, query in queries.items():
        results[f"{name} units"] = len(retrieve(project, query))
        for _ in range(7):
            results[name].append(timed(lambda q=query: [unit(project, id) for id in retrieve(project, q)]))
    return results


@task
def cooccurrence(folder: str) -> dict[str, Any]:
    """All pairs of codes under each definition; whole matrices with all their cells."""
    from coder.analysis.cooccurrence import DEFINITIONS, counts, meetings
    from coder.analysis.matrix import Matrix

    project = read_project(folder)
    results: dict[str, Any] = {"together": {}, "pairs": {}, "matrix": {}}
    for how in DEFINITIONS:
        results["together"][how] = [timed(lambda h=how: counts(meetings(project, h))) for _ in range(5)]
        results["pairs"][how] = len(counts(meetings(project, how))) // 2
    for rows, columns in (("codes", "sources"), ("codes", "codes"), ("participants", "codes")):
        name = f"{rows} × {columns}"
        results["matrix"][name] = [timed(lambda r=rows, c=columns: Matrix(project, r, c)) for _ in range(5)]
    return results


@task
def exporting(folder: str, format: str) -> dict[str, float]:
    """Everything in one format, into memory."""
    from coder.exchange import registry

    project = read_project(folder)
    writer = registry.writer_for(registry.SEGMENTS, "", format)
    exported: list[bytes] = []
    return {"export": timed(lambda: exported.append(writer.write(project, None))), "bytes": float(len(exported[0]))}


@task
def importing(texts: str, folder: str) -> dict[str, float]:
    """All .txt files of a folder into a new project; floor: reading their bytes."""
    from coder.exchange.importing import import_files

    files = sorted(Path(texts).glob("*.txt"))
    create_project(Path(folder), "SYNTHETIC import", language="nb")
    project = open_project(folder, "AA")
    results = {"floor": timed(lambda: [file.read_bytes() for file in files])}
    results["import"] = timed(lambda: list(import_files(project, files)))
    results["sources"] = float(len(project.sources))
    project.close()
    return results


@task
def correcting(folder: str, times: str) -> dict[str, Any]:
    """What becomes of the units of the source with the most, after a hundred edits of its text, and after one."""
    from coder.project.operations import corrections
    from coder.text.edits import turns_after

    project = read_project(folder)
    source = max(project.sources.values(), key=lambda source: len(project.positions(source.id)))
    old = project.text_of(source)
    rng = random.Random(3)
    results: dict[str, Any] = {"whole": [], "turn": [], "units": len(project.positions(source.id))}
    for _ in range(int(times)):
        text = old.text
        for at in sorted(rng.sample(range(len(text)), 100), reverse=True):
            text = text[:at] + rng.choice(["", " SYNTHETIC", "x"]) + text[at + rng.choice([0, 1, 6, 40]) :]

        turn = rng.randrange(1, len(old.turns))
        words = old.text[old.turns[turn].label : old.turns[turn].end].replace("e", "x", 3) + " x"
        results["whole"].append(
            timed(lambda t=text: corrections.preview(project, source, t, turns_after(old.text, old.turns, t)))
        )
        results["turn"].append(timed(lambda n=turn, w=words: corrections.preview_turn(project, source, n, w)))
    return results


if __name__ == "__main__":
    json.dump(TASKS[sys.argv[1]](*sys.argv[2:]), sys.stdout)
