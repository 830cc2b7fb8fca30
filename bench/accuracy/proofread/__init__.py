"""The yardstick of the proofreader: bulletins of invented places, and errors planted in them."""
