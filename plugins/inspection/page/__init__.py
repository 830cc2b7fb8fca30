"""What an answer is: the page as it was read, or a block; its identity, dates, lists, links, columns, marks."""
