"""The officials' face: tasks, cases, acts, corrections, figures, the law."""
