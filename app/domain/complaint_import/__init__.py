"""The desk's older lists: from a table of cells to complaints, or to what is wrong with a row."""
