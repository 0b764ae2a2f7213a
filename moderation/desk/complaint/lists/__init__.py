"""Pages that take an older list of the complaints desk over."""
