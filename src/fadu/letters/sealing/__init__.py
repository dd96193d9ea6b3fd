"""Seals on letters: asked for by one person, put on by another, and examined by anybody."""

import logging

# The signing library reports what is wrong with a file in its log, with tracebacks; here that is an answer and not a fault.
for _name in ("pyhanko.sign", "pyhanko.pdf_utils", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
