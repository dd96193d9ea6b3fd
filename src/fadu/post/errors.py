"""Why something did not go out. The texts are kept in the outbox and shown to officials: nothing personal is in them."""


class Undeliverable(Exception):
    """It will not go out however often it is tried: a person has to look at it."""


class NotYet(Exception):
    """It did not go out this time; trying again later may help."""
