"""Four real applications that stand on Tenfold, and by which it is measured."""
