"""What a page shows, one topic a file: each reads a page into signs and never judges."""
