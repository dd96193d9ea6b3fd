"""Duties that any Chinese office has."""

from pathlib import Path

from fadu.procedure import Pack
from fadu_common.laws import FORMAT, REG
from fadu_common.procedures.disclosure import Disclosure

pack = Pack("fadu_common", Path(__file__).parent, procedures=(Disclosure,), laws=(REG, FORMAT))
