"""The JSON of speech recognisers: what each calls its utterances, speakers and times, in one table of formats."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from coder.exchange.cues import Cue
from coder.text.clean import clean

Json = Mapping[str, Any]

_DEEPEST, _MOST_OBJECTS = 4, 1_000  # objects in objects that are looked at
LATEST = 10_000_000.0  # seconds; a later time is no time
_SENTENCE_END = re.compile(r"[.!?…。？！][\"”’»)]*\Z")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,9})?)\Z")
_ISO = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?\Z")
_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?s?\Z")
_BARE = re.compile(r"\d{1,4}\Z|[A-Z]\Z")  # a number or letter instead of a name
_UNKNOWN = ("uu", "unknown", "unk", "none", "null")
_MILLI, _TICK, _SAMPLE = 0.001, 1e-7, 1 / 16_000


_TEXTS = ("text", "content", "transcript", "body", "sentence", "words")
_SPEAKERS = (
    "speaker", "speaker_name", "speakerName", "speakerDisplayName", "speaker_label", "speakerId", "speaker_id",
    "name", "user",
)  # fmt: skip
_STARTS = (
    "start", "start_time", "startTime", "startOffset", "begin", "data_start", "from", "timestamp", "time", "ts",
)  # fmt: skip
_ENDS = ("end", "end_time", "endTime", "endOffset", "data_end", "to")


class SpeechFormat(NamedTuple):
    """A format: `cues` returns the cues of a document, or None if it is not of this format."""

    name: str
    cues: Callable[[Json], list[Cue] | None]

    @property
    def particular(self) -> bool:
        """Whether the format is that of a recogniser, rather than any list of utterances."""
        return self.name[0].isupper()


class _Word(NamedTuple):
    """A word with the speaker who said it; `joined` if no blank is before it (a comma)."""

    start: float | None
    end: float | None
    text: str
    speaker: str | None
    joined: bool = False


def cues_in(document: object) -> tuple[str, list[Cue]] | None:
    """Return the name of the format of a document and its cues; None if it is of none of `FORMATS`.

    A service may wrap the document in an answer of its own: objects in it are looked at too.
    """
    if isinstance(document, list):
        document = {"items": document}
    if not isinstance(document, dict):
        return None
    level, depth = [document], 0
    while level and depth < _DEEPEST:
        for inner in level:
            for form in FORMATS:
                cues = form.cues(inner) if not depth or form.particular else None
                if cues is not None:
                    return form.name, cues
        level = [value for inner in level for value in inner.values() if isinstance(value, dict)][:_MOST_OBJECTS]
        depth += 1
    return None


# Values, whatever their type


def _records(value: object) -> list[Json]:
    """Return the objects in a list; none if it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _record(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _first(value: object) -> Json:
    return next(iter(_records(value)), {})


def _words(value: object) -> str:
    """Return text, or the text of a list of words."""
    if isinstance(value, list):
        return " ".join(filter(None, (_words(_any(word, ("text", "word", "value"))) for word in _records(value))))
    return clean(value).text.strip() if isinstance(value, str) else ""


def _seconds(value: object, unit: float = 1.0) -> float | None:
    """Return a time in seconds from a number, `1.2s`, `00:01:02.5` or `PT1.2S`; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        clock, iso = _CLOCK.match(value.strip()), _ISO.match(value.strip())
        if _DECIMAL.match(value.strip()):
            value = float(value.strip().rstrip("s"))
        elif clock or iso:
            hours, minutes, rest = (clock or iso).groups()  # type: ignore[union-attr]
            value = float(hours or 0) * 3600 + float(minutes or 0) * 60 + float((rest or "0").replace(",", "."))
            unit = 1.0
    if not isinstance(value, (int, float)) or abs(value) > LATEST / unit or not math.isfinite(value):
        return None
    return max(0.0, value * unit)


def _speaker(value: object) -> str | None:
    """Return the name of a speaker: `Speaker 0` for a bare number or letter, None if there is none."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "label", "id") if value.get(key) not in (None, "")), None)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return f"Speaker {int(value)}"
    if not isinstance(value, str) or not value.strip():
        return None
    name = " ".join(clean(value).text.split())
    if name.casefold() in _UNKNOWN:
        return ""
    return f"Speaker {name}" if _BARE.match(name) else name


def _cues(parts: Iterable[tuple[float | None, float | None, str, str | None]]) -> list[Cue]:
    """Return cues; one without a time has that of the one before it."""
    cues: list[Cue] = []
    for start, end, text, speaker in parts:
        if text:
            begin = start if start is not None else cues[-1].end if cues else 0.0
            cues.append(Cue(begin, max(begin, end if end is not None else begin), text, speaker))
    return cues


def _sentences(words: Iterable[_Word]) -> list[Cue]:
    """Join words into sentences of one speaker."""
    parts: list[list[Any]] = []  # start, end, text, speaker
    ended = True
    for word in words:
        if not word.text:
            continue
        if parts and word.joined:
            parts[-1][2] += word.text
        elif ended or word.speaker != parts[-1][3]:
            parts.append([word.start, word.end, word.text, word.speaker])
        else:
            parts[-1][2] += f" {word.text}"
        parts[-1][1] = word.end if word.end is not None else parts[-1][1]
        ended = bool(_SENTENCE_END.search(parts[-1][2]))
    return _cues((start, end, text, speaker) for start, end, text, speaker in parts)


def _listed(
    key: str, text: Sequence[str], speaker: Sequence[str], start: Sequence[str], end: Sequence[str], unit: float = 1.0
) -> Callable[[Json], list[Cue] | None]:
    """Return the function for documents with a list of utterances under `key`; of the names, the first there is."""

    def cues(document: Json) -> list[Cue] | None:
        records = _records(document.get(key))
        if not records or not any(name in record for record in records for name in text):
            return None
        if not any(name in record for record in records for name in (*speaker, *start)):
            return None
        return _cues(
            (
                _seconds(_any(record, start), unit),
                _seconds(_any(record, end), unit),
                _words(_any(record, text)),
                _speaker(_any(record, speaker)),
            )
            for record in records
        )

    return cues


def _any(record: Json, names: Iterable[str]) -> object:
    return next((record[name] for name in names if record.get(name) is not None), None)


# Formats


def _aws(document: Json) -> list[Cue] | None:
    """Amazon Transcribe: words with times, and segments that say who speaks when."""
    results = _record(document.get("results"))
    items = _records(results.get("items"))
    if not items and "transcripts" in results:
        return _listed("audio_segments", ("transcript",), ("speaker_label",), ("start_time",), ("end_time",))(results)
    if not items or "transcripts" not in results:
        return None
    speakers: dict[object, str | None] = {}
    for segment in _records(_record(results.get("speaker_labels")).get("segments")):
        for item in _records(segment.get("items")):
            speakers[_key(item.get("start_time"))] = _speaker(item.get("speaker_label", segment.get("speaker_label")))
    channels = _records(_record(results.get("channel_labels")).get("channels"))
    for channel in channels:
        for item in _records(channel.get("items")):
            speakers.setdefault(_key(item.get("start_time")), _speaker(channel.get("channel_label")))

    def words() -> Iterator[_Word]:
        speaker: str | None = None
        for item in items:
            text = _words(_first(item.get("alternatives")).get("content"))
            sign = item.get("type") == "punctuation"
            if not sign:
                own = _speaker(item.get("speaker_label"))
                speaker = own or speakers.get(_key(item.get("start_time")), speaker)
            yield _Word(_seconds(item.get("start_time")), _seconds(item.get("end_time")), text, speaker, sign)

    return _sentences(words())


def _key(value: object) -> object:
    return value if isinstance(value, (str, int, float)) else None


def _deepgram(document: Json) -> list[Cue] | None:
    """Deepgram: utterances if they were asked for, else paragraphs, else words."""
    results = _record(document.get("results"))
    if "channels" not in results:
        return None
    utterances = _records(results.get("utterances"))
    if utterances:
        return _listed("utterances", ("transcript",), ("speaker",), ("start",), ("end",))(results)
    alternatives = [_first(channel.get("alternatives")) for channel in _records(results.get("channels"))]
    parts = [
        (_seconds(sentence.get("start")), _seconds(sentence.get("end")), _words(sentence.get("text")), speaker)
        for alternative in alternatives
        for paragraph in _records(_record(alternative.get("paragraphs")).get("paragraphs"))
        for speaker in [_speaker(paragraph.get("speaker"))]
        for sentence in _records(paragraph.get("sentences"))
    ]
    if parts:
        return _cues(parts)
    cues = [cue for alternative in alternatives for cue in _spoken(alternative.get("words"))]
    return cues or _cues((None, None, _words(alternative.get("transcript")), None) for alternative in alternatives)


def _spoken(words: object) -> list[Cue]:
    """Return the sentences of a list of words, of whichever recogniser."""
    return _sentences(
        _Word(
            _seconds(_any(word, ("start", "startTime", "startOffset", "start_time"))),
            _seconds(_any(word, ("end", "endTime", "endOffset", "end_time"))),
            _words(_any(word, ("punctuated_word", "word", "text", "value"))),
            _speaker(_any(word, ("speakerLabel", "speakerTag", "speaker", "speaker_id"))),
        )
        for word in _records(words)
    )


def _google(document: Json) -> list[Cue] | None:
    """Google Speech-to-Text: with speakers, the last result of version 1 repeats all words."""
    results = _records(document.get("results")) or _records(_record(document.get("response")).get("results"))
    best = [_first(result.get("alternatives")) for result in results]
    if not any("transcript" in alternative for alternative in best):
        return None
    tagged = [any("speakerTag" in word for word in _records(alternative.get("words"))) for alternative in best]
    if best and tagged[-1]:
        return _spoken(best[-1].get("words"))
    cues: list[Cue] = []
    for alternative in best:
        words = _spoken(alternative.get("words"))
        if any(cue.speaker for cue in words):
            cues += words
        else:
            start = words[0].start if words else None
            end = words[-1].end if words else None
            cues += _cues([(start, end, _words(alternative.get("transcript")), None)])
    return cues


def _azure(document: Json) -> list[Cue] | None:
    """Azure Speech: batch transcription (recognized phrases)."""
    phrases = _records(document.get("recognizedPhrases"))
    if not phrases:
        return None
    several = len({str(phrase.get("channel")) for phrase in phrases}) > 1
    parts = [
        (
            _seconds(phrase.get("offsetInTicks"), _TICK),
            _length(phrase, "offsetInTicks", "durationInTicks", _TICK),
            _words(_any(_first(phrase.get("nBest")), ("display", "lexical"))),
            _speaker(phrase.get("speaker")) or (_speaker(phrase.get("channel")) if several else None),
        )
        for phrase in phrases
    ]
    return _cues(sorted(parts, key=lambda part: part[0] or 0.0))


def _azure_fast(document: Json) -> list[Cue] | None:
    """Azure Speech: fast transcription."""
    phrases = _records(document.get("phrases"))
    if not any("offsetMilliseconds" in phrase for phrase in phrases):
        return None
    return _cues(
        (
            _seconds(phrase.get("offsetMilliseconds"), _MILLI),
            _length(phrase, "offsetMilliseconds", "durationMilliseconds", _MILLI),
            _words(phrase.get("text")),
            _speaker(phrase.get("speaker")),
        )
        for phrase in phrases
    )


def _length(record: Json, offset: str, duration: str, unit: float) -> float | None:
    start, length = _seconds(record.get(offset), unit), _seconds(record.get(duration), unit)
    return None if start is None or length is None else start + length


def _video_indexer(document: Json) -> list[Cue] | None:
    """Azure Video Indexer."""
    insights = _record(_first(document.get("videos")).get("insights"))
    if "transcript" not in insights:
        return None
    names = {speaker.get("id"): _speaker(speaker) for speaker in _records(insights.get("speakers"))
             if isinstance(speaker.get("id"), (int, str))}  # fmt: skip
    parts = []
    for line in _records(insights.get("transcript")):
        instance = _first(line.get("instances"))
        speaker = names.get(_key(line.get("speakerId")), _speaker(line.get("speakerId")))
        times = (_seconds(instance.get("start")), _seconds(instance.get("end")))
        parts.append((*times, _words(line.get("text")), speaker))
    return _cues(parts)


def _whisper_cpp(document: Json) -> list[Cue] | None:
    """whisper.cpp."""
    lines = _records(document.get("transcription"))
    if not any("offsets" in line or "timestamps" in line for line in lines):
        return None
    parts = []
    for line in lines:
        offsets = _record(line.get("offsets"))
        speaker = _speaker(line.get("speaker"))
        times = (_seconds(offsets.get("from"), _MILLI), _seconds(offsets.get("to"), _MILLI))
        parts.append((*times, _words(line.get("text")), speaker))
    return _cues(parts)


def _chunks(document: Json) -> list[Cue] | None:
    """Whisper of the Transformers library: `chunks`, or `speakers` where voices were told apart."""
    for key in ("speakers", "chunks"):
        chunks = [chunk for chunk in _records(document.get(key)) if isinstance(chunk.get("timestamp"), list)]
        if chunks:
            times = [[*chunk["timestamp"], None, None][:2] for chunk in chunks]
            return _cues(
                (_seconds(start), _seconds(end), _words(chunk.get("text")), _speaker(chunk.get("speaker")))
                for chunk, (start, end) in zip(chunks, times, strict=True)
            )
    return None


def _assemblyai(document: Json) -> list[Cue] | None:
    """AssemblyAI: utterances with times in milliseconds; Gladia: the same in seconds, which are no whole numbers."""
    times = [record.get(key) for record in _records(document.get("utterances")) for key in ("start", "end")]
    unit = 1.0 if any(isinstance(time, float) for time in times) else _MILLI
    return _listed("utterances", ("text",), ("speaker", "channel"), ("start",), ("end",), unit)(document)


def _rev(document: Json) -> list[Cue] | None:
    """Rev: monologues of elements, signs and blanks among them."""
    monologues = _records(document.get("monologues"))
    if not monologues:
        return None
    names = {_key(speaker.get("id")): _speaker(speaker) for speaker in _records(document.get("speakers"))}
    parts = []
    for monologue in monologues:
        elements = _records(monologue.get("elements"))
        text = "".join(element["value"] for element in elements if isinstance(element.get("value"), str))
        times = [_seconds(element.get("ts", element.get("timestamp"))) for element in elements]
        ends = [_seconds(element.get("end_ts", element.get("end_timestamp"))) for element in elements]
        start = next((time for time in times if time is not None), None)
        end = next((time for time in reversed(ends) if time is not None), None)
        number = monologue.get("speaker")
        parts.append((start, end, _words(text), names.get(_key(number)) or _speaker(number)))
    return _cues(parts)


def _speechmatics(document: Json) -> list[Cue] | None:
    """Speechmatics: words and signs, each with its speaker."""
    items = _records(document.get("results"))
    if not any("content" in _first(item.get("alternatives")) for item in items):
        return None

    def words() -> Iterator[_Word]:
        for item in items:
            best = _first(item.get("alternatives"))
            sign = item.get("type") == "punctuation" and item.get("attaches_to", "previous") in ("previous", "both")
            start, end = _seconds(item.get("start_time")), _seconds(item.get("end_time"))
            yield _Word(start, end, _words(best.get("content")), _speaker(best.get("speaker")), sign)

    return _sentences(words())


def _elevenlabs(document: Json) -> list[Cue] | None:
    """ElevenLabs: words, blanks and sounds."""
    words = _records(document.get("words"))
    if not any("speaker_id" in word or word.get("type") == "spacing" for word in words):
        return None
    return _spoken([word for word in words if word.get("type") != "spacing"])


def _youtube(document: Json) -> list[Cue] | None:
    """YouTube's json3: events of pieces of words."""
    events = _records(document.get("events"))
    if not any("segs" in event for event in events):
        return None
    parts = []
    for event in events:
        text = "".join(piece["utf8"] for piece in _records(event.get("segs")) if isinstance(piece.get("utf8"), str))
        start = _seconds(event.get("tStartMs"), _MILLI)
        parts.append((start, _length(event, "tStartMs", "dDurationMs", _MILLI), _words(text), None))
    return _cues(parts)


def _whisper(document: Json) -> list[Cue] | None:
    """Whisper, WhisperX, faster-whisper, the API of OpenAI: segments, or their words where several people speak."""
    cues = _listed("segments", ("text",), _SPEAKERS, _STARTS, _ENDS)(document)
    if cues is None:
        return None
    split = [_divided(segment) for segment in _records(document.get("segments")) if _words(_any(segment, ("text",)))]
    return [part for cue, parts in zip(cues, split, strict=True) for part in parts or [cue]]


def _divided(segment: Json) -> list[Cue]:
    """Return the words of a segment by speaker, if they are all there and several people say them."""
    words = _records(segment.get("words"))
    speakers = {_speaker(_any(word, _SPEAKERS)) for word in words} - {None}
    said = "".join(_words(_any(word, ("word", "text"))) for word in words)
    if len(speakers) < 2 or "".join(said.split()) != "".join(_words(segment.get("text")).split()):
        return []
    known = _speaker(_any(segment, _SPEAKERS))
    filled = []
    for word in words:
        known = _speaker(_any(word, _SPEAKERS)) or known
        filled.append({**word, "speaker": known})
    return _spoken(filled)


def _whisperx_words(document: Json) -> list[Cue] | None:
    """WhisperX without segments: words."""
    words = _records(document.get("word_segments"))
    return _spoken(words) if any("word" in word or "text" in word for word in words) else None


def _paragraphs(document: Json) -> list[Cue] | None:
    """Trint and Hyperaudio: paragraphs with speakers; words in them, or beside them by paragraph or by time."""
    paragraphs = _records(document.get("paragraphs"))
    beside = _records(document.get("words"))
    if not any("speaker" in paragraph for paragraph in paragraphs):
        return None
    inside = [_records(paragraph.get("words")) for paragraph in paragraphs]
    starts = [_any(paragraph, _STARTS) for paragraph in paragraphs]
    if not any(inside):
        if not beside:
            return None
        inside = _shared_out(beside, paragraphs, starts)
    times = [time for words in inside for word in words if (time := _any(word, _STARTS)) is not None]
    unit = _MILLI if times and all(isinstance(time, int) for time in (*times, *filter(None, starts))) else 1.0
    parts = []
    for paragraph, start, words in zip(paragraphs, starts, inside, strict=True):
        began = [start, *(_any(word, _STARTS) for word in words)]
        first = next((time for time in began if time is not None), None)
        last = next((time for time in reversed(began) if time is not None), None)
        parts.append((_seconds(first, unit), _seconds(last, unit), _words(words), _speaker(paragraph.get("speaker"))))
    return _cues(parts)


def _shared_out(words: Sequence[Json], paragraphs: Sequence[Json], starts: Sequence[object]) -> list[list[Json]]:
    """Return the words of each paragraph: those that name it, or whose times lie within its own."""
    places = {_key(paragraph.get("id")): place for place, paragraph in enumerate(paragraphs)}
    begins = [_seconds(start) or 0.0 for start in starts]
    shares: list[list[Json]] = [[] for _ in paragraphs]
    place = 0
    for word in words:
        time = _seconds(_any(word, _STARTS))
        named = _key(word.get("paragraphId"))
        if named is not None:
            place = places.get(named, place)
        while named is None and time is not None and place + 1 < len(begins) and begins[place + 1] <= time:
            place += 1
        shares[place].append(word)
    return shares


def _text_only(document: Json) -> list[Cue] | None:
    """The text alone, as Whisper and its API give it."""
    text = document.get("text")
    alone = isinstance(text, str) and not any(isinstance(value, (list, dict)) for value in document.values())
    return [Cue(0.0, 0.0, _words(text))] if alone and _words(text) else None


#: Every format, those with the most particular marks first.
FORMATS = (
    SpeechFormat("Amazon Transcribe", _aws),
    SpeechFormat("Deepgram", _deepgram),
    SpeechFormat("Azure Speech", _azure),
    SpeechFormat("Azure Speech (fast)", _azure_fast),
    SpeechFormat("Azure Video Indexer", _video_indexer),
    SpeechFormat("Speechmatics", _speechmatics),
    SpeechFormat("Google Speech-to-Text", _google),
    SpeechFormat("AssemblyAI", _assemblyai),
    SpeechFormat("Rev", _rev),
    SpeechFormat("Trint", _paragraphs),
    SpeechFormat(
        "Otter",
        _listed(
            "transcripts",
            ("transcript",),
            ("speaker_name", "speaker_model_label", "speaker_id"),
            ("start_offset",),
            ("end_offset",),
            _SAMPLE,
        ),
    ),
    SpeechFormat("Whisper.cpp", _whisper_cpp),
    SpeechFormat("Whisper", _whisper),
    SpeechFormat("WhisperX", _whisperx_words),
    SpeechFormat("Whisper (Transformers)", _chunks),
    SpeechFormat("ElevenLabs", _elevenlabs),
    SpeechFormat("YouTube", _youtube),
    *(
        SpeechFormat(f"a list of {key}", _listed(key, _TEXTS, _SPEAKERS, _STARTS, _ENDS))
        for key in ("segments", "transcript", "utterances", "entries", "sentences", "captions", "timeline", "items")
    ),
    SpeechFormat("text alone", _text_only),
)  # fmt: skip
