"""What became of each message that left, or may have left, the house."""

from django.conf import settings
from django.db import models

from fadu.cases.models import Case, Outbox


class Delivery(models.Model):
    """One message, by the outbox row that asked for it and the way it goes. Kept of its address: a keyed hash.

    `begun_at` is set before the mail server is asked and cleared when it refuses; `accepted_at` is set when it says yes. A message begun
    and neither accepted nor refused is what a crash leaves: it is sent once more under the same Message-ID, and `maybe_twice` says so for good.
    """

    outbox = models.ForeignKey(Outbox, models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=10, default="email")
    message_id = models.CharField(max_length=120)
    recipient = models.BinaryField()
    attempts = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    maybe_twice = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outbox", "way"], name="delivery_once")]

    def __str__(self) -> str:
        return self.message_id

    @property
    def unanswered(self) -> bool:
        """Whether it is not known what the mail server did with it."""
        return self.begun_at is not None and self.accepted_at is None


class Hook(models.Model):
    """A webhook: where a program wants to hear of cases, in the name of a person and of no case that this person may not see.

    `secret` is the key that signs, wrapped under the office's master key; `ended` says why it ended.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="hooks")
    url = models.CharField(max_length=500)
    secret = models.BinaryField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.url


class HookCall(models.Model):
    """One event for one webhook, told once however often its entry is handled; `status` is the last answer (0: none yet)."""

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="calls")
    event = models.CharField(max_length=60)
    outbox = models.OneToOneField(Outbox, models.PROTECT, related_name="hook_call")
    status = models.SmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "event"], name="hook_call_once")]

    def __str__(self) -> str:
        return self.event


class Consent(models.Model):
    """The applicant of a case agreed to be told by that way when there is news (个人信息保护法第十三条、第十五条). `by` is "party" or an official."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    way = models.CharField(max_length=10)
    by = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "way"], condition=models.Q(ended_at=None), name="consent_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.way}"


class Notice(models.Model):
    """Something for an official to look at: of what kind, how many, in which case. What it is about, the page there says, to those who may see it."""

    class Kind(models.TextChoices):
        TASK = "task", "待办"
        MORNING = "morning", "今日清单"
        OVERDUE = "overdue", "逾期上报"
        HANDOVER = "handover", "移交"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    case = models.CharField(max_length=40, blank=True)
    soon = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    key = models.CharField(max_length=160)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_by_person"),
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case}"


class Channel(models.Model):
    """By which way else an official wants to hear, and at which address; the desk itself tells everybody."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="channels")
    way = models.CharField(max_length=10)
    address = models.CharField(max_length=200)
    on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "way"], name="channel_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.way}"


class Daily(models.Model):
    """The morning's work of that day was done."""

    day = models.DateField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.day.isoformat()
