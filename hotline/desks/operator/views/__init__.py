"""The pages and doors of the operator's desk: the call, the queue, one case, the call-backs, and what is looked up while one writes."""
