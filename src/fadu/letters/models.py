"""Versions of letters before they are sent."""

from django.db import models

from fadu.cases.models import Case


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
