"""What is known already: baselines, changed lines, comments."""
