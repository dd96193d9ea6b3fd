"""Evidence: records that anyone can check without trusting the office that keeps them.

``canonical`` gives a value its one spelling; ``chain`` binds the entries of a case together; ``merkle`` binds all
entries of the office into one log (RFC 9162); ``checkpoint`` signs that log's head; ``secrets`` keeps personal parts
readable only while their key exists; ``export`` and ``verify`` let the public check all of it, offline.
"""
