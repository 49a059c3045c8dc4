"""The views of the desk: pages to read, files to take away."""
