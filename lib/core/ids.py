"""The ids that papers go by, and how each is written: DOI, arXiv, PMID.

Ids are text from first to last: `1607.00390` has a meaning that 1607.0039 has not.
"""

from __future__ import annotations

import re

from lib.core.dates import PartialDate

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_ARXIV_NEW = re.compile(r"(\d{2}(?:0[1-9]|1[0-2]))\.(\d{4,5})(v\d+)?")
_ARXIV_OLD = re.compile(r"([a-z-]+)(\.[A-Z]{2})?/(\d{2}(?:0[1-9]|1[0-2]))(\d{3})(v\d+)?")
_ARXIV_PREFIX = re.compile(r"(?i)^((https?://)?([a-z]+\.)?arxiv\.org/(abs|pdf|html)/|arxiv:)")
_ARXIV_ARCHIVES = frozenset(
    (
        *("acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn", "chem-ph"),
        *("cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex", "hep-lat", "hep-ph"),
        *("hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th", "patt-sol", "physics", "plasm-ph"),
        *("q-alg", "q-bio", "quant-ph", "solv-int", "supr-con"),
    )
)
"""The archives that ids of the old form begin with; they ended in March 2007."""
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)


def normal_doi(text: str) -> str:
    """Return the DOI in a text (bare, `doi:` or a link) in lower case, or "" where there is none."""
    match = _DOI.search(text.strip())
    if match is None:
        return ""
    doi = match.group().rstrip(".,;>]\"'")
    # A bracket at the end belongs to the sentence around the DOI, unless the DOI opened it.
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;>]\"'")
    return doi.lower()


def normal_arxiv(text: str) -> str:
    """Return the arXiv id in a text (bare, `arXiv:` or a link) without its version, or ""."""
    candidate = _ARXIV_PREFIX.sub("", text.strip())
    candidate = re.sub(r"(?i)\.pdf$", "", candidate)
    from_doi = _ARXIV_DOI.fullmatch(normal_doi(candidate)) if candidate.startswith("10.") else None
    if from_doi:
        candidate = from_doi.group(1)
    # Until 2014 the number had four digits, then five. An id that has lost its last zero is not another paper's.
    if (match := _ARXIV_NEW.fullmatch(candidate)) and match[1] >= "0704":
        return f"{match[1]}.{match[2]}" if len(match[2]) == (4 if match[1] <= "1412" else 5) else ""
    if (match := _ARXIV_OLD.fullmatch(candidate)) and match[1] in _ARXIV_ARCHIVES:
        return f"{match[1]}/{match[3]}{match[4]}"
    return ""


def normal_pmid(text: str) -> str:
    """Return the PubMed number in a text (bare, `pmid:` or a link), or ""."""
    candidate = re.sub(r"(?i)^(https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)", "", text.strip()).rstrip("/")
    return candidate.lstrip("0") if re.fullmatch(r"[0-9]{1,9}", candidate) else ""


def arxiv_month(arxiv_id: str) -> PartialDate | None:
    """Return the month that an arXiv id stands for: `2311.08526` is November 2023."""
    digits = arxiv_id.rsplit("/", 1)[-1]
    if len(digits) < 4 or not digits[:4].isdigit():
        return None
    year, month = int(digits[:2]), int(digits[2:4])
    if not 1 <= month <= 12:
        return None
    # arXiv began in August 1991, so 91..99 are of the last century.
    return PartialDate((1900 if year >= 91 else 2000) + year, month)


def link(doi: str, arxiv_id: str, pmid: str, url: str) -> str:
    """Return the address to show for a paper, the most lasting first, or ""."""
    return next(iter(links(doi, arxiv_id, pmid, url).values()), "")


def links(doi: str, arxiv_id: str, pmid: str, url: str) -> dict[str, str]:
    """Return a paper's addresses by the name of the place, the most lasting first.

    Only http and https addresses are passed on: text from a file never becomes another kind of link. One that leads
    where an id leads too is left out.
    """
    found = {
        "DOI": f"https://doi.org/{doi}" if doi else "",
        "arXiv": f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else "",
        "PubMed": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else "",
    }
    known = {doi, arxiv_id, pmid} - {""}
    if re.match(r"(?i)https?://[^\s]+$", url) and not known & {normal_doi(url), normal_arxiv(url), normal_pmid(url)}:
        found["Web page"] = url
    return {name: address for name, address in found.items() if address}
