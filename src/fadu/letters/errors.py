"""Why a letter can't be made: for a person to put right, never for a worker to try again."""


class LetterError(Exception):
    """A letter that would be wrong, and is therefore not made; the message says what to put right."""
