"""Whether a product may be listed: each rule on its own, and all of them together."""
