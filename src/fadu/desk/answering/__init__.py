"""拟答复: where an official finds, writes, checks, compares and redacts before the office answers."""
