"""Feed-forward networks: their specification, their training in a process of its own, and their application."""
