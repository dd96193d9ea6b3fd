"""What was blacked out is gone: from text, layers, comments, attachments, earlier versions and bytes; and the result is taken apart to see."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from fadu.letters.redaction import Bar, Box, RedactionError, find, pages, picture, redact
from fadu.letters.redaction.proving import UNSEEN, _names, prove

GROUND = "中华人民共和国政府信息公开条例#15"
PHONE, IDENTITY, NAME = "13800001234", "11010119900101123X", "ZHANG MING"


def drawing(*lines: str, first: int = 760) -> str:
    return "".join(f"BT /F 12 Tf 72 {first - 20 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines))


def document(*contents: str, prepare: Callable[[PdfWriter], None] = lambda _: None) -> bytes:
    """A file with a page for each drawing, in a font that every reader has."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for content in contents:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
        stream = DecodedStreamObject()
        stream.set_data(content.encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    prepare(writer)
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def words(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def all_data(pdf: bytes) -> Iterator[bytes]:
    """The file and every stream in it, unpacked."""
    yield pdf
    reader = PdfReader(io.BytesIO(pdf))
    for number in (n for ids in reader.xref.values() for n in ids):
        each = reader.get_object(number)
        if hasattr(each, "get_data"):
            yield each.get_data()


def blacked(pdf: bytes, *sought: str, patterns: tuple[str, ...] = ()) -> bytes:
    hits = find(pdf, sought, patterns)
    assert hits
    bars = [Bar(hit.page, box, GROUND) for hit in hits for box in hit.boxes]
    return redact(pdf, bars, [hit.text for hit in hits]).pdf


def clean(made: bytes, *gone: str) -> None:
    """Nothing of these words is in the file, in any of its streams, nor anything that a page does not show."""
    for data in all_data(made):
        for word in gone:
            assert word.encode() not in data
            assert word.encode("utf-16-be") not in data
    assert not _names(PdfReader(io.BytesIO(made)).trailer, set()) & UNSEEN
    assert made.count(b"%%EOF") == 1


def test_words_are_gone_and_other_pages_can_still_be_read() -> None:
    pdf = document(drawing(f"Guest: {NAME}, phone {PHONE}", "Fee: 300"), drawing("Nothing of a person"))
    made = blacked(pdf, "ZhangMing".upper(), patterns=("mobile",))
    assert [text.strip() for text in words(made)] == ["", "Nothing of a person"]
    clean(made, NAME, PHONE)
    result = redact(pdf, [Bar(1, Box(0, 0, 0.5, 0.5), GROUND)])
    assert (result.pages, result.pictures) == (2, (1,))
    assert result.before != result.after


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("id_number", IDENTITY),
        ("id_number", "110101 19900101 1234"),
        ("mobile", PHONE),
        ("mobile", "138 0000 1234"),
        ("telephone", "010-82345678"),
        ("telephone", "(021)62345678"),
        ("email", "zhang.ming@example.cn"),
        ("card", "6222 0000 0000 0000 123"),
        ("passport", "E12345678"),
    ],
)
def test_numbers_are_found_by_their_form(pattern: str, text: str) -> None:
    pdf = document(drawing(f"No. {text.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}. end"))
    (hit,) = find(pdf, patterns=(pattern,))
    assert hit.text == text
    assert (hit.page, len(hit.boxes)) == (1, 1)


def test_longer_numbers_are_not_taken_for_shorter_ones() -> None:
    assert not find(document(drawing("Order 913800001234567")), patterns=("mobile", "id_number", "telephone"))


def test_a_word_broken_over_lines_is_found_whole() -> None:
    pdf = document(drawing("The guest was ZHANG", "MING of Example"))
    (hit,) = find(pdf, ("zhang ming".upper(),))
    assert len(hit.boxes) == 2
    clean(redact(pdf, [Bar(1, box, GROUND) for box in hit.boxes], [hit.text]).pdf, "ZHANG", "MING")


