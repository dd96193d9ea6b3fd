"""The seal in the structure of a letter, where whoever does not see it hears of it (PDF/UA-1, 7.18: a widget belongs to a Form element)."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields


def add_field(writer: IncrementalPdfFileWriter, spec: SigFieldSpec) -> None:
    """Add the field of a seal, still unsigned, and if the letter is tagged its element at the end of the structure; written with the signature."""
    append_signature_field(writer, spec)
    field = next(ref for name, _, ref in enumerate_sig_fields(writer) if name == spec.sig_field_name)
    widget = field.get_object()
    widget["/Contents"] = pdf_string(spec.readable_field_name or spec.sig_field_name)
    if "/StructTreeRoot" in writer.root:
        _tag(writer, writer.root["/StructTreeRoot"], field, widget)
    writer.update_container(widget)


def _tag(writer: IncrementalPdfFileWriter, tree: DictionaryObject, field: Any, widget: DictionaryObject) -> None:
    page = widget.raw_get("/P")
    document = tree["/K"].raw_get(0)
    mark = DictionaryObject({NameObject("/Type"): NameObject("/OBJR"), NameObject("/Obj"): field})
    mark[NameObject("/Pg")] = page
    element = writer.add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Form"),
                NameObject("/P"): document,
                NameObject("/Pg"): page,
                NameObject("/Alt"): widget["/Contents"],
                NameObject("/K"): ArrayObject([mark]),
            }
        )
    )
    parts = document.get_object()["/K"]
    parts.append(element)
    writer.update_container(parts)
    numbers = tree["/ParentTree"]["/Nums"]
    number = NumberObject(max(map(int, list(numbers)[::2]), default=-1) + 1)
    numbers.extend([number, element])
    writer.update_container(numbers)
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(number + 1)
    writer.update_container(tree)
    widget[NameObject("/StructParent")] = number
