"""A small file of each format, or several where a format has more than one look; all papers in them are invented."""

from __future__ import annotations

import io
import json
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from pyarrow import ipc

ABSTRACT: Final = "We study how papers lie on a map, and show that a reader finds her way with it. " * 5
_ROWS: Final = [
    ("On maps", ABSTRACT, "Frost, A.; Snow, B.", 2020, "10.5555/a", "maps; topics"),
    ('"Quoted", and more', "Text\nover lines, with; signs", "Gogh, Vincent van", 2021, "10.5555/b", "one"),
    ("Ice — and fire", "", "", None, "", ""),
]
_COLUMNS: Final = ("Title", "Abstract", "Authors", "Year", "DOI", "Keywords")


def _delimited(delimiter: str) -> bytes:
    """The rows as a table, every cell within quotation marks."""
    cells = [_COLUMNS, *(("" if value is None else str(value) for value in row) for row in _ROWS)]
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    return "\n".join([*lines, ""]).encode()


_WOS_TAB: Final = (
    b"PT\tAU\tTI\tSO\tAB\tPD\tPY\tBP\tEP\tDI\tUT\n"
    b'J\tFrost, A; Snow, B\tOn "maps\tIce\tMaps help.\tMAR 15\t2020\t1\t9\t10.5555/a\tWOS:1\n'
    b"C\tRoe, R\tOn charts\tIce\t\t\t2021\t\t\t\tWOS:2\n"
)
_SCOPUS: Final = (
    "\ufeffAuthors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,"
    "Cited by,DOI,Link,Abstract,Author Keywords,ISSN,EID\n"
    '"Frost A.; Snow B.","Frost, Ada (57200000001); Snow, Bo (57200000002)","57200000001; 57200000002","On maps",2020,'
    '"Ice","12","3","","1","9",5,"10.5555/a","https://example.org/a","Maps help. © 2020 Elsevier","maps; topics",'
    '"12345678","2-s2.0-1"\n'
).encode()
_EMBASE: Final = (
    b"Title,Author Names,Source,Abstract,PUI,Date of Publication,DOI\n"
    b'"On maps","[\'Frost A.\', \'Snow B.\']","Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004","Maps",'
    b'"L1","25 Aug 2004","10.5555/a"\n'
)


def _xlsx() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [_COLUMNS, *_ROWS]:
        sheet.append(row)
    other = book.create_sheet("more")
    other.append(("title", "year"))
    other.append(("On charts", 2021))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_TABLE: Final = pa.table({name: [row[place] for row in _ROWS] for place, name in enumerate(_COLUMNS)})


def _parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(_TABLE, stream)
    return stream.getvalue()


def _arrow_file() -> bytes:
    stream = io.BytesIO()
    with ipc.new_file(stream, _TABLE.schema) as writer:
        writer.write_table(_TABLE, max_chunksize=2)
    return stream.getvalue()


def _arrow_stream() -> bytes:
    stream = io.BytesIO()
    with ipc.new_stream(stream, _TABLE.schema) as writer:
        writer.write_table(_TABLE, max_chunksize=2)
    return stream.getvalue()


