"""SYNTHETIC transcripts as people and programs write them: who speaks in them, and who does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.speaker_rules import SpeakerRules
from coder.text.turns import find_dialogue

# As today's programs export, each with the speakers of its turns.
EXPORTS: dict[str, tuple[str, list[str]]] = {
    "teams docx": (
        """Project meeting-20240305_100213-Meeting Recording
March 5, 2024, 9:02AM
23m 12s

Liv Dahl started transcription

Liv Dahl   0:03
Hello and welcome.

Odd Lie   0:09
Thank you.
Good to be here.

Liv Dahl   0:15
Shall we start?

Liv Dahl stopped transcription""",
        ["", "", "Liv Dahl", "Odd Lie", "Liv Dahl", ""],
    ),
    "teams docx no blank": (
        """Liv Dahl   0:03
Hello and welcome.
Odd Lie   0:09
Thank you.
Liv Dahl   0:15
Shall we start?
Odd Lie   1:00:15
Yes.""",
        ["Liv Dahl", "Odd Lie", "Liv Dahl", "Odd Lie"],
    ),
    "teams unpadded": (
        """0:0:3.120 --> 0:0:5.0
Liv Dahl
Hello there.
0:0:5.120 --> 0:0:9.0
Odd Lie
Hello.
0:0:9.120 --> 0:0:15.0
Liv Dahl
So how was it?""",
        ["Liv Dahl", "Odd Lie", "Liv Dahl"],
    ),
    "word transcribe": (
        """Audio file
interview_01.mp3
Transcript
00:00:03 Speaker 1
So tell me.
00:00:06 Speaker 2
I was home.
And alone.
00:00:12 Speaker 1
And then?
""",
        ["", "", "", "Speaker 1", "Speaker 2", "Speaker 1"],
    ),
    "word transcribe paragraphs": (
        """Audio file

interview_01.mp3

Transcript

00:00:03 Speaker 1

So tell me.

00:00:06 Speaker 2

I was home.

00:00:12 Speaker 1

And then?
""",
        ["", "", "", "Speaker 1", "Speaker 2", "Speaker 1"],
    ),
    "rev": (
        """Speaker 1 (00:03):
So tell me.

Speaker 2 (00:07):
I was home.

It was cold.

Speaker 1 (00:12):
And then?""",
        ["Speaker 1", "Speaker 2", "Speaker 1"],
    ),
    "otter": (
        """Kari Nes  0:01
So tell me.

Unknown Speaker  0:05
I was home.

Kari Nes  0:09
And then?

