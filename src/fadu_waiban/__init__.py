"""The foreign affairs office (外办) of a city."""

from pathlib import Path

from fadu.procedure import Pack
from fadu_waiban.office import WAIBAN

pack = Pack("fadu_waiban", Path(__file__).parent, offices=(WAIBAN,))