def _lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def _text(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()


_PLAIN: Final = {"title": "On maps", "abstract": "Maps help.", "authors": ["Ada Frost", "Bo Snow"], "year": 2020}
OPENALEX: Final = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.5555/a",
    "display_name": "On ice",
    "publication_date": "2020-05-01",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/123"},
    "primary_location": {"source": {"display_name": "Ice", "issn_l": "1234-5678"}},
    "authorships": [{"author": {"display_name": "Ada Frost"}}, {"raw_author_name": "B. Snow"}],
    "biblio": {"volume": "1", "issue": "2", "first_page": "3", "last_page": "9"},
    "topics": [{"display_name": "Glaciers"}],
    "keywords": [{"keyword": "ice"}],
    "cited_by_count": 5,
    "abstract_inverted_index": {"Ice": [0], "melts": [1, 3], "and": [2]},
}
CROSSREF: Final = {
    "DOI": "10.5555/a",
    "title": ["On ice"],
    "subtitle": ["A study"],
    "container-title": ["Ice"],
    "author": [{"given": "Ada", "family": "Frost", "suffix": "Jr"}, {"name": "Ice Group"}],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2020, 5, 1]]},
    "abstract": "<jats:p>Ice melts.</jats:p>",
    "is-referenced-by-count": 5,
    "type": "journal-article",
    "ISSN": ["1234-5678"],
}
SCHOLAR: Final = {
    "paperId": "abc",
    "externalIds": {"DOI": "10.5555/a", "ArXiv": "2001.00001", "PubMed": "123"},
    "title": "On ice",
    "abstract": None,
    "year": 2020,
    "authors": [{"authorId": "1", "name": "Ada Frost"}],
    "journal": {"name": "Ice", "volume": "1", "pages": "3-9"},
    "s2FieldsOfStudy": [{"category": "Geology"}],
    "publicationTypes": ["JournalArticle", "Review"],
    "citationCount": 5,
}
EUROPE: Final = {
    "id": "123",
    "pmid": "123",
    "title": "On ice.",
    "authorString": "Frost A.",
    "authorList": {"author": [{"fullName": "Frost A", "firstName": "Ada", "lastName": "Frost"}]},
    "journalInfo": {"volume": "1", "journal": {"title": "Ice", "issn": "1234-5678"}},
    "pubYear": "2020",
    "abstractText": "Ice melts.",
    "keywordList": {"keyword": ["ice"]},
}
LENS: Final = {
    "lens_id": "000-1",
    "title": "On ice",
    "authors": [{"first_name": "Ada", "last_name": "Frost"}],
    "date_published": "2020-05-01",
    "external_ids": [{"type": "doi", "value": "10.5555/a"}, {"type": "pmid", "value": "123"}],
    "source": {"title": "Ice", "issn": [{"type": "print", "value": "12345678"}]},
    "start_page": "3",
    "end_page": "9",
}
MEDRXIV: Final = {
    "doi": "10.1101/1",
    "title": "On ice",
    "authors": "Frost, A.; Snow, B.",
    "author_corresponding": "Ada Frost",
    "date": "2020-05-01",
    "category": "geology",
    "published": "NA",
    "server": "bioRxiv",
    "abstract": "Ice melts.",
}
ARXIV: Final = {
    "id": "2001.00001",
    "title": "On ice",
    "abstract": "Ice melts.",
    "authors_parsed": [["Frost", "Ada", "Jr"], ["Snow", "B.", ""]],
    "categories": "physics.geo-ph cs.LG",
    "versions": [{"version": "v1", "created": "Thu, 2 Jan 2020 16:08:07 GMT"}],
    "update_date": "2021-01-01",
}
DAILY: Final = {
    "paper": {
        "id": "2001.00001",
        "title": "On\nice",
        "summary": "Ice melts.",
        "authors": [{"name": "Ada Frost", "hidden": False}],
        "publishedAt": "2020-05-01T00:00:00.000Z",
        "upvotes": 7,
    },
    "publishedAt": "2020-05-02T00:00:00.000Z",
    "title": "On ice",
    "numComments": 2,
}
CSL: Final = {
    "id": "a",
    "type": "paper-conference",
    "title": "On ice",
    "author": [{"family": "Gogh", "given": "Ada", "non-dropping-particle": "van"}],
    "issued": {"date-parts": [["2020", 5]]},
    "container-title": "Ice",
    "DOI": "10.5555/a",
    "keyword": "ice; snow",
}
_RIS: Final = b"""\
TY  - JOUR
AU  - Frost, Ada
AU  - Snow, Bo
TI  - On maps
AB  - Maps help,
over two lines.
PY  - 2020/05/01
SP  - 1
EP  - 9
SN  - 1234-5678 (Print)
DO  - 10.5555/a
N1  - Cited By :5; Export Date: 1 May 2021
KW  - maps
UR  - http://example.org/a
ER  -

TY  - CONF
T1  - On charts
Y1  - 2021//
N2  - Charts.
ER  -
"""
_BIBTEX: Final = b"""\
@string{ice = "Journal of Ice"}
@comment{jabref-meta: x}
@article{frost2020,
  title = {On {Maps} and \\"{O}ther $x^2$},
  author = {Frost, Ada and {Ice Group} and others},
  journal = ice # { B},
  year = 2020, month = may,
  abstract = {Maps help.},
  doi = {10.5555/a},
  note = "Cited by: 5",
}
% a remark
@inproceedings(roe, title = "On charts", crossref = {book})
@proceedings{book, title = {Ice Days}, year = {2021}, editor = {Snow, Bo}}
"""
_MEDLINE: Final = b"""\
PMID- 1
OWN - NLM
STAT- MEDLINE
IS  - 1234-5678 (Print)
DP  - 2020 May 1
TI  - On maps, and
      charts.
LID - 10.5555/a [doi]
AB  - Maps help.
FAU - Frost, Ada
AU  - Frost A
PG  - 1-9
PT  - Journal Article
MH  - Ice/*analysis
SO  - Ice. 2020 May 1

PMID- 2
OWN - NLM
TI  - On charts
DP  - 2021 Winter
"""
_PUBMED_TEXT: Final = b"""\
1. J Ice. 2020 Mar 4;12(3):1-9. doi: 10.5555/a. Epub 2020 Feb 1.

On maps.

Frost A(1)(2), Snow B Jr(2).

Author information:
(1)Institute of Ice.
(2)Institute of Maps.

BACKGROUND: Maps
help.

RESULTS: They do.

DOI: 10.5555/a
PMCID: PMC1
PMID: 30000001 [Indexed for MEDLINE]

Conflict of interest statement: None.


2. J Ice. 2021;13:10.

On charts.

PMID: 30000002
"""
_PUBMED: Final = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<PubmedArticleSet>
<PubmedArticle>
<MedlineCitation Status="MEDLINE">
<PMID Version="1">1</PMID>
<Article PubModel="Print">
<Journal>
<ISSN IssnType="Print">1234-5678</ISSN>
<JournalIssue CitedMedium="Print">
<Volume>1</Volume>
<PubDate>
<Year>2020</Year>
<Month>May</Month></PubDate></JournalIssue>
<Title>Ice</Title></Journal>
<ArticleTitle>On <i>maps</i> &amp; charts</ArticleTitle>
<Pagination>
<MedlinePgn>1-9</MedlinePgn></Pagination>
<Abstract>
<AbstractText Label="AIM">Maps help.</AbstractText>
<AbstractText>They do.</AbstractText></Abstract>
<AuthorList>
<Author>
<LastName>Frost</LastName>
<ForeName>Ada</ForeName></Author></AuthorList>
<Language>eng</Language></Article></MedlineCitation></PubmedArticle>
<PubmedBookArticle>
<BookDocument>
<PMID>2</PMID>
<ArticleTitle>On charts</ArticleTitle></BookDocument></PubmedBookArticle>
<DeleteCitation>
<PMID>3</PMID></DeleteCitation></PubmedArticleSet>
"""
_WOS: Final = """\
\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Frost, A
   Snow, B