Transcribed by https://otter.ai""",
        ["Kari Nes", "Unknown Speaker", "Kari Nes", ""],
    ),
    "otter without speakers": (
        """0:01
So tell me.

0:05
I was home.

0:21\x20\x20
And then?""",
        ["", "", ""],
    ),
    "sonix": (
        """interview.mp3

Speaker1: [00:00:02] So tell me.

Speaker2: [00:00:05] I was home.

Speaker1: [00:00:09] And then?

(Transcribed by Sonix.ai - Remove this message by upgrading)""",
        ["", "Speaker1", "Speaker2", "Speaker1", ""],
    ),
    "trint": (
        """Kari Nes [00:00:02] So tell me.

Odd Lie [00:00:05] I was home.

Kari Nes [00:00:09] And then?""",
        ["Kari Nes", "Odd Lie", "Kari Nes"],
    ),
    "trint above": (
        """[00:00:02]
Kari Nes: So tell me.

[00:00:05]
Odd Lie: I was home.

[00:00:09]
Kari Nes: And then?""",
        ["Kari Nes", "Odd Lie", "Kari Nes"],
    ),
    "descript": (
        """[00:00:00] Kari: So tell me.

[00:00:05] Odd: I was home.

[00:00:09] Kari: And then?""",
        ["Kari", "Odd", "Kari"],
    ),
    "happy scribe": (
        """[00:00:00.120] - Speaker 1
So tell me.

[00:00:05.230] - Speaker 2
I was home.

[00:00:09.010] - Speaker 1
And then?""",
        ["Speaker 1", "Speaker 2", "Speaker 1"],
    ),
    "amberscript": (
        """SPEAKER 1    00:00:00
So tell me.

SPEAKER 2    00:00:05
I was home.

SPEAKER 1    00:00:09
And then?""",
        ["SPEAKER 1", "SPEAKER 2", "SPEAKER 1"],
    ),
    "noscribe": (
        """interview

Transcribed with noScribe vers. 0.6.2
Audio source: C:/x/interview.mp3
(Start: 00:00:00 | Stop: 00:10:00 | Language: Auto | Speaker detection: auto)

S00: So tell me.
S01: I was home. (..)
S00: And then?
//S01: And// it snowed.
""",
        ["", "", "S00", "S01", "S00"],
    ),
    "noscribe stamps": (
        """S00 [00:00:00]: So tell me.
S01 [00:00:08]: I was home.
S00 [00:00:12]: And then?""",
        ["S00", "S01", "S00"],
    ),
    "atrain": (
        """Transcription for 2024-05-03-interview

SPEAKER_00
So tell me. How was it?

SPEAKER_01
I was home.

SPEAKER_00
And then?""",
        ["", "SPEAKER_00", "SPEAKER_01", "SPEAKER_00"],
    ),
    "atrain stamps": (
        """Transcription for 2024-05-03-interview

SPEAKER_00
[00:00:00] So tell me.
[00:00:02] How was it?

SPEAKER_01
[00:00:05] I was home.
""",
        ["", "SPEAKER_00", "SPEAKER_01"],
    ),
    "f4 ends": (
        """I: So tell me. #00:00:05-1#

B: I was home. #00:00:09-5#

I: And then? #00:00:12-0#

B: It snowed. #00:00:20-0#""",
        ["I", "B", "I", "B"],
    ),
    "f4 bold": (
        """**I:** So tell me. #00:00:05-1#

**B:** I was home. #00:00:09-5#

**I:** And then? #00:00:12-0#""",
        ["I", "B", "I"],
    ),
    "zoom chat": (
        """10:02:03 From Kari Nes to Everyone:
\tHello
10:02:30 From Odd Lie to Kari Nes (Direct Message):
\tHi
10:03:03 From Kari Nes to Everyone:
\tSo""",
        ["Kari Nes", "Odd Lie", "Kari Nes"],
    ),
    "zoom transcript": (
        """[Kari Nes] 10:02:03
Hello there.

[Odd Lie] 10:02:09
Hi.

[Kari Nes] 10:02:12
So.""",
        ["Kari Nes", "Odd Lie", "Kari Nes"],
    ),
    "whatsapp": (
        """03/05/2024, 10:02 - Kari: Hello
03/05/2024, 10:03 - Odd: Hi
03/05/2024, 10:03 - Kari: So""",
        ["Kari", "Odd", "Kari"],
    ),
    "whatsapp ios": (
        """[03.05.24, 10:02:11] Kari: Hello
[03.05.24, 10:03:15] Odd: Hi
[03.05.24, 10:03:44] Kari: So""",
        ["Kari", "Odd", "Kari"],
    ),
    "slack": (
        """Kari Nes  10:02 AM
Hello

Odd Lie  10:03 AM
Hi

Kari Nes  10:05 AM
So""",
        ["Kari Nes", "Odd Lie", "Kari Nes"],
    ),
    "temi": (
        """Speaker 1: 00:00 So tell me.
Speaker 2: 00:05 I was home.
Speaker 1: 00:09 And then?""",
        ["Speaker 1", "Speaker 2", "Speaker 1"],
    ),
    "fireflies": (
        """Kari Nes - 00:00
So tell me.

Odd Lie - 00:05
I was home.

Kari Nes - 00:09
And then?""",
        ["Kari Nes", "Odd Lie", "Kari Nes"],
    ),
    "google meet": (
        """Attendees
Kari Nes, Odd Lie
Transcript
00:00:00
Kari Nes: So tell me.
Odd Lie: I was home.
00:05:00
Kari Nes: And then?
Odd Lie: No.""",
        ["", "", "", "Kari Nes", "Odd Lie", "Kari Nes", "Odd Lie"],
    ),
    "elan tab": (
        """Kari\t00:00:01.2\t00:00:02.4\tSo tell me.
Odd\t00:00:03.2\t00:00:05.0\tI was home.
Kari\t00:00:05.2\t00:00:06.0\tAnd then?""",
        ["Kari", "Odd", "Kari"],
    ),
    "nbsp teams": (
        """Liv Dahl\xa0\xa0\xa00:03
Hello.
Odd Lie\xa0\xa0\xa00:09
Hi.
Liv Dahl\xa0\xa0\xa00:12
So.""",
        ["Liv Dahl", "Odd Lie", "Liv Dahl"],
    ),
    "time column": (
        """00:01\tI\tHow was it?
00:05\tP\tLong.
00:09\tI\tAnd?
00:11\tP\tNo.""",
        ["I", "P", "I", "P"],
    ),
    "whisperx plain": (
        """[SPEAKER_00]: How was it?
[SPEAKER_01]: Long.
[SPEAKER_00]: And?""",
        ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"],
    ),
    "whisperx range s": (
        """[0.00s - 3.50s] SPEAKER_00: Good morning.
[3.50s - 8.20s] SPEAKER_01: Thanks.
[8.20s - 9.00s] SPEAKER_00: So.""",
        ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"],
    ),
    "whisper plain": (
        """[00:00.000 --> 00:03.000]  How was it?
[00:03.000 --> 00:05.000]  Long and
[00:05.000 --> 00:08.000]  dark.""",
        ["", "", ""],
    ),
    "assembly txt": (
        """Speaker A: How was it?

Speaker B: Long.

Speaker A: And?""",
        ["Speaker A", "Speaker B", "Speaker A"],
    ),
}

