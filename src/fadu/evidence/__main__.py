"""``python -m fadu.evidence``: ``fadu verify`` where only this package and its one dependency are installed."""

import sys

from fadu.evidence.verify import main

sys.exit(main(sys.argv[1:]))
