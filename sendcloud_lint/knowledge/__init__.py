"""What is known of the API, as data with questions to ask of it."""
