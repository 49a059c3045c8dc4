"""The desk of those who let providers in, watch them and send them off."""
