"""A checker for uses of the Aurora SendCloud email and SMS API."""

__version__ = "0.1.0"
