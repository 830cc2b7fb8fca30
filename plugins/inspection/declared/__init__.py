"""What include/*.yaml says: offices, editions of the rules, inputs, platforms, style."""
