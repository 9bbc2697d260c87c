"""The three steps of a batch: read the file, fill in the products, write the spreadsheets."""
