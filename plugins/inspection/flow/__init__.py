"""The stages of the flow, each one call: the DAGs and the command line call these."""
