from __future__ import annotations

import json
from typing import Any

import pytest

from coder.errors import UnreadableFile
from coder.exchange.readers.json import read

A, B = "Was it hard? (SYNTHETIC)", "It was, at first."


def words(text: str, start: float, **more: Any) -> list[dict[str, Any]]:
    return [
        {"word": word, "start": start + at, "end": start + at + 0.5, **more} for at, word in enumerate(text.split())
    ]


def aws(speakers: bool = True) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    segments = []
    for start, speaker, text in ((1, "spk_0", A), (20, "spk_1", B)):
        times = []
        for at, word in enumerate(text.split()):
            sign = word[-1] if word[-1] in "?.," else ""
            time = {"start_time": f"{start + at}.0", "end_time": f"{start + at}.5"}
            items.append({"type": "pronunciation", **time, "alternatives": [{"content": word.removesuffix(sign)}]})
            times.append({**time, "speaker_label": speaker})
            if sign:
                items.append({"type": "punctuation", "alternatives": [{"content": sign}]})
        segments.append({"speaker_label": speaker, "items": times})
    labels = {"speaker_labels": {"segments": segments}} if speakers else {}
    return {"jobName": "x", "results": {"transcripts": [{"transcript": f"{A} {B}"}], "items": items, **labels}}


def google() -> dict[str, Any]:
    tagged = [
        {"word": word["word"], "startTime": f"{word['start']}s", "endTime": f"{word['end']}s", "speakerTag": tag}
        for tag, text, start in ((1, A, 1.0), (2, B, 20.0))
        for word in words(text, start)
    ]
    return {"results": [
        {"alternatives": [{"transcript": A, "words": words(A, 1)}]},
        {"alternatives": [{"words": tagged}]},
    ]}  # fmt: skip


def rev() -> dict[str, Any]:
    def elements(text: str, start: float) -> list[dict[str, Any]]:
        return [
            part
            for word in words(text, start)
            for part in (
                {"type": "text", "value": word["word"], "ts": word["start"], "end_ts": word["end"]},
                {"type": "punct", "value": " "},
            )
        ]

    return {"monologues": [{"speaker": 0, "elements": elements(A, 1)}, {"speaker": 1, "elements": elements(B, 20)}]}


def speechmatics() -> dict[str, Any]:
    items = []
    for start, speaker, text in ((1, "S1", A), (20, "S2", B)):
        for word in words(text, start):
            best = {"content": word["word"], "speaker": speaker}
            times = {"start_time": word["start"], "end_time": word["end"]}
            items.append({"type": "word", **times, "alternatives": [best]})
    return {"format": "2.9", "results": items}


def segments(speaker: str = "speaker") -> list[dict[str, Any]]:
    return [
        {"start": 1.0, "end": 4.0, "text": f" {A}", speaker: "SPEAKER_00", "words": words(A, 1)},
        {"start": 20.0, "end": 24.0, "text": f" {B}", speaker: "SPEAKER_01"},
    ]


def utterances(scale: float, text: str, first: Any, second: Any) -> list[dict[str, Any]]:
    return [
        {"speaker": first, text: A, "start": 1 * scale, "end": 4 * scale},
        {"speaker": second, text: B, "start": 20 * scale, "end": 24 * scale},
    ]


def phrases() -> list[dict[str, Any]]:
    return [
        {
            "speaker": number,
            "channel": 0,
            "offsetInTicks": offset * 1e7,
            "durationInTicks": 3e7,
            "nBest": [{"display": text}],
        }
        for number, offset, text in ((1, 1, A), (2, 20, B))
    ]


