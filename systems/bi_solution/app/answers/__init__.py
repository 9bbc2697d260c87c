"""Answers: the number, the table, the chart, the SQL and where it is from."""
