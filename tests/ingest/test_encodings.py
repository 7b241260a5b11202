"""Encodings found out from the bytes, in pieces of any size."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.ingest.encodings import TextDecoder, guess

CHINESE = "标题:深度学习在医学影像中的应用。摘要:本文综述了近年来的研究进展,并讨论了其局限性与未来方向。"
JAPANESE = "題名:深層学習の応用について。要旨:本稿では近年の研究の進展を概観し、その限界と今後の展望について論じる。"
RUSSIAN = "Название: Применение глубокого обучения. Аннотация: В статье рассмотрены последние исследования."
GREEK = "Τίτλος: Εφαρμογές της βαθιάς μάθησης. Περίληψη: Το άρθρο εξετάζει τις πρόσφατες εξελίξεις."
FRENCH = "Titre : l'érosion côtière à l'île d'Yeu. Résumé : nous étudions « l'été » 1976, œuvre de Noël."


def decoded(data: bytes, piece: int = 1 << 18) -> tuple[str, str]:
    """The text of bytes that come in pieces, and the encoding that was guessed."""
    decoder = TextDecoder()
    parts = [decoder.decode(data[start : start + piece]) for start in range(0, len(data), piece)]
    return "".join(parts) + decoder.decode(b"", final=True), decoder.guessed


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CHINESE, "gb18030", "GB 18030"),
        ("@article{凯西2013, title = {Test}, journal = {测试期刊}}", "gbk", "GB 18030"),
        (JAPANESE, "shift_jis", "Shift JIS"),
        (RUSSIAN * 2, "cp1251", "Windows-1251"),
        (GREEK * 2, "cp1253", "Windows-1253"),
        (FRENCH, "cp1252", "Windows-1252"),
        ("Größe über 25° C", "cp1252", "Windows-1252"),
        ("Test\xa0I. Last", "cp1252", "Windows-1252"),
        ("a “quoted” – word", "cp1252", "Windows-1252"),
    ],
)
def test_what_is_not_utf8_is_guessed(text: str, encoding: str, name: str) -> None:
    """The language's letters tell the encoding; Latin ones with accents are Windows-1252."""
    data = text.encode(encoding)

    assert decoded(b"plain lines first\n" * 3 + data) == ("plain lines first\n" * 3 + text, name)


CHINESE_TITLES = ("基于深度学习的图像识别方法研究", "城市交通网络的复杂性分析与优化", "中国农村经济发展与土地制度改革")
TAIWANESE_TITLES = ("基於深度學習的影像辨識方法研究", "都市交通網路之複雜性", "臺灣農村經濟發展與土地制度改革")
JAPANESE_TITLES = ("深層学習に基づく画像認識手法の研究", "都市交通の複雑性について", "日本の農村経済の発展と土地制度")
KOREAN_TITLES = ("딥러닝 기반 이미지 인식 방법에 관한 연구", "도시 교통 네트워크의 복잡성", "한국 농촌 경제 발전")
RUSSIAN_TITLES = ("Исследование методов распознавания", "Анализ сложности транспортных сетей", "Развитие экономики")
WESTERN_TITLES = ("Étude des méthodes de reconnaissance", "Größe der Überlegung in µm bei 25 °C", "El español y visión")
PLAIN = "An English title,We study maps and show that they help.,Frost A\n"


@pytest.mark.parametrize("first", ["a letter", "a word", "nothing"])
@pytest.mark.parametrize(
    ("titles", "encoding", "name"),
    [
        (CHINESE_TITLES, "gbk", "GB 18030"),
        (TAIWANESE_TITLES, "big5", "Big5"),
        (JAPANESE_TITLES, "shift_jis", "Shift JIS"),
        (JAPANESE_TITLES, "euc_jp", "EUC-JP"),
        (KOREAN_TITLES, "euc_kr", "Korean"),
        (RUSSIAN_TITLES, "koi8_r", "KOI8-R"),
        (RUSSIAN_TITLES, "cp1251", "Windows-1251"),
        (WESTERN_TITLES, "cp1252", "Windows-1252"),
        (WESTERN_TITLES, "latin-1", "Windows-1252"),
    ],
)
def test_odd_letters_far_down_among_english_records(
    titles: tuple[str, ...], encoding: str, name: str, first: str
) -> None:
    """300 kB of ASCII, a letter or a word, as much again, and only then titles: one decision for all of them."""
    early = {"a letter": titles[0][0], "a word": titles[0][:4], "nothing": ""}[first]
    rows = "".join(f"{title},An abstract in English that is long.,Frost A\n" for title in titles * 15)
    text = PLAIN * 5_000 + f"A paper of {early},we,Frost A\n" + PLAIN * 5_000 + rows

    assert decoded(text.encode(encoding)) == (text, name)


