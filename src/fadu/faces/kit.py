"""What every template may call besides its context: icons, drawings and sentences.

`{{ title | speak }}` says a legal term, a day or a sentence in the page's language, `{{ key | cite }}` a citation key.
"""

from collections.abc import Callable

from markupsafe import Markup

from fadu.faces.flow import flow
from fadu.faces.icon import icon
from fadu.faces.rail import stage_rail
from fadu.faces.speech import amount, cite, cited, speak, spoken
from fadu.faces.strip import working_day_strip

GLOBALS: dict[str, Callable[..., Markup | str]] = {
    "amount": amount,
    "cited": cited,
    "flow": flow,
    "icon": icon,
    "speak": speak,
    "stage_rail": stage_rail,
    "working_day_strip": working_day_strip,
}

FILTERS: dict[str, Callable[..., str]] = {"cite": cite, "speak": spoken}
