"""The public face: what the office does for people, asking for it, following it, and checking what the office said."""