# Notations of labels and shapes of names.
LABELS: dict[str, tuple[str, list[str]]] = {
    "legal": (
        """1   Q.  How was it?
2   A.  It was cold.
3       And dark.
4   Q.  And then?
5   A.  Nothing.""",
        ["Q", "A", "Q", "A"],
    ),
    "court": (
        """BY MR. SMITH:
Q. State your name.
A. Kari Nes.
Q. And where?
A. Home.
THE COURT: Overruled.
MR. JONES: Objection.
Q. And when?
A. In March.
THE COURT: Sustained.
MR. JONES: Thanks.""",
        ["", "Q", "A", "Q", "A", "THE COURT", "MR. JONES", "Q", "A", "THE COURT", "MR. JONES"],
    ),
    "line numbered": (
        """1 I: So tell me.
2 P: I was home
3 and it was cold
4 and dark.
5 I: And then?
6 P: Nothing.""",
        ["I", "P", "I", "P"],
    ),
    "line numbered names": (
        """12 Kari: So tell me.
13 Per: I was home.
14 Kari: And then?
15 Per: Nothing.""",
        ["Kari", "Per", "Kari", "Per"],
    ),
    "number labels": (
        """INT: So tell me.
003: I was home.
INT: And then?
003: Nothing.
INT: Ok?
003: Yes.""",
        ["INT", "003", "INT", "003", "INT", "003"],
    ),
    "number labels only": (
        """001: So tell me.
003: I was home.
001: And then?
003: Nothing.
001: Ok?
003: Yes.""",
        ["001", "003", "001", "003", "001", "003"],
    ),
    "spanish P R": (
        """P.- ¿Qué tal?
R.- Bien.
P.- ¿Y luego?
R.- Nada.""",
        ["P", "R", "P", "R"],
    ),
    "P. R.": (
        """P. ¿Qué tal?
R. Bien.
P. ¿Y luego?
R. Nada.""",
        ["P", "R", "P", "R"],
    ),
    "E:": (
        """E: ¿Qué tal?
ENT: Bien.
E: ¿Y luego?
ENT: Nada.""",
        ["E", "ENT", "E", "ENT"],
    ),
    "guest": (
        """Host: Welcome.

Guest: Thank you.

Host: Tell me.

Guest: It was

guest

and then more words came.

Host: Good.

Guest: Yes.""",
        ["Host", "Guest", "Host", "Guest", "Host", "Guest"],
    ),
    "problem": (
        """I: How?

P: Then you have this problem: we ran.

Problem: we ran.

The other problem: we fell.

I: And?

P: No.""",
        ["I", "P", "I", "P"],
    ),
    "pros cons": (
        """Interviewer: Which?
Kari: I made a list.
Pros: warm
Cons: far
Pros: cheap
Cons: dark
Interviewer: And?
Kari: I stayed.
Interviewer: Good.
Kari: Yes.""",
        ["Interviewer", "Kari", "Interviewer", "Kari", "Interviewer", "Kari"],
    ),
    "ordinals": (
        """Interviewer: Why?
Kari: Three reasons.
First: cold.
Second: dark.
Third: far.
First: cold again.
Interviewer: And?
Kari: No.""",
        ["Interviewer", "Kari", "Interviewer", "Kari"],
    ),
    "alike": (
        """Interviewer1: How?
Kari: So.
Interviewer 1: And?
Kari: No.
INTERVIEWER 1: Why?
Kari : Because.""",
        ["Interviewer1", "Kari", "Interviewer1", "Kari", "Interviewer1", "Kari"],
    ),
    "multi paragraph answers": (
        """I: How?

P: First.

Second.

Third.

I: And?

P: More.

And more.""",
        ["I", "P", "I", "P"],
    ),
    "dr": (
        """Dr. Olsen: How?
Mrs. Dahl: So.
Dr. Olsen: And?
Mrs. Dahl: No.""",
        ["Dr. Olsen", "Mrs. Dahl", "Dr. Olsen", "Mrs. Dahl"],
    ),
    "three": (
        """Moderator: Start.
P1: Yes.
P2: No.
P1, P2: Maybe.
Moderator: Good.
P3 (nurse): Hm.
P2: Ok.""",
        ["Moderator", "P1", "P2", "P1, P2", "Moderator", "P3 (nurse)", "P2"],
    ),
    "lower": (
        """kari: How?
per: So.
kari: And?
per: No.""",
        ["kari", "per", "kari", "per"],
    ),
    "mixed bold alone": (
        """**Kari Nes**

How was it?

**Odd Lie**

Long.

**Kari Nes**

And?

**Odd Lie**

No.""",
        ["Kari Nes", "Odd Lie", "Kari Nes", "Odd Lie"],
    ),
    "headings": (
        """## Introduction

### Interviewer

How?

### Kari

So.

## Later

### Interviewer

And?

### Kari

No.""",
        ["", "Interviewer", "Kari", "Interviewer", "Kari"],
    ),
    "question answer": (
        """Question: How?
Answer: So.
Question: And?
Answer: No.""",
        ["Question", "Answer", "Question", "Answer"],
    ),
    "irc": (
        """<kari> How?
<per> So.
<kari> And?
<per> No.""",
        ["kari", "per", "kari", "per"],
    ),
    "woman man": (
        """Woman 1: How?
Man 2: So.
Woman 1: And?
Man 2: No.""",
        ["Woman 1", "Man 2", "Woman 1", "Man 2"],
    ),
    "surnames": (
        """DAHL: How?
LIE: So.
DAHL: And?
LIE: No.""",
        ["DAHL", "LIE", "DAHL", "LIE"],
    ),
    "and others": (
        """Interviewer: How?
Kari and Per: So.
Interviewer: And?
Kari: No.
Per: Yes.
Kari: Ok.
Per: Fine.""",
        ["Interviewer", "Kari and Per", "Interviewer", "Kari", "Per", "Kari", "Per"],
    ),
    "time of day speech": (
        """I: When?
P: 10:30 it was.
I: And?
P: 11:15 again.""",
        ["I", "P", "I", "P"],
    ),
    "swedish": (
        """Intervjuare: Hur var det?
Deltagare 1: Bra.
Deltagare 2: Nej.
Intervjuare: Och sen?
Deltagare 1: Inget.""",
        ["Intervjuare", "Deltagare 1", "Deltagare 2", "Intervjuare", "Deltagare 1"],
    ),
    "role with name": (
        """Interviewer (Kari): How?
Participant (P03): So.
Interviewer (Kari): And?
Participant (P03): No.""",
        ["Interviewer (Kari)", "Participant (P03)", "Interviewer (Kari)", "Participant (P03)"],
    ),
    "role dash name": (
        """Interviewer - Kari: How?
Nurse - Per: So.
Interviewer - Kari: And?
Nurse - Per: No.""",
        ["Interviewer - Kari", "Nurse - Per", "Interviewer - Kari", "Nurse - Per"],
    ),
    "P3_F_54": (
        """INT: How?
P3_F_54: So.
INT: And?
P3_F_54: No.""",
        ["INT", "P3_F_54", "INT", "P3_F_54"],
    ),
    "P3-F-54": (
        """INT: How?
P3-F-54: So.
INT: And?
P3-F-54: No.""",
        ["INT", "P3-F-54", "INT", "P3-F-54"],
    ),
    "P3; F": (
        """INT: How?
P3 [F, 54]: So.
INT: And?
P3 [F, 54]: No.""",
        ["INT", "P3 [F, 54]", "INT", "P3 [F, 54]"],
    ),
    "female long remark": (
        """INT: How?
Participant 3 (female, 54 years, nurse): So.
INT: And?
Participant 3 (female, 54 years, nurse): No.""",
        ["INT", "Participant 3 (female, 54 years, nurse)", "INT", "Participant 3 (female, 54 years, nurse)"],
    ),
    "unicode bullets": (
        """• Kari: How?
• Per: So.
• Kari: And?
• Per: No.""",
        ["Kari", "Per", "Kari", "Per"],
    ),
    "int no colon dash": (
        """I - How was it?
P - Long.
I - And?
P - No.""",
        ["I", "P", "I", "P"],
    ),
    "colon without blank": (
        """I:How was it?
P:Long.
I:And?
P:No.""",
        ["I", "P", "I", "P"],
    ),
    "names colon without blank": (
        """Kari:How was it?
Per:Long.
Kari:And?
Per:No.""",
        ["Kari", "Per", "Kari", "Per"],
    ),
    "upper with dots": (
        """INT. How was it?
RESP. Long.
INT. And?
RESP. No.""",
        ["INT", "RESP", "INT", "RESP"],
    ),
    "nested list days": (
        """I: Tell me about the week.

P: Well.

Monday: work.

Tuesday: work.

Friday: off.

I: And then?

P: Weekend: nothing.

I: Ok.""",
        ["I", "P", "I", "P", "I"],
    ),
    "quoted speech": (
        """I: What did she say?

P: She said:

Mother: come home

and I said

Me: no

I: And?

P: I stayed.""",
        ["I", "P", "I", "P"],
    ),
    "quoted speech repeated": (
        """I: What did they say?

P: They talked like this:

Mother: come home
Father: no
Mother: yes
Father: no

I: And?

P: I stayed.

I: Why?

P: Cold.""",
        ["I", "P", "I", "P", "I", "P"],
    ),
    "interviewer notes": (
        """Interviewer: How?
[Note: door slams]
Kari: So.
(Comment: she cries)
Interviewer: And?
Kari: No.""",
        ["Interviewer", "Kari", "Interviewer", "Kari"],
    ),
    "german sie": (
        """Interviewerin: Wie geht es?
Frau M.: Gut.
Interviewerin: Und?
Frau M.: Nein.""",
        ["Interviewerin", "Frau M.", "Interviewerin", "Frau M."],
    ),
    "french": (
        """Enquêteur : Comment ?
Enquêtée n°2 : Bien.
Enquêteur : Et ?
Enquêtée n°2 : Non.""",
        ["Enquêteur", "Enquêtée n°2", "Enquêteur", "Enquêtée n°2"],
    ),
    "french guillemets": (
        """Enquêteur : « Comment ? »
Mme Dupont : « Bien. »
Enquêteur : « Et ? »
Mme Dupont : « Non. »""",
        ["Enquêteur", "Mme Dupont", "Enquêteur", "Mme Dupont"],
    ),
    "spanish numbers": (
        """Entrevistador: ¿Qué tal?
Entrevistado 1: Bien.
Entrevistado 2: Mal.
Entrevistador: ¿Y?
Entrevistado 1: Nada.""",
        ["Entrevistador", "Entrevistado 1", "Entrevistado 2", "Entrevistador", "Entrevistado 1"],
    ),
    "korean question": (
        """질문자: 어땠어요?
답변자: 좋았어요.
질문자: 그리고?
답변자: 없어요.""",
        ["질문자", "답변자", "질문자", "답변자"],
    ),
    "chinese": (
        """访谈者：怎么样？
P1：很好。
访谈者：然后呢？
P1：没有。""",
        ["访谈者", "P1", "访谈者", "P1"],
    ),
    "chinese A B": (
        """甲：怎么样？
乙：很好。
甲：然后呢？
乙：没有。""",
        ["甲", "乙", "甲", "乙"],
    ),
    "hindi": (
        """साक्षात्कारकर्ता: कैसा था?
सुनीता देवी: लंबा।
साक्षात्कारकर्ता: फिर?
सुनीता देवी: कुछ नहीं।""",
        ["साक्षात्कारकर्ता", "सुनीता देवी", "साक्षात्कारकर्ता", "सुनीता देवी"],
    ),
    "hebrew rtl marks": (
        """\u200fמראיין: איך היה?
\u200fדנה כהן: ארוך.
\u200fמראיין: ואז?
\u200fדנה כהן: כלום.""",
        ["מראיין", "דנה כהן", "מראיין", "דנה כהן"],
    ),
    "polish": (
        """Badacz: Jak było?
Respondentka 1: Długo.
Badacz: A potem?
Respondentka 1: Nic.""",
        ["Badacz", "Respondentka 1", "Badacz", "Respondentka 1"],
    ),
    "initial digits": (
        """1A: How?
2B: So.
1A: And?
2B: No.""",
        ["1A", "2B", "1A", "2B"],
    ),
    "double speaker": (
        """I: How?
P1 & P2: Yes!
I: And?
P1: No.
P2: Yes.
Both: Ha.
I: Ok.""",
        ["I", "P1 & P2", "I", "P1", "P2", "Both", "I"],
    ),
    "unknown voices": (
        """M: Hello.
F1: Hi.
F?: Hm.
M: So?
F1: Yes.
??: What.
M: Ok.""",
        ["M", "F1", "F?", "M", "F1", "M"],
    ),
    "speaker with star": (
        """*MOT: come here .
*CHI: no .
%com: laughs
*MOT: why ?
*CHI: cold .""",
        ["MOT", "CHI", "MOT", "CHI"],
    ),
    "tabs and numbers": (
        """1\tI\tHow was it?
2\tP\tLong.
3\tI\tAnd?
4\tP\tNo.""",
        ["I", "P", "I", "P"],
    ),
    "tabs and colon numbers": (
        """001\tI:\tHow was it?
002\tP:\tLong.
003\tI:\tAnd?
004\tP:\tNo.""",
        ["I", "P", "I", "P"],
    ),
    "gpt style": (
        """**Interviewer**: How was it?

**Participant**: Long.

> a quote

**Interviewer**: And?""",
        ["Interviewer", "Participant", "Interviewer"],
    ),
    "name with role comma": (
        """Kari Nes, moderator: Welcome.
Per Li, nurse: Thanks.
Kari Nes, moderator: So?
Per Li, nurse: Well.""",
        ["Kari Nes, moderator", "Per Li, nurse", "Kari Nes, moderator", "Per Li, nurse"],
    ),
    "blank gap in one": (
        """Q: How?

A: So.

More.

Q: And?

A: No.""",
        ["Q", "A", "Q", "A"],
    ),
}

