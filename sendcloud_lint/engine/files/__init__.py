"""Which files there are, what stands in them, and which of them matter."""
