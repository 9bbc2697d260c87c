"""BeeCatalog: from a list of products to marketplace spreadsheets."""
