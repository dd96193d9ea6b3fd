"""The command `fadu`. Each command is a module: `add` declares its words, `run` does it and gives the exit code.

0: done. 1: done, and something is wrong (a fault found, a file refused, a check failed). 2: not done, the call or the input is at fault.
"""

from fadu.cli.main import main

__all__ = ["main"]
