"""What the desk itself keeps: corrections proposed by one and awaiting another, and who unmasked what."""

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """更正记录, 作废 or 依法删除, proposed. The entry is made when a second person agrees; until then nothing has happened."""

    class Kind(models.TextChoices):
        RECTIFY = "fadu.rectify", "更正记录"
        VOID = "fadu.void", "作废"
        ERASE = "fadu.erase", "依法删除"

    class State(models.TextChoices):
        OPEN = "open", "待同意"
        DONE = "done", "已同意"
        REFUSED = "refused", "未同意"

    case = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    payload = models.JSONField()
    reason = models.TextField()
    proposer = models.ForeignKey(PERSON, models.PROTECT, related_name="proposals")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decider = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="decisions")
    decided_at = models.DateTimeField(null=True)
    entry = models.IntegerField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case}"


class Unmasking(models.Model):
    """Somebody asked to see what a case holds masked of a party: who, what, when, why."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="unmaskings")
    case = models.CharField(max_length=40, db_index=True)
    party = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case} {self.party}"
