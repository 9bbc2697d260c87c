"""The lake: sales, products and stock as Parquet files, and the connection that reads them."""
