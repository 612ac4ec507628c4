"""Advice on files that are no transcripts: what to do with each kind, and which to skip in a folder."""

from __future__ import annotations

from pathlib import Path

_RESAVE = "Open it in a word processor and save it as .docx"
_TRANSCRIBE = "Import its transcript: export it from the program that transcribed it, as .docx, .txt, .vtt or .srt"
_READ_SCAN = "It is a picture of text: recognise the text (OCR) and import the result as .docx or .txt"
_UNPACK = "Unpack it and import the files in it"
_PROJECT = "It is a project of another program. Export its transcripts there as .docx or .txt, and import these"
_SLIDES = "Save its text as .txt"
_TABLE = "Open it in a spreadsheet program and save it as .xlsx or .csv"

#: What to do with files of formats that are not read, by suffix.
ADVICE: dict[str, str] = {
    suffix: advice
    for advice, suffixes in {
        _RESAVE: ".doc .dot .wps .wpd .sxw .pages .abw .lwp .hwp .hwpx",
        _TABLE: ".xls .xlsb .numbers .sav .dta",
        _SLIDES: ".ppt .pptx .odp .key",
        _TRANSCRIBE: (
            ".mp3 .m4a .wav .wma .aac .ogg .oga .opus .flac .aif .aiff .amr .ds2 .dss .3gp .caf "
            ".mp4 .m4v .mov .avi .mkv .webm .wmv .mpg .mpeg .mts"
        ),
        _READ_SCAN: ".png .jpg .jpeg .tif .tiff .bmp .gif .heic .webp",
        _UNPACK: ".zip .7z .rar .gz .tgz .tar .bz2 .xz",
        _PROJECT: (
            ".nvp .nvpx .nvcx .mx12 .mx18 .mx20 .mx22 .mx24 .mx26 .mex24 .atlproj .atlproj23 .hpr7 .qdpx .qda .rqda "
            ".requal .sqlite3 .qde .qrk .quirkos .tra .f4p .ftr"
        ),
        "Export it there as a web page (.html) or as .docx": ".one .enex .eml .msg",
        "Open it in the browser and save it as “Web page, HTML only”": ".webarchive .url .webloc",
        "Import it in ELAN and save it as .eaf": ".etf .pfsx .trs .exb .fln",
        "It is a link to a document in a cloud, without its text: download the document as .docx": (
            ".gdoc .gsheet .gslides .icloud .cloud .cloudf"
        ),
        "It is a codebook, not a transcript. Import it with: coder codes import": ".qdc",
    }.items()
    for suffix in suffixes.split()
}

#: What to write in place of a document in a format that is not written, by suffix.
WRITE_INSTEAD: dict[str, str] = {
    ".pdf": "Write .docx or .html, open that and print it as PDF.",
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages"), "Write .docx: every word processor opens it."),
}

#: Beginnings of names, and whole names, of files that programs and systems leave in a folder → what they are.
_BEGINNINGS = {
    "~$": "a lock file of an open Office document",
    ".~lock.": "a lock file of an open LibreOffice document",
    "._": "a companion file of macOS, without text",
    "~wrl": "a temporary file of Word",
}
_NAMES = {
    ".ds_store": "a file of macOS, without text",
    "thumbs.db": "a file of Windows, without text",
    "desktop.ini": "a file of Windows, without text",
    "icon\r": "a file of macOS, without text",
    ".localized": "a file of macOS, without text",
    ".dropbox": "a file of Dropbox, without text",
}
_ENDS = {
    ".tmp": "a temporary file",
    ".crdownload": "an unfinished download",
    ".part": "an unfinished download",
    ".download": "an unfinished download",
    ".lnk": "a link of Windows to another file",
}


def reason_to_skip(path: Path) -> str:
    """Return why a file of a folder is no transcript (“a lock file of …”); "" if it may be one.

    Only the name is looked at, and whether a file of a cloud service is an empty placeholder.
    """
    name = path.name.casefold()
    for beginning, reason in _BEGINNINGS.items():
        if name.startswith(beginning):
            return reason
    reason = _NAMES.get(name, "") or next((reason for end, reason in _ENDS.items() if name.endswith(end)), "")
    return reason or ("a placeholder of a file that is still in the cloud" if _is_placeholder(path) else "")


def _is_placeholder(path: Path) -> bool:
    """Return whether a file claims a size but occupies no space, or has the name of an iCloud placeholder."""
    if path.name.startswith(".") and path.name.endswith(".icloud"):
        return True
    try:
        status = path.stat()
    except OSError:
        return False
    offline = getattr(status, "st_file_attributes", 0) & 0x401000  # FILE_ATTRIBUTE_OFFLINE, RECALL_ON_DATA_ACCESS
    return bool(offline)
