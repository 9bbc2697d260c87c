"""What every request passes: headers, limits, static files, error pages, measurement."""