def test_bars_lie_where_the_words_are_on_a_turned_and_cropped_page() -> None:
    """The page is turned by 90 degrees and cropped; the bar must be where one sees the word, and black."""

    def turn(writer: PdfWriter) -> None:
        writer.pages[0].rotate(90)
        writer.pages[0].cropbox = RectangleObject((50, 400, 545, 800))

    pdf = document(drawing(f"Phone {PHONE}", "Fee 300"), prepare=turn)
    (shown,) = pages(pdf)
    assert (shown.width, shown.height) == (400, 495)
    (hit,) = find(pdf, (PHONE,))
    (box,) = hit.boxes
    before, made = picture(pdf, 1), redact(pdf, [Bar(1, box, GROUND)], [PHONE]).pdf
    dark = [i for i in range(0, len(before.pixels), 3) if before.pixels[i] < 100]
    places = [((i // 3) % before.width / before.width, (i // 3) // before.width / before.height) for i in dark]
    under = [p for p in places if box.left <= p[0] <= box.right and box.top <= p[1] <= box.bottom]
    assert len(under) > 200
    assert box.bottom - box.top > box.right - box.left  # the line runs down the page
    clean(made, PHONE)
    assert (pages(made)[0].width, pages(made)[0].height) == (400, 495)


def test_an_untouched_turned_page_stays_turned_and_readable() -> None:
    pdf = document(drawing("Cover"), drawing("Table"), prepare=lambda writer: writer.pages[1].rotate(270) and None)
    made = redact(pdf, [Bar(1, Box(0, 0, 1, 1), GROUND)]).pdf
    assert PdfReader(io.BytesIO(made)).pages[1].rotation == 270
    assert "Table" in words(made)[1]


def test_invisible_text_under_a_scan_is_gone() -> None:
    scan = "0.9 g 50 500 400 300 re f\nBT 3 Tr /F 12 Tf 72 700 Td (" + NAME + ") Tj ET"
    made = redact(document(drawing("Cover"), scan), [Bar(1, Box(0, 0, 0.5, 0.5), GROUND)]).pdf
    assert words(made)[1] == ""
    clean(made, NAME)


def layered(writer: PdfWriter) -> None:
    """The second page gets a layer that is switched off and holds a name."""
    layer = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("notes")})
    )
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): off}
    )
    resources = writer.pages[1]["/Resources"]
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L"): layer})  # type: ignore[index]


def test_hidden_layers_are_gone() -> None:
    hidden = "/OC /L BDC\n" + drawing(NAME) + "EMC\n" + drawing("Seen", first=600)
    pdf = document(drawing("Cover"), hidden, prepare=layered)
    assert NAME in words(pdf)[1]
    made = redact(pdf, [Bar(1, Box(0, 0, 0.5, 0.5), GROUND)]).pdf
    clean(made, NAME, "notes")
    dark = [value for value in picture(made, 2).pixels[::3] if value < 100]
    assert dark, "what is seen stays seen"


def test_replaced_text_and_text_beyond_the_edge_are_gone() -> None:
    replaced = "/Span <</ActualText (" + NAME + ")>> BDC\n" + drawing("Guest") + "EMC"
    beyond = drawing("Guest") + "BT /F 12 Tf 72 2000 Td (" + PHONE + ") Tj ET"
    made = redact(document(drawing("Cover"), replaced, beyond), [Bar(1, Box(0, 0, 0.5, 0.5), GROUND)])
    assert made.pictures == (1, 2, 3)
    clean(made.pdf, NAME, PHONE)


def furnished(writer: PdfWriter) -> None:
    """Metadata, comments, attachment, script, bookmark, form."""
    writer.add_metadata({"/Author": NAME, "/Title": PHONE})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{NAME}</x:xmpmeta>".encode()  # type: ignore[assignment]
    writer.add_attachment("guests.txt", f"{NAME} {PHONE}".encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(f"app.alert('{NAME}')"),
    }
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(script))
    writer.add_outline_item(NAME, 0)
    for number in (0, 1):
        writer.add_annotation(number, Text(text=NAME, rect=(50, 550, 200, 650), open=True))
        writer.add_annotation(number, FreeText(text=PHONE, rect=(50, 450, 200, 500)))
        writer.add_annotation(number, Link(rect=(50, 50, 100, 100), url=f"https://example.cn/{PHONE}"))
    writer.pages[1][NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Note"): TextStringObject(NAME)})


def test_what_a_page_does_not_show_is_gone() -> None:
    pdf = document(drawing("Guest " + NAME), drawing("Seen"), prepare=furnished)
    made = blacked(pdf, NAME)
    clean(made, NAME, PHONE, "guests.txt")
    reader = PdfReader(io.BytesIO(made))
    assert not reader.attachments
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert "Seen" in words(made)[1]


def test_earlier_versions_are_gone() -> None:
    """The name stood in the file as first saved; a later save replaced the page's drawing and left the old one in the bytes."""
    first = document(drawing(NAME), drawing("Cover"))
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    stream = DecodedStreamObject()
    stream.set_data(drawing("Replaced").encode())
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    pdf = saved(writer)
    assert pdf.count(b"%%EOF") == 2
    assert NAME.encode() in pdf
    made = redact(pdf, [Bar(2, Box(0, 0, 0.5, 0.5), GROUND)]).pdf
    assert "Replaced" in words(made)[0]
    clean(made, NAME)


def test_a_stamp_stays_on_the_page_as_part_of_its_picture() -> None:
    def stamp(writer: PdfWriter) -> None:
        look = DecodedStreamObject()
        look.set_data(b"1 0 0 rg 0 0 100 100 re f")
        look.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(FloatObject(v) for v in (0, 0, 100, 100)),
            }
        )
        seal = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Stamp"),
                NameObject("/Rect"): ArrayObject(FloatObject(v) for v in (300, 300, 400, 400)),
                NameObject("/F"): NumberObject(4),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
            }
        )
        writer.pages[1][NameObject("/Annots")] = ArrayObject([writer._add_object(seal)])

    made = redact(document(drawing("Cover"), drawing("Sealed"), prepare=stamp), [Bar(1, Box(0, 0, 0.5, 0.5), GROUND)])
    assert made.pictures == (1, 2)
    seen = picture(made.pdf, 2, 72)
    at = ((842 - 350) * seen.width + 350) * 3
    assert tuple(seen.pixels[at : at + 3]) == (255, 0, 0)


