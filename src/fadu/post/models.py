"""What became of each message that left, or may have left, the house."""

from django.db import models

from fadu.cases.models import Outbox


class Delivery(models.Model):
    """One message, by the outbox row that asked for it. Its address is kept as a keyed hash only.

    `unanswered` says that it was handed to the mail server and that no answer is recorded: it is set before and cleared after, so that
    a crash between the two shows. Then the message is sent once more under the same Message-ID, and `maybe_twice` says so for good.
    """

    outbox = models.OneToOneField(Outbox, models.PROTECT, related_name="delivery")
    recipient = models.BinaryField()
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.SmallIntegerField(default=0)
    unanswered = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    maybe_twice = models.BooleanField(default=False)
