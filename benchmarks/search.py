"""What search by keywords costs, beside other engines: `python -m benchmarks.search ATLAS`.

Sixty queries of twelve kinds are made of the papers' own words, and each engine is to give all papers that match, with
a score where it has one:

    FTS5        as the dashboard does it: the query parsed, asked, ranked, joined with the masks of years
    tantivy     the same words and the same query, asked through its Python package; left out where that is not
                installed (`pip install tantivy==0.27.0`)
    substring   Arrow looks through title and abstract for each word; no scores, no borders of words

Seconds are the processor's, the best of three for each query; what an engine leaves out counts for nothing.
"""

from __future__ import annotations

import argparse
import importlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.atlas.reader import open_atlas
from lib.atlas.search_index import write_index
from lib.core.query import And, InYears, Node, Not, Or, Query, Words, parse
from lib.core.tokens import words_in
from lib.explore.keywords import find
from lib.explore.store import Mask, Store

OF_EACH: Final = 5
ROUNDS: Final = 3
Engine = Callable[[str], int]
"""Searches; gives how many papers match."""


def main() -> None:
    """Make the indexes, ask, print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("atlas", type=Path)
    store = Store("benchmark", open_atlas(parser.parse_args().atlas))
    queries = dict(make_queries(store))
    with tempfile.TemporaryDirectory() as name:
        engines = dict(make_engines(store, Path(name)))
    columns = list(engines)
    print(f"\n{store.n_papers:,} papers, milliseconds, median and slowest of {OF_EACH}\n")
    print(f"| | papers | {' | '.join(columns)} |\n| --- | --- |{' --- |' * len(columns)}")
    all_times: dict[str, list[float]] = {engine: [] for engine in engines}
    for kind, asked in queries.items():
        n_found = [find(store, parse(query)).mask.sum() for query in asked]
        cells = []
        for engine, ask in engines.items():
            times = [milliseconds(ask, query) for query in asked]
            all_times[engine] += times
            cells.append(f"{np.median(times):.1f}, {max(times):.1f}")
        print(f"| {kind}, such as `{asked[0]}` | {int(np.median(n_found)):,} | {' | '.join(cells)} |")
    for name, share in (("p50", 50), ("p95", 95)):
        cells = [f"{np.percentile(times, share):.1f}" for times in all_times.values()]
        print(f"| all: {name} | | {' | '.join(cells)} |")


def milliseconds(ask: Engine, query: str) -> float:
    """The best of some rounds, of the processor."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        ask(query)
        times.append(1000 * (time.process_time() - began))
    return min(times)


