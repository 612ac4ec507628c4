"""The transcripts of a study as texts to look through."""

from __future__ import annotations

from coder.privacy.capitals import Text
from coder.project.study import Study, sources_in_order


def study_texts(study: Study) -> list[Text]:
    """Return the current text of each source, in their order."""
    texts = []
    for source in sources_in_order(study):
        text = study.text_of(source)
        texts.append(Text(source.name, text.text, source.language, text.turns))
    return texts
