"""Lists of customers in the layouts that mailing and advertising tools take for uploads."""
