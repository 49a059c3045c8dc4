"""How a provider that was shown a red card gets better: a plan that is asked for, accepted and carried out."""
