"""Duties that any Chinese office has."""

from pathlib import Path

from fadu.procedure import Pack
from fadu_common.laws import FEES, FORMAT, RATING, REG, REG_2007, RETENTION, SUIT
from fadu_common.parts.remedies import REVIEW
from fadu_common.procedures.disclosure import Disclosure
from fadu_common.procedures.disclosure_2007 import Disclosure2007
from fadu_common.procedures.disclosure_table import HANDLED
from fadu_common.procedures.evaluation import Evaluation
from fadu_common.procedures.publication_suggestion import PublicationSuggestion
from fadu_common.procedures.record_correction import RecordCorrection

pack = Pack(
    "fadu_common",
    Path(__file__).parent,
    procedures=(Disclosure2007, Disclosure, RecordCorrection, PublicationSuggestion, Evaluation),
    laws=(REG, REG_2007, FORMAT, FEES, REVIEW, SUIT, RATING, RETENTION),
    tables=(HANDLED,),
)