AF Frost, Ada
   Snow, Bo
TI On maps
   and charts
SO ICE
DT Article
DE maps; topics
AB Maps help.
SN 1234-5678
TC 5
PD MAR
PY 2020
BP 1
EP 9
DI 10.5555/a
WC Geology; Ice
UT WOS:1
ER

PT C
TI On charts
PY 2021
ER

EF
""".encode()
_ENDNOTE: Final = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<xml>
<records>
<record>
<database name="a.enl">a.enl</database>
<ref-type name="Journal Article">17</ref-type>
<contributors>
<authors>
<author>
<style face="normal">Frost, Ada</style></author></authors></contributors>
<titles>
<title>
<style>On maps</style></title>
<secondary-title>Ice</secondary-title></titles>
<pages>1-9</pages>
<keywords>
<keyword>maps</keyword></keywords>
<dates>
<year>2020</year></dates>
<isbn>1234-5678</isbn>
<abstract>Maps help.</abstract>
<electronic-resource-num>10.5555/a</electronic-resource-num></record>
<record>
<ref-type name="Book">6</ref-type>
<titles>
<title>On charts</title></titles></record></records></xml>
"""
_REFER: Final = b"""\
%0 Journal Article
%T On maps
%A Frost, Ada
%A Snow, Bo
%J Ice
%D 2020
%8 May 1
%V 1
%P 1-9
%X Maps help.

They do.
%R doi:10.5555/a
%@ 1234-5678
%K maps
charts

%0 Book
%T On charts
%D 2021
"""
_REFWORKS: Final = b"""\
RT Journal Article
SR Electronic(1)
ID 1
A1 Frost,Ada
A1 Snow,Bo
T1 On maps
JF Ice
YR 2020
FD May 1
SP 1
OP 9
K1 maps
AB Maps help.
SN 1234-5678
DO 10.5555/a

RT Book, Whole
A1 Roe,R.
T1 On charts
YR 2021
"""
_OVID: Final = b"""\
<1. >
VN  - Ovid Technologies
DB  - Embase
UI  - 1
ST  - ARTICLE
TI  - On maps
SO  - Ice. 1 (2) (pp 1-9), 2020.
AU  - Frost A.
IN  - (Frost) Institute of Ice
      Cold Town
AB  - Maps help.
DO  - https://dx.doi.org/10.5555/a
YR  - 2020

<2. >
VN  - Ovid Technologies
UI  - 2
TI  - On charts
YR  - 2021
"""
_OVID_LABELLED: Final = b"""\
<1>
Accession Number
  1
Author
  Frost, Ada 1;  Snow, Bo 2
Title
  On maps
Source
  Ice.   8(6):1-9, September 2020.
Abstract
  Maps help.
Author Keywords
  maps;  charts.
Digital Object Identifier
  10.5555/a

<2>
Title
  On charts
Author
  Roe, R.
Source
  Ice. 2021.
"""
_COCHRANE: Final = """\
Record #1 of 2
ID: CN-1
AU: Frost A
AU: Snow B
TI: On maps
SO: Ice
YR: 2020
VL: 1
PG: 1‐9
PM: PUBMED 123
PT: Journal article
KY: Maps; Ice
DOI: 10.5555/a
AB: Maps help.

Record #2 of 2
ID: CN-2
TI: On charts
YR: 2021
""".encode()
_ATOM: Final = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>ArXiv Query</title>
<entry>
<id>http://arxiv.org/abs/2001.00001v1</id>
<updated>2020-05-02T00:00:00Z</updated>
<published>2020-05-01T00:00:00Z</published>
<title>On
  maps</title>
