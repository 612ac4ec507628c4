"""Saved web pages, also in a single file, and the HTML of transcription services."""

from __future__ import annotations

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript


@reader(TRANSCRIPT, "html", "Web page", ".html", ".htm", ".xhtml")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return what a browser shows of a page; nothing is fetched or run."""
    from coder.exchange.web_document import decode_page, read_page

    text, encoding, warnings = decode_page(data, name, options.encoding)
    return read_page(text, "html", encoding, warnings, options)


@reader(TRANSCRIPT, "mhtml", "Web page in a single file", ".mhtml", ".mht")
def read_archive(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return what a browser shows of the first page in the file. Source of the format: RFC 2557."""
    from email import message_from_bytes, policy

    from coder.errors import UnreadableFile
    from coder.exchange.file_signatures import refuse_known
    from coder.exchange.web_document import decode_page, read_page

    refuse_known(data, name)
    for part in message_from_bytes(data, policy=policy.compat32).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                charset = options.encoding or part.get_content_charset("")
                text, encoding, warnings = decode_page(page, name, charset if _is_known(charset) else "")
                return read_page(text, "html", encoding, warnings, options)
    raise UnreadableFile(
        f"{name} contains no web page", "It contains no HTML", "Save the page again, as “Web page, HTML only”"
    )


def _is_known(charset: str) -> bool:
    from coder.exchange.encoding import canonical

    return bool(charset and canonical(charset))
