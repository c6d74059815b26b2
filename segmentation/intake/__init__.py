"""Own data in: files read as they come, looked at, and written into the configuration."""
