"""The archive at the desk: how long cases are kept, packages, hand-over lists, and destruction proposed by one and agreed to by another."""
