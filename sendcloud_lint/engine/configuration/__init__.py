"""What a project says of how it is checked."""
