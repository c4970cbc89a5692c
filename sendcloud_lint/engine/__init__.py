"""The steps put together: which files, which settings, what is silenced, what is changed."""
