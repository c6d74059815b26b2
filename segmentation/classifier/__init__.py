"""The second stage: what learns the segments, how well it does, and how it is applied without TensorFlow."""
