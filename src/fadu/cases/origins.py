"""Whose cases are shown and counted: the same at the desk, to the public and to programs, so that their numbers agree."""

from django.conf import settings

from fadu.figures.sets import OWN

SAMPLE = "sample"


def origins() -> tuple[str, ...]:
    """The office's own; a demonstration has only sample ones to show, and says so."""
    return (*OWN, SAMPLE) if settings.FADU.mode == "demo" else OWN
