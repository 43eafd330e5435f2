"""What employers do when price or odds change: off unless asked for, a range and never one number."""
