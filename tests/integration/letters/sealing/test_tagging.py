"""The seal is part of the structure of the letter: whoever does not see it hears whose it is."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import IndirectObject
from tests.unit.letters.papers import OFFICE

from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.local import FIELD, LocalSeal
from fadu.ports import Sealed, Spot

NAME = f"{OFFICE}（样章 测试）印章"


def widget(reader: PdfReader) -> Any:
    (found,) = (
        field for field in reader.trailer["/Root"]["/AcroForm"]["/Fields"] if field.get_object()["/T"] == FIELD
    )
    return found


def numbers(reader: PdfReader) -> list[Any]:
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    return [getattr(each, "idnum", each) for each in tree["/ParentTree"]["/Nums"]]


def elements(reader: PdfReader) -> list[Any]:
    document = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()
    return [each.get_object() for each in document["/K"]]


def test_the_seal_is_an_element_of_the_letter_with_a_name(sealed: Sealed) -> None:
    assert sealed.pdf
    reader = PdfReader(io.BytesIO(sealed.pdf))
    field = widget(reader)
    seal = field.get_object()
    assert (seal["/TU"], seal["/Contents"]) == (NAME, NAME)
    pairs = numbers(reader)
    where = dict(zip(pairs[::2], pairs[1::2], strict=True))
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    element = reader.get_object(where[seal["/StructParent"]])
    assert (element["/S"], element["/Alt"]) == ("/Form", NAME)
    (mark,) = element["/K"]
    assert mark["/Type"] == "/OBJR"
    assert (mark.raw_get("/Obj"), mark.raw_get("/Pg")) == (field, seal.raw_get("/P"))
    document: IndirectObject = element.raw_get("/P")
    assert document == tree["/K"][0].indirect_reference
    assert document.get_object()["/K"][-1].indirect_reference == element.indirect_reference
    assert tree["/ParentTreeNextKey"] == max(where) + 1
    page = seal["/P"]
    assert page["/Tabs"] == "/S"
    assert seal in [each.get_object() for each in page["/Annots"]]


def test_what_the_structure_held_it_still_holds(paper: bytes, sealed: Sealed) -> None:
    assert sealed.pdf
    before, after = PdfReader(io.BytesIO(paper)), PdfReader(io.BytesIO(sealed.pdf))
    assert numbers(after)[:-2] == numbers(before)
    old, new = ([each["/S"] for each in elements(reader)] for reader in (before, after))
    assert new == [*old, "/Form"]


def test_it_was_written_with_the_seal_and_the_seal_stands(sealed: Sealed) -> None:
    assert sealed.pdf
    seal = widget(PdfReader(io.BytesIO(sealed.pdf))).get_object()
    start, first, second, rest = map(int, seal["/V"]["/ByteRange"])
    signed = sealed.pdf[start : start + first] + sealed.pdf[second : second + rest]
    assert signed.count(b"/OBJR") == 1
    assert b"/OBJR" not in sealed.pdf[second + rest :]
    assert examine(sealed.pdf, roots()).good


def test_a_letter_without_structure_is_sealed_as_well(paper: bytes, spot: Spot) -> None:
    writer, plain = PdfWriter(clone_from=io.BytesIO(paper)), io.BytesIO()
    del writer.root_object["/StructTreeRoot"]
    writer.write(plain)
    sealed = LocalSeal(OFFICE).put_on(plain.getvalue(), spot, "")
    assert sealed.pdf
    assert examine(sealed.pdf, roots()).good
