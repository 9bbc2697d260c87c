"""What each system bears in its first form: a ladder of users, measured."""
