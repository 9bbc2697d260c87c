"""Topics, nested posts, votes and moderation."""
