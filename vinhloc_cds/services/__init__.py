"""Use cases over ports: what an officer can do, whatever the screen or the store."""
