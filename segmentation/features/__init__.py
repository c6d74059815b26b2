"""What customers are like as numbers: transforms fitted on features, and ways to prepare them."""
