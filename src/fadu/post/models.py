"""What went out, and what we know of its arrival."""

from django.db import models

from fadu.cases.models import Outbox


class Delivery(models.Model):
    """One notice. `message_id` follows from the outbox row, so that sending twice is the same message twice.

    `begun_at` is written before the provider is asked, `accepted_at` after it said yes. A row begun and not accepted is what a crash
    leaves: it is sent again under the same Message-ID, and `maybe_twice` says so. Kept of the address: its keyed hash.
    """

    outbox = models.OneToOneField(Outbox, models.PROTECT, related_name="delivery")
    message_id = models.CharField(max_length=120)
    recipient = models.BinaryField()
    attempts = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    maybe_twice = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.message_id
