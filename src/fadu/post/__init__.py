"""What follows after the commit: letters, notices, checkpoints that leave the house, and the worker that does it all."""
