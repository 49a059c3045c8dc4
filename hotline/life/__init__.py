"""The engine: a life is a table of steps, an action is a step taken."""
