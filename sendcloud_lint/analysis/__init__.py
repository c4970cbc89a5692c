"""Programs and trees of settings to facts."""
