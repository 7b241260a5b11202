"""Texts of XML elements."""

import pytest
from defusedxml.ElementTree import fromstring

from lib.ingest.formats.xml_text import text, texts


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<t>one\n   two</t>", "one two"),
        ("<t>CO<sub>2</sub>, 10<sup>-3</sup> m<sup>2</sup>, a<sup>th</sup></t>", "CO2, 10⁻³ m², ath"),
        ("<t><i>E. coli</i> <b>K<i>12</i></b>.</t>", "E. coli K12."),
        ("<t><p>One.</p><p>Two.</p></t>", "One. Two."),
        ('<t><style face="normal">H</style><style face="superscript">3</style>x</t>', "H³x"),
        (
            "<t>if <math><mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>.</t>",
            "if 1/(n + 1) .",
        ),
        ("<t><math><msup><mi>x</mi><mn>2</mn></msup><msub><mi>a</mi><mi>i</mi></msub></math></t>", "x²a_i"),
        ("<t><math><semantics><mi>a</mi><annotation>\\alpha</annotation></semantics></math></t>", "a"),
        ("<t><math><msqrt><mi>x</mi></msqrt><mroot><mi>y</mi><mn>3</mn></mroot></math></t>", "√(x)³√(y)"),
        ("<t/>", ""),
    ],
)
def test_children_are_put_together(xml: str, expected: str) -> None:
    """Words stay apart where a paragraph ends, formulas can be read in one line."""
    assert text(fromstring(xml)) == expected


def test_paths_find_elements() -> None:
    """What is not there is empty text, and no error."""
    element = fromstring("<a><c><d>One</d><d/></c><c><d>Two</d></c></a>")

    assert texts(element, "c", "d") == ["One", "Two"]
    assert text(element, "c", "d") == "One"
    assert text(element, "c", "e") == text(None, "c") == ""
