"""Rich Text Format, as word processors, f4 and TextEdit write it."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "rtf", "Rich Text Format", ".rtf")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns. Headers, footers and deleted text are skipped; footnotes become a note."""
    from coder.exchange.file_signatures import refuse, refuse_known
    from coder.exchange.rtf import Document
    from coder.exchange.text_builder import TextBuilder
    from coder.exchange.transcript import transcript
    from coder.text.phrases import format_count

    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        refuse_known(data, name)
        raise refuse(name, "not an RTF document", "If it is plain text, give it the suffix .txt")
    builder = TextBuilder(options.rules)
    document = Document(builder)
    document.read(data)
    text = builder.finish()
    fates = {
        "footnote": "kept as a memo on the source",
        "endnote": "kept as a memo on the source",
        "picture": "left out",
    }
    warnings = [
        f"{format_count(document.seen[kind], kind)}: {fate}" for kind, fate in fates.items() if document.seen[kind]
    ]
    if not document.complete:
        warnings.append("The end of the file is missing: was it copied completely?")
    notes = [
        f"{kind.capitalize()}s:\n\n" + "\n".join(f"{number}. {words}" for number, words in enumerate(notes, 1))
        for kind, notes in document.notes.items()
    ]
    return transcript(
        text, "rtf", dialogue=builder.dialogue, warnings=warnings, comments=document.comments(text), notes=notes
    )
