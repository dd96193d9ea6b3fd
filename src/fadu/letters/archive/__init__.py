"""What becomes of closed cases: packed whole, kept as long as the office's table says, handed over, and destroyed by two people."""
