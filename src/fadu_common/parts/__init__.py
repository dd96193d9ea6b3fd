"""Pure parts that the common duties and their letters need."""
