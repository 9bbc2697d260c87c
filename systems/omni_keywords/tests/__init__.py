"""What must hold of Omni Keywords Finder, in every form that there is."""
