"""A folder enters the library whole, once, and a bad file keeps no other out."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from tests.unit.library.samples import AMENDED, FOLDER, PLAIN, text, write

from fadu.library import importing
from fadu.library.commands import laws_import
from fadu.library.importing import Outcome, import_folder
from fadu.library.models import Article, Law, Repeal, Source, Version

pytestmark = pytest.mark.django_db


def outcomes(folder: Path) -> dict[str, Outcome]:
    return {file.path: file.outcome for file in import_folder(folder).files}


def contents() -> list[tuple[object, ...]]:
    versions = Version.objects.order_by("source").values_list(
        "source", "text_hash", "in_force_from", "in_force_until"
    )
    return [*versions, *Article.objects.order_by("version__source", "order").values_list("mark", "text")]


def test_a_folder_is_imported_once(tmp_path: Path) -> None:
    write(tmp_path, FOLDER)
    assert set(outcomes(tmp_path).values()) == {Outcome.IMPORTED}
    before = contents()
    assert Law.objects.count() == 3
    assert set(outcomes(tmp_path).values()) == {Outcome.UNCHANGED}
    assert contents() == before


def test_versions_end_where_the_next_begins_or_where_another_act_repeals_them(tmp_path: Path) -> None:
    import_folder(write(tmp_path, FOLDER))
    ends = dict(Version.objects.values_list("source", "in_force_until"))
    assert ends == {
        "行政法规/示例暂行办法(2007-04-05).md": date(2019, 5, 15),
        "行政法规/示例条例(2019-04-03).md": date(2022, 3, 29),
        "行政法规/示例条例(2022-03-29).md": None,
        "民法典/示例总则.md": None,
        "民法典/示例合同编.md": None,
    }


def test_an_act_imported_after_its_repeal_ends_all_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    old = "行政法规/示例暂行办法(2007-04-05).md"
    import_folder(write(first, {path: content for path, content in FOLDER.items() if path != old}))
    import_folder(write(second, {old: FOLDER[old]}))
    assert Version.objects.get(source=old).in_force_until == date(2019, 5, 15)


def test_a_local_act_repeals_none_of_another_region(tmp_path: Path) -> None:
    old = FOLDER["行政法规/示例暂行办法(2007-04-05).md"]
    import_folder(
        write(tmp_path, {"DLC/甲市/示例暂行办法(2007-04-05).md": old, "DLC/乙市/示例条例(2019-04-03).md": PLAIN})
    )
    assert Version.objects.get(law__region="甲市").in_force_until is None


def test_the_same_text_in_two_folders_is_one_version(tmp_path: Path) -> None:
    spaced = PLAIN.replace("\n\n", "\n\n\n").replace("第一条 ", "第一条　")
    files = {"宪法相关法/示例条例(2019-04-03).md": PLAIN, "行政法/示例条例.md": spaced}
    report = import_folder(write(tmp_path, files))
    assert report.count(Outcome.IMPORTED) == report.count(Outcome.DUPLICATE) == 1
    duplicate = next(file for file in report.files if file.outcome is Outcome.DUPLICATE)
    assert duplicate.path == "行政法/示例条例.md"
    assert "宪法相关法/示例条例(2019-04-03).md" in duplicate.reason
    assert Version.objects.count() == 1


def test_a_changed_file_replaces_its_version(tmp_path: Path) -> None:
    path = "行政法规/示例条例(2019-04-03).md"
    import_folder(write(tmp_path, {path: PLAIN}))
    write(tmp_path, {path: PLAIN.replace("新设的", "新办的")})
    assert outcomes(tmp_path) == {path: Outcome.IMPORTED}
    assert Version.objects.count() == Source.objects.count() == 1
    assert "新办的" in Article.objects.get(number=2).text


def test_another_act_at_the_same_path_in_another_folder_replaces_none(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    path = "行政法规/新.md"
    import_folder(write(one, {path: PLAIN}))
    import_folder(write(two, {path: PLAIN.replace("# 示例条例", "# 另一条例")}))
    assert Version.objects.count() == 2
    assert outcomes(one) == outcomes(two) == {path: Outcome.UNCHANGED}


def test_empty_texts_of_two_days_are_two_versions(tmp_path: Path) -> None:
    files = {f"行政法规/示例条例({day}).md": text() for day in ("2019-04-03", "2022-03-29")}
    report = import_folder(write(tmp_path, files))
    assert report.count(Outcome.IMPORTED) == 2
    assert all(any("正文为空" in warning.message for warning in file.warnings) for file in report.files)


def test_bad_files_are_refused_with_a_reason_and_keep_no_other_out(tmp_path: Path) -> None:
    write(
        tmp_path, FOLDER | {"行政法规/_index.md": "# 目录\n", "案例/某案.md": PLAIN, "行政法规/便条.md": "几句话\n"}
    )
    write(tmp_path, {"行政法规/长.md": "# " + "长" * 301 + "\n\n第一条 甲。\n"})
    (tmp_path / "行政法规" / "gbk.md").write_bytes("# 示例".encode("gbk"))
    (tmp_path / "行政法规" / "nul.md").write_bytes(b"# a\0b\n")
    (tmp_path / "行政法规" / "big.md").write_bytes(b"#" * (importing.MAX_BYTES + 1))
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md")).write_bytes(PLAIN.encode())
    report = import_folder(tmp_path)
    assert report.count(Outcome.IMPORTED) == len(FOLDER)
    reasons = {Path(file.path).name: file.reason for file in report.refused}
    assert "是目录" in reasons["_index.md"]
    assert "在“案例”文件夹中" in reasons["某案.md"]
    assert "不是法律文本" in reasons["便条.md"]
    assert "标题超过 300 个字" in reasons["长.md"]
    assert "不是 UTF-8 文本" in reasons["gbk.md"]
    assert "NUL" in reasons["nul.md"]
    assert "太大" in reasons["big.md"]
    assert "改名" in reasons["?.md"]
    assert len(reasons) == 8
    assert Version.objects.count() == len(FOLDER)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_however_a_line_ends_the_text_is_the_same(tmp_path: Path, end: str) -> None:
    path = tmp_path / "行政法规" / "示例条例(2019-04-03).md"
    path.parent.mkdir()
    path.write_bytes(PLAIN.replace("\n", end).encode())
    import_folder(tmp_path)
    version = Version.objects.get()
    assert (version.title, version.in_force_from, version.articles.count()) == ("示例条例", date(2019, 5, 15), 3)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"办法.md": PLAIN})
    folder = write(
        tmp_path / "laws", {"行政法规/示例暂行办法(2007-04-05).md": FOLDER["行政法规/示例暂行办法(2007-04-05).md"]}
    )
    (folder / "行政法规/办法.md").symlink_to(tmp_path / "elsewhere/办法.md")
    (folder / "行政法规/同一个.md").symlink_to(folder / "行政法规/示例暂行办法(2007-04-05).md")
    report = import_folder(folder)
    assert [(file.path, "文件夹之外" in file.reason) for file in report.refused] == [("行政法规/办法.md", True)]
    assert Version.objects.count() == 1


def test_two_texts_of_one_day_are_told(tmp_path: Path) -> None:
    out = io.StringIO()
    files = {"行政法规/示例条例(2019-04-03).md": PLAIN, "行政法规/另存(2019-04-03).md": PLAIN.replace("新设", "新办")}
    assert laws_import(write(tmp_path, files), out) == 0
    assert (
        "《示例条例》同一天的文本有 2 份（行政法规/另存(2019-04-03).md、行政法规/示例条例(2019-04-03).md）"
        in out.getvalue()
    )
    out = io.StringIO()
    assert laws_import(write(tmp_path, {"行政法规/另存(2019-04-03).md": PLAIN}), out) == 0
    assert "同一天" not in out.getvalue()


def test_what_reads_oddly_is_told_with_its_line(tmp_path: Path) -> None:
    out = io.StringIO()
    files = {
        "行政法规/示例条例.md": "# 示例条例\n\n第一条 如下：\n\n（一）甲；\n\n（三）丙。\n",
        "行政法规/无题.md": "第一条 本条例自2019年5月15日起施行。\n",
    }
    assert laws_import(write(tmp_path, files), out) == 0
    assert "注意：行政法规/示例条例.md 第 7 行：“（三）”之前缺第 2 项。\n" in out.getvalue()
    assert "注意：行政法规/无题.md：没有标题，以文件名代替。\n" in out.getvalue()


def test_a_classified_text_leaves_no_trace(tmp_path: Path) -> None:
    secret = PLAIN.replace("# 示例条例", "# 某绝密计划").replace("<!--", "秘密★10年\n\n<!--")
    write(tmp_path, {"行政法规/某绝密计划.md": secret, "行政法规/示例条例(2022-03-29).md": AMENDED})
    out = io.StringIO()
    assert laws_import(tmp_path, out) == 1
    assert "转线下" in out.getvalue()
    assert "某绝密计划" not in out.getvalue()
    assert Version.objects.count() == Law.objects.count() == Source.objects.count() == 1
    assert "新设的" not in "".join(Version.objects.values_list("raw", flat=True))


def test_a_text_that_the_database_refuses_keeps_no_other_out(tmp_path: Path) -> None:
    # Longer than the column: PostgreSQL refuses it, SQLite takes it; neither may lose its neighbours.
    long = PLAIN.replace("《示例暂行办法》", f"《{'长' * 501}》")
    report = import_folder(
        write(tmp_path, FOLDER | {"行政法规/长名条例(2019-04-03).md": long.replace("# 示例", "# 长名")})
    )
    refused = connection.vendor == "postgresql"
    assert len(report.refused) == refused
    assert report.count(Outcome.IMPORTED) == len(FOLDER) + (not refused)
    assert Repeal.objects.count() == (1 if refused else 2)


def test_a_database_that_goes_away_stops_the_run_and_the_next_run_ends_it(tmp_path: Path) -> None:
    write(tmp_path, FOLDER)

    def gone(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "library_repeal"'):
            raise OperationalError("the connection is lost")
        return execute(sql, *rest)

    with connection.execute_wrapper(gone), pytest.raises(OperationalError):
        import_folder(tmp_path)
    assert not Version.objects.exists()
    assert set(outcomes(tmp_path).values()) == {Outcome.IMPORTED}


def test_the_command(tmp_path: Path) -> None:
    out = io.StringIO()
    assert laws_import(write(tmp_path, FOLDER), out) == 0
    assert "5 个文件：新导入 5，未变 0，重复 0，拒收 0。" in out.getvalue()
    assert "法律文件 3 部，文本 5 份" in out.getvalue()
    write(tmp_path, {"行政法规/README.md": "# 说明\n"})
    assert laws_import(tmp_path, out) == 1
    assert "拒收 行政法规/README.md：" in out.getvalue()
    assert laws_import(tmp_path / "nowhere", out) == 2
    assert f"没有 {tmp_path / 'nowhere'} 这个文件夹。" in out.getvalue()
