"""What every page shares: layout, language, headers, errors."""
