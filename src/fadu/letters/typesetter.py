"""The process that sets documents: `python -m fadu.letters.typesetter`, started and watched by `fadu.letters.setting`.

One job a line on standard input, as JSON: `document`, `fonts` (JSON texts), `at` (ISO 8601), `standards`. One answer: a line of JSON with
`size` and that many bytes of PDF, or with `error`. The first line is not a job but the folders of fonts.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("document.typ")


def main() -> None:
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    folders = json.loads(jobs.readline())
    compiler = typst.Compiler(
        input=TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typst.Fonts(include_embedded_fonts=False, font_paths=folders),
        ignore_system_fonts=True,
    )
    for line in jobs:
        answer, pdf = set_one(compiler, json.loads(line))
        answers.write(json.dumps(answer).encode() + b"\n" + pdf)
        answers.flush()


def set_one(compiler: typst.Compiler, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        pdf = compiler.compile(
            input=TEMPLATE,
            format="pdf",
            sys_inputs={"document": job["document"], "fonts": job["fonts"]},
            pdf_standards=job["standards"],
            timestamp=datetime.fromisoformat(job["at"]),
        )
    except typst.TypstError as error:
        return {"error": error.message}, b""
    assert isinstance(pdf, bytes)
    return {"size": len(pdf)}, pdf


if __name__ == "__main__":
    main()
