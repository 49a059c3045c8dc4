"""The pages of the leader's desk: the floor and its acts, the shift, the handovers."""
