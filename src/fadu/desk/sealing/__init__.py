"""The desk's pages of the seal: what waits for it, and the register of its use."""
