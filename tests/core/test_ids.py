"""DOI, arXiv id and PMID in the forms in which people write them."""

import pytest

from lib.core.dates import PartialDate
from lib.core.ids import arxiv_month, link, links, normal_arxiv, normal_doi, normal_pmid


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        (" doi: 10.1000/ABC.Def. ", "10.1000/abc.def"),
        ("(see 10.1000/abc)", "10.1000/abc"),
        ("10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        ("10.1002/xyz(2)", "10.1002/xyz(2)"),
        (
            "10.1002/(SICI)1097(199806)49:8<693::AID-ASI3>3.0.CO;2-O",
            "10.1002/(sici)1097(199806)49:8<693::aid-asi3>3.0.co;2-o",
        ),
        ("11.1000/abc", ""),
        ("", ""),
    ],
)
def test_doi(text: str, doi: str) -> None:
    """A DOI is found in its usual wrappings, in lower case, with its own brackets and no others."""
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("1607.00390", "1607.00390"),
        ("arXiv:2311.08526v3", "2311.08526"),
        ("http://arxiv.org/abs/2311.08526v1", "2311.08526"),
        ("https://export.arxiv.org/pdf/2311.08526.pdf", "2311.08526"),
        ("arxiv.org/abs/0704.0291", "0704.0291"),
        ("math/0505639", "math/0505639"),
        ("math.AG/0505639v2", "math/0505639"),
        ("10.48550/arXiv.2311.08526", "2311.08526"),
        ("10.1000/2311.08526", ""),
    ],
)
def test_arxiv(text: str, arxiv: str) -> None:
    """An arXiv id is found bare, in links and in arXiv's own DOIs, without its version."""
    assert normal_arxiv(text) == arxiv


@pytest.mark.parametrize(
    "text", ["1607.0039", "0704.02911", "9912.1234", "1613.00390", "12", "3.14", "sport/0101001", "business/001", ""]
)
def test_other_numbers_are_no_arxiv_ids(text: str) -> None:
    """A lost zero, an impossible month, a time before the form and a folder of that look are no arXiv ids."""
    assert normal_arxiv(text) == ""


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("36631152", "36631152"),
        ("PMID: 36631152", "36631152"),
        ("https://pubmed.ncbi.nlm.nih.gov/36631152/", "36631152"),
        ("000123", "123"),
        ("PMC8265293", ""),
        ("²", ""),
        ("1234567890", ""),
    ],
)
def test_pmid(text: str, pmid: str) -> None:
    """A PubMed number is digits alone, without zeros before them."""
    assert normal_pmid(text) == pmid


@pytest.mark.parametrize(
    ("arxiv", "month"),
    [
        ("2311.08526", PartialDate(2023, 11)),
        ("hep-th/9108001", PartialDate(1991, 8)),
        ("0704.0291", PartialDate(2007, 4)),
        ("math/0505639", PartialDate(2005, 5)),
        ("", None),
        ("1399.1234", None),
    ],
)
def test_month_of_an_arxiv_id(arxiv: str, month: PartialDate | None) -> None:
    """The first four digits are year and month, in the right century."""
    assert arxiv_month(arxiv) == month


def test_the_most_lasting_address_is_shown() -> None:
    """A DOI before an arXiv id, that before a PMID, that before a plain address; nothing but http(s) is a link."""
    assert link("10.1/a", "2311.08526", "1", "https://x.org") == "https://doi.org/10.1/a"
    assert link("", "2311.08526", "1", "https://x.org") == "https://arxiv.org/abs/2311.08526"
    assert link("", "", "1", "https://x.org") == "https://pubmed.ncbi.nlm.nih.gov/1/"
    assert link("", "", "", "https://x.org") == "https://x.org"
    assert link("", "", "", "javascript:alert(1)") == ""


def test_links() -> None:
    """Each place at which a paper lies has its address; a web page that an id leads to is named once."""
    assert links("10.1000/a", "2311.08526", "", "https://x.org/a") == {
        "DOI": "https://doi.org/10.1000/a",
        "arXiv": "https://arxiv.org/abs/2311.08526",
        "Web page": "https://x.org/a",
    }
    assert list(links("10.1000/a", "", "", "https://dx.doi.org/10.1000/A")) == ["DOI"]
    assert list(links("", "2311.08526", "", "http://arxiv.org/pdf/2311.08526v2")) == ["arXiv"]
    assert links("", "", "", "javascript:alert(1)") == {}
