"""The map's points as bytes."""

import struct
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lib.core.topic import Level
from lib.server.points import encode_points, other_papers, sample_papers

HEAD = "<4s3I3d"


@dataclass
class Papers:
    """Papers as the atlas has them."""

    layout: NDArray[np.float32]
    topic_rows: dict[Level, NDArray[np.int32]]


def three_papers() -> Papers:
    """Two in a square of 2 by 6, one without a place."""
    return Papers(
        layout=np.array([[1.0, -2.0], [3.0, 4.0], [-1.0, np.nan]], dtype=np.float32),
        topic_rows={
            "top": np.array([0, 1, 0], dtype=np.int32),
            "default": np.array([2, -1, 2], dtype=np.int32),
            "fine": np.array([65534, -1, 65534], dtype=np.int32),
        },
    )


def many_papers(n: int) -> Papers:
    """Papers of seven topics, one of them rare, all over a square."""
    random = np.random.default_rng(n)
    fine = np.where(np.arange(n) % 50 == 0, 6, random.integers(-1, 6, n)).astype(np.int32)
    return Papers(
        layout=random.random((n, 2), dtype=np.float32),
        topic_rows={"top": np.zeros(n, dtype=np.int32), "default": np.maximum(fine, 1), "fine": fine},
    )


def read(data: bytes) -> dict[str, NDArray[np.float64]]:
    """Read the format plainly: arrays by name, places in layout units."""
    magic, n_papers, n, n_combinations, x0, y0, step = struct.unpack_from(HEAD, data)
    assert magic == b"TAP2"
    at = struct.calcsize(HEAD)
    found: dict[str, NDArray[np.float64]] = {"n_papers": np.array(n_papers)}
    parts = [("papers", "<u4", n_combinations), ("topics", "<u2", 3 * n_combinations)]
    parts += [(name, "<u2", n) for name in ("combination", "x_low", "y_low")]
    parts += [(name, "u1", n) for name in ("x_high", "y_high")]
    for name, kind, length in parts:
        found[name] = np.frombuffer(data, kind, length, at).astype(np.float64)
        at += found[name].size * np.dtype(kind).itemsize
    found["is_here"] = np.unpackbits(np.frombuffer(data, "u1", offset=at), bitorder="little")
    for axis, start in (("x", x0), ("y", y0)):
        steps = found[f"{axis}_high"] * 65536 + found[f"{axis}_low"]
        found[axis] = np.where(steps == 0xFFFFFF, np.nan, start + step * steps)
    found["topics"] = found["topics"].reshape(-1, 3)[found["combination"].astype(int)]
    return found


def test_three_papers_by_hand() -> None:
    """Head, table of combinations and columns follow one another, little endian."""
    step = 6 / 16_777_214
    expected = (
        struct.pack(HEAD, b"TAP2", 3, 3, 2, 1.0, -2.0, step)
        + struct.pack("<2I", 2, 1)
        + struct.pack("<6H", 0, 2, 65534, 1, 65535, 65535)
        + struct.pack("<3H", 0, 1, 0)
        + struct.pack("<3H", 0, 5_592_405 & 0xFFFF, 0xFFFF)
        + struct.pack("<3H", 0, 16_777_214 & 0xFFFF, 0xFFFF)
        + struct.pack("<3B", 0, 5_592_405 >> 16, 255)
        + struct.pack("<3B", 0, 255, 255)
    )

    assert encode_points(three_papers()) == expected


def test_no_papers() -> None:
    """An atlas without papers is a head and nothing else."""
    none = np.zeros(0, dtype=np.int32)
    papers = Papers(np.zeros((0, 2), dtype=np.float32), {"top": none, "default": none, "fine": none})

    assert encode_points(papers) == struct.pack(HEAD, b"TAP2", 0, 0, 0, 0, 0, 1 / 16_777_214)


def test_eight_bytes_a_paper_say_all() -> None:
    """Places come back finer than a pixel at the deepest zoom, topics as they were."""
    papers = many_papers(3000)
    data = encode_points(papers)
    found = read(data)

    assert len(data) == struct.calcsize(HEAD) + 10 * 8 + 8 * 3000
    pixel = 1 / 400 / 3840
    assert abs(np.stack([found["x"], found["y"]], axis=1) - papers.layout).max() < 0.1 * pixel
    for column, level in enumerate(("top", "default", "fine")):
        rows = papers.topic_rows[level]
        assert (np.where(found["topics"][:, column] == 65535, -1, found["topics"][:, column]) == rows).all()


def test_a_sample_has_its_share_of_every_topic_and_place() -> None:
    """Of 20,000 papers 2,000: a tenth of each topic, the rare one too, and of each quarter of the map."""
    papers = many_papers(20_000)
    sample = sample_papers(papers, 2000)
    assert sample is not None

    assert len(sample) == 2000
    assert (np.diff(sample) > 0).all()
    fine = papers.topic_rows["fine"]
    for topic in range(-1, 7):
        assert (fine[sample] == topic).sum() == pytest.approx((fine == topic).sum() / 10, abs=1)
    quarter = (papers.layout > 0.5) @ [1, 2]
    for one in range(4):
        assert (quarter[sample] == one).sum() == pytest.approx((quarter == one).sum() / 10, rel=0.02)


def test_small_corpora_are_not_sampled() -> None:
    """Up to the limit every paper is drawn."""
    assert sample_papers(many_papers(100), 100) is None


@given(n=st.integers(1, 300), most=st.integers(1, 300))
def test_sample_and_rest_are_the_corpus(n: int, most: int) -> None:
    """Every paper is in one of the two files, as it stands in a file of all."""
    papers = many_papers(n)
    sample = sample_papers(papers, most)
    if sample is None:
        assert n <= most
        return
    parts = [read(encode_points(papers, chosen)) for chosen in (sample, other_papers(sample, n))]
    whole = read(encode_points(papers))

    assert len(sample) == most
    assert (parts[0]["is_here"][:n] + parts[1]["is_here"][:n] == 1).all()
    for part in parts:
        here = part["is_here"][:n].astype(bool)
        for name in ("x", "y", "topics"):
            np.testing.assert_array_equal(part[name], whole[name][here])
        np.testing.assert_array_equal(part["papers"], whole["papers"])


@pytest.mark.parametrize("bad_row", [-2, 65535])
def test_a_row_that_does_not_fit_is_refused(bad_row: int) -> None:
    """65535 means unassigned, so no topic may have that row; nor is there one below -1."""
    papers = three_papers()
    papers.topic_rows["fine"][1] = bad_row

    with pytest.raises(ValueError, match=r"outside -1\.\.65534"):
        encode_points(papers)


def test_topics_that_do_not_nest_are_refused() -> None:
    """More combinations than two bytes can name."""
    n = 66_000
    rows = np.arange(n, dtype=np.int32)
    papers = Papers(
        np.zeros((n, 2), dtype=np.float32),
        {"top": rows % 300, "default": rows // 300, "fine": rows % 7},
    )

    with pytest.raises(ValueError, match="66,000 combinations of topics, more than 65,536"):
        encode_points(papers)


def test_shapes_that_do_not_fit_are_refused() -> None:
    """Each column has one entry a paper."""
    papers = three_papers()
    papers.topic_rows["top"] = papers.topic_rows["top"][:2]
    with pytest.raises(ValueError, match=r"not \(3,\)"):
        encode_points(papers)
    papers = three_papers()
    papers.layout = papers.layout[:, :1]
    with pytest.raises(ValueError, match=r"not \(n_papers, 2\)"):
        encode_points(papers)
