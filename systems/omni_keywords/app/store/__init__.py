"""Every statement that the system sends to its database, a module for each thing it keeps."""
