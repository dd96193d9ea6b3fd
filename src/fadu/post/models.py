"""What became of each message that left, or may have left, the house."""

from django.db import models

from fadu.cases.models import Outbox


class Delivery(models.Model):
    """One message, by the outbox row that asked for it. Kept of its address: a keyed hash.

    `begun_at` is set before the mail server is asked and cleared when it refuses; `accepted_at` is set when it says yes. A message begun
    and neither accepted nor refused is what a crash leaves: it is sent once more under the same Message-ID, and `maybe_twice` says so for good.
    """

    outbox = models.OneToOneField(Outbox, models.PROTECT, related_name="delivery")
    message_id = models.CharField(max_length=120)
    recipient = models.BinaryField()
    attempts = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    maybe_twice = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.message_id

    @property
    def unanswered(self) -> bool:
        """Whether it is not known what the mail server did with it."""
        return self.begun_at is not None and self.accepted_at is None
