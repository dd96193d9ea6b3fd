"""What the desk itself keeps: corrections proposed by one and awaiting another, and who read what of whom."""

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
    key = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case}"


class Access(models.Model):
    """Somebody read what a case holds of a person. `what` is page, party:<field> (unmasked, for a reason), file:<id> or evidence."""

    PAGE, EVIDENCE = "page", "evidence"

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="accesses")
    case = models.CharField(max_length=40, db_index=True)
    what = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.case} {self.what}"


class SavedView(models.Model):
    """A person's own name for something asked of the case list; `query` is that part of the address."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="desk_view_once")]

    def __str__(self) -> str:
        return self.name
