"""What happens to a model over time: drift, retraining, challengers, and segments that keep their identity."""
