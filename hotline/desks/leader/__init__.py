"""The shift leader's desk: the floor at this moment, the acts that change it, the shift and its handover."""
