"""Official letters: the texts of packs filled from the record, set as PDF, kept in the case."""
