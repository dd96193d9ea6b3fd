"""The office's people: units, posts, who holds them when, who stands in for whom, and how they log in."""
