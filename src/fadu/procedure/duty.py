"""`Procedure`: the class that a duty's file subclasses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from fadu.law.dated import InForce
from fadu.procedure.checks import DeclarationError, Problem, check
from fadu.procedure.compiling import Heading, compile_words
from fadu.procedure.declaration import Declaration
from fadu.procedure.keeping import UNSETTLED, Kept
from fadu.procedure.words import Act, Basis, Field, Fix, Word


class Procedure:
    """A duty of the office. Subclass it once; the subclass is compiled and checked when it is imported.

    `id` is permanent; `title` is the legal term, `english` its translation in guides. `basis` is the article that creates the duty,
    `in_force` the days for which this file speaks. `register` is the series that case numbers are drawn from (公开 → 示外办公开〔2026〕31号),
    `heading` the field that names a case in lists, `unit` the key of the division that receives it, `fee` the sentence on fees,
    `kept` how long its closed cases are kept; it is no part of the declaration, for the office's table of today decides and not that of then.
    The opening act asks for every field that no other act asks for. `fixes` are the reviewed changes of this very file, never inherited.

    Raises:
        DeclarationError: everything that is wrong with the file, each with its id, place and remedy.
    """

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    english: ClassVar[str] = ""
    basis: ClassVar[Basis] = ()
    in_force: ClassVar[InForce]
    register: ClassVar[str] = ""
    heading: ClassVar[Field | None] = None
    unit: ClassVar[str] = ""
    fee: ClassVar[str] = ""
    kept: ClassVar[Kept] = UNSETTLED
    fixes: ClassVar[Fix | tuple[Fix, ...]] = ()
    declaration: ClassVar[Declaration]
    functions: ClassVar[Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]]]

    def __init_subclass__(cls) -> None:
        words = cls.words()
        for word in words:
            setattr(cls, word.name, word)
        missing = [
            Problem("fadu.E001", cls.__name__, f"没有写明 {name}", f"在类体开头写 {name} = …")
            for name in ("id", "title", "basis", "in_force", "register")
            if not getattr(cls, name, None)
        ]
        if missing:
            raise DeclarationError(missing)
        head = Heading(
            id=cls.id,
            title=cls.title,
            english=cls.english,
            basis=cls.basis,
            in_force=cls.in_force,
            register=cls.register,
            heading=cls.heading.name if cls.heading else "",
            unit=cls.unit,
            fee=cls.fee,
            fixes=vars(cls).get("fixes", ()),
        )
        cls.declaration = compile_words(head, words)
        cls.functions = {w.name: w.does for w in words if isinstance(w, Act) and w.does}
        problems = check(cls.declaration)
        if problems:
            raise DeclarationError(problems)

    @classmethod
    def words(cls) -> tuple[Word, ...]:
        """Every word of the procedure, in the order of the file, those of its bases first."""
        found: dict[str, Word] = {}
        for base in reversed(cls.__mro__):
            found.update({n: w for n, w in vars(base).items() if isinstance(w, Word) and w.name == n})
        return tuple(found.values())