def test_words_that_would_be_left_elsewhere_are_refused() -> None:
    pdf = document(drawing(NAME), drawing(f"again {NAME}"))
    first, _second = find(pdf, (NAME,))
    with pytest.raises(RedactionError) as refused:
        redact(pdf, [Bar(1, box, GROUND) for box in first.boxes], [first.text])
    assert "第 2 页还能读出" in str(refused.value)
    assert NAME not in str(refused.value)


def test_no_bars_no_pages_no_pdf() -> None:
    pdf = document(drawing("x"))
    for content, bars in (
        (pdf, []),
        (pdf, [Bar(2, Box(0, 0, 1, 1), GROUND)]),
        (b"%PDF-1.7 nothing", [Bar(1, Box(0, 0, 1, 1), GROUND)]),
    ):
        with pytest.raises(RedactionError):
            redact(content, bars)
    locked = PdfWriter(clone_from=io.BytesIO(pdf))
    locked.encrypt("secret", algorithm="AES-256")
    with pytest.raises(RedactionError):
        redact(saved(locked), [Bar(1, Box(0, 0, 1, 1), GROUND)])


def test_the_proof_finds_what_was_only_painted_over() -> None:
    """A black box drawn over words leaves them in the file: the proof must see it."""
    painted = document(drawing(NAME) + "0 g 60 750 200 30 re f")
    bar = Bar(1, Box(60 / 595, (842 - 780) / 842, 260 / 595, (842 - 750) / 842), GROUND)
    with pytest.raises(RedactionError):
        prove(painted, [bar], [1], [NAME])


def test_the_proof_sees_a_bar_that_is_not_black() -> None:
    made = redact(document(drawing("x")), [Bar(1, Box(0, 0, 0.2, 0.2), GROUND)]).pdf
    with pytest.raises(RedactionError, match="没有涂黑"):
        prove(made, [Bar(1, Box(0.5, 0.5, 0.7, 0.7), GROUND)], [1], [])


@pytest.mark.parametrize("box", [(0.5, 0, 0.5, 1), (0.6, 0, 0.5, 1), (-0.1, 0, 1, 1), (0, 0, 1, 1.1)])
def test_boxes_lie_within_the_page(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="rectangle"):
        Box(*box)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(st.text("GHJKQWXYZ ", min_size=4, max_size=30), min_size=1, max_size=4),
    turned=st.sampled_from((0, 90, 180, 270)),
    data=st.data(),
)
def test_any_word_of_any_page_can_be_taken_out(lines: list[str], turned: int, data: st.DataObject) -> None:
    """Whatever is sought and found is not readable afterwards, and in none of the file's bytes."""
    word = data.draw(st.sampled_from([w for line in lines for w in line.split() if len(w) > 3] or ["NONE"]))
    pdf = document(drawing(*lines), drawing("kept"), prepare=lambda writer: writer.pages[0].rotate(turned) and None)
    hits = find(pdf, (word,))
    if not hits:
        return
    made = redact(pdf, [Bar(h.page, b, GROUND) for h in hits for b in h.boxes], [h.text for h in hits]).pdf
    clean(made, word)
    assert "kept" in words(made)[1]