# Headers, legends, credits and headings.
COVERS: dict[str, tuple[str, list[str]]] = {
    "docx cover paragraphs": (
        """Interview transcript

INTERVIEWEE: Liv Dahl

INTERVIEWER: Odd Lie

DATE: 20 July 2011

PLACE: Bergen

Interviewer: Where were you born?

Liv Dahl: In Bergen.

Interviewer: And then?

Liv Dahl: I moved.""",
        ["", "", "", "", "", "Interviewer", "Liv Dahl", "Interviewer", "Liv Dahl"],
    ),
    "spanish cover": (
        """Objetivo: Conocer la experiencia de las enfermeras en la pandemia.
Entrevistador: Juan Pérez
Entrevistada: María José
Fecha: 3 de mayo

Entrevistador: ¿Cómo fue?

Entrevistada: Difícil.

Entrevistador: ¿Y luego?

Entrevistada: Nada.""",
        ["", "Entrevistador", "Entrevistada", "Entrevistador", "Entrevistada"],
    ),
    "norwegian cover": (
        """Intervju nr: 3
Informant: Kari, 54 år
Intervjuer: Per
Dato: 3. mai
Sted: Bergen

Intervjuer: Hvordan gikk det?
Informant: Bra.
Intervjuer: Ja?
Informant: Ja, helt fint.""",
        ["", "Intervjuer", "Informant", "Intervjuer", "Informant"],
    ),
    "subtitle credits": (
        """Kari: How was it?
Per: Long.
Kari: And?
Per: Nothing.
Translation: Anna Li
Subtitles: Odd Lie
Synced by: KL""",
        ["Kari", "Per", "Kari", "Per", "", "", ""],
    ),
    "heading equals": (
        """# Liv Dahl

An interview in Bergen.

Interviewer: Where?

Liv Dahl: In Bergen.

Interviewer: And?

Liv Dahl: I moved.""",
        ["", "", "Interviewer", "Liv Dahl", "Interviewer", "Liv Dahl"],
    ),
    "yaml": (
        """---
title: x
speaker: Kari
I: no
---
I: How?
P: So.
I: And?
P: No.""",
        ["", "I", "P", "I", "P"],
    ),
    "transcript end": (
        """I: How?

P: So.

I: And?

P: No.

End of interview

Duration: 45 min

Transcribed by: Kari Nes""",
        ["I", "P", "I", "P", "", "", ""],
    ),
    "header table lines": (
        """Participant ID: P07
Interviewer: KN
Date: 3.5.2024
Location: Ward 3

I: How?
P07: So.
I: And?
P07: No.""",
        ["", "I", "P07", "I", "P07"],
    ),
    "key value equals": (
        """I = Interviewer
P = Participant
... = pause

I: How?
P: So.
I: And?
P: No.""",
        ["", "I", "P", "I", "P"],
    ),
    "key colon legend": (
        """Key
I: Interviewer
P: Participant
(...): pause

I: How?
P: So.
I: And?
P: No.""",
        ["", "I", "P", "I", "P"],
    ),
    "participants list": (
        """Participants:
Kari Nes: nurse
Per Li: doctor
Anna Dahl: moderator

Anna Dahl: Welcome.
Kari Nes: Thanks.
Per Li: Hello.
Anna Dahl: So?
Kari Nes: Well.""",
        ["", "Anna Dahl", "Kari Nes", "Per Li", "Anna Dahl", "Kari Nes"],
    ),
    "oral history": (
        """ORAL HISTORY INTERVIEW
with
LIV DAHL

Interviewed by: Odd Lie
Date of interview: July 20, 2011

[START OF RECORDING]

LIE: Today is July 20.

DAHL: I was born in Bergen.

LIE: And your parents?

DAHL: My father: he was a fisher.

[END OF RECORDING]""",
        ["", "", "", "LIE", "DAHL", "LIE", "DAHL", ""],
    ),
    "number of speakers": (
        """Date: 17.05.2021
Duration: 01:08:10
2 Speakers: Speaker1 abc, Speaker2 n. n.

I: Interviewer, B: Befragter

Start of transcript

I: [00:00:00] Okay.

B: [00:00:12] Gute Frage.

I: [00:01:00] Und?

B: [00:01:10] Ja.""",
        ["", "", "", "I", "B", "I", "B"],
    ),
    "title like a label": (
        """## About

LIV DAHL: An Interview Conducted by O. Lie, 20 July 2011.

INTERVIEWEE: Liv Dahl
INTERVIEWER: Odd Lie
DATE: 20 July 2011
PLACE: Bergen

Interviewer:

Where were you born?

Liv Dahl:

In Bergen.

Interviewer:

And then?

Liv Dahl:

I moved.""",
        ["", "", "", "Interviewer", "Liv Dahl", "Interviewer", "Liv Dahl"],
    ),
}

