"""What an app asks of its database: seen, diagnosed, advised on, and proved on a clone."""
