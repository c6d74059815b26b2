"""Whether a campaign worked: what treated customers did more than those who were held out, and how sure that is."""
