"""Rich Text Format, as word processors, f4 and TextEdit write it."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "rtf", "Rich Text Format", ".rtf")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the text and turns. Headers, footers and deleted text are skipped; footnotes become a note."""
    from coder.exchange.document_notes import notes_of, warnings_of
    from coder.exchange.file_signatures import refuse, refuse_known
    from coder.exchange.rtf import Document
    from coder.exchange.text_builder import TextBuilder
    from coder.exchange.transcript import transcript

    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        refuse_known(data, name)
        raise refuse(name, "not an RTF document", "If it is plain text, give it the suffix .txt")
    builder = TextBuilder(options.rules)
    document = Document(builder)
    document.read(data)
    text = builder.finish()
    warnings = warnings_of(document.seen, document.notes)
    if not document.complete:
        warnings.append("The end of the file is missing: was it copied completely?")
    return transcript(
        text,
        "rtf",
        dialogue=builder.dialogue,
        warnings=warnings,
        comments=document.comments(text),
        notes=notes_of(document.notes),
    )
