"""What several formats share: it is no format itself."""
