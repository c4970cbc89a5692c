"""What the steps hand to each other: frozen data, no IO, no syntax nodes."""