# Labels that are not complete.
INCOMPLETE: dict[str, tuple[str, list[str]]] = {
    "one side stamp": (
        """[00:00:03] Interviewer: How?

It was cold.

And dark.

[00:01:00] Interviewer: And?

Then we left.""",
        ["Interviewer", "", "", "Interviewer", ""],
    ),
    "one side bold": (
        """**Moderator:** How?

It was cold.

**Moderator:** And?

Then we left.

We had to.""",
        ["Moderator", "", "Moderator", "", ""],
    ),
    "one side lines": (
        """I: How?
It was cold.
I: And?
Then we left.
I: Ok.
Yes.""",
        ["I", "", "I", "", "I", ""],
    ),
    "one side questions bold alone": (
        """INTERVIEWER:
How?

It was cold.

INTERVIEWER:
And?

Then we left.

INTERVIEWER:
Fine.

Yes.""",
        ["INTERVIEWER", "", "INTERVIEWER", "", "INTERVIEWER", ""],
    ),
    "labels stop": (
        "\n\n".join(["I: How?", "P: So."] * 6 + [f"Paragraph {number}." for number in range(14)]),
        ["I", "P"] * 6 + [""] * 14,
    ),
    "moderator plus one": (
        "\n\n".join(["MODERATOR: Next?", "I think so.", "Yes it is."] * 6 + ["OBSERVER: Time.", "Okay then."]),
        ["MODERATOR", "", ""] * 6 + ["OBSERVER", ""],
    ),
}

