"""A server of tricks that no crawler should fall for, and live faults with their expected outcomes."""
