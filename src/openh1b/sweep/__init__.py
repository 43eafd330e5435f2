"""Many runs: the points of a file of grids, ranges and samples, run here or on a cluster; and which unknowns matter."""
