"""The documents of a release: two workbooks and a printed report."""
