"""What every template may call besides its context: icons, drawings and sentences."""

from collections.abc import Callable

from markupsafe import Markup

from fadu.faces.icon import icon
from fadu.faces.rail import stage_rail
from fadu.faces.speech import cited, speak
from fadu.faces.strip import working_day_strip

GLOBALS: dict[str, Callable[..., Markup | str]] = {
    "cited": cited,
    "icon": icon,
    "speak": speak,
    "stage_rail": stage_rail,
    "working_day_strip": working_day_strip,
}
