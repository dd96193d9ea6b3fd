"""Versions of letters before they are sent, the codes of letters that were, and the office's own wording of its letters."""

from django.db import models

from fadu.cases.models import Case, Material


class DraftVersion(models.Model):
    """One version of a letter's text. Versions are never changed; `sha256` names one in the record.

    `data` is JSON (salt, outcome, what the act asks for, text), encrypted under the key of `party`, so that erasing that party's data
    erases what drafts say of it; the salt keeps the hash from telling anything afterwards. A case without parties has it in clear.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="drafts")
    act = models.CharField(max_length=80)
    seq = models.IntegerField()
    party = models.CharField(max_length=60, blank=True)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    author = models.CharField(max_length=40)
    author_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["case", "act", "seq"], name="draft_in_order")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act} {self.seq}"


class LetterCode(models.Model):
    """By which code a letter is found on the public page (see `codes`). An index: `codes.repair` makes it anew from the record."""

    letter = models.OneToOneField(Material, models.CASCADE, primary_key=True, related_name="code")
    code = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.code


class Wording(models.Model):
    """One wording of a letter (see `wordings`). Its text never changes; a decision is set once."""

    pack = models.CharField(max_length=80)
    letter = models.CharField(max_length=80)
    seq = models.IntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=1000)
    author = models.CharField(max_length=40)
    author_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "letter", "seq"], name="wording_in_order")]

    def __str__(self) -> str:
        return f"{self.letter} {self.seq}"
