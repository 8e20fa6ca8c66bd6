"""Reviews: which statements are approved, and whether they are as the reviewer saw them."""
