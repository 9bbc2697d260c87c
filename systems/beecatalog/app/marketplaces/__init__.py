"""What each marketplace wants: columns, limits, values. All of it is data (`data/*.json`)."""
