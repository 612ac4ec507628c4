"""The 32 items of COREQ, in our own words.

Source: Tong A, Sainsbury P, Craig J (2007), Consolidated criteria for reporting qualitative research (COREQ),
Int J Qual Health Care 19(6), 349-357. For item 22 the fields of information power are asked, without a score:
Malterud K, Siersma VD, Guassora AD (2016), Qual Health Res 26(13), 1753-1760.
"""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """An item: its number, a short name, and what is to be asked where the project does not know it."""

    number: int
    name: str
    ask: str


DOMAINS: dict[str, tuple[Item, ...]] = {
    "Research team and reflexivity": (
        Item(1, "Interviewers", "Who carried out the interviews?"),
        Item(2, "Credentials", "Which degrees do the researchers hold?"),
        Item(3, "Occupation", "What did the researchers work as during the study?"),
        Item(4, "Gender", "Which gender are the researchers?"),
        Item(5, "Experience and training", "What training and experience with such studies do they have?"),
        Item(6, "Earlier relationship", "Did interviewers and participants know each other before?"),
        Item(7, "What participants knew", "What had participants been told of the interviewers and their reasons?"),
        Item(
            8,
            "Interviewers’ standpoint",
            "Which interests, assumptions and biases do you report of the interviewers?",
        ),
    ),
    "Study design": (
        Item(9, "Orientation and theory", "Which methodological orientation and which theory underpin the study?"),
        Item(10, "Sampling", "How were participants selected?"),
        Item(11, "Approach", "How were participants approached?"),
        Item(12, "Sample size", "How many took part?"),
        Item(13, "Non-participation", "How many declined to take part, and why?"),
        Item(14, "Setting", "Where were the interviews held?"),
        Item(15, "Presence of others", "Was anybody else present?"),
        Item(16, "Description of the sample", "Which characteristics of the sample matter?"),
        Item(17, "Interview guide", "What did the guide ask, and was it tried out first?"),
        Item(18, "Repeat interviews", "Were any interviews repeated, and how many?"),
        Item(19, "Recording", "Was there a sound or video recording?"),
        Item(20, "Field notes", "Were notes made during or after the interviews?"),
        Item(21, "Duration", "How long did the interviews last?"),
        Item(22, "Saturation, or information power", "Why was this sample large enough?"),
        Item(23, "Transcripts returned", "Were transcripts given back to participants for comment or correction?"),
    ),
    "Analysis and findings": (
        Item(24, "Number of coders", "How many people coded?"),
        Item(25, "Coding tree", "What does the coding tree look like?"),
        Item(26, "Where themes came from", "Were themes laid down beforehand or found in the data?"),
        Item(27, "Software", "Which software managed the data?"),
        Item(28, "Participant checking", "Did participants comment on the findings?"),
        Item(29, "Quotations", "Do quotations illustrate the findings, and is it said whose they are?"),
        Item(30, "Data and findings agree", "Do the findings follow from the data presented?"),
        Item(31, "Major themes", "Are the major themes clear in the findings?"),
        Item(32, "Minor themes", "Are diverse cases and minor themes described?"),
    ),
}
ITEMS: dict[int, Item] = {item.number: item for domain in DOMAINS.values() for item in domain}

#: The item in whose place information power is asked, and its fields.
POWER_ITEM = 22
POWER: dict[str, str] = {
    "aim": "How narrow or broad is the aim of the study?",
    "specificity": "How specific for the aim are the experiences of these participants?",
    "theory": "Which established theory is the study built on?",
    "dialogue": "How strong was the dialogue in the interviews?",
    "analysis": "Does the analysis go deep into few cases, or across all?",
}
