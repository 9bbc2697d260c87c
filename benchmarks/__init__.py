"""One runner a claim, each measured beside the peer it is compared with, in the same run."""
