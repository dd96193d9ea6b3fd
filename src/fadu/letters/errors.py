"""Why a letter can't be made: for a person to put right, never for a worker to try again; but for a stop of the typesetter."""


class LetterError(Exception):
    """A letter that would be wrong, and is therefore not made; the message says what to put right."""


class Stopped(LetterError):
    """The typesetter stopped over it, or was too slow: on a busy machine that says nothing of the letter, and another try may set it."""
