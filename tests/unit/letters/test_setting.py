"""The process that sets: bounded in time, cut off from the network, replaced when it dies, never shared with a forked child."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from tests.unit.letters.papers import AT, DOWN

from fadu.letters import typesetter
from fadu.letters.blocks import Paragraph
from fadu.letters.errors import LetterError
from fadu.letters.fonts import families
from fadu.letters.pdf import ARCHIVE, as_json
from fadu.letters.setting import OFFLINE, Setter, UnsetError


@pytest.fixture
def setter() -> Iterator[Setter]:
    made = Setter(families(None))
    yield made
    made.close()


def set_one(setter: Setter, seconds: float = 30.0) -> bytes:
    return setter.set(as_json(DOWN), AT.replace(microsecond=0).isoformat(), ARCHIVE, seconds)


def test_what_takes_too_long_is_ended_and_the_next_is_set(setter: Setter) -> None:
    assert set_one(setter).startswith(b"%PDF")
    stuck = setter.pid
    assert stuck is not None
    os.kill(stuck, signal.SIGSTOP)
    with pytest.raises(LetterError, match=r"排版超过0\.3秒"):
        set_one(setter, 0.3)
    with pytest.raises(ProcessLookupError):
        os.kill(stuck, 0)
    assert set_one(setter).startswith(b"%PDF")
    assert setter.pid != stuck


def test_a_process_that_died_is_replaced(setter: Setter) -> None:
    set_one(setter)
    assert setter.pid is not None
    os.kill(setter.pid, signal.SIGKILL)
    os.waitid(os.P_PID, setter.pid, os.WEXITED | os.WNOWAIT)
    assert set_one(setter).startswith(b"%PDF")


def test_an_error_is_told_and_the_process_goes_on(setter: Setter) -> None:
    with pytest.raises(UnsetError):
        setter.set("{}", AT.replace(microsecond=0).isoformat(), ARCHIVE)
    pid = setter.pid
    assert set_one(setter).startswith(b"%PDF")
    assert setter.pid == pid


class PanicException(BaseException):
    """As the typesetter raises it."""


def test_a_text_over_which_the_typesetter_stumbles_is_refused_by_an_answer() -> None:
    class Stumbling:
        def compile(self, **_: object) -> bytes:
            raise PanicException

    job = {"document": "{}", "at": "2026-11-23T00:00:00+00:00", "standards": []}
    answer, pdf = typesetter.set_one(Stumbling(), job)  # type: ignore[arg-type]
    assert (answer["error"], answer["ended"], pdf) == (typesetter.STUMBLED, True, b"")


def test_letters_after_one_that_made_the_process_end_are_set_by_another(setter: Setter) -> None:
    alone = set_one(setter)
    for _ in range(2):
        pid = setter.pid
        try:
            document = replace(DOWN, blocks=(Paragraph(STUMBLING),))
            setter.set(as_json(document), AT.replace(microsecond=0).isoformat(), ARCHIVE)
        except UnsetError as error:
            assert str(error) == typesetter.STUMBLED  # noqa: PT017 (a later typesetter may set it)
            assert setter.pid != pid
        assert set_one(setter) == alone


STUMBLING = " ر\xa0\u3000\xa0رم\xa0\u0308\u0308\u2009\xa0بoار م \xa0aoe\u2009 oحaرم\u0308\u2009 \u0308حا\u2009。"
"""Typst 0.15 panics."""


def test_letters_asked_for_at_once_are_not_mixed_up(setter: Setter) -> None:
    alone = set_one(setter)
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(set_one(setter))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 4


def test_a_forked_child_has_a_process_of_its_own(setter: Setter) -> None:
    alone = set_one(setter)
    pid = setter.pid
    child = os.fork()
    if child == 0:
        same = set_one(setter) == alone and setter.pid != pid
        setter.close()
        os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert set_one(setter) == alone
    assert setter.pid == pid


def test_it_ends_with_its_parent() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", typesetter.__name__],
        input=b'{"folders": [], "fonts": "{}"}\n',
        capture_output=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (0, b"")


@pytest.mark.parametrize("text", ['"', "\\", '\\"', '\\\\"', '") #panic("', "\\u{22}", "a\u2028b\u0085c", "{}{0}"])
def test_no_text_leaves_the_string_in_which_it_is_handed_over(text: str) -> None:
    source = b'#metadata("' + typesetter.quoted(text).encode() + b'") <it>'
    assert json.loads(typst.query(source, "<it>", field="value")) == [text]


def test_no_template_reaches_the_network(tmp_path: Path) -> None:
    (tmp_path / "x.typ").write_text('#import "@preview/none:0.0.1"\n', encoding="utf-8")
    program = (
        "import json, sys, typst\n"
        "try:\n typst.compile(sys.argv[1], package_cache_path=sys.argv[2])\n"
        "except typst.TypstError as error:\n print(json.dumps(error.message))"
    )
    environment = {**os.environ, **OFFLINE, **{name.upper(): value for name, value in OFFLINE.items()}}
    command = [sys.executable, "-c", program, str(tmp_path / "x.typ"), str(tmp_path / "cache")]
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    assert "Connection refused" in json.loads(ended.stdout)


def test_the_template_imports_nothing_and_reads_no_file() -> None:
    template = typesetter.TEMPLATE.read_text(encoding="utf-8")
    assert not [
        word for word in ("#import", "#include", "@preview", " read(", "eval(", "plugin(") if word in template
    ]
