"""The drawing of a procedure on a page, in the reader's language; its text stands inside it for those who can't see it."""

from django.utils.translation import gettext
from markupsafe import Markup

from fadu.faces.speech import chinese, traditional
from fadu.faces.traditional import in_traditional
from fadu.law.citation import Citation
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.flowchart import flowchart
from fadu.procedure.outline.speech import Speech


class TraditionalSpeech(Speech):
    """Chinese with its terms from the catalogue and what stands between them in traditional characters."""

    @property
    def lang(self) -> str:
        return "zh-Hant"

    def cite(self, citation: Citation) -> str:
        return in_traditional(super().cite(citation), self.translate)

    def amount(self, n: int, unit: str) -> str:
        return in_traditional(super().amount(n, unit), self.translate)


def flow(declaration: Declaration) -> Markup:
    """The flowchart as an SVG element; the product wrote every character of it, so it is markup as it stands."""
    kind = TraditionalSpeech if traditional() else Speech
    return Markup(flowchart(declaration, kind(english=not chinese(), translate=gettext)).svg)
