"""The process that sets documents: `python -m fadu.letters.typesetter`, started and watched by `fadu.letters.setting`.

One job a line on standard input, as JSON: `document` (a JSON text), `at` (ISO 8601), `standards`. One answer: a line of JSON with `size` and
that many bytes of PDF, or with `error`; `ended` says that the process ends after it. The first line is not a job but the `folders` of fonts
and the families by role (`fonts`, a JSON text).
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("document.typ")
DOCUMENT = f'#import "{TEMPLATE.name}": letter\n#letter("{{}}")\n'
"""What is compiled: the template as a module stays as it was evaluated, whatever document comes."""
STUMBLED = "排版程序不能处理所填内容中的某些字符，多为自右向左的文字与组合符号混排。更正所填内容。"


def main() -> None:
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    given = json.loads(jobs.readline())
    compiler = typst.Compiler(
        root=TEMPLATE.parent,
        font_paths=typst.Fonts(include_embedded_fonts=False, font_paths=given["folders"]),
        ignore_system_fonts=True,
        sys_inputs={"fonts": given["fonts"]},
    )
    for line in jobs:
        answer, pdf = set_one(compiler, json.loads(line))
        answers.write(json.dumps(answer).encode() + b"\n" + pdf)
        answers.flush()
        if "ended" in answer:
            return


def set_one(compiler: typst.Compiler, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        pdf = compiler.compile(
            input=DOCUMENT.format(quoted(job["document"])).encode(),
            format="pdf",
            pdf_standards=job["standards"],
            timestamp=datetime.fromisoformat(job["at"]),
        )
    except typst.TypstError as error:
        return {"error": error.message}, b""
    except BaseException as error:
        # The typesetter stumbled over itself (a panic): the next time it would again, and what it holds now may be half done.
        if type(error).__name__ != "PanicException":
            raise
        return {"error": STUMBLED, "ended": True}, b""
    assert isinstance(pdf, bytes)
    return {"size": len(pdf)}, pdf


def quoted(text: str) -> str:
    """The inside of a string of the template language: nothing in it ends the string."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


if __name__ == "__main__":
    main()
