"""What every face of the office shares: the look, the base pages, form parts, drawings, preferences, error pages."""
