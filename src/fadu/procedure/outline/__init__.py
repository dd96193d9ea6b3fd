"""What follows from a declaration for people: the guide, the flowchart, the form, the schema."""
