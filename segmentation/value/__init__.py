"""What customers will be worth: when they order again and how much they spend, by models and by simple rules."""
