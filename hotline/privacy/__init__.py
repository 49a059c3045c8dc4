"""What the house keeps of people, why and for how long; forgetting it on request and in time; keys that change."""

LIST = "erased"
"""The name of the list of those who were forgotten; it lies beside the callers' keys."""