S00, S01 = "SPEAKER_00", "SPEAKER_01"
CASES: dict[str, tuple[Any, list[str]]] = {
    "WhisperX": ({"segments": segments(), "word_segments": words(A, 1)}, [S00, S01]),
    "list of segments": (segments(), [S00, S01]),
    "WhisperX words": ({"word_segments": [*words(A, 1, speaker=S00), *words(B, 20, speaker=S01)]}, [S00, S01]),
    "AssemblyAI": ({"text": A, "utterances": utterances(1000, "text", "A", "B")}, ["Speaker A", "Speaker B"]),
    "Deepgram utterances": (
        {"results": {"channels": [], "utterances": utterances(1, "transcript", 0, 1)}},
        ["Speaker 0", "Speaker 1"],
    ),
    "Deepgram paragraphs": (
        {"results": {"channels": [{"alternatives": [{"paragraphs": {"paragraphs": [
            {"speaker": 0, "sentences": [{"text": A, "start": 1, "end": 4}]},
            {"speaker": 1, "sentences": [{"text": B, "start": 20, "end": 24}]},
        ]}}]}]}},
        ["Speaker 0", "Speaker 1"],
    ),
    "Deepgram words": (
        {"results": {"channels": [{"alternatives": [
            {"words": [*words(A, 1, speaker=0), *words(B, 20, speaker=1)]},
        ]}]}},
        ["Speaker 0", "Speaker 1"],
    ),
    "Amazon": (aws(), ["spk_0", "spk_1"]),
    "Azure": ({"recognizedPhrases": phrases()}, ["Speaker 1", "Speaker 2"]),
    "Azure fast": (
        {"phrases": [
            {"speaker": 1, "offsetMilliseconds": 1000, "durationMilliseconds": 3000, "text": A},
            {"speaker": 2, "offsetMilliseconds": 20000, "durationMilliseconds": 3000, "text": B},
        ]},
        ["Speaker 1", "Speaker 2"],
    ),
    "Azure Video Indexer": (
        {"videos": [{"insights": {
            "speakers": [{"id": 1, "name": "Kari"}, {"id": 2, "name": "Ola"}],
            "transcript": [
                {"text": A, "speakerId": 1, "instances": [{"start": "0:00:01", "end": "0:00:04"}]},
                {"text": B, "speakerId": 2, "instances": [{"start": "0:00:20.0", "end": "0:00:24"}]},
            ],
        }}]},
        ["Kari", "Ola"],
    ),
    "Google": (google(), ["Speaker 1", "Speaker 2"]),
    "Rev": (rev(), ["Speaker 0", "Speaker 1"]),
    "Speechmatics": (speechmatics(), ["S1", "S2"]),
    "Trint, words in paragraphs": (
        {"transcript": {"title": "x", "paragraphs": [
            {"speaker": "Kari", "words": [{"text": word, "time": 1000, "duration": 200} for word in A.split()]},
            {"speaker": "Ola", "words": [{"text": word, "time": 20000, "duration": 200} for word in B.split()]},
        ]}},
        ["Kari", "Ola"],
    ),
    "Trint, words that name their paragraphs": (
        {
            "words": [
                {"text": word["word"], "start": word["start"], "paragraphId": id}
                for id, text, start in (("a", A, 1.0), ("b", B, 20.0))
                for word in words(text, start)
            ],
            "paragraphs": [{"id": "a", "speaker": "Kari"}, {"id": "b", "speaker": "Ola", "start": 20.0}],
        },
        ["Kari", "Ola"],
    ),
    "Hyperaudio": (
        {"content": {
            "paragraphs": [{"speaker": "Kari", "start": 1000, "end": 9000}, {"speaker": "Ola", "start": 20000}],
            "words": [
                {"text": word["word"], "start": round(word["start"] * 1000), "end": round(word["end"] * 1000)}
                for text, start in ((A, 1), (B, 20))
                for word in words(text, start)
            ],
        }},
        ["Kari", "Ola"],
    ),
    "Otter": (
        {"speech": {"title": "x", "transcripts": [
            {"start_offset": 16000, "end_offset": 64000, "transcript": A, "speaker_model_label": "Kari"},
            {"start_offset": 320000, "end_offset": 384000, "transcript": B, "speaker_model_label": "Ola"},
        ]}},
        ["Kari", "Ola"],
    ),
    "Amazon, segments alone": (
        {"results": {"transcripts": [{"transcript": "x"}], "items": [], "audio_segments": [
            {"transcript": A, "start_time": "1.0", "end_time": "4.0", "speaker_label": "spk_0"},
            {"transcript": B, "start_time": "20.0", "end_time": "24.0", "speaker_label": "spk_1"},
        ]}},
        ["spk_0", "spk_1"],
    ),
    "ElevenLabs": (
        {"language_code": "en", "text": A, "words": [
            {"text": word["word"], "start": word["start"], "type": "word", "speaker_id": f"speaker_{n}"}
            for n, text, start in ((0, A, 1), (1, B, 20))
            for word in words(text, start)
        ]},
        ["speaker_0", "speaker_1"],
    ),
    "Transformers": (
        {"text": A, "speakers": [
            {"speaker": S00, "text": A, "timestamp": [1.0, 4.0]},
            {"speaker": S01, "text": B, "timestamp": [20.0, None]},
        ]},
        [S00, S01],
    ),
    "podcast": (
        {"version": "1.0.0", "segments": [
            {"speaker": "Kari", "startTime": 1.0, "endTime": 4.0, "body": A},
            {"speaker": "Ola", "startTime": 20.0, "endTime": 24.0, "body": B},
        ]},
        ["Kari", "Ola"],
    ),
    "Gladia": (
        {"id": "x", "result": {"transcription": {"utterances": [
            {"speaker": 0, "text": A, "start": 1.25, "end": 4.0, "words": words(A, 1)},
            {"speaker": 1, "text": B, "start": 20.5, "end": 24.0},
        ]}}},
        ["Speaker 0", "Speaker 1"],
    ),
    "answer of a service": ({"status": "done", "output": {"segments": segments()}}, [S00, S01]),
    "Happy Scribe": (
        [
            {"speaker": "Kari", "data_start": 1.0, "data_end": 4.0, "words": [{"text": word} for word in A.split()]},
            {"speaker": "Ola", "data_start": 20.0, "data_end": 24.0, "words": [{"text": word} for word in B.split()]},
        ],
        ["Kari", "Ola"],
    ),
    "Teams": (
        {"entries": [
            {"speakerDisplayName": "Kari Nes", "startOffset": "00:00:01.5", "endOffset": "00:00:04", "text": A},
            {"speakerDisplayName": "Ola Moen", "startOffset": "00:00:20.1", "endOffset": "00:00:24", "text": B},
        ]},
        ["Kari Nes", "Ola Moen"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_utterances_are_turns_with_speaker_and_time(name: str) -> None:
    document, speakers = CASES[name]
    transcript = read(json.dumps(document).encode(), "a.json")
    assert [(turn.speaker, turn.seconds) for turn in transcript.turns] == list(
        zip(speakers, (1.0, 20.0), strict=True)
    )
    assert [transcript.text[turn.start : turn.end] for turn in transcript.turns] == [A, B]
    assert (transcript.format, transcript.encoding) == ("json", "utf-8")


WITHOUT = {
    "Whisper": {"text": A, "language": "en", "segments": [{"id": 0, "start": 1.0, "end": 4.0, "text": A}]},
    "Whisper.cpp": {"transcription": [{"offsets": {"from": 1000, "to": 4000}, "text": f" {A}"}]},
    "Transformers": {"text": A, "chunks": [{"timestamp": [1.0, 4.0], "text": A}]},
    "YouTube": {"events": [{"tStartMs": 1000, "dDurationMs": 3000, "segs": [{"utf8": A[:5]}, {"utf8": A[5:]}]}]},
    "Google": {"results": [{"alternatives": [{"transcript": A, "words": words(A, 1)}]}]},
    "Deepgram": {"results": {"channels": [{"alternatives": [{"transcript": A, "words": words(A, 1)}]}]}},
    "Amazon": {"results": {"transcripts": [], "items": aws(False)["results"]["items"][:5]}},
}


@pytest.mark.parametrize("name", WITHOUT)
def test_words_without_speakers(name: str) -> None:
    transcript = read(json.dumps(WITHOUT[name]).encode(), "a.json")
    assert [turn.speaker for turn in transcript.turns] == [""]
    assert transcript.text.startswith(("[00:00:01] ", "[00:00:00] "))
    assert A.split()[0] in transcript.text


def test_text_alone() -> None:
    assert A in read(json.dumps({"text": A}).encode(), "a.json").text


def test_sentences_of_one_speaker_are_one_turn() -> None:
    lines = [{"start": at, "end": at + 1, "text": f"Part {at}.", "speaker": "SPEAKER_00"} for at in range(3)]
    transcript = read(json.dumps({"segments": lines}).encode(), "a.json")
    assert [transcript.text[turn.start : turn.end] for turn in transcript.turns] == ["Part 0. Part 1. Part 2."]


def test_encoding_of_the_file_is_detected() -> None:
    data = json.dumps({"segments": [{"start": 0, "end": 1, "text": "Blåbær, ja."}]}, ensure_ascii=False)
    assert "Blåbær" in read(data.encode("utf-8-sig"), "a.json").text
    assert "Blåbær" in read(data.encode("utf-16"), "a.json").text


def test_times_that_are_no_times() -> None:
    lines = [
        {"start": "NaN", "end": 1, "text": "one", "speaker": "A"},
        {"start": 1e300, "end": -5, "text": "two", "speaker": "B"},
        {"start": None, "text": "three \ud800 \u0000", "speaker": True},
    ]
    text = read(json.dumps({"segments": lines}).replace('"NaN"', "NaN").encode(), "a.json").text
    assert all(word in text for word in ("one", "two", "three"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"segments": [', "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"a": 1}', "not of a known speech recogniser"),
        (b"[1, 2]", "not of a known speech recogniser"),
        (b'"words"', "not of a known speech recogniser"),
        (b'{"segments": [{"start": 0, "text": ""}]}', "no text"),
        (b"\x89PNG\r\n", "picture"),
    ],
)
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as refused:
        read(data, "a.json")
    assert refused.value.title.startswith("a.json")


def test_error_names_the_recognisers_that_are_known() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(b"{}", "a.json")
    assert all(
        name in refused.value.detail for name in ("Whisper", "AssemblyAI", "Amazon", "Azure", "Deepgram", "Google")
    )


def test_words_of_several_speakers_in_a_segment_are_divided() -> None:
    said = [*words(A, 1, speaker="SPEAKER_00"), {"word": "It"}, *words("was, at first.", 20, speaker="SPEAKER_01")]
    segment = {"start": 1.0, "end": 24.0, "text": f" {A} It was, at first.", "speaker": "SPEAKER_00", "words": said}
    transcript = read(json.dumps({"segments": [segment]}).encode(), "a.json")
    assert [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns] == [
        ("SPEAKER_00", f"{A} It"),
        ("SPEAKER_01", "was, at first."),
    ]
