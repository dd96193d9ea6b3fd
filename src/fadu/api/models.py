"""What the API keeps: the tokens that people gave to programs, and the files that these have handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class ApiToken(models.Model):
    """A program's way in, in the name of a person and never further than that person. Of the token itself only a hash is kept."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.label


class Upload(models.Model):
    """A file that somebody handed in: only they may name it in an act, so that knowing a hash is not having the file."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="uploads")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "sha256"], name="upload_by_person")]

    def __str__(self) -> str:
        return self.sha256
