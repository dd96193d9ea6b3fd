"""Official documents: the texts of packs filled from the record, one model of blocks, written as PDF, HTML and docx, kept in the case."""
