"""Relations of the warehouse in, arrays out, and tables back: the only package that knows an engine."""