<summary>Maps help.</summary>
<author>
<name>Ada Frost</name></author>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.5555/a</arxiv:doi>
<category term="cs.LG"/></entry>
<entry>
<id>http://arxiv.org/abs/2001.00002v1</id>
<title>On charts</title></entry></feed>
"""
_OAI: Final = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<ListRecords>
<record>
<header>
<identifier>oai:arXiv.org:2001.00001</identifier></header>
<metadata>
<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
<id>2001.00001</id>
<version version="v1">
<date>Fri, 1 May 2020 22:41:50 GMT</date></version>
<title>On maps</title>
<authors>Ada Frost, Bo Snow</authors>
<categories>cs.LG</categories>
<abstract>Maps help.</abstract></arXivRaw></metadata></record>
<record>
<header status="deleted">
<identifier>oai:arXiv.org:2001.00002</identifier></header></record></ListRecords></OAI-PMH>
"""
_CAPTURED_DAILY: Final = (
    f"Daily Papers\n\nMar 3\n\nOn maps\n\n{ABSTRACT}\n\n  • 3 authors\n·\nMay 12, 2021 10\n\nOn charts\n\n"
    f"{ABSTRACT}\n\n  • 1 author\n·\nAug 5 2\n"
).encode()
_CAPTURED_LIST: Final = f"SubscribeOn maps\n{ABSTRACT}\nOn charts\n{ABSTRACT}more\nOn ice\n{ABSTRACT}\n".encode()
_CAPTURED_TABLE: Final = b"""\
arxiv_id
stringlengths 10
12
| title
stringlengths
3
9
| abstract
stringlengths 4
9
|
---|---|---|
2311.08526 | On maps | We study |x| and
show |
that it helps. |

0704.0291v2 | On charts | They too. |
"""

SAMPLES: Final[dict[str, tuple[bytes, ...]]] = {
    "csv": (_delimited(","), _delimited(";"), _delimited("\t"), _WOS_TAB, _SCOPUS, _EMBASE),
    "xlsx": (_xlsx(),),
    "json": (_lines(_PLAIN, _PLAIN), _text({"results": [_PLAIN, _PLAIN]}), _text([str(_PLAIN), _PLAIN])),
    "openalex": (_lines(OPENALEX, OPENALEX), _text({"meta": {"count": 1}, "results": [OPENALEX]})),
    "crossref": (_lines(CROSSREF, CROSSREF), _text({"message": {"items": [CROSSREF, CROSSREF]}})),
    "semantic-scholar": (_lines(SCHOLAR, SCHOLAR), _text({"total": 1, "data": [SCHOLAR]})),
    "europe-pmc": (_lines(EUROPE, EUROPE), _text({"resultList": {"result": [EUROPE]}})),
    "lens": (_lines(LENS, LENS), _text({"data": [LENS]})),
    "biorxiv": (_lines(MEDRXIV, MEDRXIV), _text({"messages": [{"status": "ok"}], "collection": [MEDRXIV]})),
    "arxiv-json": (_lines(ARXIV, ARXIV),),
    "daily-papers": (_text([DAILY, DAILY]),),
    "csl-json": (_text([CSL, CSL]),),
    "parquet": (_parquet(),),
    "arrow": (_arrow_file(), _arrow_stream()),
    "ris": (_RIS,),
    "bibtex": (_BIBTEX,),
    "medline": (_MEDLINE,),
    "pubmed-text": (_PUBMED_TEXT,),
    "pubmed-xml": (_PUBMED,),
    "wos": (_WOS,),
    "endnote-xml": (_ENDNOTE,),
    "endnote-refer": (_REFER,),
    "refworks": (_REFWORKS,),
    "ovid": (_OVID,),
    "ovid-labelled": (_OVID_LABELLED,),
    "cochrane": (_COCHRANE,),
    "arxiv-atom": (_ATOM,),
    "arxiv-oai": (_OAI,),
    "capture-daily": (_CAPTURED_DAILY,),
    "capture-list": (_CAPTURED_LIST,),
    "capture-viewer": (_CAPTURED_TABLE,),
}
"""Files by the short names of their formats."""
