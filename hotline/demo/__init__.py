"""The sample town: made-up people and providers on which anybody can try the house."""
