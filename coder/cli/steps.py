"""`coder steps`: where the condensation stands, and what is open."""

from __future__ import annotations

from coder.cli import arguments, output


def run(argv: list[str]) -> int:
    """Print each step with what there is of it and what is open."""
    parser = arguments.reader(
        "steps",
        "Where the systematic text condensation stands: steps 0 to 4, then pairs and frameworks, each with what\n"
        "there is of it and what is open (○). Nothing has to be done in any order.",
        "steps friends",
        "steps friends --open",
        "steps friends --json",
    )
    parser.add_argument("--open", action="store_true", help="only what is open")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        from coder.analysis.method.steps import standing, steps

        found, stands = steps(project), standing(project)
    if args.json:
        rows = [
            {
                "step": step.number,
                "name": step.name,
                "begun": step.begun,
                "there": [] if args.open else [one.text for one in step.artefacts],
                "open": [{"text": one.text, "place": one.place, "target": one.target} for one in step.points],
            }
            for step in found
        ]
        output.document({"at": stands.step, "open": stands.points, "steps": rows})
        return 0
    for step in found:
        if args.open and not step.points:
            continue
        output.line(f"{step.number}  {step.name}{'' if step.begun else ' · not begun'}")
        for one in () if args.open else step.artefacts:
            output.line(f"     {one.text}")
        for point in step.points:
            output.line(f"   ○ {point.text}")
    output.line(str(stands))
    return 0
