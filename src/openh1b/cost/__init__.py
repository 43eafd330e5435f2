"""What a visa costs: fees by filing, the whole cost of a hire beside a domestic one, break-even, federal revenue."""
