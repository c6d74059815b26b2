"""The mathematics, sample data, command line and site of the customer segmentation project."""
