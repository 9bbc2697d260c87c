"""The pages: everything works without JavaScript, and better with it."""