def test_a_second_look_where_the_first_saw_too_little() -> None:
    """A stray sign many pages before a text in Russian: the sign stays Windows-1252, and both are told."""
    before = "at 25 °C\n" + PLAIN * 80_000
    text = "\n".join(RUSSIAN_TITLES * 20)
    data = before.encode("cp1252") + text.encode("cp1251")

    assert decoded(data) == (before + text, "Windows-1252, later as Windows-1251")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("piece", [1 << 18, 1000, 7])
def test_utf16_without_a_mark(encoding: str, piece: int) -> None:
    """Every second byte is zero where the text is mostly Latin, and nothing is guessed of what that shows."""
    text = "@article{one, title = {Größe – 深}}\n" * 40
    assert decoded(text.encode(encoding), piece) == (text, "")


def test_two_files_in_one() -> None:
    """UTF-8 with some lines in Windows-1252: both are read, the person learns of it."""
    data = "Größe 深度 naïve\n".encode() * 5 + "café\n".encode("cp1252")
    assert decoded(data) == ("Größe 深度 naïve\n" * 5 + "café\n", "Windows-1252")


def test_a_few_accents_in_ascii_are_no_chinese() -> None:
    """Two letters with accents beside each other could be one Chinese letter, and are not taken for it."""
    assert guess("naïf, Zoë Å. Ääri, crééé".encode("cp1252")) == ""
    assert guess("ÀÉ".encode("cp1252")) == ""


@pytest.mark.parametrize("between", [" ", "\n", ", and some English words\n"])
@pytest.mark.parametrize("times", [1, 10])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Função e relações", "cp1252"),
        ("ação coração função funções avaliação São não", "cp1252"),
        ("AÇÃO FUNÇÃO RELAÇÕES INFORMAÇÃO EDUCAÇÃO NAÇÕES OPÇÕES", "cp1252"),
        ("Die Größe..,Die größte", "cp1252"),
        ("5\xa0€ and 6\xa0€", "cp1252"),
        ("10\xa0°C and 5\xa0°C", "cp1252"),
        ("année créée Noël œuvre", "cp1252"),
        ("créée créées agréée", "cp1252"),
        ("señor español visión", "cp1252"),
        ("smörgåsbord åäö växjö", "cp1252"),
        ("Łódź jaźń źródło święty gęślą", "cp1250"),
        ("kůň příliš žluťoučký", "cp1250"),
    ],
)
def test_western_words_are_no_chinese(text: str, encoding: str, times: int, between: str) -> None:
    """However few odd letters there are, and even where all stand two by two."""
    words = text.split(" ")
    for some in (words, *([word] for word in words if not word.isascii())):
        assert guess(between.join([*some] * times).encode(encoding)) == ""


@pytest.mark.parametrize(
    "text", ["王明,李华", "基于CNN的图像", "使用python的研究", "journal = {测试期刊}", "测试,期刊。"]
)
def test_a_few_chinese_letters_are_chinese(text: str) -> None:
    """Also beside Latin words."""
    assert guess(text.encode("gbk")) == "gb18030"


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 9))
@settings(max_examples=200)
def test_utf8_comes_back_whatever_the_pieces(text: str, piece: int) -> None:
    """Good UTF-8 is never guessed at, in pieces of any size."""
    data = codecs.BOM_UTF8 + text.encode()
    assert decoded(data, piece) == (text, "")


@given(st.binary(max_size=300), st.integers(1, 50))
@settings(max_examples=300)
def test_any_bytes_decode(data: bytes, piece: int) -> None:
    """Whatever the bytes are, there is a text, and no letter is made of nothing."""
    text, _ = decoded(data, piece)
    assert len(text) <= len(data)
