"""Equations in linear form."""

import pytest
from lxml import etree

from coder.exchange.word.equations import linear
from coder.exchange.word.package import M

X, A = "<m:e><m:r><m:t>x</m:t></m:r></m:e>", "<m:e><m:r><m:t>a+b</m:t></m:r></m:e>"


def _t(name: str, text: str) -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


CASES = {
    "7/10": f"<m:f>{_t('num', '7')}{_t('den', '10')}</m:f>",
    "(a+1)/2": f"<m:f>{_t('num', 'a+1')}{_t('den', '2')}</m:f>",
    "x^2": f"<m:sSup>{X}{_t('sup', '2')}</m:sSup>",
    "x_(n+1)": f"<m:sSub>{X}{_t('sub', 'n+1')}</m:sSub>",
    "x_1^2": f"<m:sSubSup>{X}{_t('sub', '1')}{_t('sup', '2')}</m:sSubSup>",
    "√(a+b)": f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/>{A}</m:rad>",
    "∛x": f"<m:rad>{_t('deg', '3')}{X}</m:rad>",
    "√(n&x)": f"<m:rad>{_t('deg', 'n')}{X}</m:rad>",
    "∑_(i=1)^n x": f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{_t('sub', 'i=1')}{_t('sup', 'n')}{X}</m:nary>",
    "(a+b)": f"<m:d>{A}</m:d>",
    "|x|": f"<m:d><m:dPr><m:begChr m:val='|'/><m:endChr m:val='|'/></m:dPr>{X}</m:d>",
    "sin x": f"<m:func>{_t('fName', 'sin')}{X}</m:func>",
    "[x, x; x, x]": f"<m:m><m:mr>{X}{X}</m:mr><m:mr>{X}{X}</m:mr></m:m>",
    "x; a+b": f"<m:eqArr>{X}{A}</m:eqArr>",
    "p<0.05": "<m:r><m:t>p&lt;0.05</m:t></m:r>",
    "lim_(n→0)": f"<m:limLow>{_t('e', 'lim')}{_t('lim', 'n→0')}</m:limLow>",
    "": "<m:r/>",
}


@pytest.mark.parametrize("expected", CASES)
def test_equation_is_readable_as_a_line(expected: str) -> None:
    element = etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{CASES[expected]}</m:oMath>')
    assert linear(element) == expected