# Texts in which nobody speaks.
PROSE: dict[str, tuple[str, list[str]]] = {
    "lonely guest": (
        """Our podcast

guest

I was born in Bergen. It was cold.

Then we moved.

And moved again.""",
        ["", "", "", "", ""],
    ),
    "sounds": (
        """[Laughs] Well it was.

[Pause] And so on.

[Laughs] Yes.

[Music] And then.""",
        ["", "", "", ""],
    ),
    "prose": (
        """The results were clear. Many people left.

Discussion: some stayed, and some did not.

However: nobody knew.

We saw three things: cold, dark and far.""",
        ["", "", "", ""],
    ),
    "recipe": (
        """Ingredients: flour, milk

Step 1: mix it.

Step 2: bake it.

Step 3: eat it.

Tip: add salt.

Note: it burns.""",
        ["", "", "", "", "", ""],
    ),
    "urls": (
        """See http://example.org

https://example.org/a: page

mailto: x@example.org

12:30: lunch

Page 3: end

Page 4: end""",
        ["", "", "", "", "", ""],
    ),
    "list items": (
        """- apples: two
- pears: three
- apples: four
- plums: five""",
        ["", "", "", ""],
    ),
    "em dash voices": (
        """— How was it?
— Long.
— And?
— No.""",
        ["", "", "", ""],
    ),
    "story with dialogue": (
        """It was a dark night. Kari said: come in.

He came: wet and cold.

"Sit down," she said.

Later: nothing. The house was quiet.""",
        ["", "", "", ""],
    ),
    "email": (
        """From: kari@example.org
To: per@example.org
Subject: Interview
Date: 3 May

Hi Per,

can we meet? My number: 123

Regards: Kari""",
        ["", "", "", ""],
    ),
    "references": (
        """References

Nes, K. (2011): A study. Oslo: Press.

Lie, O. (2012): Another. Bergen: Press.

Nes, K. (2013): Third. Oslo: Press.""",
        ["", "", "", ""],
    ),
    "survey answers": (
        """Question 1: How was it?

It was long.

Question 2: Who came?

Nobody.

Question 3: And then?

Nothing.""",
        ["", "", "", "", "", ""],
    ),
    "numbered questions": (
        """1. How was it?
Long.
2. Who came?
Nobody.
3. And then?
Nothing.
4. Ok?
Yes.""",
        ["", "", "", "", "", "", "", ""],
    ),
    "chapter headings": (
        """CHAPTER ONE

The winter was long.

CHAPTER TWO

Nobody came.

CHAPTER ONE

Again.""",
        ["", "", "", "", "", ""],
    ),
    "code book": (
        """Code: loneliness
Definition: being alone
Example: I was alone

Code: cold
Definition: low temperature
Example: it was cold""",
        ["", ""],
    ),
    "poem": (
        """Winter
long and dark

Winter
cold and white

Summer
short and light""",
        ["", "", ""],
    ),
}


