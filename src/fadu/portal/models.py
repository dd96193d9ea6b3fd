"""What the public site keeps of its own: forms begun and not yet sent. Nothing here is part of the record."""

from django.db import models


class Draft(models.Model):
    """A form that somebody began: found by the keyed hash of its code, sealed under a key that only the code opens."""

    token = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"草稿，保存到 {self.until:%Y-%m-%d}"
