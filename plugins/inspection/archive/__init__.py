"""WARC files (ISO 28500) and nothing else: records, the writer, the reader, the store that holds them."""
