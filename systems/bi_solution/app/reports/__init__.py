"""The dashboards: each report is a query or two, computed when it is asked for."""
