"""fadu health: is the office as it should be? One line for each thing, exit code 1 if one is not."""

from __future__ import annotations

import argparse

from fadu.cases.health import conditions


def add(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    found = conditions()
    for condition in found:
        print(f"{'正常' if condition.ok else '异常'}  {condition.title}：{condition.detail}")
    return 0 if all(c.ok for c in found) else 1
