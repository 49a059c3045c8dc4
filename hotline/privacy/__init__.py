"""What the house keeps of people, why and for how long; forgetting it on request and in time; keys that change."""
