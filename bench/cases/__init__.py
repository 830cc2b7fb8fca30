"""One benchmark a file; each measures against a peer and the bare limit in one run."""
