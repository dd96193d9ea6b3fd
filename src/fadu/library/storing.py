"""Write one law text to the library."""

import hashlib
import re
from dataclasses import asdict
from typing import Any

from fadu.library.models import Article, Law, Repeal, Source, Version
from fadu.library.text.titles import title_key
from fadu.library.text.values import LawText


def store(law: LawText, path: str, sha256: str) -> Source:
    """Store `law` as a version of its act, unless the act already has this text; to be called in a transaction.

    If the file at `path` has changed, the new text replaces the version of the same day that this file alone brought.
    Returns the file's entry, with its version and whether that was there before.
    """
    act, _ = Law.objects.get_or_create(
        title_key=title_key(law.title), level=law.level, region=law.region, defaults={"title": law.title}
    )
    _forget(act, law, path)
    digest = text_hash(law)
    same = Version.objects.filter(law=act, part=law.part, text_hash=digest).first()
    version = same or _create(act, law, path, digest)
    return Source.objects.create(path=path, sha256=sha256, version=version, duplicate=same is not None)


def text_hash(law: LawText) -> str:
    """SHA-256 over the words alone, so that spaces, blank lines and the header make no other text.

    Texts without words are told apart by their day.
    """
    body = law.body
    words = [body.preamble, *(article.mark + article.text for article in body.articles)]
    words += [annex.title + annex.text for annex in body.annexes]
    joined = re.sub(r"\s", "", "".join(words)) or f"{law.version_date}"
    return hashlib.sha256(joined.encode()).hexdigest()


def _forget(act: Law, law: LawText, path: str) -> None:
    """Drop what an earlier state of the file brought; another act at the same path came from another folder."""
    version = Version.objects.filter(
        law=act, part=law.part, version_date=law.version_date, sources__path=path
    ).first()
    if version is None:
        return
    version.sources.filter(path=path).delete()
    if not version.sources.exists():
        version.delete()


def _create(act: Law, law: LawText, path: str, digest: str) -> Version:
    version = Version.objects.create(
        law=act,
        part=law.part,
        title=law.title,
        version_date=law.version_date,
        in_force_from=law.in_force_from,
        in_force_how=law.in_force_how,
        text_hash=digest,
        source=path,
        header=[_plain(event) for event in law.header],
        preamble=law.body.preamble,
        chapters=[_plain(chapter) for chapter in law.body.chapters],
        annexes=[_plain(annex) for annex in law.body.annexes],
        warnings=[_plain(warning) for warning in law.warnings],
        raw=law.raw,
    )
    Article.objects.bulk_create(_rows(version, law), batch_size=500)
    Repeal.objects.bulk_create(
        Repeal(by=version, title_key=title_key(repeal.title), on=repeal.on) for repeal in law.repeals
    )
    return version


def _rows(version: Version, law: LawText) -> list[Article]:
    return [
        Article(
            version=version,
            number=article.number,
            sub=article.sub,
            order=order,
            mark=article.mark,
            heading=" / ".join(article.heading),
            text=article.text,
            paragraphs=[_plain(paragraph) for paragraph in article.paragraphs],
        )
        for order, article in enumerate(law.body.articles, 1)
    ]


def _plain(value: Any) -> dict[str, Any]:
    plain = asdict(value)
    if "on" in plain:
        plain["on"] = plain["on"] and plain["on"].isoformat()
    return plain
