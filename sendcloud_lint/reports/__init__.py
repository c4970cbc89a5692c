"""Findings to text and to machine formats; one module a format. Sees the model, nothing else."""
