"""The drawing of a procedure on a page, in the reader's language; its text stands inside it for those who can't see it."""

from django.utils.translation import gettext
from markupsafe import Markup

from fadu.faces.speech import chinese
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.flowchart import flowchart
from fadu.procedure.outline.speech import Speech


def flow(declaration: Declaration) -> Markup:
    """The flowchart as an SVG element; the product wrote every character of it, so it is markup as it stands."""
    return Markup(flowchart(declaration, Speech(english=not chinese(), translate=gettext)).svg)
