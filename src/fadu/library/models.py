"""The law library: acts, their versions in time, and the articles of each version.

Filled by :mod:`fadu.library.importing` alone, read through :mod:`fadu.library.lookup`. Deleting it loses nothing that
the files do not hold.
"""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from fadu.library.text.values import Level, Start


class Law(models.Model):
    """One act, through all its versions. Acts are told apart by level, region and title key, never by number."""

    level = models.CharField(max_length=8, choices=[(level.value, level.value) for level in Level])
    region = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    title_key = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title_key", "level", "region"], name="library_law_key"),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force_on(self, day: date) -> Self:
        """Versions that applied on `day`. A version without a known start counts as older than every other."""
        started = Q(in_force_from__isnull=True) | Q(in_force_from__lte=day)
        return self.filter(started & (Q(in_force_until__isnull=True) | Q(in_force_until__gt=day)))


class Version(models.Model):
    """One text of an act. In force from `in_force_from` until the day before `in_force_until` (None: open).

    `part` names the piece of an act that is spread over several files (民法典: 合同编); each has versions of its own.
    `in_force_how` says how the start is known, see :class:`fadu.library.text.values.Start`.
    """

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="versions")
    part = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=500)
    version_date = models.DateField(null=True)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField(null=True)
    in_force_how = models.CharField(max_length=8, choices=[(how.value, how.value) for how in Start])
    text_hash = models.CharField(max_length=64)
    source = models.CharField(max_length=1000)
    header = models.JSONField(default=list)
    preamble = models.TextField(blank=True)
    chapters = models.JSONField(default=list)
    annexes = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    raw = models.TextField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["law", "part", "text_hash"], name="library_version_text"),
        ]
        indexes = [models.Index(fields=["law", "in_force_from"], name="library_version_day")]

    def __str__(self) -> str:
        return f"《{self.title}》({self.version_date or '日期不明'})"


class Article(models.Model):
    """One 条 of one version. `paragraphs` is [{"number", "text", "items": [{"number", "text"}]}]."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField()
    sub = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveIntegerField()
    mark = models.CharField(max_length=40)
    heading = models.TextField(blank=True)
    text = models.TextField()
    paragraphs: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number", "sub"], name="library_article_number"),
        ]

    def __str__(self) -> str:
        return self.mark


class Repeal(models.Model):
    """`by` repeals the act titled `title_key` on `on` (None: when `by` enters into force)."""

    by = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="repeals")
    title_key = models.CharField(max_length=500, db_index=True)
    on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.by_id}: 《{self.title_key}》"


class Source(models.Model):
    """A file that was read: the same bytes at the same path (relative to the folder) are not read again."""

    path = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sources")
    duplicate = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "sha256"], name="library_source_bytes")]

    def __str__(self) -> str:
        return self.path
