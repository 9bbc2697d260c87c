"""BI_Solution: ask a company's sales in your own words, and see where each number is from."""
