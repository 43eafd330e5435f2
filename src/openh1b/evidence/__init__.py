"""What is claimed: the ledger of public statements with their tests, and published results beside ours."""
