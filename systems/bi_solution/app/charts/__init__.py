"""Charts as inline SVG: no script draws them, and both themes colour them by CSS."""