def make_queries(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Draw queries of each kind from the papers' words, the same each time."""
    random_ = random.Random(12)  # noqa: S311 - seeded on purpose
    titles = [words_in(title) for title in store.atlas.papers["title"].to_pylist()]
    abstracts = (set(words_in(text)) for text in store.atlas.papers["abstract"].to_pylist())
    counts = Counter(word for words in abstracts for word in words if word.isalpha() and len(word) > 2)
    authors = [name for names in store.atlas.papers["authors"].to_pylist() for name in names[:1]]
    n = store.n_papers

    def words(least: float, most: float) -> list[str]:
        return sorted(word for word, count in counts.items() if least <= count <= most)

    rare, middle, common, stop = words(3, 20), words(n / 500, n / 50), words(n / 10, n / 3), words(n / 2, n)
    pairs = [" ".join(title[place : place + 2]) for title in titles for place in range(len(title) - 1)]
    draw = random_.choice

    def some(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(OF_EACH)]

    yield "a rare word", some(lambda: draw(rare))
    yield "a word", some(lambda: draw(middle))
    yield "a common word", some(lambda: draw(common))
    yield "a word of most papers", some(lambda: draw(stop))
    yield "two words", some(lambda: f"{draw(middle)} {draw(common)}")
    yield "either of two", some(lambda: f"{draw(common)} OR {draw(common)}")
    yield "one but not the other", some(lambda: f"{draw(middle)} -{draw(common)}")
    yield "a phrase", some(lambda: f'"{draw(pairs)}"')
    yield "a beginning", some(lambda: f"{draw(middle)[:4]}*")
    yield "a whole title", some(lambda: " ".join(draw(titles)))
    yield (
        "a word of the title, an author",
        some(lambda: f"title:{draw(middle)} OR author:{words_in(draw(authors) or 'anon')[-1]}"),
    )
    years = store.date_first[store.is_dated].astype("datetime64[Y]").astype(int) + 1970
    middle_year = int(np.median(years))
    yield "a word and years", some(lambda: f"{draw(common)} year:{middle_year}..")


def make_engines(store: Store, folder: Path) -> Iterator[tuple[str, Engine]]:
    """Make each engine's index and print what that took."""
    print("| | processor s to make | MB |\n| --- | --- | --- |")
    papers = store.atlas.papers
    began = time.process_time()
    write_index(folder / "search.sqlite", papers)
    size = (folder / "search.sqlite").stat().st_size
    print(f"| FTS5 | {time.process_time() - began:.1f} | {size / 1e6:.1f} |")
    # Where the atlas has no index, one is made in memory now.
    find(store, parse("one"))
    yield "FTS5", lambda query: int(find(store, parse(query)).mask.sum())
    try:
        tantivy = importlib.import_module("tantivy")
    except ImportError:
        print("| tantivy | not installed | |")
    else:
        (folder / "tantivy").mkdir()
        began = time.process_time()
        engine = Tantivy(tantivy, store, folder / "tantivy")
        size = sum(path.stat().st_size for path in (folder / "tantivy").iterdir())
        print(f"| tantivy | {time.process_time() - began:.1f} | {size / 1e6:.1f} |")
        yield "tantivy", engine.ask
    yield "substring", Substring(store).ask


class Tantivy:
    """The peer: the same folded words in an index of tantivy's, asked for every match with its score."""

    def __init__(self, tantivy: ModuleType, store: Store, folder: Path) -> None:
        self.tantivy, self.store = tantivy, store
        builder = tantivy.SchemaBuilder()
        for field in ("title", "abstract", "author", "venue"):
            builder.add_text_field(field, stored=False, tokenizer_name="whitespace")
        builder.add_integer_field("year", stored=False, indexed=True, fast=True)
        self.schema = builder.build()
        index = tantivy.Index(self.schema, path=str(folder))
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        columns = [store.atlas.papers[name].to_pylist() for name in ("title", "abstract", "authors", "venue")]
        years = store.date_first.astype("datetime64[Y]").astype(int) + 1970
        for row, (title, abstract, authors, venue) in enumerate(zip(*columns, strict=True)):
            texts = {"title": title, "abstract": abstract, "author": " ; ".join(authors), "venue": venue}
            document = tantivy.Document(**{name: [" ".join(words_in(text))] for name, text in texts.items()})
            if store.is_dated[row]:
                document.add_integer("year", int(years[row]))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def ask(self, query: str) -> int:
        """Every match with its score; one segment, so that a document's number is the paper's."""
        root = parse(query).root
        assert root is not None
        hits = self.searcher.search(self.made(root), limit=self.store.n_papers).hits
        scores = np.zeros(self.store.n_papers, dtype=np.float32)
        scores[[address.doc for _, address in hits]] = [score for score, _ in hits]
        return len(hits)

    def made(self, node: Node) -> Any:
        """A query of ours as one of tantivy's."""
        query, occur = self.tantivy.Query, self.tantivy.Occur
        if isinstance(node, Words):
            return query.boolean_query([(occur.Should, self.in_field(node, field)) for field in node.fields])
        if isinstance(node, And):
            wanted = [(occur.Must, self.made(part)) for part in node.parts if not isinstance(part, Not)]
            unwanted = [(occur.MustNot, self.made(part.part)) for part in node.parts if isinstance(part, Not)]
            return query.boolean_query([*wanted, *unwanted])
        if isinstance(node, Or):
            return query.boolean_query([(occur.Should, self.made(part)) for part in node.parts])
        assert isinstance(node, InYears)
        kind = self.tantivy.FieldType.Integer
        return query.const_score_query(
            query.range_query(self.schema, "year", kind, node.first or 0, node.last or 9999), 0.0
        )

    def in_field(self, node: Words, field: str) -> Any:
        """A word, phrase or beginning in one field, three times as much in the title."""
        query = self.tantivy.Query
        if node.is_prefix:
            made = query.regex_query(self.schema, field, f"{node.words[-1]}.*")
        elif len(node.words) > 1:
            made = query.phrase_query(self.schema, field, list(node.words))
        else:
            made = query.term_query(self.schema, field, node.words[0])
        return query.boost_query(made, 3.0) if field == "title" else made


class Substring:
    """The other peer: looks for the letters, wherever they stand, in the texts themselves."""

    def __init__(self, store: Store) -> None:
        self.store = store
        papers = store.atlas.papers
        authors = pa.array(["; ".join(names) for names in papers["authors"].to_pylist()])
        self.columns = {"title": papers["title"], "abstract": papers["abstract"], "author": authors}

    def ask(self, query: str) -> int:
        """Every match, without a score."""
        root = parse(query).root
        assert root is not None
        return int(self.having(root).sum())

    def having(self, node: Node) -> Mask:
        """The papers of a part of the query."""
        if isinstance(node, Words):
            text = " ".join(node.words)
            found = [pc.match_substring(self.columns[field], text, ignore_case=True) for field in node.fields]
            mask: Mask = np.logical_or.reduce([mask.to_numpy(zero_copy_only=False) for mask in found])
            return mask
        if isinstance(node, Not):
            return ~self.having(node.part)
        if isinstance(node, And | Or):
            join = np.logical_and if isinstance(node, And) else np.logical_or
            joined: Mask = join.reduce([self.having(part) for part in node.parts])
            return joined
        return find(self.store, Query(node)).mask


if __name__ == "__main__":
    main()
