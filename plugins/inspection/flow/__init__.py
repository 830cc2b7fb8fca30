"""The stages of the flow, a file each, one function a step with its gates: what a DAG's task calls, a verb calls too.

Every function takes an open connection and leaves committing to the caller, unless it says that it commits.
"""
