"""Chinese running text: letters and scripts, wording, word lists, spam."""
