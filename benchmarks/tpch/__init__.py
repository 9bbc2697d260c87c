"""TPC-H at scale 0.1 in SQLite: 22 analytical queries that know no index."""