def speakers(text: str) -> list[str]:
    return [turn.speaker for turn in find_dialogue(text).turns]


@pytest.mark.parametrize(("text", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_exports_of_programs_have_their_speakers(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(("text", "expected"), LABELS.values(), ids=LABELS)
def test_labels_in_use_are_found(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(("text", "expected"), COVERS.values(), ids=COVERS)
def test_cover_fields_and_credits_are_no_speakers(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(("text", "expected"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_words_without_a_label_are_given_to_nobody_and_a_warning_says_so(text: str, expected: list[str]) -> None:
    dialogue = find_dialogue(text)
    assert [turn.speaker for turn in dialogue.turns] == expected
    assert len(dialogue.warnings) == 1


@pytest.mark.parametrize(("text", "expected"), PROSE.values(), ids=PROSE)
def test_prose_has_no_speaker(text: str, expected: list[str]) -> None:
    dialogue = find_dialogue(text)
    assert [turn.speaker for turn in dialogue.turns] == expected
    assert dialogue.warnings == ()


TALK = "I: How?\nKari: So.\nI: And?\nKari: No."


def test_a_known_name_alone_on_its_line_is_a_label_with_or_without_a_stamp() -> None:
    text = "L7  00:10\nHello.\n\nRuth Dahl  00:12\nHi.\n\nL7\nNo.\n\nRuth Dahl\nOkay.\n\nL7  00:50\nFine."
    assert [(turn.speaker, turn.seconds) for turn in find_dialogue(text).turns] == [
        ("L7", 10),
        ("Ruth Dahl", 12),
        ("L7", None),
        ("Ruth Dahl", None),
        ("L7", 50),
    ]


def test_stamps_at_the_ends_of_paragraphs_begin_the_next_turn() -> None:
    text = "I: So tell me. #00:00:05-1#\n\nB: I was home. #00:00:09-5#\n\nI: And then? #00:00:12-0#"
    assert [turn.seconds for turn in find_dialogue(text).turns] == [0, 5.1, 9.5]


def test_times_of_day_are_no_seconds() -> None:
    text = "Kari Nes  10:02 AM\nHello\n\nOdd Lie  10:03 AM\nHi\n\nKari Nes  10:05 AM\nSo"
    assert [turn.seconds for turn in find_dialogue(text).turns] == [None, None, None]


def test_spellings_of_one_speaker_are_joined_and_said() -> None:
    text = (
        "Interviewer1: How?\nA\u030asa: So.\nInterviewer 1: And?\n\u00c5sa: No.\nInterviewer 1: Why?\n\u00c5SA : It."
    )
    dialogue = find_dialogue(text)
    assert [turn.speaker for turn in dialogue.turns] == ["Interviewer 1", "A\u030asa"] * 3
    assert [
        warning for warning in dialogue.warnings if "“Interviewer1” and “Interviewer 1” are one speaker" in warning
    ]


def test_lines_that_begin_like_a_label_and_are_none_are_listed() -> None:
    dialogue = find_dialogue("Objetivo: Saber.\n\nI: How?\n\nKari: So.\nMonday: cold.\n\nI: And?\n\nKari: No.")
    assert dialogue.unexplained == ("Objetivo: Saber.", "Monday: cold.")


def test_long_lines_are_listed_by_their_beginning() -> None:
    (line,) = find_dialogue(f"Objetivo: {'saber ' * 30}\n\n{TALK}").unexplained
    assert line.startswith("Objetivo: saber saber")
    assert len(line) <= 60


def test_what_rules_deny_is_no_speaker() -> None:
    rules = SpeakerRules(not_speakers=frozenset({"kari"}))
    assert [turn.speaker for turn in find_dialogue(TALK, rules=rules).turns if turn.speaker == "Kari"] == []


def test_what_rules_name_is_a_speaker_however_rare() -> None:
    text = f"{TALK}\nMonday: I was there.\nthe old nurse: me too."
    rules = SpeakerRules(speakers=frozenset({"Monday", "the old nurse"}))
    assert [turn.speaker for turn in find_dialogue(text, rules=rules).turns][-2:] == ["Monday", "the old nurse"]


def test_rules_rename_and_merge_speakers() -> None:
    rules = SpeakerRules(names={"i": "Interviewer", "Kari": "P1", "Kari G.": "P1"})
    text = f"{TALK}\nKari G.: Yes."
    assert [turn.speaker for turn in find_dialogue(text, rules=rules).turns] == [
        "Interviewer",
        "P1",
        "Interviewer",
        "P1",
        "P1",
    ]


WORDS = st.sampled_from(
    [
        "the",
        "winter",
        "was",
        "long",
        "Kari",
        "came",
        "Bergen",
        "and",
        "nobody",
        "Also",
        "12",
        "In",
        "March",
        "so",
        "I",
    ]
)
SENTENCES = st.lists(WORDS, min_size=4, max_size=9).map(lambda words: " ".join(words) + ".")
ASIDES = st.sampled_from(
    ["Then you have this problem: we ran.", "Note: it rained.", "Monday: cold.", "10:30: it began.", "http://a.b: no"]
)


@given(st.lists(SENTENCES | ASIDES, min_size=1, max_size=20), st.sampled_from(["\n", "\n\n", " "]))
def test_prose_invents_no_speaker(sentences: list[str], gap: str) -> None:
    text = gap.join(sentences)
    dialogue = find_dialogue(text)
    assert {turn.speaker for turn in dialogue.turns} == {""}
    assert "".join("".join(text[turn.label : turn.end].split()) for turn in dialogue.turns) == "".join(text.split())


# SYNTHETIC
NO_DIALOGUES = {
    "glossary": "Anxiety: a feeling of worry.\n\nCoping: what people do.\n\nHope: the belief that it will.\n",
    "two definitions": "Anxiety: a feeling of worry.\nCoping: what people do about it.\n",
    "glossary in capitals": "Anxiety: A feeling.\n\nCoping: What people do.\n\nHope: A belief.\n",
    "German glossary": "Angst: ein Gefühl der Enge.\n\nMut: das Gegenteil.\n\nTrauer: was bleibt.\n",
    "Norwegian glossary": "Uro: en følelse av fare.\nMestring: det man gjør.\nHåp: troen på at det går.\n",
    "recipe": "Waffles\n\nMix and rest.\n\nFilling: jam\nTopping: sour cream\n",
    "repeated field": "Vafler\n\n4 dl mel\n3 egg\nFyll: syltetøy\nFyll: brunost\n",
    "records": "name: Kari\nage: 54\nward: A\nname: Ola\nage: 61\nward: B\nname: Per\nage: 33\nward: A\n",
    "forms": "Surname: Nes\nBorn: 1954\nChildren: two\n\nSurname: Lie\nBorn: 1950\nChildren: none\n",
    "two fields": "Ward: A\nBeds: 12\n\nWard: B\nBeds: 14\n",
    "list": "- Ward: A\n- Beds: twelve\n- Doctors: two\n",
}
FEW_WORDS = {
    "two who answer": "Kari: yes\nOla: no\nKari: maybe\nOla: fine\n",
    "codes": "P1: yes\nP2: no\nP3: both\nP1: maybe\nP2: fine\n",
    "a question": "Kari: how are you?\nOla: fine\n",
    "once each": "Kari: How did you sleep?\nOla: Badly.\nPer: So did I.\n",
}


@pytest.mark.parametrize("text", NO_DIALOGUES.values(), ids=NO_DIALOGUES)
def test_glossaries_records_and_recipes_have_no_speakers(text: str) -> None:
    assert not any(speakers(text))


@pytest.mark.parametrize("text", FEW_WORDS.values(), ids=FEW_WORDS)
def test_conversations_of_a_few_words_keep_their_speakers(text: str) -> None:
    assert speakers(text) == re.findall(r"^\w+(?=:)", text, re.MULTILINE)


def test_german_cover_sheets_are_no_speech() -> None:
    sheet = (
        "Interviewdatum: 03.05.2022\nInterviewerin: Anna Berg (I)\nBefragte Person: B2, 54 Jahre\n"
        "Interviewort: Wohnzimmer\nTranskriptionsregeln: nach Dresing & Pehl\n\n"
    )
    talk = "I: Wie war es?\n\nB2: Ja, schon schwer.\n\nI: Und heute?\n\nB2: Es geht.\n"
    assert [name for name in speakers(sheet + talk) if name] == ["I", "B2", "I", "B2"]
