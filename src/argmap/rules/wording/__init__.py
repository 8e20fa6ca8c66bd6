"""The wording of texts."""
